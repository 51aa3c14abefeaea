/** Files of the data folder that are neither objects, keys nor the private database: checkpoints of the audit trail and their key. */

import type { KeyObject } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorName } from '../storage/storage-error.ts';
import { readPieces } from './durable-file.ts';
import { stateFileName } from './layout.ts';
import type { Manifest } from './manifest.ts';
import { writeSealed } from './sealed-file.ts';

/** These have a way of their own into the backup, or belong to the machine. */
const elsewhere: ReadonlySet<string> = new Set(['blobs', 'spools', 'postgres', 'LOCK']);

/** Seals every other file below the data folder. Links are left out; so is what is gone when it is read. */
export async function sealStateFiles(options: {
  readonly dataDir: string;
  readonly folder: string;
  readonly seal: KeyObject;
  readonly firstFile: number;
}): Promise<Manifest['files']> {
  const files: Manifest['files'] = [];
  for await (const path of filesBelow(options.dataDir, '')) {
    const file = stateFileName(options.firstFile + files.length);
    try {
      const pieces = readPieces(join(options.dataDir, path));
      files.push({ path, file, ...(await writeSealed(join(options.folder, file), options.seal, pieces)) });
    } catch (error) {
      if (systemErrorName(error) !== 'ENOENT') throw error;
    }
  }
  return files;
}

async function* filesBelow(root: string, folder: string): AsyncGenerator<string, void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (folder === '' && elsewhere.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.draft')) yield path;
  }
}
