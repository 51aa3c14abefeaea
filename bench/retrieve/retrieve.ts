/**
 * `make bench NAME=retrieve`: what leaves and enters over HTTP, and C-MOVE, of this node, of Orthanc with its DICOMweb
 * plug-in, and of `bare-node.ts`, in turn. The data are the 500 CT slices of the ingest bench, 263 MB in one study.
 *
 * Rows: `wado-study` (as stored, multipart), `zip` (stored), `cmove` (to an SCP that drops what it gets), `stow-1` and
 * `stow-4` (10 instances a request, 1 and 4 connections, each into an empty archive) in MB/s; `rendered-jpeg` and
 * `rendered-png`, one slice a request, in ms. `value` is the median of the rounds, of pictures the median of all, `bound`
 * that of the bare node: the same bytes out of memory, without looking anything up.
 * Options: --rounds N (3), --rows wado-study,zip.
 */

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parsePart10 } from '@isocenter/dicom/part10';
import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { openAssociation } from '@isocenter/dimse/client';
import { ensureDataSet } from '../ingest/data.ts';
import { runSender } from '../ingest/run-sender.ts';
import {
  type Destination,
  type PeerProcess,
  startDiscardScp,
  startIsocenter,
  startOrthanc,
  startScript,
} from '../peer-process.ts';
import { HttpConnection } from './http.ts';

const studyRootMove = '1.2.840.10008.5.1.4.1.2.2.2';
const destinationAet = 'BENCHDEST';
const asReceived = 'multipart/related; type="application/dicom"; transfer-syntax=*';
const pictures = 50;
/** Pixels of a slice. */
const leastSliceBytes = 512 * 512 * 2;
const perRequest = 10;
/** As long as clients make them: the longer, the quicker it is searched for. */
const boundary = '8f14e45fceea167a5a36dedd4bea2543';

/** `before`: rounds before the clock starts, as a node runs for weeks; servers of `stow-*` are sent other slices instead. */
const rows = [
  { id: 'wado-study', unit: 'MB/s', before: 3 },
  { id: 'zip', unit: 'MB/s', before: 1 },
  { id: 'cmove', unit: 'MB/s', before: 3 },
  { id: 'rendered-jpeg', unit: 'ms', before: 8 },
  { id: 'rendered-png', unit: 'ms', before: 4 },
  { id: 'stow-1', unit: 'MB/s', before: 0 },
  { id: 'stow-4', unit: 'MB/s', before: 0 },
] as const;

type Row = (typeof rows)[number];

/** Where studies are stored by HTTP. */
type StowServer = {
  readonly peer: PeerProcess;
  readonly dicomWeb: string;
  readonly connection: HttpConnection;
  close(): Promise<void>;
};

type Server = StowServer & { readonly name: 'isocenter' | 'orthanc' };

export async function benchRetrieve(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      rows: { type: 'string', default: rows.map((row) => row.id).join(',') },
    },
  });
  const rounds = Number(values.rounds);
  const wanted = rows.filter((row) => values.rows.split(',').includes(row.id));
  const folder = ensureDataSet('ct');
  const study = studyOf(folder);
  const scp = await startDiscardScp(leastSliceBytes);
  const bare = await startBareNode(folder);
  const destination = { aeTitle: destinationAet, port: scp.dicomPort };
  const servers: Server[] = [];
  try {
    for (const name of ['isocenter', 'orthanc'] as const) servers.push(await startServer(name, destination));
    for (const { peer } of servers) await runSender(peer, folder, 1);
    for (const row of wanted.filter(({ id }) => !id.startsWith('stow'))) {
      await benchRow(row, rounds, (name) => {
        if (name === 'bare-node') return retrieveBare(row, bare, { study, scpPort: scp.dicomPort });
        const server = servers.find((candidate) => candidate.name === name);
        if (server === undefined) throw new Error(`${name} does not run`);
        return retrieve(row, server, study);
      });
    }
  } finally {
    for (const server of servers) await server.close();
    await bare.close();
    await scp.stop();
  }
  const [before, bodies] = [stowBodies(ensureDataSet('ct-before')), stowBodies(folder)];
  for (const row of wanted.filter(({ id }) => id.startsWith('stow'))) {
    await benchRow(row, rounds, async (name) => {
      const server = await (name === 'bare-node' ? startBareNode(folder) : startServer(name, undefined));
      try {
        await store(server, before, 1);
        return [await store(server, bodies, row.id === 'stow-4' ? 4 : 1)];
      } finally {
        await server.close();
      }
    });
  }
}

