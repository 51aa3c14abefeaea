/**
 * A new master key for a store, without touching an object: the patients' keys are wrapped anew, and nothing else.
 *
 * The new key is in the file of master keys, durably and above the earlier ones, before anything is wrapped by it; an earlier
 * one leaves the file when nothing here needs it. So at every moment the keys in the file open every key there is. Who owns a
 * key file wraps it: the node that runs, within seconds, else whoever rotates.
 */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseBackupKeyFileName } from './backup-key-file.ts';
import { nodeFileSystem } from './file-system.ts';
import { isKeyBackupName, KeyBackups } from './key-backup.ts';
import { keyFileName } from './key-file.ts';
import { isWrappedByNewest } from './key-rewrap.ts';
import { openKeyRing } from './key-ring.ts';
import type { SpoolNumber } from './log-entry.ts';
import type { MasterKeySource } from './master-key-source.ts';
import type { MasterKeys } from './master-keys.ts';
import { tryLock } from './owner-lock.ts';
import { keyBackupsFolder, keysFolder, lockFile } from './segment-file.ts';
import { listSpools, spoolFolder } from './spool-folders.ts';
import { StorageError, systemErrorName } from './storage-error.ts';

/** A copy of keys or of a backup's key that lies elsewhere is destroyed within this, by whatever makes backups. */
const copiesLastDays = 30;
const dayMs = 24 * 60 * 60 * 1_000;

/** Files that an earlier master key is needed for. */
export type NeededBy = { readonly spool: SpoolNumber; readonly keyFile: boolean; readonly copies: number };

/** Lists what in a data folder an earlier master key is needed for; nothing is the end of a rotation. */
export async function listNeeds(dataDir: string, masterKeys: MasterKeys): Promise<readonly NeededBy[]> {
  const needs: NeededBy[] = [];
  for (const spool of listSpools(dataDir)) {
    const dir = spoolFolder(dataDir, spool);
    const keyFile = await needsEarlier(join(keysFolder(dir), keyFileName), masterKeys);
    const names = await readdir(keyBackupsFolder(dir)).catch(() => []);
    let copies = 0;
    for (const name of names.filter((found) => isKeyBackupName(found) || parseBackupKeyFileName(found) !== undefined)) {
      if (await needsEarlier(join(keyBackupsFolder(dir), name), masterKeys)) copies += 1;
    }
    if (keyFile || copies > 0) needs.push({ spool, keyFile, copies });
  }
  return needs;
}

/**
 * Wraps the keys of every spool that nobody owns. Interrupted, it is done again from the start, or by the next start of a node.
 * @returns the spools that a running node has, which wraps them itself
 */
export async function wrapFreeSpools(dataDir: string, masterKeys: MasterKeys): Promise<readonly SpoolNumber[]> {
  const owned: SpoolNumber[] = [];
  for (const spool of listSpools(dataDir)) {
    const lock = await tryLock(lockFile(spoolFolder(dataDir, spool)));
    if (lock === undefined) owned.push(spool);
    else await wrapSpool(spoolFolder(dataDir, spool), masterKeys).finally(() => lock.release());
  }
  return owned;
}

async function wrapSpool(dir: string, masterKeys: MasterKeys): Promise<void> {
  const names = await readdir(keysFolder(dir)).catch((): string[] => []);
  if (!names.includes(keyFileName)) return;
  const ring = await openKeyRing({ fileSystem: nodeFileSystem, folder: keysFolder(dir), masterKeys, mayCreate: false });
  try {
    await ring.wrapAnew();
    const failures: object[] = [];
    const logger = { error: (details: object) => failures.push(details) };
    const content = () => ring.copyFile();
    const folder = keyBackupsFolder(dir);
    const copies = await KeyBackups.start({ fileSystem: nodeFileSystem, folder, content, masterKeys, logger });
    await copies.close();
    if (failures.length > 0) throw new StorageError('write-failed', 'Copies of the keys could not be wrapped anew');
  } finally {
    await ring.close();
  }
}

/** Returns when no copy that lies elsewhere can need an earlier key any more; undefined where there is none. */
export function copiesGoneAt({ followedAt }: MasterKeySource): Date | undefined {
  const last = Math.max(0, ...followedAt().map((at) => at.getTime()));
  return last === 0 ? undefined : new Date(last + copiesLastDays * dayMs);
}

/**
 * Destroys the earlier master keys, and returns how many.
 * @throws StorageError `master-key-needed` where something in the data folder is wrapped by one
 */
export async function retireMasterKeys(dataDir: string, source: MasterKeySource): Promise<number> {
  if ((await listNeeds(dataDir, source.keys)).length > 0) {
    throw new StorageError('master-key-needed', 'Keys in the data folder are wrapped by an earlier master key');
  }
  return source.retire();
}

async function needsEarlier(path: string, masterKeys: MasterKeys): Promise<boolean> {
  try {
    return !isWrappedByNewest(await readFile(path), masterKeys);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    return false;
  }
}
