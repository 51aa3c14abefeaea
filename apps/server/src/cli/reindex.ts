/**
 * `isocenter reindex`: builds the index of objects anew from the log of segments, which is the truth (design §4).
 *
 * For an index that belongs to another log, is damaged, or is of a database that was lost: users, peers, tokens and the
 * audit trail are in no log and stay as they are. No node may run meanwhile. Interrupted, it goes on where it was as
 * soon as a node starts.
 */

import type { Command } from 'commander';
import type { Archive } from '../archive/open-archive.ts';
import type { OpenDatabase } from '../database/database.ts';
import { type LogPosition, offsetOf, segmentOf } from '../storage/log-position.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';
import { createProgressBar } from './progress-bar.ts';

/** Milliseconds between two events for a program. */
const eventPauseMs = 1_000;

/** What a segment holds, so that positions in several of them make one percentage. */
const segmentBytes = 256 * 1024 * 1024;

const indexGraceMs = 60_000;

export function registerReindex(program: Command): void {
  const command = program
    .command('reindex')
    .description('build the index anew from the stored objects; stop the node first')
    .addHelpText(
      'after',
      `
Reads the header of every object in data.dir and lists studies, series and instances anew. Users, peers, tokens and the
audit trail stay as they are. Takes about a minute for 100 000 objects. Interrupted, it goes on at the next start.`,
    );
  withCommonOptions(command).action(async (options: CommonOptions) => reindex(await openCommand(options, 'warn')));
}

async function reindex(context: CommandContext): Promise<void> {
  const { openDatabase } = await import('../database/database.ts');
  const { hasLog } = await import('../archive/open-archive.ts');
  const { ArchiveError } = await import('../archive/archive-error.ts');
  // Before a database is made in a folder that was named by mistake.
  if (!hasLog(context.config.data.dir)) throw new ArchiveError('log-missing');
  process.umask(0o077);
  const database = await openDatabase(databaseOptions(context, 'owner'));
  const stop = onceStopped(database);
  try {
    await rebuild(context, database);
  } finally {
    stop.forget();
    await database.close();
  }
}

async function rebuild({ config, logger, output }: CommandContext, database: OpenDatabase): Promise<void> {
  const { openNodeKeys } = await import('../archive/node-keys.ts');
  const { blobsDir, openArchive } = await import('../archive/open-archive.ts');
  const { openObjectStore } = await import('../object-store/open-object-store.ts');
  const { createRenderer } = await import('../rendering/renderer.ts');
  const { createNativeDecoder } = await import('../rendering/native-decoder.ts');
  const { db } = database;
  const startedAt = performance.now();
  const bar = createProgressBar(process.stderr);
  const renderer = createRenderer();
  try {
    const dir = blobsDir(config.data.dir);
    const objectStore = await openObjectStore(config.storage.s3, { dir, now: () => new Date(), logger });
    const masterKeys = await openNodeKeys(config, logger);
    let entries = 0;
    let reportedAt = startedAt;
    const archive = await openArchive({
      dataDir: config.data.dir,
      db,
      logger,
      decoder: createNativeDecoder(renderer),
      sopClasses: { refused: config.dicom.refusedSopClasses, acceptPrivate: config.dicom.acceptPrivateSopClasses },
      objectStore,
      masterKeys: masterKeys.keys,
      rebuild: true,
      onProgress(position, end) {
        entries += 1;
        const share = shareOf(position, end);
        if (!output.json) bar.show(share, `${entries} objects`);
        if (performance.now() - reportedAt < eventPauseMs) return;
        reportedAt = performance.now();
        output.event('progress', { share: Math.round(share * 1000) / 1000, objects: entries });
      },
    });
    bar.clear();
    await archive.close(indexGraceMs);
    masterKeys.close();
    await record(database, archive, logger);
    const counts = await count(database);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const { read, failed } = archive.caughtUp;
    output.event('reindexed', { objects: read, failed, ...counts, seconds });
    output.line(`${read} objects read in ${seconds} s. The index lists:`);
    for (const [name, number] of Object.entries(counts)) output.line(`  ${String(number).padStart(9)} ${name}`);
    if (failed === 0) return;
    output.line(`\n${failed} could not be read and are not listed; the log lines above say where they lie.`);
    process.exitCode = 1;
  } finally {
    bar.clear();
    await renderer.close();
  }
}

/** Stops what this command started; what is indexed by then is kept. */
function onceStopped(database: OpenDatabase): { forget(): void } {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  const stop = () => {
    process.stderr.write('\nInterrupted: the next start of the node indexes the rest.\n');
    void database.close().finally(() => process.exit(130));
  };
  for (const signal of signals) process.once(signal, stop);
  return {
    forget() {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

function shareOf(position: LogPosition, end: LogPosition): number {
  const bytes = (place: LogPosition) => (segmentOf(place) - 1) * segmentBytes + offsetOf(place);
  return bytes(end) > 0 ? bytes(position) / bytes(end) : 1;
}

async function record({ db }: OpenDatabase, { caughtUp }: Archive, logger: CommandContext['logger']): Promise<void> {
  const { AuditTrail } = await import('../audit/trail.ts');
  const audit = new AuditTrail({ db, logger });
  await audit.record({
    action: 'index:rebuild',
    outcome: 'success',
    subject: { kind: 'system', name: 'command line' },
    details: { read: caughtUp.read, failed: caughtUp.failed },
  });
  await audit.close();
}

async function count({ db }: OpenDatabase) {
  const of = async (table: 'patient' | 'study' | 'series' | 'conflict') => {
    const { n } = await db.selectFrom(table).select(db.fn.countAll<string>().as('n')).executeTakeFirstOrThrow();
    return Number(n);
  };
  const { n: instances } = await db
    .selectFrom('instance')
    .select(db.fn.countAll<string>().as('n'))
    .where('state', '=', 'served')
    .executeTakeFirstOrThrow();
  return {
    patients: await of('patient'),
    studies: await of('study'),
    series: await of('series'),
    instances: Number(instances),
    conflicts: await of('conflict'),
  };
}
