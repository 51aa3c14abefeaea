/**
 * Reads the log from where the index ends and tells the index what it misses: at every start, and, from the
 * beginning, for `isocenter reindex`.
 *
 * The header of each object is read from the log again; nothing else is needed to rebuild the index.
 */

import { DicomError } from '@isocenter/dicom/errors';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import { findTransferSyntax, unknownTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import { type LogPosition, logStart } from '../storage/log-position.ts';
import { StorageError, type StorageErrorCode } from '../storage/storage-error.ts';
import type { IndexEntry } from './index-entry.ts';
import { takeTurn } from './index-turn.ts';
import type { IndexWriter } from './index-writer.ts';
import { createStreamInflater } from './inflate.ts';
import { relocateInstance, removeInstances } from './instance-rows.ts';
import { entriesByArrival, type LogChanges, type ObjectEntry, readChanges, type TrashOf } from './log-order.ts';
import { senderOf } from './sender.ts';
import { summariseHeader } from './summary.ts';
import {
  forgetUnknownTrash,
  listBeingPurged,
  listPurging,
  moveIntoTrash,
  moveOutOfTrash,
  noteTrash,
  noteTrashObjects,
  removeTrash,
} from './trash-rows.ts';

/** Read in one go; the header of almost every object ends before. */
const headerReadBytes = 1 << 17;

/** Told after each entry: how far it is, and where the log ended when reading began. */
export type OnProgress = (position: LogPosition, end: LogPosition) => void;

export type CatchUpOptions = {
  readonly db: Kysely<Database>;
  readonly log: BlobLog;
  readonly index: IndexWriter;
  readonly logger: Logger;
  /** Leaves out objects whose keys are not there, too: somebody asked for an index of what can be read. */
  readonly withoutKeys?: boolean;
  readonly onProgress?: OnProgress;
};

/** Objects that were read, and stretches of the log or objects that could not be. */
export type CaughtUp = { readonly read: number; readonly failed: number };

/** A log whose marks after a position were read and noted, and nothing else of it. */
export type NotedLog = { readonly from: LogPosition; readonly changes: LogChanges };

/**
 * Reads what a log says of its trash after a position, before anything is indexed: objects of other logs may be in it.
 * Until `noteApplied`, a start reads again from there.
 */
export async function noteLog(options: Pick<CatchUpOptions, 'db' | 'log'>, from: LogPosition): Promise<NotedLog> {
  const changes = await readChanges(options.log, from);
  await noteTrashes(options, changes, from);
  return { from, changes };
}

/**
 * Indexes everything that lies in a log after a position and forgets what was deleted there.
 *
 * An object that can no longer be read is logged by its position and left out; the rest is indexed all the same.
 *
 * @param trashOf what this log and those that are caught up with at the same time have in the trash
 */
export async function catchUp(
  options: CatchUpOptions,
  { from, changes }: NotedLog,
  trashOf: TrashOf,
): Promise<CaughtUp> {
  const { db, log, index, logger } = options;
  const end = log.position();
  let read = 0;
  let failed = 0;
  for await (const entry of entriesByArrival(log, from, changes)) {
    options.onProgress?.(entry.position, end);
    if (entry.kind === 'damaged') {
      failed += 1;
      logger.error({ code: 'record-damaged', position: entry.position }, 'a stretch of the log cannot be read');
      continue;
    }
    // Objects from before are in the index, unless they are copies that were not kept.
    if (entry.arrival <= from && (await relocateInstance(db, entry.location))) continue;
    await index.room();
    const readBack = await tryReadEntry(options, entry, trashOf);
    if (readBack === undefined) {
      failed += 1;
    } else {
      void index.enqueue(readBack);
      read += 1;
    }
  }
  await index.reached(log.position());
  await applyTrashes(options, changes);
  return { read, failed };
}

/** Notes that the rows have all that the logs of some spools say: when the last of them is caught up with, not before. */
export async function noteApplied(db: Kysely<Database>, spools: readonly SpoolNumber[]): Promise<void> {
  await db.updateTable('index_state').set({ unapplied_from: null }).where('spool', 'in', spools).execute();
}

/**
 * Yields entries of the log after a position, for an index that has lost what it knew of them. What was deleted since
 * or cannot be read is left out.
 */
export async function* rereadEntries(log: BlobLog, logger: Logger, from: LogPosition): AsyncGenerator<IndexEntry> {
  const changes = await readChanges(log, from);
  for await (const entry of entriesByArrival(log, from, changes)) {
    if (entry.kind === 'damaged' || entry.arrival <= from) continue;
    const read = await tryReadEntry({ log, logger }, entry, changes.trashOf);
    if (read !== undefined) yield read;
  }
}

/** Before any of their objects is indexed. */
async function noteTrashes(
  { db, log }: Pick<CatchUpOptions, 'db' | 'log'>,
  changes: LogChanges,
  from: LogPosition,
): Promise<void> {
  const { trashes, purging } = changes;
  await db.transaction().execute(async (trx) => {
    // What other gateways index after this finds its trash here, and what they indexed before is moved into it later.
    await takeTurn(trx, 'waits');
    // Batches move the index's position beyond what is applied to rows only when all of them are through.
    await trx.updateTable('index_state').set({ unapplied_from: from }).where('spool', '=', log.spool).execute();
    await forgetUnknownTrash(trx, changes, { spool: log.spool, isWholeLog: from === logStart });
    for (const entry of trashes.values()) {
      await noteTrash(trx, log.spool, entry);
      await noteTrashObjects(trx, entry);
    }
    if (purging.size === 0) return;
    await trx
      .updateTable('trash')
      .set({ is_purging: true })
      .where('trash_id', 'in', [...purging])
      .execute();
  });
}

/**
 * Objects that were in the index before go into the trash, or out of it, as the log says. What was purged goes with its
 * study and patient; what was deleted otherwise goes before the rest comes out of the trash. What is still being purged keeps its rows until that ends:
 * they lead to the series, studies and patients that go with it.
 */
async function applyTrashes({ db, index }: CatchUpOptions, changes: LogChanges): Promise<void> {
  const apply = (change: (trx: Transaction<Database>) => Promise<readonly number[]>) =>
    index.change({ record: () => Promise.resolve(undefined), apply: change });
  for (const entry of changes.trashes.values()) await apply((trx) => moveIntoTrash(trx, entry));
  const ended = [...changes.endedTrash];
  const purged = ended.length === 0 ? [] : await listPurging(db, ended);
  for (const trashId of purged) await apply((trx) => removeTrash(trx, trashId));
  const beingPurged = await listBeingPurged(db);
  await removeInstances(
    db,
    [...changes.deleted].filter((objectId) => !beingPurged.has(objectId)),
  );
  for (const trashId of ended) await apply((trx) => moveOutOfTrash(trx, trashId));
}

/**
 * Undefined, and a line in the log, for an object that can no longer be read.
 * @throws what may be better next time (a disk that fails, too many open files, a key file that was not put back): the
 * position would move past the object, and nobody would read it again.
 */
async function tryReadEntry(
  { log, logger, withoutKeys = false }: Pick<CatchUpOptions, 'log' | 'logger' | 'withoutKeys'>,
  entry: ObjectEntry,
  trashOf: TrashOf,
): Promise<IndexEntry | undefined> {
  try {
    const read = await readEntry(log, entry);
    const trash = trashOf.get(entry.location.objectId);
    return { ...read, isReadBack: true, ...(trash && { trash }) };
  } catch (error) {
    if (!isLasting(error) && !(withoutKeys && isMissingKey(error))) throw error;
    logger.error({ code: 'record-unreadable', position: entry.position, err: error }, 'a record cannot be indexed');
    return undefined;
  }
}

const lastingCodes: ReadonlySet<StorageErrorCode> = new Set(['corrupt-record', 'not-found', 'key-destroyed']);

function isLasting(error: unknown): boolean {
  return error instanceof DicomError || (error instanceof StorageError && lastingCodes.has(error.code));
}

function isMissingKey(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'key-missing';
}

async function readEntry(log: BlobLog, entry: ObjectEntry): Promise<IndexEntry> {
  const { record, location } = entry;
  const transferSyntax =
    findTransferSyntax(record.transferSyntaxUid) ?? unknownTransferSyntax(record.transferSyntaxUid);
  const header = new HeaderReader(transferSyntax, transferSyntax.deflated ? { inflater: createStreamInflater() } : {});
  let complete = false;
  for (let start = 0; start < record.lengthBytes && !complete; start += headerReadBytes) {
    const bytes = await log.readRange(location, start, Math.min(start + headerReadBytes, record.lengthBytes));
    complete = header.push(bytes) === 'complete';
  }
  if (!complete) header.end();
  return {
    location,
    position: entry.position,
    sha256: Buffer.from(record.sha256, 'hex'),
    lengthBytes: record.lengthBytes,
    transferSyntaxUid: record.transferSyntaxUid,
    pixelDataOffset: header.pixelDataOffset,
    findings: [...new Set(header.header.findings.map((finding) => finding.code))],
    source: record.provenance.source,
    sender: senderOf(record.provenance),
    receivedAt: new Date(record.provenance.receivedAt),
    policy: record.policy,
    summary: summariseHeader(header.header.value, record.transferSyntaxUid),
  };
}
