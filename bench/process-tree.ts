/** CPU seconds and resident memory of a process and everything below it, from /proc. */

import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;
const pageBytes = 4096;

export type Usage = { readonly cpuSeconds: number; readonly residentBytes: number };

/** Returns what the trees below the given processes use now; children already reaped count towards CPU. */
export function usageOf(pids: readonly number[]): Usage {
  const processes = new Map<number, { parent: number; ticks: number; pages: number }>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readStat(Number(entry));
    if (stat !== undefined) processes.set(Number(entry), stat);
  }
  const members = new Set<number>();
  const todo = [...pids];
  for (let pid = todo.pop(); pid !== undefined; pid = todo.pop()) {
    if (members.has(pid)) continue;
    members.add(pid);
    for (const [child, { parent }] of processes) if (parent === pid) todo.push(child);
  }
  const found = [...members].map((pid) => processes.get(pid)).filter((process) => process !== undefined);
  return {
    cpuSeconds: found.reduce((sum, process) => sum + process.ticks, 0) / ticksPerSecond,
    residentBytes: found.reduce((sum, process) => sum + process.pages, 0) * pageBytes,
  };
}

function readStat(pid: number): { parent: number; ticks: number; pages: number } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined; // ended since the folder was listed
  }
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0] = fields.slice(1, 2);
  const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
  const [pages = 0] = fields.slice(21, 22);
  return { parent, ticks, pages };
}
