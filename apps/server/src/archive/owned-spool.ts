/**
 * A spool that this process owns: its log, an index that has caught up with it, and what is done with a log from time to time.
 *
 * A gateway stores into one of them, its home. It may own others, which it has adopted from gateways that ended: nothing is
 * stored into these but marks, and the copies that compaction makes.
 */

import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import type { Mover, MoverRoom } from '../object-store/mover.ts';
import type { ObjectStoreTier } from '../object-store/open-object-store.ts';
import { type BlobLog, openBlobLog } from '../storage/blob-log.ts';
import type { CompactionResult } from '../storage/compaction.ts';
import { erasedKeysOf, ledgerPath, readLedger } from '../storage/erasure-ledger.ts';
import { nodeFileSystem } from '../storage/file-system.ts';
import { KeyBackups } from '../storage/key-backup.ts';
import type { PatientKeyId } from '../storage/key-ring.ts';
import { firstSpool, type ObjectLocation, type SpoolNumber, spoolOf } from '../storage/log-entry.ts';
import type { LogPosition } from '../storage/log-position.ts';
import type { MasterKeys } from '../storage/master-keys.ts';
import type { OwnerLock } from '../storage/owner-lock.ts';
import { keyBackupsFolder } from '../storage/segment-file.ts';
import { spoolFolder } from '../storage/spool-folders.ts';
import { type SpoolPositions, unknownEnd } from '../storage/spool-positions.ts';
import { ArchiveError } from './archive-error.ts';
import { type CaughtUp, catchUp, type NotedLog, noteLog, type OnProgress, rereadEntries } from './catch-up.ts';
import { Compactor } from './compactor.ts';
import type { Turns } from './index-turn.ts';
import { IndexWriter } from './index-writer.ts';
import type { TrashOf } from './log-order.ts';
import { destroyRetiredKeys } from './retired-keys.ts';
import { createComparison, type ObjectSource, type PixelDecoder } from './same-object.ts';

/** What every spool of a process shares. */
export type SpoolContext = {
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly dataDir: string;
  readonly masterKeys: MasterKeys;
  readonly positions: SpoolPositions;
  readonly turns: Turns;
  readonly decoder: PixelDecoder;
  /** Yields objects of other spools. */
  readonly read: ObjectSource['read'];
  readonly prove: ObjectSource['prove'];
  /** Has a copy that is not kept deleted in another spool than the one whose index decided so. */
  readonly discard: (location: ObjectLocation) => Promise<void>;
  /** Default as in `openBlobLog`. */
  readonly segmentBytes: number | undefined;
  /** Where complete files of the first spool's log move to, and from which those of the others are opened. */
  readonly objectStore: ObjectStoreTier | undefined;
  /** The disk that copies of what was moved lie on. */
  readonly room: MoverRoom | undefined;
};

export type OwnedSpool = {
  readonly log: BlobLog;
  readonly index: IndexWriter;
  /** What was indexed while it was opened. */
  readonly caughtUp: CaughtUp;
  /** Moves files to the S3 store, where there is one. */
  readonly mover: Mover | undefined;
  compact(): Promise<CompactionResult>;
  /**
   * Destroys a patient's key: nothing is stored under it from now on, and what was on its way is in the index before it goes.
   * Durable, also in the copies of the key file, when this resolves.
   */
  destroyKey(keyId: PatientKeyId): Promise<void>;
  /** Has keys and their copies wrapped by the newest master key, where an earlier one wraps them. */
  wrapKeysAnew(): Promise<void>;
  /** Indexes what is queued for at most `graceMs`, marks a clean stop and gives the lock back. */
  close(graceMs: number): Promise<void>;
};

export type OpenSpoolOptions = {
  readonly lock: OwnerLock;
  /** Leaves out objects whose keys are not there. */
  readonly withoutKeys: boolean;
  readonly onProgress?: OnProgress | undefined;
};

/** A spool whose log is open and whose trash is known; nothing of it was indexed yet. */
export type BegunSpool = {
  /** What its log has in the trash; objects of other spools are in it, too. */
  readonly trashOf: TrashOf;
  /** Resolves when everything in it can be found. */
  finish(trashOf: TrashOf): Promise<OwnedSpool>;
  /** Closes the log and releases the lock, where it was not finished. Never rejects. */
  abandon(): Promise<void>;
};

/**
 * Begins to open a spool whose lock was taken. The lock is released where that fails.
 * @throws as `openArchive`
 */
export async function beginSpool(
  context: SpoolContext,
  spool: SpoolNumber,
  options: OpenSpoolOptions,
): Promise<BegunSpool> {
  const { db, positions, logger } = context;
  let toldBefore: LogPosition | undefined;
  let opened: BlobLog | undefined;
  const abandon = async () => {
    try {
      // While the lock is held: whoever takes it next tells what it finds.
      if (toldBefore !== undefined) positions.tell(spool, toldBefore);
    } catch (error) {
      logger.warn({ spool, err: error }, 'how far a spool is durable could not be told');
    }
    try {
      await opened?.close();
    } catch (error) {
      logger.warn({ spool, err: error }, 'a spool that could not be opened was not closed in peace');
    }
    options.lock.release();
  };
  try {
    toldBefore = positions.read()[spool - 1] ?? 0;
    // Until the index has all of it, nobody is told where it ends.
    positions.tell(spool, unknownEnd);
    const tier = await tierOf(context, spool);
    const log = await openLog(context, spool, { lock: options.lock, tier });
    opened = log;
    // Before anything is read: whatever copy of the keys was put here, who was erased stays erased.
    await log.keys.destroyAgain(erasedKeysOf(readLedger(ledgerPath(context.dataDir)), spool));
    const { position, unapplied_from } = await indexedPosition(db, spool);
    if (position > log.position()) throw new ArchiveError('index-ahead-of-log');
    const noted = await noteLog({ db, log }, unapplied_from ?? position);
    const finish = (trashOf: TrashOf) =>
      catchUpWith({ ...context, tier }, log, { ...options, position, noted, trashOf });
    return { trashOf: noted.changes.trashOf, finish, abandon };
  } catch (error) {
    await abandon();
    throw error;
  }
}

