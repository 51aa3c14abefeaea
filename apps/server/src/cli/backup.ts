/** `isocenter backup`: a consistent, incremental backup of a node that runs or is stopped. The rules are in `../backup/SEMANTICS.md`. */

import { resolve, sep } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BackupReport, BackupStep } from '../backup/create-backup.ts';
import type { OpenDatabase } from '../database/database.ts';
import { version } from '../version.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';
import { formatBytes, formatDuration } from './format.ts';
import { createProgressBar } from './progress-bar.ts';

/** Damaged files that a person is shown one by one; `--json` has them all. */
const listedFiles = 20;

type BackupOptions = CommonOptions & {
  readonly keys: string | false;
  readonly includeMasterKey?: boolean;
  readonly keep?: number;
  readonly verify?: boolean;
};

export function registerBackup(program: Command): void {
  const command = program
    .command('backup')
    .description('make a backup while the node runs, or while it is stopped')
    .argument('<dir>', 'folder of backups: empty at first, the same one from then on')
    .option('--keys <dir>', 'folder for the keys, in another place than the backups')
    .option('--no-keys', 'leave the keys out: they are backed up by other means')
    .option('--include-master-key', 'put a copy of master.key into the folder of keys')
    .addOption(new Option('--keep <number>', 'backups that stay; older ones are removed').argParser(parseKeep))
    .option('--verify', 'read the whole backup again afterwards')
    .addHelpText(
      'after',
      `
Example:
  isocenter backup /backup/isocenter --keys /safe/isocenter-keys --keep 14 --verify

Objects that an earlier backup in the folder has are not copied again. Interrupted, it goes on where it was. Objects and
tables are encrypted; without the keys and blobs/master.key nobody can read them. docs/administration.md has a drill.`,
    );
  withCommonOptions(command).action(async (dir: string, options: BackupOptions) => {
    if (options.keys === undefined || (options.keys as unknown) === true) {
      command.error('error: name a folder for the keys (--keys DIR), or leave them out (--no-keys)');
    }
    await backUp(resolve(dir), options);
  });
}

async function backUp(dir: string, options: BackupOptions): Promise<void> {
  const context = await openCommand(options, 'warn');
  const { assertApart } = await import('../backup/apart.ts');
  const keysDir = options.keys === false ? undefined : resolve(options.keys);
  await assertApart({ dir, dataDir: context.config.data.dir, keysDir });
  process.umask(0o077);
  const { openDatabase } = await import('../database/database.ts');
  const database = await openDatabase({ ...databaseOptions(context, 'guest'), migrations: 'none' });
  try {
    await makeAndReport(context, { dir, keysDir, database, options });
  } finally {
    await database.close();
  }
}

type Made = {
  readonly dir: string;
  readonly keysDir: string | undefined;
  readonly database: OpenDatabase;
  readonly options: BackupOptions;
};

const stepTitles: Readonly<Record<BackupStep, string>> = {
  waiting: 'waiting for a compaction or another backup to end',
  database: 'database',
  objects: 'objects',
  keys: 'keys',
  pruning: 'old backups',
};

async function makeAndReport(context: CommandContext, { dir, keysDir, database, options }: Made): Promise<void> {
  const { config, logger, output } = context;
  const { createBackup } = await import('../backup/create-backup.ts');
  const { blobsDir } = await import('../archive/open-archive.ts');
  const { openNodeKeys } = await import('../archive/node-keys.ts');
  const { openMovedFiles } = await import('../object-store/open-object-store.ts');
  const inStore = await openMovedFiles(config.storage.s3, blobsDir(config.data.dir));
  const masterKeys = await openNodeKeys(config, logger);
  const startedAt = performance.now();
  const bar = createProgressBar(process.stderr);
  const expectedBytes = await expectedSize(config.data.dir);
  let shown: BackupStep | undefined;
  const report = await createBackup({
    dir,
    dataDir: config.data.dir,
    keysDir,
    withMasterKey: options.includeMasterKey === true,
    masterKeys: masterKeys.keys,
    keyDays: config.backup.keyDays,
    moved: inStore?.moved,
    pool: database.pool,
    version,
    now: () => new Date(),
    keep: options.keep,
    onProgress(step, copiedBytes) {
      if (step !== shown) output.event('step', { step });
      shown = step;
      if (output.json) return;
      const rate = copiedBytes / ((performance.now() - startedAt) / 1000);
      const moved = copiedBytes === 0 ? '' : `, ${formatBytes(copiedBytes)} copied, ${formatBytes(rate)}/s`;
      bar.show(expectedBytes === 0 ? 0 : copiedBytes / expectedBytes, `${stepTitles[step]}${moved}`);
    },
  });
  inStore?.store.close();
  masterKeys.close();
  bar.clear();
  await record(context, database, report);
  const seconds = (performance.now() - startedAt) / 1000;
  announce(context, report, { keysDir, seconds });
  if (options.verify === true) await verify(context, dir, report);
  else output.event('summary', { ...summaryOf(report), seconds: Math.round(seconds * 1000) / 1000 });
}

