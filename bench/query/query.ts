/**
 * `make bench NAME=query`: C-FIND and QIDO-RS at the level of studies, of this node and its peers, which all hold the
 * same 20 000 instances and are asked in turn.
 *
 * Rows: one study by its accession number, and 400 by a range of dates, each with 13 keys to return, on one association
 * or connection. `value` is the median in milliseconds from the question to the last byte of the answer, read, and
 * `bare-node` the reference that gives the answers out of memory.
 * Options: --repetitions N (200), --instances N (20000), --rows cfind-exact,qido-400, --peers
 * orthanc,orthanc-pg,bare-node.
 */

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { freePort, type PeerProcess, startIsocenter, startOrthanc, startScript } from '../peer-process.ts';
import { accessionNumberOf, dateRange, fillArchive, studiesInRange, studyCount } from './fill.ts';

const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
/** Questions before the clock starts, of each server and row: a node runs for weeks. */
const warmUps = 400;
/** Long answers are asked for less often. */
const longShare = 0.25;

const rows = [
  { id: 'cfind-exact', edge: 'cfind', matches: 1 },
  { id: 'cfind-400', edge: 'cfind', matches: studiesInRange },
  { id: 'qido-exact', edge: 'qido', matches: 1 },
  { id: 'qido-400', edge: 'qido', matches: studiesInRange },
] as const;

type Row = (typeof rows)[number];

const peers: Record<string, (dir: string) => Promise<PeerProcess>> = {
  isocenter: (dir) => startIsocenter(dir),
  orthanc: (dir) => startOrthanc(dir, { postgresql: false, dicomWeb: true }),
  'orthanc-pg': (dir) => startOrthanc(dir, { postgresql: true, dicomWeb: true }),
  'bare-node': startBareNode,
};

const returnKeys = {
  StudyDate: '',
  StudyTime: '',
  AccessionNumber: '',
  ModalitiesInStudy: '',
  StudyDescription: '',
  PatientName: '',
  PatientID: '',
  PatientBirthDate: '',
  PatientSex: '',
  StudyInstanceUID: '',
  StudyID: '',
  NumberOfStudyRelatedSeries: '',
  NumberOfStudyRelatedInstances: '',
} as const;

/** A matching key. */
type Key = { readonly AccessionNumber: string } | { readonly StudyDate: string };

/** Asks and returns how many studies matched. */
type Ask = (key: Key) => Promise<number>;

type Server = { readonly name: string; readonly peer: PeerProcess; close(): Promise<void> };

type Asked = { readonly name: string; readonly asks: { readonly [edge in Row['edge']]: Ask }; end(): void };

export async function benchQuery(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      repetitions: { type: 'string', default: '200' },
      instances: { type: 'string', default: '20000' },
      rows: { type: 'string', default: rows.map((row) => row.id).join(',') },
      peers: { type: 'string', default: Object.keys(peers).slice(1).join(',') },
    },
  });
  const names = ['isocenter', ...values.peers.split(',').filter((name) => name in peers)];
  const servers: Server[] = [];
  const asked: Asked[] = [];
  try {
    for (const name of names) servers.push(await startServer(name));
    for (const { peer } of servers) await fillArchive(peer, Number(values.instances));
    // Now, for no server keeps an association that is idle while another is filled.
    for (const { name, peer } of servers) {
      const find = await openFind(peer);
      asked.push({ name, asks: { cfind: find.ask, qido: createQido(peer) }, end: find.end });
    }
    for (const row of rows.filter((candidate) => values.rows.split(',').includes(candidate.id))) {
      await benchRow(row, asked, Number(values.repetitions));
    }
  } finally {
    // Orthanc does not stop while it has an association.
    for (const { end } of asked) end();
    for (const server of servers) await server.close();
  }
}