const measuredNames = ['isocenter', 'orthanc', 'bare-node'] as const;

type Measure = (name: (typeof measuredNames)[number]) => Promise<readonly number[]>;

async function benchRow(row: Row, rounds: number, measure: Measure): Promise<void> {
  const measured = { isocenter: [] as number[], orthanc: [] as number[], 'bare-node': [] as number[] };
  for (let round = -row.before; round < rounds; round += 1) {
    for (const name of measuredNames) {
      const values = await measure(name);
      if (round >= 0) measured[name].push(...values);
    }
  }
  const [ours, theirs] = [median(measured.isocenter), median(measured.orthanc)];
  const ratio = row.unit === 'ms' ? theirs / ours : ours / theirs;
  const line = {
    id: row.id,
    value: round(ours),
    unit: row.unit,
    peer: 'orthanc',
    peerValue: round(theirs),
    ratio: round(ratio),
    bound: round(median(measured['bare-node'])),
    rounds,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

type Study = {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUids: readonly string[];
  readonly bytes: number;
};

async function retrieve(row: Row, server: Server, study: Study): Promise<readonly number[]> {
  const { dicomWeb, connection } = server;
  const url = `${dicomWeb}/studies/${study.studyInstanceUid}`;
  switch (row.id) {
    case 'wado-study':
      return [await rateOf(study, () => connection.ask(url, { headers: { accept: asReceived } }))];
    case 'zip':
      return [await rateOf(study, () => askZip(server, url))];
    case 'cmove':
      return [await rateOf(study, () => move(server.peer, study))];
    case 'rendered-jpeg':
    case 'rendered-png':
      return renderedTimes(server, study, row.id === 'rendered-png' ? 'image/png' : 'image/jpeg');
    default:
      throw new Error(`${row.id} is not retrieved`);
  }
}

async function retrieveBare(row: Row, { dicomWeb, connection }: StowServer, on: { study: Study; scpPort: number }) {
  const ask = (path: string) => connection.ask(`${dicomWeb}${path}`);
  switch (row.id) {
    case 'cmove':
      return [await rateOf(on.study, () => ask(`/move?port=${on.scpPort}`))];
    case 'rendered-jpeg':
    case 'rendered-png':
      return timesOf(() => ask(row.id === 'rendered-png' ? '/png' : '/jpeg'));
    default:
      return [await rateOf(on.study, () => ask('/study'))];
  }
}

/** Megabytes of the study's files a second. */
async function rateOf(study: Study, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return study.bytes / 1e3 / (performance.now() - started);
}

async function askZip({ name, peer, connection }: Server, url: string): Promise<void> {
  if (name === 'isocenter') {
    await connection.ask(url, { headers: { accept: 'application/zip' } });
    return;
  }
  const { text } = await connection.ask(`${peer.httpUrl}/studies`, { keepText: true });
  const [id] = JSON.parse(text) as string[]; // one study is there
  await connection.ask(`${peer.httpUrl}/studies/${id}/archive`);
}

async function renderedTimes({ dicomWeb, connection }: Server, study: Study, accept: string) {
  const base = `${dicomWeb}/studies/${study.studyInstanceUid}/series/${study.seriesInstanceUid}/instances`;
  return timesOf((at) => connection.ask(`${base}/${study.sopInstanceUids[at * 7]}/rendered`, { headers: { accept } }));
}

/** Milliseconds of each picture. */
async function timesOf(work: (at: number) => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let at = 0; at < pictures; at += 1) {
    const started = performance.now();
    await work(at);
    times.push(performance.now() - started);
  }
  return times;
}

async function move({ dicomPort, aeTitle }: PeerProcess, { studyInstanceUid, sopInstanceUids }: Study): Promise<void> {
  const association = await openAssociation({
    host: '127.0.0.1',
    port: dicomPort,
    calledAet: aeTitle,
    callingAet: destinationAet,
    contexts: [{ abstractSyntax: studyRootMove, transferSyntaxes: [implicitVrLittleEndian.uid] }],
  });
  const identifier = buildDataSet({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: studyInstanceUid });
  const steps = association.move({
    sopClassUid: studyRootMove,
    transferSyntaxUid: implicitVrLittleEndian.uid,
    destinationAet,
    identifier: encodeDataSet(identifier, implicitVrLittleEndian),
  });
  let step = await steps.next();
  while (!step.done) step = await steps.next();
  association.abort();
  const completed = step.value.counts?.completed;
  if (step.value.status !== 0 || completed !== sopInstanceUids.length) {
    throw new Error(`C-MOVE was answered ${step.value.status.toString(16)} with ${completed} instances`);
  }
}

/** Megabytes a second. */
async function store(
  server: StowServer,
  bodies: readonly (readonly Uint8Array[])[],
  connections: number,
): Promise<number> {
  const headers = {
    'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    accept: 'application/dicom+json',
  };
  const waiting = [...bodies];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = server.connection.another();
      for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
        await connection.ask(`${server.dicomWeb}/studies`, { method: 'POST', headers, body });
      }
      connection.close();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  return bodies.flat().reduce((sum, piece) => sum + piece.length, 0) / 1e6 / seconds;
}

