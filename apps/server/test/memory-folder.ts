/**
 * A folder in memory that takes the place of the system's temporary one for a test run, so that no test waits for a disk
 * to be flushed. What is tested survives the end of processes; the end of the machine is the matter of `make verify`.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../src/database/process.ts';

const shared = '/dev/shm';

/** statfs's `f_type` of a file system in memory. */
const tmpfs = 0x01021994;

/** Several times what a test run has written at any time. */
const neededBytes = 8 * 1024 ** 3;

/**
 * Makes the folder; any user may write to it, as to the system's own.
 * @returns undefined where the system has none, or too little memory, or programs may not be run from there
 */
export function makeMemoryFolder(): string | undefined {
  if (!hasRoom()) return undefined;
  removeAbandoned();
  const folder = mkdtempSync(join(shared, `isocenter-${process.pid}-`));
  chmodSync(folder, 0o1777);
  if (runsPrograms(folder)) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

function hasRoom(): boolean {
  if (process.platform !== 'linux' || process.availableMemory() < neededBytes) return false;
  try {
    const { type, bavail, bsize } = statfsSync(shared);
    return type === tmpfs && bavail * bsize >= neededBytes;
  } catch {
    return false; // There is none.
  }
}

/** Of runs that were killed: nobody else would give the memory back. */
function removeAbandoned(): void {
  for (const name of readdirSync(shared)) {
    const pid = /^isocenter-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(shared, name), { recursive: true, force: true });
  }
}

function runsPrograms(folder: string): boolean {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}
