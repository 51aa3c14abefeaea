/**
 * Opens the archive of a gateway: its spool of the store and those that nobody else has, their keys, and an index that has
 * caught up with them.
 *
 * Everything acknowledged before the last stop, however it came about, can be found when this resolves.
 */

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { restartChanges } from '../changes/note-changes.ts';
import type { Database } from '../database/schema.ts';
import type { GatewayLink } from '../gateways/gateway-link.ts';
import type { Logger } from '../logging.ts';
import type { Mover, MoverRoom } from '../object-store/mover.ts';
import type { ObjectStoreTier } from '../object-store/open-object-store.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { CompactionResult } from '../storage/compaction.ts';
import { firstSpool, type SpoolNumber } from '../storage/log-entry.ts';
import { logStart } from '../storage/log-position.ts';
import { loadOrCreateMasterKeys } from '../storage/master-key.ts';
import type { MasterKeys } from '../storage/master-keys.ts';
import { segmentsFolder } from '../storage/segment-file.ts';
import { listSpools, spoolFolder } from '../storage/spool-folders.ts';
import { SpoolPositions } from '../storage/spool-positions.ts';
import { type ArchiveReader, createArchiveReader, createIngest, type Ingest } from './archive.ts';
import { ArchiveError } from './archive-error.ts';
import type { CaughtUp, OnProgress } from './catch-up.ts';
import { claimAll, claimFree, claimHome, claimStore, holdStore } from './claim-spools.ts';
import { Turns } from './index-turn.ts';
import type { IndexWriter } from './index-writer.ts';
import { findLocation } from './instance-rows.ts';
import { keepKnownIds } from './known-ids.ts';
import { OtherSpools } from './other-spools.ts';
import { createPixelComparison, type PixelDecoder } from './same-object.ts';
import type { SopClassPolicy } from './sop-class-policy.ts';
import { Spools } from './spools.ts';
import { StudyKeys } from './study-keys.ts';
import { TrashBin } from './trash-bin.ts';

export type ArchiveOptions = {
  /** The data folder; objects and keys go below `blobs`, those of further gateways below `spools`. */
  readonly dataDir: string;
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly decoder: PixelDecoder;
  readonly sopClasses: SopClassPolicy;
  /** Whether other gateways may use the data folder at the same time. Default: none does. */
  readonly isShared?: boolean;
  /** What wraps the keys of patients; the file in the data folder where undefined. */
  readonly masterKeys?: MasterKeys | undefined;
  /** To the other gateways. */
  readonly link?: GatewayLink;
  /** Empties the index first, so that all of it is made anew from the log. Users, peers and the audit trail stay. */
  readonly rebuild?: boolean;
  /** Size of the log's segments; default as in `openBlobLog`. */
  readonly segmentBytes?: number;
  /** Where complete files of the log move to, and are read from; none where undefined. */
  readonly objectStore?: ObjectStoreTier | undefined;
  /** The disk that copies of what was moved lie on. */
  readonly room?: MoverRoom;
  /** Told while the index catches up. */
  readonly onProgress?: OnProgress;
};

export type Archive = {
  /** Of the spool that this gateway stores into; so is the index. */
  readonly log: BlobLog;
  readonly index: IndexWriter;
  readonly reader: ArchiveReader;
  readonly ingest: Ingest;
  /** What was indexed while it was opened. */
  readonly caughtUp: CaughtUp;
  readonly trash: TrashBin;
  /** Whether two copies show the same. */
  readonly comparePixels: ReturnType<typeof createPixelComparison>;
  /** Destroys a patient's key, wherever it lies; durable when this resolves. */
  destroyKey: Spools['destroyKey'];
  /** What moves files of each spool that this gateway has to the S3 store, where there is one. */
  movers(): ReadonlyMap<SpoolNumber, Mover>;
  /** Spools that this gateway has: the one it stores into, and those of gateways that ended. */
  ownedSpools(): number;
  /** True while there is more than one spool, which is where other gateways may be. */
  hasOthers(): boolean;
  /** Gives back the space of what was deleted; also done every hour. */
  compact(): Promise<CompactionResult>;
  /** Indexes what is queued for at most `graceMs` and marks a clean stop. */
  close(graceMs: number): Promise<void>;
};

