import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holdLock } from './owner-lock.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isocenter-lock-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('is held against other processes, and free as soon as its owner is killed', async () => {
  const path = join(dir, 'LOCK');
  const program = `
    import { holdLock } from ${JSON.stringify(join(import.meta.dirname, 'owner-lock.ts'))};
    await holdLock(${JSON.stringify(path)});
    console.log('held');
    setInterval(() => {}, 1_000);
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  await once(owner.stdout, 'data');
  await expect(holdLock(path)).rejects.toMatchObject({ code: 'locked' });
  owner.kill('SIGKILL');
  (await holdLock(path)).release();
});
