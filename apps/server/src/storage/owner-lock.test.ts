import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holdLock, joinLock } from './owner-lock.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isocenter-lock-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('is held against other processes, and free as soon as its owner is killed', async () => {
  const path = join(dir, 'LOCK');
  const owner = await hold(`await holdLock(${JSON.stringify(path)});`);
  await expect(holdLock(path)).rejects.toMatchObject({ code: 'locked' });
  owner.kill('SIGKILL');
  (await holdLock(path)).release();
});

it('is shared with other processes that share it, and with none that wants it alone', async () => {
  const path = join(dir, 'LOCK');
  const owner = await hold(`await joinLock(${JSON.stringify(path)}, 'shared');`);
  expect(await joinLock(path, 'alone', 0)).toBeUndefined();
  const shared = await joinLock(path, 'shared', 0);
  owner.kill('SIGKILL');
  await once(owner, 'close');
  expect(await joinLock(path, 'alone', 0)).toBeUndefined();
  shared?.release();
  (await joinLock(path, 'alone', 0))?.release();
  (await holdLock(path)).release();
});

/** Resolves when another process has done it, which goes on until it is killed. */
async function hold(statement: string) {
  const program = `
    import { holdLock, joinLock } from ${JSON.stringify(join(import.meta.dirname, 'owner-lock.ts'))};
    ${statement}
    console.log('held');
    setInterval(() => {}, 1_000);
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  await once(owner.stdout, 'data');
  return owner;
}