async function verify({ output }: CommandContext, dir: string, report: BackupReport): Promise<void> {
  const { BackupError } = await import('../backup/backup-error.ts');
  const { findDamage } = await import('../backup/verify-backup.ts');
  const bar = createProgressBar(process.stderr);
  const { manifest, name } = report;
  let readBytes = 0;
  const onBytes = (bytes: number) => {
    readBytes += bytes;
    if (!output.json) bar.show(readBytes / Math.max(1, manifest.blobs.totalBytes), 'verifying');
  };
  const damaged: string[] = [];
  for await (const path of findDamage({ dir, name, manifest, onBytes })) {
    damaged.push(path);
    output.event('damaged', { path });
  }
  bar.clear();
  for (const path of damaged.slice(0, listedFiles)) output.line(`DAMAGED  ${path}`);
  if (damaged.length > 0) throw new BackupError('damaged', `${damaged.length} files of the backup cannot be read back`);
  output.event('summary', { ...summaryOf(report), verifiedBytes: readBytes });
  output.line(`Verified: ${formatBytes(readBytes)} read again.`);
}

function announce(
  { output }: CommandContext,
  report: BackupReport,
  done: { keysDir?: string | undefined; seconds: number },
) {
  const { name, manifest, copiedFiles, copiedBytes, damagedStretches, removedBackups } = report;
  const { blobs } = manifest;
  output.line(`Backup ${name}: ${formatBytes(blobs.totalBytes)} of objects, ${manifest.tables.length} tables.`);
  output.line(
    `Copied ${copiedFiles} new files, ${formatBytes(copiedBytes)} in ${formatDuration(done.seconds)}; the rest was there.`,
  );
  if (removedBackups.length > 0) output.line(`Removed ${removedBackups.length} older backups.`);
  if (damagedStretches > 0) {
    output.line(
      `WARNING  ${damagedStretches} stretches of the log in data.dir are damaged, and so they are in the backup.`,
    );
  }
  if (done.keysDir === undefined) output.line('The keys are not in it: it cannot be restored without them.');
}

function summaryOf({ name, manifest, copiedFiles, copiedBytes, damagedStretches, removedBackups }: BackupReport) {
  const { segments, objects, totalBytes } = manifest.blobs;
  const { position } = manifest;
  return { name, copiedFiles, copiedBytes, segments, objects, totalBytes, position, damagedStretches, removedBackups };
}

async function record({ logger }: CommandContext, { db }: OpenDatabase, report: BackupReport): Promise<void> {
  const { AuditTrail } = await import('../audit/trail.ts');
  const audit = new AuditTrail({ db, logger });
  const { name, manifest, copiedBytes } = report;
  const details = { name, copiedBytes, totalBytes: manifest.blobs.totalBytes };
  const subject = { kind: 'system', name: 'command line' } as const;
  await audit.record({ action: 'backup:create', outcome: 'success', subject, details });
  await audit.close();
}

/** What a first backup copies; a later one ends before the bar is full. */
async function expectedSize(dataDir: string): Promise<number> {
  const { folderBytes } = await import('../backup/folder-size.ts');
  return folderBytes(`${dataDir}${sep}blobs`);
}

function parseKeep(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('1 or more.');
  return number;
}
