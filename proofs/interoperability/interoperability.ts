/**
 * `make verify NAME=interoperability`: every verb with DCMTK's programs and Orthanc, in both directions and every
 * transfer syntax that DCMTK can speak. Writes `docs/conformance/interoperability.md`; a failure is a violation.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type IsocenterProcess,
  makeDataDir,
  runIsocenter,
  startIsocenterProcess,
} from '@isocenter/testkit/isocenter-process';
import { type OrthancProcess, startOrthancProcess } from '@isocenter/testkit/orthanc-process';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { runPeer } from '@isocenter/testkit/peer-program';
import type { ProofResult } from '../proofs.ts';
import { type Archive, type ArchiveSetting, tryArchive } from './archives.ts';
import { archiveAet, startDcmqrscp } from './dcmqrscp.ts';
import { receivedIn } from './received.ts';
import { makeSample, type Sample, type SyntaxCase, syntaxCases } from './samples.ts';

const document = join(import.meta.dirname, '../../docs/conformance/interoperability.md');

/** What the node logs when a peer has taken its report. */
const reportLine = '"a storage commitment was reported"';

export type Row = {
  readonly verb: string;
  readonly peer: string;
  readonly direction: 'peer to node' | 'node to peer';
  readonly syntax: string;
  readonly result: string;
  readonly isViolation: boolean;
};

export async function proveInteroperability(): Promise<ProofResult> {
  const rows = await tryPeers(syntaxCases);
  writeFileSync(document, format(rows));
  const violations = rows.filter(({ isViolation }) => isViolation);
  for (const row of violations) process.stderr.write(`${Object.values(row).join(' | ')}\n`);
  return { seed: 0, runs: rows.length, violations: violations.length };
}

/** Everything that the tries share. */
type Setting = ArchiveSetting & {
  readonly node: IsocenterProcess;
  readonly orthanc: OrthancProcess;
  readonly storescpPort: number;
  readonly movescuPort: number;
  api(path: string, body?: unknown): Promise<unknown>;
};

/** Starts the node and its peers and returns what became of each combination. */
export async function tryPeers(cases: readonly SyntaxCase[]): Promise<readonly Row[]> {
  const { path: dataDir, remove } = makeDataDir();
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-interoperability-'));
  const dicomPort = await findFreePort();
  const node = await startIsocenterProcess({
    dataDir,
    env: { ISOCENTER__DICOM__PORT: String(dicomPort) },
    keepOutput: true,
  });
  const [storescpPort, movescuPort] = [await findFreePort(), await findFreePort()];
  const orthanc = await startOrthancProcess({
    node: { aeTitle: node.ready.aet, port: dicomPort },
    storescp: { aeTitle: 'STORESCP', port: storescpPort },
  });
  const received = join(folder, 'storescp');
  mkdirSync(received);
  const storescp = await startPeerListener('storescp', ['+xa', '-od', received, String(storescpPort)], storescpPort);
  try {
    const token = runIsocenter({ dataDir }, ['user', 'token', '--role', 'admin']).trim();
    const setting: Setting = {
      folder,
      node,
      orthanc,
      storescpPort,
      movescuPort,
      received,
      async api(path, body) {
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
        const response = await fetch(`${node.ready.http}${path}`, {
          method: 'POST',
          headers,
          body: JSON.stringify(body ?? {}),
        });
        if (!response.ok) throw new Error(`the node answered ${response.status}`);
        return await response.json();
      },
      isocenter: (...args) => runIsocenter({ dataDir }, args),
    };
    return await tryAll(setting, cases);
  } finally {
    storescp.kill('SIGKILL');
    await orthanc.stop();
    await node.stop();
    rmSync(folder, { recursive: true });
    remove();
  }
}

