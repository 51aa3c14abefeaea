/**
 * Puts a backup into an empty data folder: objects, keys, other files, and the tables of the database.
 *
 * Each file is compared with the manifest while it is copied, and the first that differs ends it. Until the whole is in
 * place a mark lies in the data folder, with which no node starts; a second restoration into the folder begins anew.
 * That the index then catches up with the log is the opening of the archive's matter.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import { schemaName } from '../database/migrate.ts';
import { migrations } from '../database/migrations/index.ts';
import { appendToLedger, ledgerName, ledgerPath, readLedger } from '../storage/erasure-ledger.ts';
import { nodeFileSystem } from '../storage/file-system.ts';
import { parseSlot } from '../storage/key-slots.ts';
import { kmsKeysName } from '../storage/kms-keys.ts';
import { firstSpool } from '../storage/log-entry.ts';
import { loadMasterKeys } from '../storage/master-key.ts';
import type { MasterKeys } from '../storage/master-keys.ts';
import { segmentPath } from '../storage/segment-file.ts';
import { spoolFolder } from '../storage/spool-folders.ts';
import { StorageError, systemErrorName } from '../storage/storage-error.ts';
import { BackupError } from './backup-error.ts';
import { readBlobList } from './blob-list.ts';
import { qualified } from './catalogue.ts';
import { makeFolder, readPieces, syncFolder, type Written, writeDurably, writeStream } from './durable-file.ts';
import { type KeyFileCopy, readNewestKeys } from './keys-folder.ts';
import { assertBackupFolder, backupsFolder, isFinished, listBackups, sharedFolder } from './layout.ts';
import { loadDatabase } from './load-database.ts';
import { type Manifest, type OwnFile, readManifest } from './manifest.ts';
import { type BackupKeys, readSealed } from './sealed-file.ts';
import { unfinishedMark } from './unfinished-mark.ts';

export type FoundBackup = {
  readonly dir: string;
  readonly name: string;
  readonly manifest: Manifest;
  readonly keys: BackupKeys;
};

export type FindOptions = {
  /** Holds the key of the backup, and the patients' keys. */
  readonly keysDir: string;
  /** What is to be the node's own: `master.key`, or `kms-keys.json`. */
  readonly masterKeyFile: string;
  /** Where a service has them; those of the file otherwise. */
  readonly masterKeys?: MasterKeys | undefined;
  readonly named?: string | undefined;
};

/**
 * Finds a backup, the newest finished one unless it is named, and reads its manifest.
 * @throws BackupError `not-a-backup`, `incomplete`, `damaged`, `newer`, `backup-key-missing`
 */
export async function findBackup(dir: string, options: FindOptions): Promise<FoundBackup> {
  const { keysDir, masterKeyFile, masterKeys = loadKeys(masterKeyFile), named } = options;
  await assertBackupFolder(dir);
  const source = { masterKeys, folders: [keysDir] };
  const names = await listBackups(dir);
  const name = named ?? names.filter((found) => isFinished(dir, found)).at(-1);
  if (name === undefined) throw new BackupError('incomplete', 'no backup in this folder was finished');
  if (!names.includes(name)) throw new BackupError('not-a-backup', 'there is no backup of this name in the folder');
  const { manifest, keys } = await readManifest(dir, name, source);
  const unknown = manifest.migrations.filter((migration) => migrations[migration] === undefined);
  if (unknown.length > 0) {
    throw new BackupError('newer', `the backup is of a newer Isocenter (${unknown.join(', ')}): install that version`);
  }
  return { dir, name, manifest, keys };
}

export type RestoreOptions = FoundBackup & {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly masterKeyFile: string;
  readonly masterKeys?: MasterKeys | undefined;
  /** A copy of the ledger of erasures that is newer than the one in the folder of keys. */
  readonly ledger?: string | undefined;
  readonly onBytes: (bytes: number) => void;
};

/**
 * Checks that everything needed is there and that the data folder is empty, and marks it as being restored.
 * @throws BackupError `target-not-empty`, `keys-missing`, `keys-differ`; StorageError `wrong-master-key`
 */
export async function beginRestore(options: RestoreOptions): Promise<readonly KeyFileCopy[]> {
  const { dataDir, keysDir, manifest } = options;
  const keyFiles: KeyFileCopy[] = [];
  for (const spool of [{ number: firstSpool, keyFile: manifest.keyFile }, ...(manifest.spools ?? [])]) {
    const keyFile = await readNewestKeys(keysDir, spool.number);
    if (keyFile.id !== spool.keyFile) {
      throw new BackupError('keys-differ', 'the keys in this folder belong to another node than the backup');
    }
    assertOpens(keyFile, options.masterKeys ?? loadKeys(options.masterKeyFile));
    keyFiles.push(keyFile);
  }
  await makeFolder(dataDir);
  const isBegun = existsSync(unfinishedMark(dataDir));
  const names = await readdir(dataDir);
  if (!isBegun && names.some((name) => name !== 'lost+found')) {
    throw new BackupError('target-not-empty', 'the data folder is not empty: name one that is, or that does not exist');
  }
  if (isBegun) {
    const mark = unfinishedMark(dataDir);
    for (const name of names) if (join(dataDir, name) !== mark) await rm(join(dataDir, name), { recursive: true });
  } else {
    await writeDurably(unfinishedMark(dataDir), '');
  }
  return keyFiles;
}

/**
 * Copies objects, keys and files into the data folder.
 * @throws BackupError `damaged`, which names the file
 */
