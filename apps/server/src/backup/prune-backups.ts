/** Removes old backups, and shared files that no backup names any more. */

import { rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from './backup-error.ts';
import type { BackupKeySource } from './backup-keys.ts';
import { readBlobList } from './blob-list.ts';
import { syncFolder } from './durable-file.ts';
import { backupsFolder, isFinished, listBackups, manifestName, timeOfBackup } from './layout.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { removeUnused } from './shared-files.ts';
import { isAsWritten } from './verify-backup.ts';

export type PruneOptions = {
  /** Nothing is removed where undefined. */
  readonly keep: number | undefined;
  readonly source: BackupKeySource;
  /** Backups of before this may have lost their keys, which were kept until then. */
  readonly keysKeptSince: Date;
};

/**
 * Keeps the newest backups and returns the names of those that are gone. One whose key was destroyed shows nothing to anybody
 * and goes as well.
 * @throws BackupError `damaged` where a list of a backup that stays is not what was written, `backup-key-missing` where a key is
 * missing whose days are not over: nothing is removed then
 */
export async function pruneBackups(dir: string, options: PruneOptions): Promise<readonly string[]> {
  const { keep } = options;
  if (keep === undefined) return [];
  const names = (await listBackups(dir)).filter((name) => isFinished(dir, name));
  const removed = names.slice(0, Math.max(0, names.length - keep));
  const used = new Set<string>();
  for (const name of names.slice(removed.length)) {
    const manifest = await readUnlessExpired(dir, name, options);
    if (manifest === undefined) {
      removed.push(name);
      continue;
    }
    const { blobs } = manifest;
    if (!(await isAsWritten(join(backupsFolder(dir), name, blobs.file), blobs, () => undefined))) {
      const message = `backups/${name}/${blobs.file} is damaged or missing: no older backup was removed`;
      throw new BackupError('damaged', message);
    }
    for await (const { shared } of readBlobList(dir, name)) used.add(shared);
  }
  for (const name of removed) {
    // Without its manifest it counts as unfinished, whatever stops us after this.
    await unlink(join(backupsFolder(dir), name, manifestName));
    await rm(join(backupsFolder(dir), name), { recursive: true });
  }
  await syncFolder(backupsFolder(dir));
  if (removed.length > 0) await removeUnused(dir, (shared) => used.has(shared));
  return removed;
}

/** Undefined where the days of its key are over, and it is gone. */
async function readUnlessExpired(dir: string, name: string, options: PruneOptions): Promise<Manifest | undefined> {
  try {
    return (await readManifest(dir, name, options.source)).manifest;
  } catch (error) {
    const isOver = timeOfBackup(name) < options.keysKeptSince;
    if (isOver && error instanceof BackupError && error.code === 'backup-key-missing') return undefined;
    throw error;
  }
}