async function tryAll(setting: Setting, cases: readonly SyntaxCase[]): Promise<readonly Row[]> {
  const { node, orthanc, storescpPort, movescuPort } = setting;
  const { aet } = node.ready;
  const address = ['-aec', aet, 'localhost', String(node.dicomPort)];
  const rows: Row[] = [];
  const attempt = async (where: Omit<Row, 'result' | 'isViolation'>, work: () => Promise<string>) => {
    const outcome = await work().then(
      (result) => ({ result, isViolation: false }),
      (error: unknown) => ({ result: `failed: ${error instanceof Error ? error.message : error}`, isViolation: true }),
    );
    rows.push({ ...where, ...outcome });
  };
  const inward = { direction: 'peer to node', syntax: '' } as const;
  const outward = { direction: 'node to peer', syntax: '' } as const;
  const addPeer = async (aeTitle: string, port: number) => {
    const peer = { name: aeTitle, aeTitle, host: '127.0.0.1', port, note: '', conflictPolicy: 'first' };
    const verbs = ['echo', 'store', 'find', 'get', 'move', 'commit'];
    const { id } = (await setting.api('/api/peers', { ...peer, verbs, checkAddress: true, enabled: true })) as {
      id: string;
    };
    return id;
  };
  const orthancId = await addPeer(orthanc.aeTitle, orthanc.dicomPort);
  const storescpId = await addPeer('STORESCP', storescpPort);
  await addPeer('MOVESCU', movescuPort);

  await attempt({ verb: 'echo', peer: 'echoscu', ...inward }, async () => succeed(await runPeer('echoscu', address)));
  await attempt({ verb: 'echo', peer: 'Orthanc', ...inward }, async () => {
    await orthanc.ask('POST', '/modalities/node/echo', {});
    return 'done';
  });
  for (const [peer, id] of [
    ['storescp', storescpId],
    ['Orthanc', orthancId],
  ] as const) {
    await attempt({ verb: 'echo', peer, ...outward }, async () => {
      const { status } = (await setting.api(`/api/peers/${id}/echo`)) as { status?: number };
      if (status !== 0) throw new Error('no answer');
      return 'done';
    });
  }
  await attempt({ verb: 'find', peer: 'Orthanc', ...outward }, async () => {
    const { status } = (await setting.api(`/api/peers/${orthancId}/test-find`)) as { status?: number };
    if (status !== 0) throw new Error('no answer');
    return 'done';
  });
  for (const program of ['findscu', 'getscu', 'movescu']) {
    const verb = `${program.replace('scu', '')}, relational`;
    await attempt({ verb, peer: program, ...inward }, async () => {
      const { output } = await runPeer(program, ['--help']);
      if (/relational/i.test(output)) throw new Error('offered by peer, and not tried');
      return 'not offered by peer';
    });
  }
  for (const one of cases) {
    const sample = await makeSample(one, setting.folder);
    const syntax = one.name;
    const stored = { ...inward, syntax };
    const sent = { ...outward, syntax };
    await attempt({ verb: 'store', peer: 'storescu', ...stored }, async () =>
      succeed(await runPeer('storescu', [`-x${one.letter}`, '-R', ...address, sample.path])),
    );
    await attempt({ verb: 'store', peer: 'dcmsend', ...stored }, async () =>
      succeed(await runPeer('dcmsend', ['-dn', ...address, sample.path])),
    );
    await attempt({ verb: 'store', peer: 'Orthanc', ...stored }, () => storeFromOrthanc(setting, sample));
    await attempt({ verb: 'commit', peer: 'Orthanc', ...stored }, () => commitForOrthanc(setting, sample));
    await attempt({ verb: 'find', peer: 'findscu', ...stored }, () => findWithDcmtk(address, sample));
    await attempt({ verb: 'find', peer: 'Orthanc', ...stored }, () => findWithOrthanc(setting, sample));
    await attempt({ verb: 'get', peer: 'getscu', ...stored }, () => getWithDcmtk(setting, address, one, sample));
    await attempt({ verb: 'move', peer: 'movescu', ...stored }, () => moveWithDcmtk(setting, address, one, sample));
    await attempt({ verb: 'move', peer: 'Orthanc', ...stored }, () => moveWithOrthanc(setting, sample));
    await attempt({ verb: 'store', peer: 'storescp', ...sent }, async () => {
      setting.isocenter('send', sample.path, '--to', `127.0.0.1:${storescpPort}`, '--aet', 'STORESCP');
      return receivedIn(setting.received, sample);
    });
    const ask = (archive: Archive) =>
      tryArchive(setting, archive, sample, (verb, work) => attempt({ verb, peer: archive.name, ...sent }, work));
    await ask({ name: 'Orthanc', aeTitle: orthanc.aeTitle, port: orthanc.dicomPort });
    const own = mkdtempSync(join(setting.folder, 'dcmqrscp-'));
    const destinations = { STORESCP: storescpPort };
    const archive = await startDcmqrscp({ folder: own, letter: one.letter, destinations });
    await attempt({ verb: 'store', peer: 'dcmqrscp', ...sent }, async () => {
      setting.isocenter('send', sample.path, '--to', `127.0.0.1:${archive.port}`, '--aet', archiveAet);
      return 'done';
    });
    await ask({ name: 'dcmqrscp', aeTitle: archiveAet, port: archive.port });
    archive.stop();
    await attempt({ verb: 'store and commit', peer: 'Orthanc', ...sent }, async () => {
      const lines = setting.isocenter('send', sample.path, '--peer', orthanc.aeTitle, '--commit', '--json');
      if (!lines.includes('"event":"committed"')) throw new Error('not committed');
      return 'done';
    });
  }
  return rows;
}

function succeed({ code, output }: { readonly code: number; readonly output: string }): string {
  if (code !== 0 || /^[EF]: /m.test(output)) throw new Error(`exit code ${code}: ${firstLine(output)}`);
  return 'done';
}

const firstLine = (output: string) =>
  output.split('\n').find((line) => line.startsWith('E:') || line.startsWith('F:')) ?? '';