/**
 * @throws StorageError `locked` where another process owns what this one needs, `wrong-master-key`, `key-file-missing`;
 * `key-missing` where an object that is not in the index yet has no key (a rebuild leaves it out)
 * @throws ArchiveError `store-is-shared`, `store-is-not-shared`; `index-ahead-of-log`; `log-missing` where there is nothing to rebuild from
 */
export async function openArchive(options: ArchiveOptions): Promise<Archive> {
  const { dataDir, db, logger, decoder, link, segmentBytes, objectStore, rebuild = false, isShared = false } = options;
  const dir = spoolFolder(dataDir, firstSpool);
  if (rebuild && !hasLog(dataDir)) throw new ArchiveError('log-missing');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const masterKeys = options.masterKeys ?? (await loadOrCreateMasterKeys(join(dir, 'master.key')));
  const askForSpool = link && (() => link.tell({ kind: 'spool-wanted' }));
  const store = await (rebuild ? holdStore(dataDir) : claimStore(dataDir, { isShared }));
  const home = await claimHome({ dataDir, isShared: isShared && !rebuild, askForSpool }).catch((error: unknown) => {
    store.release();
    throw error;
  });
  const claimed = [home];
  const positions = SpoolPositions.open(join(dir, 'POSITIONS'));
  const spools = new Spools({
    ...{ db, logger, dataDir, masterKeys, positions, segmentBytes, decoder, objectStore, link, room: options.room },
    turns: new Turns(),
  });
  try {
    const others = listSpools(dataDir).filter((spool) => spool !== home.spool);
    claimed.push(...(rebuild ? await claimAll(dataDir, others) : await claimFree(dataDir, others)));
    // Only now, because from here on nobody else has the logs: a running node keeps its index.
    if (rebuild) await clearIndex(db);
    const opening = { withoutKeys: rebuild, onProgress: options.onProgress };
    await spools.open(claimed, opening);
    const { log, index } = spools.home;
    const nudge = spools.nudge.bind(spools);
    const waiting = new OtherSpools({ db, positions, home: home.spool, nudge });
    const reader = createArchiveReader({
      ...{ log, index, others: waiting, locate: (id) => findLocation(db, id) },
      read: spools.read.bind(spools),
      run: spools.run.bind(spools),
    });
    const { sopClasses } = options;
    const ingest = createIngest({ log, index, studyKeys: new StudyKeys(db, log), sopClasses });
    spools.watch();
    return {
      log,
      index,
      reader,
      ingest,
      trash: new TrashBin({ db, log, index, spools, reader, ingest }),
      comparePixels: createPixelComparison({ read: spools.read.bind(spools) }, decoder),
      caughtUp: spools.caughtUp,
      destroyKey: spools.destroyKey.bind(spools),
      movers: () => spools.movers,
      ownedSpools: () => spools.owned,
      hasOthers: () => positions.count() > 1,
      compact: () => spools.home.compact(),
      async close(graceMs) {
        await spools.close(graceMs);
        positions.close();
        store.release();
        objectStore?.store.close();
      },
    };
  } catch (error) {
    await spools.close(0);
    for (const { lock } of claimed) lock.release();
    positions.close();
    store.release();
    throw error;
  }
}

/** True where a data folder holds a log of objects, however short. */
export function hasLog(dataDir: string): boolean {
  return existsSync(segmentsFolder(blobsDir(dataDir)));
}

/** Returns where the keys of all and the objects of the first spool lie. */
export function blobsDir(dataDir: string): string {
  return spoolFolder(dataDir, firstSpool);
}

/** All or nothing; a rebuild that is interrupted later goes on at the next opening. */
async function clearIndex(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await keepKnownIds(trx);
    await sql`truncate gateway.patient, gateway.patient_key, gateway.study, gateway.series, gateway.instance,
      gateway.conflict`.execute(trx);
    await restartChanges(trx);
    await trx.updateTable('index_state').set({ position: logStart, unapplied_from: null }).execute();
  });
}
