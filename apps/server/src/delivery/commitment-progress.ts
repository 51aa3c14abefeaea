/**
 * SQL of what a destination has yet to commit to: what it is asked for, until when its report is waited for, and what a
 * report, or none, means for the delivery. `SEMANTICS.md` has the rules.
 */

import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { CommitmentReport, InstanceReference } from '../commitment/data-sets.ts';
import { isUnavailable } from '../database/errors.ts';
import type { Database } from '../database/schema.ts';
import { backoffMs } from './backoff.ts';
import { type ClaimedDelivery, type Lease, maxAttempts } from './leases.ts';
import { endComplete, refreshInstances } from './progress.ts';
import type { DeliveryTable } from './tables.ts';

/** Requests in a row after which nothing more was committed to, the last of them without a report, that a delivery survives. */
const maxUnreported = 3;

const nothing: CommitmentReport = { committed: [], failed: [] };

/** Lists what the destination took and has yet to commit to, an instance of which it took several copies once. */
export async function listUncommitted(db: Kysely<Database>, deliveryId: number): Promise<readonly InstanceReference[]> {
  const { rows } = await sql<InstanceReference>`
    select distinct on (sop_instance_uid) sop_class_uid as "sopClassUid", sop_instance_uid as "sopInstanceUid"
    from gateway.delivery_instance
    where delivery_id = ${deliveryId} and state = 'stored' order by sop_instance_uid, stored_at desc`.execute(db);
  return rows;
}

/** The peer need not commit any more: what it took is sent. */
export async function waiveCommitment(db: Kysely<Database>, { deliveryId, owner }: Lease): Promise<void> {
  await sql`
    with owned as (
      update gateway.delivery set instances_uncommitted = 0
      where id = ${deliveryId} and state = 'running' and lease_owner = ${owner} and instances_uncommitted > 0 returning id)
    update gateway.delivery_instance i set state = 'sent' from owned
    where i.delivery_id = owned.id and i.state = 'stored'`.execute(db);
}

/** Ends the lease of a delivery whose destination has taken the request and is to report. */
export async function awaitReport(
  db: Kysely<Database>,
  { deliveryId, owner, commitmentMinutes }: ClaimedDelivery,
  now: Date,
): Promise<void> {
  await sql`
    update gateway.delivery set state = 'committing', lease_owner = null, lease_until = null, code = null,
      due_at = ${now}::timestamptz + make_interval(mins => ${commitmentMinutes ?? 0})
    where id = ${deliveryId} and state = 'running' and lease_owner = ${owner}`.execute(db);
}

/** Puts back what was not reported on in time, to be asked for again, and what need not be committed to any more. */
export async function endWaiting(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`
    update gateway.delivery d set state = 'waiting', code = null, due_at = ${now}
    from gateway.peer where peer.id = d.peer_id and d.state = 'committing' and not peer.confirm_by_commitment`.execute(
    db,
  );
  await sql`
    update gateway.delivery set due_at = ${now}, code = 'not-reported', commitment_attempts = commitment_attempts + 1,
      state = case when commitment_attempts + 1 >= ${maxUnreported} then 'dead' else 'waiting' end,
      ended_at = case when commitment_attempts + 1 >= ${maxUnreported} then ${now}::timestamptz end
    where state = 'committing' and due_at <= ${now}`.execute(db);
}

export type ReportOutcome = {
  readonly now: Date;
  readonly random: () => number;
  /** Told of a report that could not be applied, by the transaction it is of. */
  readonly failed: (transaction: { readonly uid: string; readonly deliveryId: number }, error: unknown) => void;
};

/**
 * Applies the reports that have come, each in a transaction of its own; returns whether any was. One that cannot be applied
 * is left for the next time.
 * @throws where the database is away
 */
export async function applyReports(db: Kysely<Database>, outcome: ReportOutcome): Promise<boolean> {
  let isAnyApplied = false;
  for (const { uid, deliveryId } of await listReported(db)) {
    try {
      if (await db.transaction().execute((trx) => applyReport(trx, uid, outcome))) isAnyApplied = true;
    } catch (error) {
      if (isUnavailable(error)) throw error;
      outcome.failed({ uid, deliveryId }, error);
    }
  }
  return isAnyApplied;
}

/** A delivery that is being sent is left to who sends it, until it is given back. */
function reported(db: Kysely<Database>) {
  return db
    .selectFrom('commitment_inquiry as q')
    .innerJoin('delivery as d', 'd.id', 'q.delivery_id')
    .where('q.report', 'is not', null)
    .where('q.applied_at', 'is', null)
    .where('d.state', '<>', 'running');
}

