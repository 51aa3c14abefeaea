/**
 * What lies where in a folder of backups.
 *
 *     isocenter-backup.json                      says what the folder is
 *     LOCK                                       held while a backup is made
 *     blobs/segments/<n>-<mtime>-<sha256>.seg    sealed segments, shared by all backups of the folder
 *     blobs/objects/<folder>/<n>-…-<sha256>.obj  large objects, shared too
 *     backups/<time>/manifest.json               written last: a backup without it was not finished
 *     backups/<time>/blobs.jsonl                 which shared files belong to it
 *     blobs/spools/<spool>/…                     the same of the further spools, where several gateways share the store
 *     backups/<time>/open.seg                    the segment that was being written, as far as it was
 *     backups/<time>/state/<n>.sealed            tables and other files of the data folder, under the backup's own key
 *
 * `open-<spool>.seg` is that of a further spool. Shared files never change: their names tell number, time and content, so a backup that was interrupted goes on with
 * what is there, and a node that was restored may use a number again for another content.
 */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { firstSpool, type SpoolNumber } from '../storage/log-entry.ts';
import { BackupError } from './backup-error.ts';
import { writeDurably } from './durable-file.ts';

const markName = 'isocenter-backup.json';
const format = 1;

export const manifestName = 'manifest.json';
export const blobListName = 'blobs.jsonl';

export const lockFile = (dir: string) => join(dir, 'LOCK');
export const sharedFolder = (dir: string) => join(dir, 'blobs');
export const backupsFolder = (dir: string) => join(dir, 'backups');
export const stateFileName = (number: number) => join('state', `${String(number).padStart(4, '0')}.sealed`);

/** Of the segment that was being written in a spool. */
export function openSegmentName(spool: SpoolNumber): string {
  return spool === firstSpool ? 'open.seg' : `open-${String(spool).padStart(4, '0')}.seg`;
}

const backupPattern = /^\d{8}T\d{9}Z$/;

/** Returns the name of the backup of a moment; names sort by time. */
export function backupName(at: Date): string {
  return at.toISOString().replaceAll(/[-:.]/g, '');
}

/** Returns the moment of a backup by its name. */
export function timeOfBackup(name: string): Date {
  return new Date(name.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z'));
}

/** Returns the names of all backups, oldest first, finished or not. */
export async function listBackups(dir: string): Promise<readonly string[]> {
  if (!existsSync(backupsFolder(dir))) return [];
  return (await readdir(backupsFolder(dir))).filter((name) => backupPattern.test(name)).sort();
}

export function isFinished(dir: string, name: string): boolean {
  return existsSync(join(backupsFolder(dir), name, manifestName));
}

/** Makes a folder of backups of an empty one; one that is a folder of backups already stays as it is. */
export async function prepareBackupFolder(dir: string): Promise<void> {
  if (existsSync(join(dir, markName))) return assertBackupFolder(dir);
  const harmless = [`${markName}.draft`, 'lost+found'];
  if ((await readdir(dir)).some((name) => !harmless.includes(name))) {
    throw new BackupError('not-a-backup', 'the folder holds other things: name an empty one, or one with backups');
  }
  await writeDurably(join(dir, markName), `${JSON.stringify({ format })}\n`);
}

/** @throws BackupError `not-a-backup`, `newer` */
export async function assertBackupFolder(dir: string): Promise<void> {
  const text = await readFile(join(dir, markName), 'utf8').catch(() => undefined);
  if (text === undefined) throw new BackupError('not-a-backup', 'there is no backup in this folder');
  const mark: unknown = parseOrUndefined(text);
  const found = typeof mark === 'object' && mark !== null && 'format' in mark ? mark.format : undefined;
  if (found === format) return;
  if (typeof found === 'number' && found > format) {
    throw new BackupError('newer', 'the backups in this folder were made by a newer Isocenter');
  }
  throw new BackupError('damaged', `${markName} is damaged`);
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Reported as damaged.
  }
}