export async function restoreFiles(options: RestoreOptions, keyFiles: readonly KeyFileCopy[]): Promise<void> {
  const { dir, name, manifest, dataDir, onBytes } = options;
  const blobsDir = join(dataDir, 'blobs');
  const backup = join(backupsFolder(dir), name);
  await makeFolder(join(blobsDir, 'segments'));
  const folders = new Set([blobsDir, join(blobsDir, 'segments')]);
  const write = async (path: string, source: AsyncIterable<Uint8Array>) => {
    if (!folders.has(dirname(path))) await makeFolder(dirname(path));
    folders.add(dirname(path));
    await writeStream(path, source);
  };
  // Its lines say what else there is, so it is checked before it is believed.
  const list = { path: join(backup, manifest.blobs.file), title: `backups/${name}/${manifest.blobs.file}` };
  for await (const _ of wholeFile(list, manifest.blobs, () => undefined));
  for await (const { path, shared, ...expected } of readBlobList(dir, name)) {
    const from = { path: join(sharedFolder(dir), shared), title: `blobs/${shared}` };
    await write(join(path.startsWith('spools/') ? dataDir : blobsDir, path), wholeFile(from, expected, onBytes));
  }
  for (const { number: spool, openSegment } of [{ ...manifest, number: firstSpool }, ...(manifest.spools ?? [])]) {
    if (openSegment === undefined) continue;
    const { number, file } = openSegment;
    const from = { path: join(backup, file), title: `backups/${name}/${file}` };
    await write(segmentPath(spoolFolder(dataDir, spool), number), wholeFile(from, openSegment, onBytes));
  }
  for (const { path, ...sealed } of manifest.files) {
    await write(join(dataDir, path), readTitled(options, sealed));
  }
  for (const { spool, content } of keyFiles) {
    const folder = join(spoolFolder(dataDir, spool), 'keys');
    await makeFolder(folder);
    await writeDurably(join(folder, 'patient-keys'), content);
  }
  // Before any key is used: whom the ledger names stays erased, whatever is in this backup and these keys.
  await makeFolder(join(blobsDir, 'keys'));
  for (const copy of [join(options.keysDir, ledgerName), options.ledger]) {
    if (copy !== undefined) await appendToLedger(nodeFileSystem, ledgerPath(dataDir), readLedger(copy));
  }
  const keyName = options.masterKeys === undefined ? 'master.key' : kmsKeysName;
  await write(join(blobsDir, keyName), readPieces(options.masterKeyFile));
  for (const folder of folders) await syncFolder(folder);
}

/** Fills the tables. The database has run the migrations of the backup and holds nothing else. */
export async function restoreTables(options: FoundBackup, pool: pg.Pool): Promise<void> {
  const { manifest } = options;
  const client = await pool.connect();
  try {
    const tables = manifest.tables.map((table) => ({ ...table, rows: () => readTitled(options, table) }));
    await loadDatabase(client, { tables, sequences: manifest.sequences });
    // Numbers that were given after the backup are given again. Backups from before the feed have none.
    const feed = qualified('change_feed');
    const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [feed]);
    if (rows[0]?.found === true) await client.query(`update ${feed} set feed = gen_random_uuid()`);
  } finally {
    client.release(true);
  }
}

/** @throws BackupError `target-not-empty` where a database that is not ours alone has been used already */
export async function assertEmptyDatabase(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ used: boolean }>('select to_regnamespace($1) is not null as used', [schemaName]);
  if (rows[0]?.used !== true) return;
  throw new BackupError('target-not-empty', 'the database of database.url was used already: make an empty one');
}

/** From now on a node may start on the folder. */
export async function endRestore(dataDir: string): Promise<void> {
  await unlink(unfinishedMark(dataDir));
  await syncFolder(dataDir);
}

type Source = { readonly path: string; readonly title: string };

/** Yields a file's bytes. @throws BackupError `damaged` at its end, or where it cannot be read */
async function* wholeFile(source: Source, expected: Written, onBytes: (bytes: number) => void) {
  const damaged = (cause?: unknown) => new BackupError('damaged', `${source.title} is damaged or missing`, { cause });
  const hash = createHash('sha256');
  let bytes = 0;
  const pieces = readPieces(source.path);
  for (;;) {
    const next = await pieces.next().catch((error: unknown) => {
      throw damaged(error);
    });
    if (next.done === true) break;
    hash.update(next.value);
    bytes += next.value.byteLength;
    onBytes(next.value.byteLength);
    yield next.value;
  }
  if (bytes !== expected.bytes || hash.digest('hex') !== expected.sha256) throw damaged();
}

/** Yields the plaintext of a sealed file of the backup; where that fails, the error names the file. */
async function* readTitled({ dir, name, keys }: FoundBackup, sealed: OwnFile): AsyncGenerator<Uint8Array, void> {
  const path = join(backupsFolder(dir), name, sealed.file);
  // The tags prove each chunk; that it is the file of this backup, and not of another, its digest alone.
  for await (const _ of wholeFile({ path, title: `backups/${name}/${sealed.file}` }, sealed, () => undefined));
  yield* readSealed(path, keys.seal);
}

function assertOpens(keyFile: KeyFileCopy, masterKeys: MasterKeys): void {
  const head = parseSlot(keyFile.content, 0);
  if (head !== undefined && masterKeys.unwrap(head.wrapped) !== undefined) return;
  throw new StorageError('wrong-master-key', 'The patient key file was made under another master key');
}

function loadKeys(file: string): MasterKeys {
  try {
    return loadMasterKeys(file);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    const message = 'there is no master.key in the folder of keys: name the file with --master-key';
    throw new BackupError('keys-missing', message, { cause: error });
  }
}
