/**
 * Makes a backup of a node that runs or is stopped: audit checkpoints, then a snapshot of the database, then the log up
 * to a position behind that snapshot, then the keys, then the manifest.
 *
 * The order is what makes it one: whatever a part names is in a part that is read later. `SEMANTICS.md` says what is
 * guaranteed at each point of it. Shared files that an interrupted backup left are used; the rest is begun anew.
 */

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type pg from 'pg';
import { whileNobodyDecides } from '../archive/index-turn.ts';
import type { MovedFiles } from '../object-store/moved-files.ts';
import { type FileSystem, nodeFileSystem } from '../storage/file-system.ts';
import { firstSpool, type SpoolNumber } from '../storage/log-entry.ts';
import type { MasterKeys } from '../storage/master-keys.ts';
import { holdLock } from '../storage/owner-lock.ts';
import { keyBackupsFolder } from '../storage/segment-file.ts';
import { listSpools, spoolFolder } from '../storage/spool-folders.ts';
import { assertApart } from './apart.ts';
import { BackupError } from './backup-error.ts';
import { destroyExpiredKeys, keepBackupKey, type NewBackupKey, newBackupKey } from './backup-keys.ts';
import { writeBlobList } from './blob-list.ts';
import { holdCompaction } from './compaction-hold.ts';
import { type CopiedLog, copyLog, listSegments } from './copy-blobs.ts';
import { type DatabaseDump, dumpDatabase } from './dump-database.ts';
import { makeFolder, syncFolder, writeDurably } from './durable-file.ts';
import { type KeyFileCopy, readKeyFile, writeKeysFolder } from './keys-folder.ts';
import {
  backupName,
  backupsFolder,
  blobListName,
  isFinished,
  listBackups,
  lockFile,
  manifestName,
  openSegmentName,
  prepareBackupFolder,
  sharedFolder,
} from './layout.ts';
import { encodeManifest, type Manifest } from './manifest.ts';
import { pruneBackups } from './prune-backups.ts';
import { type CopyProgress, SharedFiles } from './shared-files.ts';
import { sealStateFiles } from './state-files.ts';

const dayMs = 24 * 60 * 60 * 1_000;

export type BackupStep = 'waiting' | 'database' | 'objects' | 'keys' | 'pruning';

export type BackupOptions = {
  /** Folder of backups, apart from `dataDir`; made where it is missing. */
  readonly dir: string;
  readonly dataDir: string;
  /** Folder for the keys, apart from the other two; undefined leaves them out. */
  readonly keysDir: string | undefined;
  readonly withMasterKey: boolean;
  readonly masterKeys: MasterKeys;
  /** After how many days the key of the backup is destroyed, and what is in it unreadable. */
  readonly keyDays: number;
  /** Files of the node that lie in an S3 store, where there is one. */
  readonly moved?: MovedFiles | undefined;
  readonly pool: pg.Pool;
  readonly version: string;
  readonly now: () => Date;
  /** Finished backups that stay; all of them where undefined. */
  readonly keep: number | undefined;
  /** Told what is done, and how many bytes of objects were copied so far. */
  readonly onProgress: (step: BackupStep, copiedBytes: number) => void;
};

export type BackupReport = {
  readonly name: string;
  readonly manifest: Manifest;
  /** Copied by this backup; the rest was there. */
  readonly copiedFiles: number;
  readonly copiedBytes: number;
  readonly damagedStretches: number;
  readonly removedBackups: readonly string[];
};

/** @throws BackupError, and StorageError where the master key is not to be had or another backup is being made */
export async function createBackup(options: BackupOptions): Promise<BackupReport> {
  const { dir, dataDir, onProgress } = options;
  const blobsDir = join(dataDir, 'blobs');
  await assertApart(options);
  if (!existsSync(join(blobsDir, 'segments'))) {
    throw new BackupError('nothing-to-back-up', 'there is no node in data.dir: check the configuration');
  }
  await makeFolder(dir);
  await prepareBackupFolder(dir);
  const lock = await holdLock(lockFile(dir));
  try {
    await removeUnfinished(dir);
    const hold = await holdCompaction(options.pool, () => onProgress('waiting', 0));
    try {
      const made = await makeBackup(options, { blobsDir, assertHeld: hold.assertHeld });
      onProgress('pruning', made.copiedBytes);
      const { keysDir, masterKeys, keep, keyDays } = options;
      const folders = [keyBackupsFolder(blobsDir), ...(keysDir === undefined ? [] : [keysDir])];
      const keysKeptSince = new Date(options.now().getTime() - Math.max(1, keyDays - 1) * dayMs);
      const removedBackups = await pruneBackups(dir, { keep, source: { masterKeys, folders }, keysKeptSince });
      return { ...made, removedBackups };
    } finally {
      hold.release();
    }
  } finally {
    lock.release();
  }
}

