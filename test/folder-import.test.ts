/** Folders of other archives are imported into a running node: resumed after a kill, nothing stored twice, nothing lost. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { deflateSync } from 'node:zlib';
import { sha256 } from '@isocenter/testkit/dicomweb-client';
import { findMissingOrthanc, startOrthancProcess } from '@isocenter/testkit/orthanc-process';
import { absenceOf } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { asFile, buildSmallObject, newUid, type SmallObject } from './small-object.ts';

const launcher = resolve(import.meta.dirname, '../apps/server/bin/isocenter.js');

type Event = Readonly<Record<string, string | number>> & { readonly event: string };

let node: RunningNode;
let place: string;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'isocenter-folders-'));
  node = await startNode();
});
afterAll(async () => {
  await node?.close();
  rmSync(place, { recursive: true, force: true });
});

function start(...paths: string[]): ChildProcess {
  const env = { ...process.env, ...node.env };
  return spawn(process.execPath, [launcher, 'import', ...paths, '--node', node.httpUrl, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Reads events until one that ends it, or the end of the command. */
async function eventsOf({ stdout }: ChildProcess, isLast: (events: readonly Event[]) => boolean = () => false) {
  const events: Event[] = [];
  if (stdout === null) throw new Error('the command has no output');
  for await (const line of createInterface({ input: stdout })) {
    events.push(JSON.parse(line));
    if (isLast(events)) break;
  }
  return events;
}

async function importPaths(...paths: string[]) {
  const command = start(...paths);
  const exit = once(command, 'exit');
  const events = await eventsOf(command);
  const [code] = await exit;
  return { code, events, summary: events.find(({ event }) => event === 'summary') };
}