async function benchRow(row: Row, servers: readonly Asked[], repetitions: number): Promise<void> {
  const share = row.matches === 1 ? 1 : longShare;
  const [count, before] = [Math.max(1, Math.round(repetitions * share)), warmUps * share];
  const latenciesMs = new Map<string, number[]>(servers.map(({ name }) => [name, []]));
  for (let at = -before; at < count; at += 1) {
    const study = ((at + before) * 7) % studyCount;
    const key = row.matches === 1 ? { AccessionNumber: accessionNumberOf(study) } : { StudyDate: dateRange };
    for (const { name, asks } of servers) {
      const asked = performance.now();
      const matches = await asks[row.edge](key);
      const latencyMs = performance.now() - asked;
      // A server that finds nothing is quick: its figures would say nothing.
      if (matches !== row.matches) throw new Error(`${name} found ${matches} studies for ${row.id}`);
      if (at >= 0) latenciesMs.get(name)?.push(latencyMs);
    }
  }
  const ours = summarise(latenciesMs.get('isocenter') ?? []);
  for (const { name } of servers.slice(1)) {
    const theirs = summarise(latenciesMs.get(name) ?? []);
    const line = {
      id: row.id,
      value: ours.p50Ms,
      unit: 'ms',
      peer: name,
      peerValue: theirs.p50Ms,
      ratio: Number((theirs.p50Ms / ours.p50Ms).toFixed(2)),
      repetitions: count,
      ours,
      theirs,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}

async function startServer(name: string): Promise<Server> {
  const start = peers[name];
  if (start === undefined) throw new Error(`unknown peer ${name}`);
  const dir = mkdtempSync(join(tmpdir(), 'isocenter-bench-'));
  // Not below a 0700 folder: as root, the private PostgreSQL runs as another user.
  chmodSync(dir, 0o755);
  const peer = await start(join(dir, 'data'));
  return {
    name,
    peer,
    close: async () => {
      await peer.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function startBareNode(dir: string): Promise<PeerProcess> {
  const httpPort = await freePort();
  const peer = await startScript('query/bare-node.ts', dir, String(httpPort));
  return { ...peer, httpUrl: `http://127.0.0.1:${httpPort}` };
}

async function openFind({ dicomPort, aeTitle }: PeerProcess): Promise<{ readonly ask: Ask; end(): void }> {
  const association = await openAssociation({
    host: '127.0.0.1',
    port: dicomPort,
    calledAet: aeTitle,
    callingAet: 'BENCH',
    contexts: [{ abstractSyntax: studyRootFind, transferSyntaxes: [implicitVrLittleEndian.uid] }],
  });
  const ask: Ask = async (key) => {
    const identifier = buildDataSet({ QueryRetrieveLevel: 'STUDY', ...returnKeys, ...key });
    const answers = association.find({
      sopClassUid: studyRootFind,
      transferSyntaxUid: implicitVrLittleEndian.uid,
      identifier: encodeDataSet(identifier, implicitVrLittleEndian),
    });
    let matches = 0;
    let step = await answers.next();
    for (; !step.done; step = await answers.next()) matches += 1;
    if (step.value.status !== 0) throw new Error(`C-FIND was answered ${step.value.status.toString(16)}`);
    return matches;
  };
  return { ask, end: () => association.abort() };
}

function createQido({ httpUrl, createToken }: PeerProcess): Ask {
  const token = createToken?.();
  const headers = {
    accept: 'application/dicom+json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return async (key) => {
    const parameters = new URLSearchParams(key);
    for (const keyword of Object.keys(returnKeys)) parameters.append('includefield', keyword);
    const response = await fetch(`${httpUrl}/dicom-web/studies?${parameters}`, { headers });
    if (!response.ok) throw new Error(`QIDO-RS was answered ${response.status}`);
    return response.status === 204 ? 0 : JSON.parse(await response.text()).length;
  };
}

function summarise(latenciesMs: readonly number[]) {
  const sorted = latenciesMs.toSorted((left, right) => left - right);
  const quantile = (part: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN).toFixed(3));
  return { p50Ms: quantile(0.5), p95Ms: quantile(0.95) };
}
