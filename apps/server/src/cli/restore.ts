/**
 * `isocenter restore`: a node from a backup, on an empty data folder; or, with `--check`, whether that would succeed.
 *
 * Objects, keys and files first, then the tables, then the index catches up with the log. A node starts on the folder
 * only when all of it is done.
 */

import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Archive } from '../archive/open-archive.ts';
import type { FoundBackup, RestoreOptions } from '../backup/restore-backup.ts';
import type { OpenDatabase } from '../database/database.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';
import { formatBytes } from './format.ts';
import { createProgressBar, type ProgressBar } from './progress-bar.ts';

const indexGraceMs = 60_000;

type Options = CommonOptions & {
  readonly keys: string;
  readonly to?: string;
  readonly masterKey?: string;
  readonly name?: string;
  readonly check?: boolean;
  readonly ledger?: string;
};

export function registerRestore(program: Command): void {
  const command = program
    .command('restore')
    .description('restore a backup into an empty data folder')
    .argument('<dir>', 'folder of backups')
    .requiredOption('--keys <dir>', 'folder of keys; the newest copy in it is used')
    .option('--to <dir>', 'data folder (default: data.dir)')
    .option('--master-key <file>', 'the master key (default: master.key in the folder of keys)')
    .option('--ledger <file>', 'a copy of erasures.jsonl, besides the one in the folder of keys')
    .option('--name <backup>', 'one of several backups (default: the newest)')
    .option('--check', 'restore nothing: read the whole backup and compare it with what was written')
    .addHelpText(
      'after',
      `
Example:
  isocenter restore /backup/isocenter --keys /safe/isocenter-keys --to /srv/isocenter

Uses the private database of the data folder, or the one of database.url, which must be empty. Afterwards start the node
with data.dir set to the folder.`,
    );
  withCommonOptions(command).action(async (dir: string, options: Options) => {
    const opened = await openCommand(options, 'warn');
    const dataDir = options.to === undefined ? opened.config.data.dir : resolve(options.to);
    const context = { ...opened, config: { ...opened.config, data: { ...opened.config.data, dir: dataDir } } };
    await restore(context, resolve(dir), options);
  });
}

async function restore(context: CommandContext, dir: string, options: Options): Promise<void> {
  const { findBackup } = await import('../backup/restore-backup.ts');
  const keysDir = resolve(options.keys);
  const { kmsKeysName } = await import('../storage/kms-keys.ts');
  const { openMasterKeySource } = await import('../storage/master-key-source.ts');
  const kept = ['master.key', kmsKeysName].map((name) => join(keysDir, name)).find((file) => existsSync(file));
  const masterKeyFile = resolve(options.masterKey ?? kept ?? join(keysDir, 'master.key'));
  const source = masterKeyFile.endsWith(kmsKeysName)
    ? await openMasterKeySource(context.config.storage.keys, { dir: dirname(masterKeyFile), logger: context.logger })
    : undefined;
  const masterKeys = source?.keys;
  source?.close();
  const backup = await findBackup(dir, { keysDir, masterKeyFile, masterKeys, named: options.name });
  const bar = createProgressBar(process.stderr);
  const onBytes = byteProgress(context, bar, backup.manifest.blobs.totalBytes);
  // Folders above the data are the administrator's, and the private PostgreSQL's user must pass through them.
  if (options.check !== true) mkdirSync(dirname(context.config.data.dir), { recursive: true });
  process.umask(0o077);
  if (options.check === true) await check(context, backup, { bar, onBytes });
  else
    await restoreInto(
      context,
      {
        ...{ ...backup, dataDir: context.config.data.dir, keysDir, masterKeyFile, masterKeys, onBytes },
        ledger: options.ledger === undefined ? undefined : resolve(options.ledger),
      },
      bar,
    );
}

function byteProgress({ output }: CommandContext, bar: ProgressBar, totalBytes: number) {
  const startedAt = performance.now();
  let done = 0;
  return (bytes: number) => {
    done += bytes;
    if (output.json) return;
    const rate = done / ((performance.now() - startedAt) / 1000);
    bar.show(
      done / Math.max(1, totalBytes),
      `${formatBytes(done)} of ${formatBytes(totalBytes)}, ${formatBytes(rate)}/s`,
    );
  };
}

async function check(
  { output }: CommandContext,
  backup: FoundBackup,
  { bar, onBytes }: { bar: ProgressBar; onBytes: (bytes: number) => void },
): Promise<void> {
  const { BackupError } = await import('../backup/backup-error.ts');
  const { findDamage } = await import('../backup/verify-backup.ts');
  const damaged: string[] = [];
  for await (const path of findDamage({ ...backup, onBytes })) {
    damaged.push(path);
    bar.clear();
    output.line(`DAMAGED  ${path}`);
    output.event('damaged', { path });
  }
  bar.clear();
  if (damaged.length > 0)
    throw new BackupError('damaged', `${damaged.length} files of the backup are damaged or missing`);
  output.line(`The backup ${backup.name} is whole.`);
  output.event('checked', { name: backup.name });
}

