/** Memory of another process, from Linux's /proc. */

import { existsSync, readFileSync } from 'node:fs';

export const canReadResidentMemory = existsSync('/proc/self/status');

/** Bytes in memory now (VmRSS) and at most so far (VmHWM) of a running process. */
export function readResidentMemory(pid: number): { readonly nowBytes: number; readonly peakBytes: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN);
  return { nowBytes: kilobytes('VmRSS') * 1024, peakBytes: kilobytes('VmHWM') * 1024 };
}
