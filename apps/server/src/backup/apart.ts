/**
 * Data, backups and keys lie apart: a backup takes in whatever lies below the data folder, and keys that lie with the
 * backups are kept as long as these.
 */

import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { systemErrorName } from '../storage/storage-error.ts';
import { BackupError } from './backup-error.ts';

/**
 * Links count as what they lead to; folders need not exist yet.
 * @throws BackupError `inside-data`, `keys-inside`
 */
export async function assertApart(folders: {
  readonly dir: string;
  readonly dataDir: string;
  readonly keysDir: string | undefined;
}): Promise<void> {
  const dir = await realPlace(resolve(folders.dir));
  const dataDir = await realPlace(resolve(folders.dataDir));
  if (overlap(dir, dataDir)) {
    throw new BackupError('inside-data', 'the folder of backups must lie neither in data.dir nor around it');
  }
  if (folders.keysDir === undefined) return;
  const keysDir = await realPlace(resolve(folders.keysDir));
  if (overlap(keysDir, dataDir)) {
    throw new BackupError('inside-data', 'the folder of keys must lie neither in data.dir nor around it');
  }
  if (overlap(keysDir, dir)) {
    throw new BackupError('keys-inside', 'the folder of keys must lie in another place than the backups');
  }
}

/** Returns the path without links; what does not exist of it is kept as it is. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const above = dirname(path);
    if (systemErrorName(error) !== 'ENOENT' || above === path) throw error;
    return join(await realPlace(above), basename(path));
  }
}

function overlap(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
