/**
 * Finds files in folders, in the order of their names, so that a study leaves together and a second run in the same
 * order. Links are followed to files, not to folders, which could lead in a circle.
 */

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../system-error.ts';

export type FoundFile = {
  readonly path: string;
  /** Named by the user, so that leaving it out is not what was asked for. */
  readonly isNamed: boolean;
  /** A folder or file that the system does not let us look at. */
  readonly isUnreadable: boolean;
};

/** @param followLinks false leaves out links found in folders, which could lead out of them */
export async function* findFiles(paths: readonly string[], followLinks = true): AsyncGenerator<FoundFile, void> {
  for (const path of paths) {
    const kind = await kindOf(path);
    if (kind === 'folder') yield* filesIn(path, followLinks);
    else yield { path, isNamed: true, isUnreadable: kind !== 'file' };
  }
}

async function* filesIn(folder: string, followLinks: boolean): AsyncGenerator<FoundFile, void> {
  const entries = await listFolder(folder);
  if (entries === undefined) {
    yield { path: folder, isNamed: false, isUnreadable: true };
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path, followLinks);
    else if (entry.isFile()) yield { path, isNamed: false, isUnreadable: false };
    else if (followLinks && entry.isSymbolicLink() && (await kindOf(path)) === 'file') {
      yield { path, isNamed: false, isUnreadable: false };
    }
  }
}

async function listFolder(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined; // Reported as unreadable.
  }
}

/** Undefined for what does not exist and for devices. */
async function kindOf(path: string): Promise<'folder' | 'file' | undefined> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined; // Reported as unreadable.
  }
}
