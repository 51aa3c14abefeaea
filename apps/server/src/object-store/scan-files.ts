/** Lists the files of a log and the marks beside them, folder by folder, oldest first: what a start must know of them. */

import { join } from 'node:path';
import type { FileSystem } from '../storage/file-system.ts';
import { objectFolderPath, objectsFolder, parseNumberName, segmentsFolder } from '../storage/segment-file.ts';
import { systemErrorName } from '../storage/storage-error.ts';
import { type MarkState, parseMarkName } from './moved-mark.ts';

export type FoundFile = {
  readonly path: string;
  /** On the disk, as `file`, and in the store. */
  readonly states: ReadonlySet<MarkState | 'file'>;
};

export async function* scanFiles(local: FileSystem, dir: string): AsyncGenerator<FoundFile, void> {
  yield* scanFolder(local, segmentsFolder(dir));
  const folders = (await local.list(objectsFolder(dir))).flatMap((name) => parseNumberName(name, '') ?? []);
  for (const folder of folders.sort((a, b) => a - b)) yield* scanFolder(local, objectFolderPath(dir, folder));
}

async function* scanFolder(local: FileSystem, folder: string): AsyncGenerator<FoundFile, void> {
  const found = new Map<string, Set<MarkState | 'file'>>();
  for (const name of await listOrNothing(local, folder)) {
    const parsed = parseMarkName(name);
    if (parsed === undefined) continue;
    const states = found.get(parsed.file) ?? new Set();
    found.set(parsed.file, states.add(parsed.state));
  }
  for (const name of [...found.keys()].sort()) {
    yield { path: join(folder, name), states: found.get(name) ?? new Set() };
  }
}

async function listOrNothing(local: FileSystem, folder: string): Promise<readonly string[]> {
  try {
    return await local.list(folder);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    return [];
  }
}