type Context = {
  readonly blobsDir: string;
  readonly assertHeld: () => Promise<void>;
};

async function makeBackup(options: BackupOptions, context: Context): Promise<Omit<BackupReport, 'removedBackups'>> {
  const { dir, dataDir, pool, onProgress } = options;
  const { blobsDir } = context;
  const createdAt = options.now();
  const name = backupName(createdAt);
  const { masterKeys, keyDays } = options;
  const backupKey = newBackupKey(name, { masterKeys, createdAt, keyDays });
  const { keys } = backupKey;
  const folder = join(backupsFolder(dir), name);
  await makeFolder(join(folder, 'state'));
  await makeFolder(sharedFolder(dir));
  const spools = listSpools(dataDir)
    .filter((spool) => spool === firstSpool || isKeyFileThere(spoolFolder(dataDir, spool)))
    .map((spool) => sourceOf(spool, options));

  onProgress('database', 0);
  // Before the snapshot: a line of checkpoints without its row would look like a trail that was cut off.
  const files = await sealStateFiles({ dataDir, folder, seal: keys.seal, firstFile: 1 });
  for (const spool of spools) spool.segmentsBefore = await listSegments(spool.fileSystem, spool.blobsDir);
  const dump = await dumpFrom(pool, { folder, seal: keys.seal, firstFile: files.length + 1 });
  let copiedBytes = 0;
  const onBytes = (bytes: number) => {
    copiedBytes += bytes;
    onProgress('objects', copiedBytes);
  };
  const logs = await copyLogs(spools, { folder, pool, onBytes });
  if (logs.some(({ spool, position }) => position < (dump.positions[spool - 1] ?? 0))) {
    throw new BackupError(
      'damaged',
      'the database lists objects that the log in data.dir does not hold: see isocenter doctor',
    );
  }
  assertAllCopied(dump, logs);
  await context.assertHeld();
  onProgress('keys', copiedBytes);
  // After the logs: the key of whatever they hold was durable before.
  const keyFiles = await Promise.all(spools.map((spool) => readKeyFile(spool.number, spool.blobsDir)));
  await keepKeys(options, { keys: keyFiles, blobsDir, backupKey, now: createdAt });
  await syncFolder(join(folder, 'state'));
  const manifest = await describe(folder, { dump, logs, files, keyFiles, createdAt, version: options.version });
  await writeDurably(join(folder, manifestName), encodeManifest(manifest, keys.mac));
  const copiedFiles = spools.reduce((sum, { shared }) => sum + shared.copiedFiles, 0);
  const damagedStretches = logs.reduce((sum, log) => sum + log.damagedStretches, 0);
  return { name, manifest, copiedFiles, copiedBytes, damagedStretches };
}

type SpoolSource = {
  readonly number: SpoolNumber;
  readonly blobsDir: string;
  readonly shared: SharedFiles;
  readonly fileSystem: FileSystem;
  segmentsBefore: readonly number[];
};

function sourceOf(number: SpoolNumber, { dir, dataDir, moved }: BackupOptions): SpoolSource {
  const blobsDir = spoolFolder(dataDir, number);
  const prefix = number === firstSpool ? '' : relative(dataDir, blobsDir);
  const shared = new SharedFiles({ dir, blobsDir, prefix, moved });
  return { number, blobsDir, shared, fileSystem: moved?.fileSystem ?? nodeFileSystem, segmentsBefore: [] };
}

/** Of a gateway that has only just begun to make its spool, nothing was acknowledged. */
function isKeyFileThere(blobsDir: string): boolean {
  return existsSync(join(blobsDir, 'keys', 'patient-keys'));
}

type SpoolCopy = CopiedLog & { readonly spool: SpoolNumber };