function stowBodies(folder: string): readonly (readonly Uint8Array[])[] {
  const files = readdirSync(folder).sort();
  return Array.from({ length: Math.ceil(files.length / perRequest) }, (_, request) => [
    ...files
      .slice(request * perRequest, (request + 1) * perRequest)
      .flatMap((name) => [
        Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
        readFileSync(join(folder, name)),
      ]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

async function startServer(name: Server['name'], destination: Destination | undefined): Promise<Server> {
  const dir = mkdtempSync(join(tmpdir(), 'isocenter-bench-'));
  // Not below a 0700 folder: as root, the private PostgreSQL runs as another user.
  chmodSync(dir, 0o755);
  const data = join(dir, 'data');
  const orthanc = { postgresql: false, dicomWeb: true, ...(destination !== undefined && { destination }) };
  const peer = await (name === 'isocenter' ? startIsocenter(data) : startOrthanc(data, orthanc));
  const connection = connect(peer);
  if (name === 'isocenter' && destination !== undefined) await addDestination(peer, connection, destination);
  return {
    name,
    peer,
    dicomWeb: `${peer.httpUrl}/dicom-web`,
    connection,
    close: async () => {
      connection.close();
      await peer.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function startBareNode(files: string): Promise<StowServer> {
  const dir = mkdtempSync(join(tmpdir(), 'isocenter-bench-'));
  const peer = await startScript('retrieve/bare-node.ts', dir, files);
  const connection = connect(peer);
  return {
    peer,
    dicomWeb: `http://127.0.0.1:${peer.dicomPort}`,
    connection,
    close: async () => {
      connection.close();
      await peer.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function connect({ createToken }: PeerProcess): HttpConnection {
  const token = createToken?.();
  return new HttpConnection(token === undefined ? {} : { authorization: `Bearer ${token}` });
}

async function addDestination({ httpUrl }: PeerProcess, connection: HttpConnection, { aeTitle, port }: Destination) {
  const peer = {
    name: 'Bench',
    aeTitle,
    host: '127.0.0.1',
    port,
    verbs: ['move'],
    conflictPolicy: 'first',
    checkAddress: true,
    enabled: true,
    note: '',
  };
  const body = [Buffer.from(JSON.stringify(peer))];
  const headers = { 'content-type': 'application/json' };
  await connection.ask(`${httpUrl}/api/peers`, { method: 'POST', headers, body, status: 201 });
}

/** What the files of the folder say of themselves: they are all of one series. */
function studyOf(folder: string): Study {
  const files = readdirSync(folder).sort();
  const headers = files.map((name) => parsePart10(readFileSync(join(folder, name))).value);
  const uid = (keyword: 'StudyInstanceUID' | 'SeriesInstanceUID' | 'SOPInstanceUID', at: number) =>
    getString(headers[at]?.dataSet ?? { elements: [], littleEndian: true, characterSets: [] }, tagOf(keyword)) ?? '';
  return {
    studyInstanceUid: uid('StudyInstanceUID', 0),
    seriesInstanceUid: uid('SeriesInstanceUID', 0),
    sopInstanceUids: files.map((_, at) => uid('SOPInstanceUID', at)),
    bytes: files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