/** Each spool has a part of the bucket to itself. */
async function tierOf({ objectStore, dataDir }: SpoolContext, spool: SpoolNumber) {
  return spool === firstSpool ? objectStore : await objectStore?.beside(spoolFolder(dataDir, spool));
}

type OpenLogOptions = { readonly lock: OwnerLock; readonly tier: ObjectStoreTier | undefined };

function openLog(context: SpoolContext, spool: SpoolNumber, { lock, tier }: OpenLogOptions): Promise<BlobLog> {
  const { dataDir, masterKeys, logger, positions, segmentBytes } = context;
  return openBlobLog({
    dir: spoolFolder(dataDir, spool),
    spool,
    masterKeys,
    logger,
    lock,
    advanced: (position) => positions.tell(spool, position),
    ...tier?.logOptions,
    ...(segmentBytes === undefined ? {} : { segmentBytes }),
  });
}

type CatchUpWith = OpenSpoolOptions & {
  /** Up to where the log is indexed. */
  readonly position: LogPosition;
  readonly noted: NotedLog;
  readonly trashOf: TrashOf;
};

async function catchUpWith(
  context: SpoolContext & Pick<OpenLogOptions, 'tier'>,
  log: BlobLog,
  { withoutKeys, onProgress, position, noted, trashOf }: CatchUpWith,
): Promise<OwnedSpool> {
  const { db, logger, turns } = context;
  const { spool } = log;
  const read = (location: ObjectLocation) =>
    spoolOf(location) === spool ? log.read(location) : context.read(location);
  const prove = (location: ObjectLocation) =>
    spoolOf(location) === spool ? log.prove(location) : context.prove(location);
  const comparison = createComparison({ read, prove }, context.decoder);
  const discard = async (location: ObjectLocation) => {
    if (spoolOf(location) === spool) await log.markDeleted(location, 'duplicate');
    else await context.discard(location);
  };
  const reread = (from: LogPosition) => rereadEntries(log, logger, from);
  const index = new IndexWriter({ db, logger, spool, position, turns, comparison, reread, discard });
  const progress = onProgress === undefined ? {} : { onProgress };
  try {
    const caughtUp = await catchUp({ db, log, index, logger, withoutKeys, ...progress }, noted, trashOf);
    // Marks behind the last object are in no batch: what the index has is all there is.
    context.positions.tell(spool, index.position);
    await destroyRetiredKeys(db, log);
    return await tendSpool(context, { log, index, caughtUp });
  } catch (error) {
    // Before the log that it reads from is closed.
    await index.close(0);
    throw error;
  }
}

/** Begins what is done with a log from time to time. */
async function tendSpool(
  context: SpoolContext & Pick<OpenLogOptions, 'tier'>,
  { log, index, caughtUp }: Pick<OwnedSpool, 'log' | 'index' | 'caughtUp'>,
): Promise<OwnedSpool> {
  const { db, logger, room, masterKeys } = context;
  const folder = keyBackupsFolder(spoolFolder(context.dataDir, log.spool));
  const content = () => log.keys.copyFile();
  const erasedKeys = () => erasedKeysOf(readLedger(ledgerPath(context.dataDir)), log.spool);
  const keyBackups = await KeyBackups.start({
    fileSystem: nodeFileSystem,
    folder,
    content,
    masterKeys,
    erasedKeys,
    logger,
  });
  const compactor = new Compactor({ db, log, index, logger });
  const mover = context.tier?.startMover({ log, indexed: () => index.position, logger, room });
  return {
    log,
    index,
    caughtUp,
    mover,
    compact: () => compactor.run(),
    async destroyKey(keyId) {
      log.keys.retire(keyId);
      await index.reached(log.position());
      await log.keys.destroyAgain([keyId]);
      await keyBackups.lookNow();
    },
    async wrapKeysAnew() {
      if (log.keys.isWrappedByNewest) return;
      await log.keys.wrapAnew();
      await keyBackups.lookNow();
    },
    async close(graceMs) {
      await Promise.all([compactor.close(), mover?.close()]);
      await index.close(graceMs);
      await keyBackups.close();
      await log.close();
    },
  };
}

/**
 * Up to where the log is indexed, and from where it must be read again, which a start that was interrupted noted. A spool that
 * is new begins at its start; so do those in front of it, should their makers not have come so far.
 */
async function indexedPosition(db: Kysely<Database>, spool: SpoolNumber) {
  await sql`
    insert into gateway.index_state (spool, position) select n, 0 from generate_series(1, ${spool}::integer) as n
    on conflict do nothing`.execute(db);
  return db
    .selectFrom('index_state')
    .select(['position', 'unapplied_from'])
    .where('spool', '=', spool)
    .executeTakeFirstOrThrow();
}
