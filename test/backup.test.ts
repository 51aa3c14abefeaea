/**
 * A node that is backed up while it works, lost, and restored on an empty machine answers as before; through the
 * command line, with everything that a user would notice. What a backup consists of is tested beside its code.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { connectDicomweb, sha256 } from '@isocenter/testkit/dicomweb-client';
import { makeDataDir, runIsocenter, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject, newUid, storeOverDimse } from './small-object.ts';

const launcher = resolve(import.meta.dirname, '../apps/server/bin/isocenter.js');
const missing = findMissingPrograms('dcmsend');
const email = 'admin@hospital.example';
const password = 'a test of backups';

const place = mkdtempSync(join(tmpdir(), 'isocenter-backup-'));
const backups = join(place, 'backups');
const keys = join(place, 'keys');
const images = join(place, 'images');
const env = { ISOCENTER__ADMIN__EMAIL: email, ISOCENTER__ADMIN__PASSWORD_FILE: join(place, 'password') };

let node: RunningNode;
beforeAll(async () => {
  writeFileSync(env.ISOCENTER__ADMIN__PASSWORD_FILE, password);
  node = await startNode({ env, database: 'private' });
  await node.dicomweb.store([{ body: buildSmallObject({ PatientName: 'TEST^Zwölf', PatientID: 'TEST-12' }).file }]);
  // A file of its own, and bytes that tell parts of it apart.
  await node.dicomweb.store([{ body: largeObject().file }]);
  mkdirSync(images);
  for (let number = 0; number < 24; number += 1) {
    const large = number % 6 === 0;
    writeFileSync(join(images, `${number}.dcm`), (large ? largeObject() : buildSmallObject()).file);
  }
});
afterAll(async () => {
  await node?.close();
  rmSync(place, { recursive: true, force: true });
});

test.skipIf(missing.length > 0)(
  `a backup under load, killed and made again, restores what was there${absenceOf(missing)}`,
  async () => {
    const before = buildSmallObject({ StudyInstanceUID: newUid() });
    await storeOverDimse(node, [before]);
    const load = sendUntilTold();
    const killed = command(['backup', backups, '--keys', keys, '--include-master-key', '--json']);
    await untilStep(killed, 'objects');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(() => run('restore', backups, '--keys', keys, '--check')).toThrow();

    const made = summaryOf(run('backup', backups, '--keys', keys, '--include-master-key', '--verify', '--json'));
    await load.end();
    expect(made.verifiedBytes).toBeGreaterThan(0);
    const restored = await restoreAndStart(made.name);
    try {
      expect((await restored.dicomweb.retrieveDigests(before.studyInstanceUid)).get(before.sopInstanceUid)).toBe(
        sha256(before.dataSet),
      );
      for (const study of await restored.dicomweb.search('/studies')) {
        const uid = String(study['0020000D']?.Value?.[0]);
        expect([...(await restored.dicomweb.retrieveDigests(uid))]).not.toEqual([]);
      }
      expect(restored.output()).not.toContain('"level":"error"');
    } finally {
      await restored.close();
    }
  },
);

test('a restored node gives the same answers, bytes and trail, and lets the same people in', async () => {
  const answers = await answersOf(node);
  const made = summaryOf(run('backup', backups, '--keys', keys, '--include-master-key', '--keep', '1', '--json'));
  const again = summaryOf(run('backup', backups, '--keys', keys, '--include-master-key', '--keep', '1', '--json'));
  expect(again).toMatchObject({ copiedFiles: 0, removedBackups: [made.name], objects: made.objects });
  expect(made.objects).toBeGreaterThan(0);

  const restored = await restoreAndStart(again.name);
  try {
    expect(await answersOf(restored)).toEqual(answers);
    const signIn = await fetch(`${restored.httpUrl}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    expect(signIn.status).toBeLessThan(300);
    const verified = JSON.parse(runIsocenter(restored, ['audit', 'verify', '--json']));
    expect(verified).toMatchObject({ event: 'audit-verified', ok: true, flaws: [] });
    const found = findingsOf(runDoctor(restored.dataDir));
    // Warnings and the disk are about the machine that the tests run on.
    const wrong = found.filter(({ ok, warning, name }) => !ok && warning !== true && !name.startsWith('disk'));
    expect(wrong).toEqual([]);
    const after = buildSmallObject();
    await storeOverDimse(restored, [after]);
    expect(await restored.dicomweb.listInstances(after.studyInstanceUid)).toHaveLength(1);
  } finally {
    await restored.close();
  }
});

test('nothing in a backup names a patient, a user or a key', async () => {
  run('backup', backups, '--keys', keys, '--include-master-key');
  const names = [
    'TEST^',
    'TEST-12',
    email,
    'PRIVATE KEY',
    readFileSync(join(node.dataDir, 'blobs/master.key'), 'latin1').trim(),
  ];
  for (const entry of readdirSync(backups, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const name of names) expect(bytes.includes(name)).toBe(false);
  }
  expect(existsSync(join(backups, 'master.key'))).toBe(false);
});

test('a damaged backup is named and not half restored, and a folder in use is left alone', () => {
  const { name } = summaryOf(run('backup', backups, '--keys', keys, '--include-master-key', '--json'));
  const file = join(backups, 'backups', name, 'open.seg');
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const target = join(place, 'target');
  for (const args of [['--check'], ['--to', target]]) {
    expect(fail('restore', backups, '--keys', keys, ...args)).toContain(`backups/${name}/open.seg`);
  }
  expect(fail('up', { ISOCENTER__DATA__DIR: target })).toContain('run isocenter restore again');
  expect(fail('restore', backups, '--keys', keys, '--to', node.dataDir)).toContain('not empty');
  expect(fail('restore', images, '--keys', keys, '--to', join(place, 'other'))).toContain('no backup in this folder');
  expect(fail('backup', backups, '--keys', join(backups, 'keys'))).toContain('another place');
  expect(fail('backup', backups)).toContain('--no-keys');
});

function largeObject() {
  const value = Buffer.alloc(2_000_000);
  for (let at = 0; at < value.length; at += 4) value.writeUInt32LE(at, at);
  return buildSmallObject({ Rows: 1000, Columns: 1000, PixelData: { vr: 'OW', value } });
}

/** dcmsend in a loop: the same files, under the same UIDs, and between them new ones. */
function sendUntilTold() {
  let told = false;
  const sending = (async () => {
    while (!told) {
      await runPeer('dcmsend', ['-nh', '-dn', '+sd', '-aec', node.aet, '127.0.0.1', String(node.dicomPort), images]);
      await storeOverDimse(node, [buildSmallObject(), largeObject()]);
    }
  })();
  return {
    async end() {
      told = true;
      await sending;
    },
  };
}