/** Orthanc is given the object and sends it to the node. */
async function storeFromOrthanc({ orthanc }: Setting, { path }: Sample): Promise<string> {
  const { ID: id } = await orthanc.ask('POST', '/instances', readFileSync(path));
  const { FailedInstancesCount: failed } = await orthanc.ask('POST', '/modalities/node/store', {
    Resources: [id],
    Synchronous: true,
  });
  if (failed !== 0) throw new Error('refused');
  return 'done';
}

async function commitForOrthanc({ node, orthanc }: Setting, { sopClassUid, sopInstanceUid }: Sample): Promise<string> {
  const reported = node.output().split(reportLine).length - 1;
  const { Path: path } = await orthanc.ask('POST', '/modalities/node/storage-commitment', {
    DicomInstances: [[sopClassUid, sopInstanceUid]],
  });
  await node.untilWritten(reportLine, reported);
  const { Status: status } = await orthanc.ask('GET', path);
  if (status !== 'Success') throw new Error('not committed');
  return 'done';
}

const keysOf = ({ studyInstanceUid }: Sample) => [
  ...['-k', 'QueryRetrieveLevel=STUDY'],
  ...['-k', `StudyInstanceUID=${studyInstanceUid}`],
];

async function findWithDcmtk(address: readonly string[], sample: Sample): Promise<string> {
  const run = await runPeer('findscu', ['-S', ...address, ...keysOf(sample)]);
  if (!run.output.includes(sample.studyInstanceUid)) throw new Error('not found');
  return succeed(run);
}

async function findWithOrthanc({ orthanc }: Setting, { studyInstanceUid }: Sample): Promise<string> {
  const { Path: path } = await orthanc.ask('POST', '/modalities/node/query', {
    Level: 'Study',
    Query: { StudyInstanceUID: studyInstanceUid },
  });
  const answers = await orthanc.ask('GET', `${path}/answers`);
  if (answers.length !== 1) throw new Error('not found');
  return 'done';
}

type Resource = { readonly Type: string; readonly ID: string };

/** Orthanc, which had the object before, forgets it and has the node send it. */
async function moveWithOrthanc({ orthanc }: Setting, { studyInstanceUid, sopInstanceUid }: Sample): Promise<string> {
  const found: readonly Resource[] = await orthanc.ask('POST', '/tools/lookup', Buffer.from(sopInstanceUid));
  for (const { Type: type, ID: id } of found) {
    if (type === 'Instance') await orthanc.ask('DELETE', `/instances/${id}`);
  }
  const { Path: path } = await orthanc.ask('POST', '/modalities/node/query', {
    Level: 'Study',
    Query: { StudyInstanceUID: studyInstanceUid },
  });
  await orthanc.ask('POST', `${path}/retrieve`, { TargetAet: orthanc.aeTitle, Synchronous: true });
  const again: readonly Resource[] = await orthanc.ask('POST', '/tools/lookup', Buffer.from(sopInstanceUid));
  if (again.length === 0) throw new Error('nothing arrived');
  return 'done';
}

async function getWithDcmtk(
  { folder }: Setting,
  address: readonly string[],
  { letter }: SyntaxCase,
  sample: Sample,
): Promise<string> {
  const into = mkdtempSync(join(folder, 'get-'));
  const run = await runPeer('getscu', ['-S', `+x${letter}`, '-od', into, ...address, ...keysOf(sample)]);
  if (/[Uu]nknown option/.test(run.output)) return 'not offered by peer';
  return receivedIn(into, sample);
}

async function moveWithDcmtk(
  { folder, movescuPort }: Setting,
  address: readonly string[],
  { letter }: SyntaxCase,
  sample: Sample,
): Promise<string> {
  const into = mkdtempSync(join(folder, 'move-'));
  const options = ['-S', '-aet', 'MOVESCU', '-aem', 'MOVESCU', '+P', String(movescuPort), `+x${letter}`, '-od', into];
  await runPeer('movescu', [...options, ...address, ...keysOf(sample)]);
  return receivedIn(into, sample);
}

function format(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ verb, peer, direction, syntax, result }) => `| ${verb} | ${peer} | ${direction} | ${syntax} | ${result} |`,
  );
  return `# Interoperability

What DCMTK’s programs and Orthanc of Debian do with the node, verb by verb. Written by
\`make verify NAME=interoperability\`; not to be edited. The transfer syntax is that of the object and, where the peer can be told, of what it proposes or
prefers; \`done, in …\` names another in which it arrived. As SCU of C-FIND, C-GET and C-MOVE the node is \`isocenter find\` and
\`isocenter get\`; a C-MOVE goes to \`storescp\`. They ask in the Study Root model, and where that is said in Patient Root: for the
patient and an image by C-FIND, for all of the patient by C-GET and C-MOVE, with high priority.

| verb | peer | direction | transfer syntax | result |
| --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}
