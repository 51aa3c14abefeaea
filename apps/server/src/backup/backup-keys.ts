/**
 * The keys of backups: one each, random, in the folder of keys and in the node's own `key-backups`, never with the backup.
 * When it is destroyed, after `backup.keyDays`, nothing in the backup's tables and files can be read by anybody.
 *
 * Backups of before have keys that the master key gives; they are restored as ever.
 */

import { createSecretKey, randomBytes } from 'node:crypto';
import { open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import {
  backupKeyFileName,
  encodeBackupKey,
  parseBackupKey,
  parseBackupKeyFileName,
} from '../storage/backup-key-file.ts';
import { isWrappedByNewest, wrapSlotsAnew } from '../storage/key-rewrap.ts';
import { encodeSlot, slotBytes } from '../storage/key-slots.ts';
import type { MasterKeys } from '../storage/master-keys.ts';
import { makeFolder, syncFolder, writeDurably } from './durable-file.ts';
import { type BackupKeys, deriveBackupKeys } from './sealed-file.ts';

/** What a backup is read with. */
export type BackupKeySource = {
  readonly masterKeys: MasterKeys;
  /** Folders that may hold its key. */
  readonly folders: readonly string[];
};

export type NewBackupKey = { readonly keys: BackupKeys; readonly fileName: string; readonly content: Buffer };

export function newBackupKey(
  backup: string,
  options: { readonly masterKeys: MasterKeys; readonly createdAt: Date; readonly keyDays: number },
): NewBackupKey {
  const key = createSecretKey(randomBytes(32));
  const content = encodeBackupKey(key, options.masterKeys);
  return { keys: deriveBackupKeys(key), fileName: backupKeyFileName(backup, options), content };
}

/** Writes the key into a folder; durable when this resolves. */
export async function keepBackupKey(folder: string, { fileName, content }: NewBackupKey): Promise<void> {
  await makeFolder(folder);
  await writeDurably(join(folder, fileName), content);
}

/** Returns the keys of a backup that has its own, where they are still there. */
export async function findOwnKeys(backup: string, source: BackupKeySource): Promise<BackupKeys | undefined> {
  for (const folder of source.folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (parseBackupKeyFileName(name)?.backup !== backup) continue;
      const key = parseBackupKey(await readFile(join(folder, name)), source.masterKeys);
      if (key !== undefined) return deriveBackupKeys(key);
    }
  }
  return undefined;
}

/** Returns the keys that a backup of before may have: those that each master key gives. */
export function derivedKeys({ masterKeys }: BackupKeySource): readonly BackupKeys[] {
  return masterKeys.all.map(deriveBackupKeys);
}

/** Destroys the keys in a folder whose day has come: overwritten, then removed. */
export async function destroyExpiredKeys(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const found = parseBackupKeyFileName(name);
    if (found === undefined || now < found.until) continue;
    const handle = await open(join(folder, name), 'r+');
    try {
      await handle.write(Buffer.alloc((await handle.stat()).size), 0);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await unlink(join(folder, name));
  }
  await syncFolder(folder);
}

/** Has every key file in a folder that an earlier master key wraps wrapped by the newest, each replaced as a whole. */
export async function wrapFolderAnew(folder: string, names: readonly string[], masterKeys: MasterKeys): Promise<void> {
  for (const name of names) {
    const content = await readFile(join(folder, name));
    if (isWrappedByNewest(content, masterKeys)) continue;
    for (const [number, slot] of await wrapSlotsAnew(content, masterKeys)) {
      encodeSlot(slot).copy(content, number * slotBytes);
    }
    await writeDurably(join(folder, name), content);
  }
}