function command(args: readonly string[]): ChildProcess {
  const environment = { ...process.env, ...env, ISOCENTER__DATA__DIR: node.dataDir };
  return spawn(process.execPath, [launcher, ...args], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
}

async function untilStep({ stdout }: ChildProcess, step: string): Promise<void> {
  if (stdout === null) throw new Error('the command has no output');
  for await (const line of createInterface({ input: stdout })) if (JSON.parse(line).step === step) return;
}

function run(...args: string[]): string {
  try {
    return runIsocenter({ dataDir: node.dataDir, env }, args);
  } catch (error) {
    throw new Error(error instanceof Error && 'stdout' in error ? String(error.stdout) : 'failed', { cause: error });
  }
}

/** Runs a command that is to fail and returns what it said. */
function fail(...args: (string | Record<string, string>)[]): string {
  const changes = Object.assign({}, ...args.filter((arg) => typeof arg === 'object'));
  try {
    runIsocenter(
      { dataDir: node.dataDir, env: { ...env, ...changes } },
      args.filter((arg) => typeof arg === 'string'),
    );
  } catch (error) {
    if (error instanceof Error && 'stderr' in error && 'stdout' in error) return `${error.stdout}${error.stderr}`;
    throw error;
  }
  throw new Error('the command did not fail');
}

function summaryOf(output: string) {
  const events = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return events.find(({ event }) => event === 'summary');
}

type Finding = { readonly name: string; readonly ok: boolean; readonly warning?: boolean };

function findingsOf(output: string): readonly Finding[] {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Its exit code is 1 where the disk of the test machine is slow or full. */
function runDoctor(dataDir: string): string {
  try {
    return runIsocenter({ dataDir, env }, ['doctor', '--json']);
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout);
    throw error;
  }
}

async function restoreAndStart(name: string) {
  const { path: dataDir, remove } = makeDataDir();
  run('restore', backups, '--keys', keys, '--to', dataDir, '--name', name);
  const process = await startIsocenterProcess({ dataDir, env, keepOutput: true });
  const { http: httpUrl, aet } = process.ready;
  return {
    dataDir,
    httpUrl,
    aet,
    env,
    dicomPort: process.dicomPort,
    dicomweb: connectDicomweb(httpUrl, node.token),
    output: process.output,
    async close() {
      await process.stop();
      remove();
    },
  };
}

/** All answers of QIDO-RS and the digests of all objects. */
async function answersOf({ dicomweb, httpUrl }: Pick<RunningNode, 'dicomweb' | 'httpUrl'>) {
  const level = async (path: string) => {
    const found = await dicomweb.search(`${path}?includefield=all`);
    return found.map((json) => JSON.stringify(json).replaceAll(httpUrl, '')).toSorted();
  };
  const digests: string[] = [];
  for (const study of await dicomweb.search('/studies')) {
    for (const pair of await dicomweb.retrieveDigests(String(study['0020000D']?.Value?.[0])))
      digests.push(pair.join(' '));
  }
  return {
    studies: await level('/studies'),
    series: await level('/series'),
    instances: await level('/instances'),
    digests: digests.toSorted(),
  };
}
