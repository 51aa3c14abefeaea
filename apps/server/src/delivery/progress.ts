/**
 * SQL of a delivery under way: what is left of it, what became of an instance, how it ends. Each statement changes
 * something only while the delivery is still leased to who asks.
 */

import type { DeliveryCode } from '@isocenter/contract/deliveries';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { ActionCounts } from '../deidentification/object-task.ts';
import { noteHeld } from '../deidentification/quarantine.ts';
import { countSent } from '../deidentification/statistics.ts';
import { listInstancesWhere, type StoredInstance } from '../retrieval/instance-repository.ts';
import { backoffMs } from './backoff.ts';
import { addLate, dropGone } from './instances.ts';
import { type ClaimedDelivery, type Lease, leaseEnd, maxAttempts } from './leases.ts';
import type { Verdict } from './verdict.ts';

const subject = { kind: 'system', name: 'delivery' } as const;

/** Leaves out what is no longer served, and takes in what has arrived meanwhile. */
export async function refreshInstances(
  db: Kysely<Database>,
  {
    deliveryId,
    peerId,
    deidProjectId,
    scope,
  }: Pick<ClaimedDelivery, 'deliveryId' | 'peerId' | 'deidProjectId' | 'scope'>,
): Promise<void> {
  await dropGone(db, deliveryId);
  if (scope !== 'instances') await addLate(db, { deliveryId, peerId, deidProjectId, scope });
}

/** Lists what is still to be sent: what was tried before comes last, otherwise in the order of series and instances. */
export async function listWaiting(db: Kysely<Database>, deliveryId: number): Promise<readonly StoredInstance[]> {
  const conditions = [
    sql<boolean>`instance.object_id in (
      select object_id from gateway.delivery_instance where delivery_id = ${deliveryId} and state = 'waiting')`,
  ];
  const instances = await listInstancesWhere(db, subject, { conditions });
  const tried = await db
    .selectFrom('delivery_instance')
    .select(['object_id', 'attempts'])
    .where('delivery_id', '=', deliveryId)
    .where('state', '=', 'waiting')
    .where('attempts', '>', 0)
    .execute();
  const attempts = new Map(tried.map((row) => [row.object_id, row.attempts]));
  const attemptsOf = ({ location }: StoredInstance) => attempts.get(location.objectId) ?? 0;
  return instances.toSorted((a, b) => attemptsOf(a) - attemptsOf(b));
}

/**
 * Writes down what became of an instance, and renews the lease; `lost` where it has gone to somebody else. What was held back
 * is in the quarantine by then, and what was sent de-identified in the statistics.
 */
export async function recordVerdict(
  db: Kysely<Database>,
  delivery: ClaimedDelivery,
  given: Given,
): Promise<'recorded' | 'cancel' | 'lost'> {
  const { instance, verdict, actions, now } = given;
  const { deliveryId, studyId, deidProjectId: projectId } = delivery;
  if (projectId === undefined || (verdict.kind !== 'held' && verdict.kind !== 'sent'))
    return noteVerdict(db, delivery, given);
  return db.transaction().execute(async (trx) => {
    const recorded = await noteVerdict(trx, delivery, given);
    if (recorded === 'lost') return recorded;
    if (verdict.kind === 'sent') {
      await countSent(trx, { projectId, studyId, actions: actions ?? {} }, now);
      return recorded;
    }
    const { reason, findings } = verdict;
    await noteHeld(trx, { projectId, objectId: instance.location.objectId, deliveryId, reason, findings }, now);
    return recorded;
  });
}

type Given = {
  readonly instance: StoredInstance;
  readonly verdict: Verdict;
  /** What de-identification did to it. */
  readonly actions?: ActionCounts | undefined;
  readonly now: Date;
};

async function noteVerdict(
  db: Kysely<Database>,
  { deliveryId, owner, commitmentMinutes }: Pick<ClaimedDelivery, 'deliveryId' | 'owner' | 'commitmentMinutes'>,
  { instance, verdict, now }: Given,
): Promise<'recorded' | 'cancel' | 'lost'> {
  const isSent = verdict.kind === 'sent';
  const isFinal = commitmentMinutes === undefined;
  const accepted = isFinal ? 'sent' : 'stored';
  const isForGood = verdict.kind === 'never' || verdict.kind === 'held';
  const state = isSent ? accepted : isForGood ? 'failed' : 'waiting';
  const status = 'status' in verdict ? (verdict.status ?? null) : null;
  const code = isSent ? null : verdict.code;
  const { rows } = await sql<{ cancel_requested: boolean }>`
    with owned as (
      update gateway.delivery set lease_until = ${leaseEnd(now)},
        instances_sent = instances_sent + ${isSent ? 1 : 0}, instances_failed = instances_failed + ${state === 'failed' ? 1 : 0},
        bytes_sent = bytes_sent + ${isSent ? instance.lengthBytes : 0},
        instances_uncommitted = instances_uncommitted + ${state === 'stored' ? 1 : 0},
        progressed_at = case when ${isSent} then ${now}::timestamptz else progressed_at end,
        attempts = case when ${isSent} then 0 else attempts end
      where id = ${deliveryId} and state = 'running' and lease_owner = ${owner}
      returning id, cancel_requested),
    instance as (
      update gateway.delivery_instance i set state = ${state}, status = ${status}, code = ${code}, attempts = attempts + 1,
        sop_class_uid = ${isFinal ? null : instance.sopClassUid}, sop_instance_uid = ${isFinal ? null : instance.sopInstanceUid},
        stored_at = ${state === 'stored' ? now : null}
      from owned where i.delivery_id = owned.id and i.object_id = ${instance.location.objectId})
    select cancel_requested from owned`.execute(db);
  const [row] = rows;
  if (row === undefined) return 'lost';
  return row.cancel_requested ? 'cancel' : 'recorded';
}