/** A gateway may make its spool, and have objects indexed, after the spools were listed and before the snapshot. */
function assertAllCopied({ positions }: DatabaseDump, logs: readonly SpoolCopy[]): void {
  const copied = new Set(logs.map(({ spool }) => spool));
  if (positions.every((position, index) => position === 0 || copied.has(index + 1))) return;
  throw new BackupError(
    'changed-meanwhile',
    'the database lists objects of a gateway whose spool is not in data.dir or was made meanwhile: make the backup again',
  );
}

/**
 * Copies the log of each spool. Of several, what is marked deleted in one may have come anew in another: the last of each is
 * copied while nobody decides about copies, after everything that is long.
 */
async function copyLogs(
  spools: readonly SpoolSource[],
  { folder, pool, onBytes }: { readonly folder: string; readonly pool: pg.Pool; readonly onBytes: CopyProgress },
): Promise<readonly SpoolCopy[]> {
  const copyAll = async () => {
    const copies: SpoolCopy[] = [];
    for (const { number, ...source } of spools) {
      const openSegmentFile = join(folder, openSegmentName(number));
      copies.push({ ...(await copyLog({ ...source, openSegmentFile, onBytes })), spool: number });
    }
    return copies;
  };
  if (spools.length === 1) return copyAll();
  await copyAll();
  return whileNobodyDecides(pool, copyAll);
}

async function dumpFrom(pool: pg.Pool, options: Parameters<typeof dumpDatabase>[1]): Promise<DatabaseDump> {
  const client = await pool.connect();
  try {
    return await dumpDatabase(client, options);
  } finally {
    client.release(true);
  }
}

type KeptKeys = {
  readonly keys: readonly KeyFileCopy[];
  readonly blobsDir: string;
  readonly backupKey: NewBackupKey;
  readonly now: Date;
};

/** Durable before the manifest: no finished backup is without its key. */
async function keepKeys({ keysDir, withMasterKey, masterKeys }: BackupOptions, kept: KeptKeys): Promise<void> {
  await keepBackupKey(keyBackupsFolder(kept.blobsDir), kept.backupKey);
  await destroyExpiredKeys(keyBackupsFolder(kept.blobsDir), kept.now);
  if (keysDir !== undefined) await writeKeysFolder({ keysDir, withMasterKey, masterKeys, ...kept });
}

type Parts = {
  readonly dump: DatabaseDump;
  readonly logs: readonly SpoolCopy[];
  readonly files: Manifest['files'];
  readonly keyFiles: readonly KeyFileCopy[];
  readonly createdAt: Date;
  readonly version: string;
};

async function describe(folder: string, { dump, logs, files, keyFiles, createdAt, version }: Parts): Promise<Manifest> {
  const blobs = logs.flatMap((log) => [...log.segments, ...log.objects]);
  const list = await writeBlobList(folder, blobs);
  const count = (of: (log: SpoolCopy) => number) => logs.reduce((sum, log) => sum + of(log), 0);
  const totalBytes = blobs.reduce((sum, { bytes }) => sum + bytes, 0) + count((log) => log.open?.written.bytes ?? 0);
  const [first, ...further] = logs.map((log) => ({
    number: log.spool,
    keyFile: keyFiles.find(({ spool }) => spool === log.spool)?.id ?? '',
    ...openSegmentOf(log),
  }));
  const { number: _, keyFile = '', ...open } = first ?? {};
  return {
    format: 1,
    version,
    createdAt: createdAt.toISOString(),
    keyFile,
    position: { index: dump.positions[0] ?? 0, log: logs[0]?.position ?? 0 },
    migrations: [...dump.migrations],
    tables: dump.tables.map(({ name, columns, file, written }) => ({ name, columns: [...columns], file, ...written })),
    sequences: [...dump.sequences],
    files,
    blobs: {
      file: blobListName,
      ...list,
      segments: count((log) => log.segments.length),
      objects: count((log) => log.objects.length),
      totalBytes,
    },
    ...open,
    ...(further.length === 0 ? {} : { spools: further }),
  };
}

function openSegmentOf({ spool, open }: SpoolCopy) {
  if (open === undefined) return {};
  return { openSegment: { number: open.number, file: openSegmentName(spool), ...open.written } };
}

async function removeUnfinished(dir: string): Promise<void> {
  for (const name of await listBackups(dir)) {
    if (!isFinished(dir, name)) await rm(join(backupsFolder(dir), name), { recursive: true });
  }
}
