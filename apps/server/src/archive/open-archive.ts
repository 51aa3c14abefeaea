/**
 * Opens the archive of a gateway: the log, its keys, and an index that has caught up with it.
 *
 * Everything acknowledged before the last stop, however it came about, can be found when this resolves.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { type BlobLog, openBlobLog } from '../storage/blob-log.ts';
import { type LogPosition, logStart } from '../storage/log-position.ts';
import { loadOrCreateMasterKey } from '../storage/master-key.ts';
import { type ArchiveReader, createArchiveReader, createIngest, type Ingest } from './archive.ts';
import { ArchiveError } from './archive-error.ts';
import { catchUp, rereadEntries } from './catch-up.ts';
import { IndexWriter } from './index-writer.ts';
import { createSameObject, type PixelDecoder } from './same-object.ts';
import type { SopClassPolicy } from './sop-class-policy.ts';
import { StudyKeys } from './study-keys.ts';

export type ArchiveOptions = {
  /** The node's data folder; objects and keys go below `blobs`. */
  readonly dataDir: string;
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly decoder: PixelDecoder;
  readonly sopClasses: SopClassPolicy;
  /** Told while the index catches up. */
  readonly onProgress?: (position: LogPosition) => void;
};

export type Archive = {
  readonly log: BlobLog;
  readonly index: IndexWriter;
  readonly reader: ArchiveReader;
  readonly ingest: Ingest;
  /** Indexes what is queued for at most `graceMs` and marks a clean stop. */
  close(graceMs: number): Promise<void>;
};

/**
 * @throws StorageError `locked` where another process owns the folder, `wrong-master-key`
 * @throws ArchiveError `index-ahead-of-log`
 */
export async function openArchive(options: ArchiveOptions): Promise<Archive> {
  const { db, logger } = options;
  const dir = join(options.dataDir, 'blobs');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const masterKey = await loadOrCreateMasterKey({ file: join(dir, 'master.key') });
  const log = await openBlobLog({ dir, masterKey, logger });
  try {
    const position = await indexedPosition(db);
    if (position > log.position()) throw new ArchiveError('index-ahead-of-log');
    const index = new IndexWriter({
      db,
      logger,
      position,
      sameObject: createSameObject(log, options.decoder),
      reread: (from) => rereadEntries(log, logger, from),
      discard: async (location) => {
        await log.markDeleted(location, 'duplicate');
      },
    });
    const { onProgress } = options;
    await catchUp({ db, log, index, logger, ...(onProgress === undefined ? {} : { onProgress }) }, position);
    return {
      log,
      index,
      reader: createArchiveReader(log, index),
      ingest: createIngest({ log, index, studyKeys: new StudyKeys(db, log.keys), sopClasses: options.sopClasses }),
      async close(graceMs) {
        await index.close(graceMs);
        await log.close();
      },
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** Empties the index, so that the next opening builds it anew from the log. Users, peers and audit stay. */
export async function clearIndex(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`truncate gateway.patient, gateway.study, gateway.series, gateway.instance, gateway.conflict,
      gateway.study_grant`.execute(trx);
    await trx.updateTable('index_state').set({ position: logStart }).where('id', '=', 1).execute();
  });
}

async function indexedPosition(db: Kysely<Database>): Promise<LogPosition> {
  const { position } = await db.selectFrom('index_state').select('position').executeTakeFirstOrThrow();
  return position;
}
