/** Removes old backups, and shared files that no backup names any more. */

import type { KeyObject } from 'node:crypto';
import { rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from './backup-error.ts';
import { readBlobList } from './blob-list.ts';
import { syncFolder } from './durable-file.ts';
import { backupsFolder, isFinished, listBackups, manifestName } from './layout.ts';
import { readManifest } from './manifest.ts';
import { removeUnused } from './shared-files.ts';
import { isAsWritten } from './verify-backup.ts';

/**
 * Keeps the newest backups and returns the names of those that are gone.
 * @throws BackupError `damaged` where a list of a backup that stays is not what was written: nothing is removed then
 */
export async function pruneBackups(dir: string, keep: number | undefined, mac: KeyObject): Promise<readonly string[]> {
  if (keep === undefined) return [];
  const names = (await listBackups(dir)).filter((name) => isFinished(dir, name));
  const removed = names.slice(0, Math.max(0, names.length - keep));
  const kept = names.slice(removed.length);
  const used = new Set<string>();
  for (const name of kept) {
    const { blobs } = await readManifest(dir, name, mac);
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
