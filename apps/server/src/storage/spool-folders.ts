/**
 * Where the spools of a store lie. The first is `blobs`, as it is for a single gateway; each further one is a folder of the
 * same shape, `spools/<number>`, made by the gateway that found no other free.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFolder, type FileSystem } from './file-system.ts';
import { firstSpool, type SpoolNumber } from './log-entry.ts';
import { systemErrorName } from './storage-error.ts';

const furtherFolder = (dataDir: string) => join(dataDir, 'spools');

export function spoolFolder(dataDir: string, spool: SpoolNumber): string {
  if (spool === firstSpool) return join(dataDir, 'blobs');
  return join(furtherFolder(dataDir), String(spool).padStart(4, '0'));
}

/** Returns the numbers of the spools there are, ascending and without a gap; the first is always among them. */
export function listSpools(dataDir: string): readonly SpoolNumber[] {
  const highest = Math.max(firstSpool, ...namesIn(furtherFolder(dataDir)).flatMap((name) => parseName(name) ?? []));
  return Array.from({ length: highest }, (_, index) => index + firstSpool);
}

/** Makes the folder of a spool, durably, unless it is there. */
export async function makeSpool(fileSystem: FileSystem, dataDir: string, spool: SpoolNumber): Promise<void> {
  await ensureFolder(fileSystem, furtherFolder(dataDir));
  await ensureFolder(fileSystem, spoolFolder(dataDir, spool));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    return [];
  }
}

function parseName(name: string): SpoolNumber | undefined {
  return /^\d{4,}$/.test(name) && Number(name) > firstSpool ? Number(name) : undefined;
}
