/**
 * Opens the archive of a gateway: the log, its keys, and an index that has caught up with it.
 *
 * Everything acknowledged before the last stop, however it came about, can be found when this resolves.
 */

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { restartChanges } from '../changes/note-changes.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import type { Mover } from '../object-store/mover.ts';
import type { ObjectStoreTier } from '../object-store/open-object-store.ts';
import { type BlobLog, openBlobLog } from '../storage/blob-log.ts';
import type { CompactionResult } from '../storage/compaction.ts';
import { nodeFileSystem } from '../storage/file-system.ts';
import { KeyBackups } from '../storage/key-backup.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import { logStart } from '../storage/log-position.ts';
import { loadOrCreateMasterKey } from '../storage/master-key.ts';
import { keyBackupsFolder, segmentsFolder } from '../storage/segment-file.ts';
import { type ArchiveReader, createArchiveReader, createIngest, type Ingest } from './archive.ts';
import { ArchiveError } from './archive-error.ts';
import { type CaughtUp, catchUp, type OnProgress, rereadEntries } from './catch-up.ts';
import { Compactor } from './compactor.ts';
import { IndexWriter } from './index-writer.ts';
import { findLocation } from './instance-rows.ts';
import { destroyRetiredKeys } from './retired-keys.ts';
import { createComparison, type PixelDecoder } from './same-object.ts';
import type { SopClassPolicy } from './sop-class-policy.ts';
import { StudyKeys } from './study-keys.ts';
import { TrashBin } from './trash-bin.ts';

export type ArchiveOptions = {
  /** The node's data folder; objects and keys go below `blobs`. */
  readonly dataDir: string;
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly decoder: PixelDecoder;
  readonly sopClasses: SopClassPolicy;
  /** Empties the index first, so that all of it is made anew from the log. Users, peers and the audit trail stay. */
  readonly rebuild?: boolean;
  /** Size of the log's segments; default as in `openBlobLog`. */
  readonly segmentBytes?: number;
  /** Where complete files of the log move to, and are read from; none where undefined. */
  readonly objectStore?: ObjectStoreTier | undefined;
  /** Told while the index catches up. */
  readonly onProgress?: OnProgress;
};

export type Archive = {
  readonly log: BlobLog;
  readonly index: IndexWriter;
  readonly reader: ArchiveReader;
  readonly ingest: Ingest;
  /** What was indexed while it was opened. */
  readonly caughtUp: CaughtUp;
  readonly trash: TrashBin;
  /** Moves files to the S3 store, where there is one. */
  readonly mover: Mover | undefined;
  /** Gives back the space of what was deleted; also done every hour. */
  compact(): Promise<CompactionResult>;
  /** Indexes what is queued for at most `graceMs` and marks a clean stop. */
  close(graceMs: number): Promise<void>;
};

/**
 * @throws StorageError `locked` where another process owns the folder, `wrong-master-key`, `key-file-missing`;
 * `key-missing` where an object that is not in the index yet has no key (a rebuild leaves it out)
 * @throws ArchiveError `index-ahead-of-log`; `log-missing` where there is nothing to rebuild from
 */
export async function openArchive(options: ArchiveOptions): Promise<Archive> {
  const { db, logger } = options;
  const dir = blobsDir(options.dataDir);
  if (options.rebuild === true && !hasLog(options.dataDir)) throw new ArchiveError('log-missing');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const masterKey = await loadOrCreateMasterKey({ file: join(dir, 'master.key') });
  const { segmentBytes, objectStore } = options;
  const log = await openBlobLog({
    ...{ dir, masterKey, logger, ...objectStore?.logOptions },
    ...(segmentBytes === undefined ? {} : { segmentBytes }),
  });
  try {
    // Only now, because from here on nobody else has the log: a running node keeps its index.
    if (options.rebuild === true) await clearIndex(db);
    const { position, unapplied_from } = await indexedPosition(db, log.spool);
    if (position > log.position()) throw new ArchiveError('index-ahead-of-log');
    const index = new IndexWriter({
      db,
      logger,
      spool: log.spool,
      position,
      comparison: createComparison(log, options.decoder),
      reread: (from) => rereadEntries(log, logger, from),
      discard: async (location) => {
        await log.markDeleted(location, 'duplicate');
      },
    });
    const { onProgress } = options;
    const progress = onProgress === undefined ? {} : { onProgress };
    const withoutKeys = options.rebuild === true;
    const caughtUp = await catchUp({ db, log, index, logger, withoutKeys, ...progress }, unapplied_from ?? position);
    await destroyRetiredKeys(db, log);
    const content = () => log.keys.copyFile();
    const folder = keyBackupsFolder(dir);
    const keyBackups = await KeyBackups.start({ fileSystem: nodeFileSystem, folder, content, logger });
    const compactor = new Compactor({ db, log, index, logger });
    const reader = createArchiveReader({ log, index, locate: (objectId) => findLocation(db, objectId) });
    const mover = objectStore?.startMover({ log, indexed: () => index.position, logger });
    const { sopClasses } = options;
    const ingest = createIngest({ log, index, studyKeys: new StudyKeys(db, log), sopClasses });
    return {
      log,
      index,
      reader,
      ingest,
      trash: new TrashBin({ db, log, index, reader, ingest }),
      caughtUp,
      mover,
      compact: () => compactor.run(),
      async close(graceMs) {
        await Promise.all([compactor.close(), mover?.close()]);
        await index.close(graceMs);
        await keyBackups.close();
        await log.close();
        objectStore?.store.close();
      },
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** True where a data folder holds a log of objects, however short. */
export function hasLog(dataDir: string): boolean {
  return existsSync(segmentsFolder(blobsDir(dataDir)));
}

/** Returns where objects and keys lie. */
export function blobsDir(dataDir: string): string {
  return join(dataDir, 'blobs');
}

/** All or nothing; a rebuild that is interrupted later goes on at the next opening. */
async function clearIndex(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`truncate gateway.patient, gateway.patient_key, gateway.study, gateway.series, gateway.instance, gateway.conflict,
      gateway.study_grant`.execute(trx);
    await restartChanges(trx);
    await trx.updateTable('index_state').set({ position: logStart, unapplied_from: null }).execute();
  });
}

/** Up to where the log is indexed, and from where it must be read again, which a start that was interrupted noted. */
function indexedPosition(db: Kysely<Database>, spool: SpoolNumber) {
  return db
    .selectFrom('index_state')
    .select(['position', 'unapplied_from'])
    .where('spool', '=', spool)
    .executeTakeFirstOrThrow();
}