/** Writes a file, in folders as an archive makes them. */
function write(folder: string, name: string, bytes: Uint8Array | string): string {
  const path = join(place, folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

/** As Orthanc names its attachments. */
function orthancName(): string {
  const id = crypto.randomUUID();
  return `${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`;
}

test('everything that is an object is stored, and everything else is named or left out', async () => {
  const study = newUid();
  const objects = Array.from({ length: 6 }, (_, number) =>
    buildSmallObject({ StudyInstanceUID: study, InstanceNumber: number }),
  );
  // Names are nothing but where something was read from, whatever is in them.
  const names = [
    '0/IMG0',
    '1/IMG1',
    '0/..\\..\\IMG2',
    '1/-rf\n\u{202e}IMG3',
    '0/..\u{ff0f}..\u{ff0f}IMG4',
    `1/${'a'.repeat(255)}`,
  ];
  for (const [number, { file }] of objects.entries()) write('archive', names[number] ?? '', file);
  write('archive', '1/copy', objects[0]?.file ?? '');
  write('archive', 'readme.txt', 'no image');
  write('archive', 'empty', '');
  const dicomdir = buildSmallObject({ SOPClassUID: '1.2.840.10008.1.3.10' });
  write('archive', 'DICOMDIR', dicomdir.file);
  const cut = write('archive', 'cut.dcm', (objects[1]?.file ?? Buffer.alloc(0)).subarray(0, -100));
  const outside = write('outside', 'secret.dcm', buildSmallObject({ StudyInstanceUID: study }).file);
  symlinkSync(outside, join(place, 'archive/link.dcm'));
  symlinkSync(join(place, 'outside'), join(place, 'archive/folder'));
  symlinkSync(join(place, 'archive'), join(place, 'archive/circle'));

  const first = await importPaths(join(place, 'archive'));
  expect(first.summary).toMatchObject({ stored: 6, duplicate: 1, skipped: 3, refused: 1, present: 0 });
  expect(first.code).toBe(1);
  expect(first.events.filter(({ event }) => event === 'refused')).toEqual([
    { event: 'refused', path: cut, code: 'truncated' },
  ]);
  expect(await digestsOf(study)).toEqual(expectedOf(objects));

  const again = await importPaths(join(place, 'archive'));
  expect(again.summary).toMatchObject({ stored: 0, duplicate: 0, present: 7, skipped: 3, refused: 1, done: 0 });
  expect(node.output()).not.toContain(place);
});

test('an import that is killed goes on where it was', async () => {
  const study = newUid();
  const objects = Array.from({ length: 400 }, (_, number) =>
    buildSmallObject({ StudyInstanceUID: study, InstanceNumber: number }),
  );
  for (const [number, { file }] of objects.entries()) write('large', `${number % 7}/${number}`, file);
  const killed = start(join(place, 'large'));
  await eventsOf(killed, (events) => events.filter(({ event }) => event === 'stored').length > 200);
  killed.kill('SIGKILL');
  await once(killed, 'exit');

  const { code, summary } = await importPaths(join(place, 'large'));
  expect(code).toBe(0);
  expect(summary).toMatchObject({ duplicate: 0, conflict: 0, refused: 0 });
  const [stored, present, done] = ['stored', 'present', 'done'].map((name) => Number(summary?.[name]));
  expect(done).toBeGreaterThan(100);
  expect((stored ?? 0) + (present ?? 0) + (done ?? 0)).toBe(objects.length);
  expect(await digestsOf(study)).toEqual(expectedOf(objects));
  // The next one is an import of its own, which looks at every file again.
  expect((await importPaths(join(place, 'large'))).summary).toMatchObject({ done: 0, present: objects.length });
});

test('the storage folder of Orthanc is taken without its summaries and headers', async () => {
  const study = newUid();
  const objects = [1, 2, 3].map((number) => buildSmallObject({ StudyInstanceUID: study, InstanceNumber: number }));
  for (const object of objects) {
    write('orthanc', orthancName(), object.file);
    write('orthanc', orthancName(), JSON.stringify({ '0008,0018': object.sopInstanceUid }));
    // Up to, not including, (7FE0,0010).
    const pixels = Buffer.from(object.dataSet).lastIndexOf(Uint8Array.of(0xe0, 0x7f, 0x10, 0x00));
    write('orthanc', orthancName(), asFile(object.dataSet.subarray(0, pixels), object));
  }
  const compressed = Buffer.concat([Buffer.alloc(8), deflateSync(objects[0]?.file ?? '')]);
  write('orthanc', orthancName(), compressed);
  write('orthanc', 'index', 'SQLite format 3');
  const { summary, events } = await importPaths(join(place, 'orthanc'));
  expect(summary).toMatchObject({ stored: 3, skipped: 7, refused: 1, conflict: 0 });
  expect(events.find(({ event }) => event === 'refused')).toMatchObject({ code: 'orthanc-compressed' });
  expect(await digestsOf(study)).toEqual(expectedOf(objects));
});

test.skipIf(findMissingOrthanc().length > 0)(
  `what Orthanc stored is imported${absenceOf(findMissingOrthanc())}`,
  async () => {
    const study = newUid();
    const objects = [1, 2, 3, 4].map((number) => buildSmallObject({ StudyInstanceUID: study, InstanceNumber: number }));
    const orthanc = await startOrthancProcess({});
    try {
      for (const { file } of objects) await orthanc.ask('POST', '/instances', file);
      const { summary, code } = await importPaths(orthanc.storageDir);
      expect(summary).toMatchObject({ stored: objects.length, duplicate: 0, conflict: 0, refused: 0 });
      expect(code).toBe(0);
      expect((await digestsOf(study)).size).toBe(objects.length);
    } finally {
      await orthanc.stop();
    }
  },
);

test('a folder that is not there, and a node that is not there, are said', async () => {
  const missing = await importPaths(join(place, 'nowhere'));
  expect(missing).toMatchObject({ code: 1, events: [{ event: 'error', code: 'not-found' }] });
  const { httpUrl } = node;
  node = { ...node, httpUrl: 'http://127.0.0.1:1' };
  expect(await importPaths(place)).toMatchObject({ code: 1, events: [{ event: 'error', code: 'node-away' }] });
  node = { ...node, httpUrl };
});

async function digestsOf(study: string): Promise<ReadonlyMap<string, string>> {
  return node.dicomweb.retrieveDigests(study);
}

function expectedOf(objects: readonly SmallObject[]): ReadonlyMap<string, string> {
  return new Map(objects.map(({ sopInstanceUid, dataSet }) => [sopInstanceUid, sha256(dataSet)]));
}