async function restoreInto(context: CommandContext, options: RestoreOptions, bar: ProgressBar): Promise<void> {
  const { output } = context;
  const { beginRestore, endRestore, restoreFiles } = await import('../backup/restore-backup.ts');
  const startedAt = performance.now();
  const keyFiles = await beginRestore(options);
  await restoreFiles(options, keyFiles);
  bar.clear();
  output.event('step', { step: 'database' });
  await fillDatabase(context, options);
  output.event('step', { step: 'index' });
  const caughtUp = await catchUp(context, options);
  await endRestore(options.dataDir);
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  output.event('summary', { name: options.name, ...caughtUp, seconds });
  output.line(`Restored ${options.name} to ${options.dataDir} in ${seconds.toFixed(1)} s.`);
  output.line(`${caughtUp.read} objects came after its tables and were indexed; ${caughtUp.failed} could not be read.`);
  output.line('Start the node with data.dir set to this folder, and look at it with isocenter doctor.');
}

/** Tables as they were: made by the migrations of that time, so that newer ones find what they expect. */
async function fillDatabase(context: CommandContext, options: FoundBackup): Promise<void> {
  const { assertEmptyDatabase, restoreTables } = await import('../backup/restore-backup.ts');
  const { openDatabase } = await import('../database/database.ts');
  const { migrations: known } = await import('../database/migrations/index.ts');
  const applied = new Set(options.manifest.migrations);
  const migrations = Object.fromEntries(Object.entries(known).filter(([name]) => applied.has(name)));
  if (context.config.database.url !== undefined) {
    const found = await openDatabase({ ...databaseOptions(context, 'owner'), migrations: 'none' });
    await assertEmptyDatabase(found.pool).finally(() => found.close());
  }
  const database = await openDatabase({ ...databaseOptions(context, 'owner'), migrations });
  await restoreTables(options, database.pool).finally(() => database.close());
}

async function catchUp(context: CommandContext, { name }: FoundBackup) {
  const { openDatabase } = await import('../database/database.ts');
  const { openNodeKeys } = await import('../archive/node-keys.ts');
  const { openArchive } = await import('../archive/open-archive.ts');
  const { createRenderer } = await import('../rendering/renderer.ts');
  const { createNativeDecoder } = await import('../rendering/native-decoder.ts');
  const { config, logger } = context;
  const renderer = createRenderer();
  const database = await openDatabase(databaseOptions(context, 'owner'));
  try {
    const masterKeys = await openNodeKeys(config, logger);
    const archive = await openArchive({
      masterKeys: masterKeys.keys,
      dataDir: config.data.dir,
      db: database.db,
      logger,
      decoder: createNativeDecoder(renderer),
      sopClasses: { refused: config.dicom.refusedSopClasses, acceptPrivate: config.dicom.acceptPrivateSopClasses },
    });
    await eraseAgain(context, { database, archive }).finally(() => archive.close(indexGraceMs));
    masterKeys.close();
    await record(context, database, name);
    return archive.caughtUp;
  } finally {
    await renderer.close();
    await database.close();
  }
}

/** Whom the ledger of erasures names is not in what a node starts on. */
async function eraseAgain(
  { config, logger, output }: CommandContext,
  { database: { db }, archive }: { readonly database: OpenDatabase; readonly archive: Archive },
): Promise<void> {
  const { AuditTrail } = await import('../audit/trail.ts');
  const { Eraser } = await import('../erasure/eraser.ts');
  const audit = new AuditTrail({ db, logger });
  const { index, trash } = archive;
  const now = () => new Date();
  const eraser = new Eraser({ db, dataDir: config.data.dir, index, trash, spools: archive, audit, logger, now });
  const patients = await eraser.replayLedger().finally(() => Promise.all([eraser.close(), audit.close()]));
  output.event('erased-again', { patients });
  if (patients > 0) output.line(`${patients} patients were erased since this backup, and are erased from it.`);
}

async function record({ logger }: CommandContext, { db }: OpenDatabase, name: string): Promise<void> {
  const { AuditTrail } = await import('../audit/trail.ts');
  const audit = new AuditTrail({ db, logger });
  const subject = { kind: 'system', name: 'command line' } as const;
  await audit.record({ action: 'backup:restore', outcome: 'success', subject, details: { name } });
  await audit.close();
}
