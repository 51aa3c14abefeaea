/**
 * SQL of storage commitment: requests on record, the copies that are kept of an instance, and inquiries of ours.
 *
 * A claim is a lease: it moves `due_at` on, so that a row whose attempt is never ended comes up again by itself.
 */

import { type Kysely, type Selectable, sql } from 'kysely';
import { readableSeries } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import type { ObjectLocation } from '../storage/log-entry.ts';
import type { CommitmentReport, CommitmentRequest, InstanceReference } from './data-sets.ts';
import type { CommitmentTable } from './tables.ts';

type Row = Selectable<CommitmentTable>;

export type Commitment = Pick<Row, 'id' | 'address' | 'attempts'> &
  CommitmentRequest & {
    readonly aeTitle: string;
    readonly peerId: number | undefined;
    readonly isDuplicate: boolean;
  };

export type NewCommitment = CommitmentRequest & {
  readonly aeTitle: string;
  readonly peerId: number | undefined;
  readonly address: string;
};

/** How long transactions that are over are remembered, so that their UIDs are known as used. */
const keptDays = 90;

/** Puts a request on record, on the disk of the database when this resolves, and returns its id. */
export function insertCommitment(db: Kysely<Database>, request: NewCommitment, now: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = on`.execute(trx);
    const row = {
      transaction_uid: request.transactionUid,
      ae_title: request.aeTitle,
      peer_id: request.peerId ?? null,
      address: request.address,
      instances: JSON.stringify(request.instances.map((one) => [one.sopClassUid, one.sopInstanceUid])),
      state: 'waiting',
      attempts: 0,
      due_at: now,
      requested_at: now,
      ended_at: null,
    } as const;
    const inserted = await trx
      .insertInto('commitment')
      .values({ ...row, is_duplicate: false })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted !== undefined) return inserted.id;
    const again = trx.insertInto('commitment').values({ ...row, is_duplicate: true });
    return (await again.returning('id').executeTakeFirstOrThrow()).id;
  });
}

/** Makes every transaction that waits due, and forgets those that were over long ago; for the start of a node. */
export async function wakeCommitments(db: Kysely<Database>, now: Date): Promise<void> {
  await db.updateTable('commitment').set({ due_at: now }).where('state', '=', 'waiting').execute();
  await sql`delete from gateway.commitment where ended_at < ${now}::timestamptz - make_interval(days => ${keptDays})`.execute(
    db,
  );
}

export type Claim = {
  readonly now: Date;
  /** After which the transaction comes up again by itself, if nobody says how the attempt went. */
  readonly leaseMs: number;
};

/** Takes a transaction that is due; undefined where none is. */
export function claimCommitment(db: Kysely<Database>, { now, leaseMs }: Claim): Promise<Commitment | undefined> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('commitment')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .orderBy('id')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const attempts = row.attempts + 1;
    const due_at = new Date(now.getTime() + leaseMs);
    await trx.updateTable('commitment').set({ due_at, attempts }).where('id', '=', row.id).execute();
    return fromRow({ ...row, attempts });
  });
}

/** An attempt has failed; the next is made at `dueAt`. */
export async function postponeCommitment(db: Kysely<Database>, id: number, dueAt: Date): Promise<void> {
  await db.updateTable('commitment').set({ due_at: dueAt }).where('id', '=', id).execute();
}

/** Returns when the next attempt is due; undefined where nothing waits. */
export async function findNextDue(db: Kysely<Database>): Promise<Date | undefined> {
  const { due } = await db
    .selectFrom('commitment')
    .select(({ fn }) => fn.min('due_at').as('due'))
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return due ?? undefined;
}

export async function endCommitment(
  db: Kysely<Database>,
  id: number,
  state: 'reported' | 'dead',
  now: Date,
): Promise<void> {
  await db.updateTable('commitment').set({ state, ended_at: now, instances: '[]' }).where('id', '=', id).execute();
}

export type KeptCopy = InstanceReference & { readonly location: ObjectLocation };

/** Lists every copy, served or kept in a conflict, of instances that the subject may know of. */
export async function listCopies(
  db: Kysely<Database>,
  subject: Subject,
  sopInstanceUids: readonly string[],
): Promise<readonly KeptCopy[]> {
  const ofState = (state: 'served' | 'kept') =>
    db
      .selectFrom('instance')
      .innerJoin('series', 'series.id', 'instance.series_id')
      .innerJoin('study', 'study.id', 'series.study_id')
      .select(['instance.sop_class_uid', 'instance.sop_instance_uid', 'instance.location'])
      .where('instance.state', '=', state)
      .where(sql<boolean>`instance.sop_instance_uid = any(${sopInstanceUids}::text[])`)
      .where(readableSeries(subject))
      .execute();
  return [...(await ofState('served')), ...(await ofState('kept'))].map((row) => ({
    sopClassUid: row.sop_class_uid,
    sopInstanceUid: row.sop_instance_uid,
    location: row.location,
  }));
}

export type NewInquiry = {
  readonly transactionUid: string;
  /** Of the peer that is asked. */
  readonly aeTitle: string;
  /** The delivery that is confirmed by it. */
  readonly deliveryId?: number;
};

/** Notes what a peer is about to be asked, so that its report is known when it comes. */
export async function insertInquiry(
  db: Kysely<Database>,
  { transactionUid, aeTitle, deliveryId }: NewInquiry,
  now: Date,
): Promise<void> {
  await sql`
    delete from gateway.commitment_inquiry
    where asked_at < ${now}::timestamptz - make_interval(days => ${keptDays})`.execute(db);
  await db
    .insertInto('commitment_inquiry')
    .values({
      transaction_uid: transactionUid,
      ae_title: aeTitle,
      asked_at: now,
      report: null,
      ...(deliveryId !== undefined && { delivery_id: deliveryId }),
    })
    .execute();
}

/** Notes what a peer reported; false where it was not asked. A report that comes again changes nothing. */
export async function noteReport(
  db: Kysely<Database>,
  transactionUid: string,
  aeTitle: string,
  report: CommitmentReport,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('commitment_inquiry')
    .set({ report: sql<string>`coalesce(report, ${JSON.stringify(report)}::jsonb)` })
    .where('transaction_uid', '=', transactionUid)
    .where('ae_title', '=', aeTitle)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function findReport(db: Kysely<Database>, transactionUid: string): Promise<CommitmentReport | undefined> {
  const row = await db
    .selectFrom('commitment_inquiry')
    .select('report')
    .where('transaction_uid', '=', transactionUid)
    .executeTakeFirst();
  return row?.report ?? undefined;
}

function fromRow(row: Row): Commitment {
  return {
    id: row.id,
    address: row.address,
    attempts: row.attempts,
    transactionUid: row.transaction_uid,
    aeTitle: row.ae_title,
    peerId: row.peer_id ?? undefined,
    isDuplicate: row.is_duplicate,
    instances: row.instances.map(([sopClassUid, sopInstanceUid]) => ({ sopClassUid, sopInstanceUid })),
  };
}
