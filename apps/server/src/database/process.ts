/** Processes that are known by their number only. */

import { readFileSync } from 'node:fs';

export function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

/** Returns false where there is no such process; one that is not ours to signal exists all the same. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** True for a process that has ended and whose parent has not asked how: state `Z` in proc_pid_stat(5). */
export function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false; // Gone, or a system without /proc.
  }
}