/** Ends a delivery as `endComplete` does, where it is still leased to who asks. */
export async function endIfComplete(
  db: Kysely<Database>,
  { deliveryId, owner }: Lease,
  now: Date,
): Promise<'ended' | 'more-came' | 'lost'> {
  const held = sql<boolean>`d.state = 'running' and d.lease_owner = ${owner}`;
  if (await endComplete(db, deliveryId, { held, now })) return 'ended';
  const row = await db
    .selectFrom('delivery')
    .select('id')
    .where('id', '=', deliveryId)
    .where('state', '=', 'running')
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  return row === undefined ? 'lost' : 'more-came';
}

/**
 * Ends a delivery of which nothing is left to send or to be committed to: done, or dead where an instance failed or there
 * is nothing of it. Returns false where it does not end, because something has come to it meanwhile or it is not `held`.
 */
export async function endComplete(
  db: Kysely<Database>,
  deliveryId: number,
  { held, now }: { readonly held: RawBuilder<boolean>; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    with result as (
      select case when d.instances_total = 0 then 'nothing-left'
        else (select f.code from gateway.delivery_instance f
          where f.delivery_id = d.id and f.state = 'failed' group by f.code order by count(*) desc, f.code limit 1)
        end as code
      from gateway.delivery d where d.id = ${deliveryId})
    update gateway.delivery d set state = case when result.code is null then 'done' else 'dead' end, code = result.code,
      lease_owner = null, lease_until = null, ended_at = ${now}
    from result
    where d.id = ${deliveryId} and ${held} and not exists (
      select from gateway.delivery_instance i where i.delivery_id = d.id and i.state in ('waiting', 'stored'))
    returning d.id`.execute(db);
  return rows.length > 0;
}

export type GivenBack =
  /** Stopped, or to be tried again; due as before where nothing else is said. */
  | { readonly kind: 'waiting'; readonly dueAt?: Date; readonly code?: DeliveryCode }
  | { readonly kind: 'dead'; readonly code: DeliveryCode; readonly now: Date }
  | { readonly kind: 'cancelled'; readonly now: Date };

/** Ends the lease of a delivery that is not complete. */
export async function giveBack(db: Kysely<Database>, { deliveryId, owner }: Lease, as: GivenBack): Promise<void> {
  const code = 'code' in as ? as.code : undefined;
  const dueAt = 'dueAt' in as ? as.dueAt : undefined;
  await db
    .updateTable('delivery')
    .set({
      state: as.kind,
      lease_owner: null,
      lease_until: null,
      ...(dueAt !== undefined && { due_at: dueAt }),
      ...(as.kind !== 'waiting' && { ended_at: as.now }),
      ...(code !== undefined && { code }),
    })
    .where('id', '=', deliveryId)
    .where('state', '=', 'running')
    .where('lease_owner', '=', owner)
    .execute();
}

export type FailedAttempt = {
  readonly code: DeliveryCode;
  readonly now: Date;
  readonly random: () => number;
  /** What is counted: attempts to send, or requests for commitment. Default the first. */
  readonly counter?: 'attempts' | 'commitment_attempts';
};

/** Ends the lease of a delivery that is to be tried again, later each time; after too many attempts it is dead. */
export async function giveBackFailed(
  db: Kysely<Database>,
  lease: Lease,
  { code, now, random, counter = 'attempts' }: FailedAttempt,
): Promise<void> {
  const row = await db
    .updateTable('delivery')
    .set((eb) => ({ [counter]: eb(counter, '+', 1) }))
    .where('id', '=', lease.deliveryId)
    .where('lease_owner', '=', lease.owner)
    .returning(`${counter} as failures`)
    .executeTakeFirst();
  if (row === undefined) return;
  if (row.failures >= maxAttempts) return giveBack(db, lease, { kind: 'dead', code, now });
  const dueAt = new Date(now.getTime() + backoffMs(row.failures, random));
  return giveBack(db, lease, { kind: 'waiting', dueAt, code });
}
