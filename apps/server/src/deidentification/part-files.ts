/**
 * Files that a run was writing when it was killed. Their names say under which key, on which machine and by which process,
 * so that the next run removes those of runs that are gone, and nothing else.
 */

import { createHmac } from 'node:crypto';
import { opendir, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../database/process.ts';

/** Returns what stands in the names of the parts of this process. */
export function partMarkOf(key: Uint8Array): string {
  return `${ownMark(key)}-${process.pid}`;
}

/** Removes what runs with this key on this machine left unfinished, as far as their processes are gone. */
export async function removeParts(outputDir: string, key: Uint8Array): Promise<void> {
  const own = new RegExp(`\\.${ownMark(key)}-(\\d+)-\\d+-\\d+\\.part$`);
  for await (const entry of await opendir(outputDir, { recursive: true, bufferSize: 512 })) {
    const pid = Number(own.exec(entry.name)?.[1]);
    if (!entry.isFile() || Number.isNaN(pid)) continue;
    if (pid === process.pid || !isAlive(pid)) await unlink(join(entry.parentPath, entry.name));
  }
}

function ownMark(key: Uint8Array): string {
  return createHmac('sha256', key).update('part\0').update(hostname()).digest('hex').slice(0, 12);
}