function listReported(db: Kysely<Database>) {
  return reported(db).select(['q.transaction_uid as uid', 'd.id as deliveryId']).orderBy('q.asked_at').execute();
}

/** Returns false where somebody else has applied it or is about to, or the delivery is in use. */
async function applyReport(trx: Transaction<Database>, uid: string, outcome: ReportOutcome): Promise<boolean> {
  const inquiry = await reported(trx)
    .select(['q.asked_at', 'q.report', 'd.id'])
    .where('q.transaction_uid', '=', uid)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (inquiry === undefined) return false;
  await trx
    .updateTable('commitment_inquiry')
    .set({ applied_at: outcome.now, report: JSON.stringify(nothing) })
    .where('transaction_uid', '=', uid)
    .execute();
  await noteAnswers(trx, inquiry, outcome.now);
  const { id } = inquiry;
  const delivery = await trx.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { state, code } = delivery;
  // A report that comes after it was given up waiting is better than none.
  if (state === 'committing' || (state === 'dead' && code === 'not-reported')) await settle(trx, delivery, outcome);
  return true;
}

type Reported = {
  /** Of the delivery. */
  readonly id: number;
  readonly asked_at: Date;
  readonly report: CommitmentReport | null;
};

/**
 * What is committed to is sent; what is not, is to be sent again. An instance that is in both lists is not. A copy that the
 * destination took after it was asked is not what it reports on.
 */
async function noteAnswers(trx: Transaction<Database>, { id, asked_at, report }: Reported, now: Date): Promise<void> {
  const { committed, failed } = report ?? nothing;
  const uids = committed.map(({ sopInstanceUid }) => sopInstanceUid);
  const failedUids = failed.map(({ sopInstanceUid }) => sopInstanceUid);
  const reasons = failed.map(({ reason }) => reason);
  await sql`
    with told as (
      select distinct on (uid) uid, reason from (
        select uid, null::integer as reason from unnest(${uids}::text[]) as c (uid)
        union all select uid, reason from unnest(${failedUids}::text[], ${reasons}::integer[]) as f (uid, reason)) t
      order by uid, reason nulls last),
    answered as (
      update gateway.delivery_instance i set state = case when told.reason is null then 'sent' else 'waiting' end,
        status = coalesce(told.reason, i.status), code = case when told.reason is null then null else 'not-committed' end
      from told where i.delivery_id = ${id} and i.state = 'stored' and i.sop_instance_uid = told.uid
        and i.stored_at <= ${asked_at}
      returning i.state, i.length_bytes),
    counts as (
      select count(*)::integer as answered, count(*) filter (where state = 'sent') as committed,
        count(*) filter (where state = 'waiting')::integer as failed,
        coalesce(sum(length_bytes) filter (where state = 'waiting'), 0)::bigint as failed_bytes from answered)
    update gateway.delivery d set instances_uncommitted = d.instances_uncommitted - counts.answered,
      instances_sent = d.instances_sent - counts.failed, bytes_sent = d.bytes_sent - counts.failed_bytes,
      progressed_at = case when counts.committed > 0 then ${now}::timestamptz else d.progressed_at end,
      commitment_attempts = case when counts.committed > 0 then 0
        when d.state = 'committing' then d.commitment_attempts + 1 else d.commitment_attempts end
    from counts where d.id = ${id}`.execute(trx);
}

/** Ends the delivery where nothing is left of it; otherwise the rest is sent, or asked for, again. */
async function settle(
  trx: Transaction<Database>,
  { id, peer_id, deid_project_id, scope, instances_uncommitted, commitment_attempts }: Selectable<DeliveryTable>,
  { now, random }: ReportOutcome,
): Promise<void> {
  const refused = await trx
    .selectFrom('delivery_instance')
    .select('object_id')
    .where('delivery_id', '=', id)
    .where('state', '=', 'waiting')
    .where('code', '=', 'not-committed')
    .limit(1)
    .executeTakeFirst();
  if (peer_id !== null)
    await refreshInstances(trx, {
      deliveryId: id,
      peerId: peer_id,
      deidProjectId: deid_project_id ?? undefined,
      scope,
    });
  if (await endComplete(trx, id, { held: sql`d.state <> 'running'`, now })) return;
  const isWhole = refused === undefined && instances_uncommitted === 0;
  const isDead = !isWhole && commitment_attempts >= maxAttempts;
  const pauseMs = isWhole ? 0 : backoffMs(Math.max(commitment_attempts, 1), random);
  await trx
    .updateTable('delivery')
    .set({
      state: isDead ? 'dead' : 'waiting',
      code: isWhole ? null : 'not-committed',
      due_at: new Date(now.getTime() + pauseMs),
      ended_at: isDead ? now : null,
    })
    .where('id', '=', id)
    .execute();
}
