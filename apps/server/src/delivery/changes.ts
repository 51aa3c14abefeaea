/**
 * What people change about the queue: deliveries are cancelled and resubmitted, destinations paused, resumed and set. Who
 * may is decided before, except that a member changes only what the same member asked for.
 */

import type { DestinationSettings } from '@isocenter/contract/deliveries';
import { type Kysely, sql } from 'kysely';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import type { DeliveryRequester } from './enqueue.ts';
import { DeliveryError } from './errors.ts';

export type Change = { readonly db: Kysely<Database>; readonly now: () => Date };

type Requested = { readonly requested_by_kind: string; readonly requested_by_id: string | null };

/** Returns who asks, as a delivery remembers it. */
export function requesterOf(subject: Subject): DeliveryRequester {
  switch (subject.kind) {
    case 'user':
      return { kind: 'user', id: subject.userId };
    case 'token':
      return { kind: 'token', id: subject.tokenId };
    case 'service':
      return { kind: 'service', id: subject.serviceId };
    case 'peer':
      return { kind: 'peer', id: subject.peerId, name: subject.aet };
    case 'system':
      return { kind: 'system', name: subject.name };
    case 'anonymous':
      return { kind: 'system', name: 'nobody' };
  }
}

export function mayChange(subject: Subject, delivery: Requested): boolean {
  if (subject.kind === 'system') return true;
  if ((subject.kind === 'user' || subject.kind === 'token') && subject.role === 'admin') return true;
  const { kind, id } = requesterOf(subject);
  return kind === delivery.requested_by_kind && id !== undefined && String(id) === delivery.requested_by_id;
}

/**
 * What is being sent is stopped by the node that sends it, within seconds; a dead letter is given up for good.
 * @throws DeliveryError `delivery-state`
 */
export async function cancelDelivery({ db, now }: Change, id: number): Promise<void> {
  const { rows } = await sql`
    update gateway.delivery set cancel_requested = true,
      state = case state when 'running' then state else 'cancelled' end,
      ended_at = case when state <> 'running' then ${now()}::timestamptz end
    where id = ${id} and state in ('waiting', 'running', 'committing', 'dead') returning id`.execute(db);
  if (rows.length === 0) throw new DeliveryError('delivery-state');
}

/**
 * Puts back what is left of a dead or cancelled delivery; what was acknowledged is not sent again, and what is yet to be
 * committed to is asked for again.
 * @throws DeliveryError `delivery-state`, also where the peer is gone
 */
export async function resubmitDelivery(change: Change, id: number): Promise<void> {
  if ((await resubmit(change, sql`d.id = ${id} and d.state in ('dead', 'cancelled')`)) === 0) {
    throw new DeliveryError('delivery-state');
  }
}

/** Puts one instance that failed back into a delivery that has not ended. Returns false where it has. */
export async function retryInstance(db: Kysely<Database>, deliveryId: number, objectId: string): Promise<boolean> {
  const { rows } = await sql`
    with live as (
      select id from gateway.delivery
      where id = ${deliveryId} and state in ('waiting', 'running', 'committing') for update),
    revived as (
      update gateway.delivery_instance i set state = 'waiting', attempts = 0, code = null, status = null from live
      where i.delivery_id = live.id and i.object_id = ${objectId} and i.state = 'failed' returning i.delivery_id),
    counted as (
      update gateway.delivery d set instances_failed = instances_failed - 1 from revived where d.id = revived.delivery_id)
    select id from live`.execute(db);
  return rows.length > 0;
}

/** Resubmits every dead letter of a peer, and returns how many there were. */
export function resubmitDeadLetters(change: Change, peerId: number): Promise<number> {
  return resubmit(change, sql`d.peer_id = ${peerId} and d.state = 'dead'`);
}

async function resubmit({ db, now }: Change, which: ReturnType<typeof sql>): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: number }>`
      update gateway.delivery d set state = 'waiting', code = null, attempts = 0, commitment_attempts = 0, due_at = ${now()}, ended_at = null,
        cancel_requested = false, instances_failed = 0
      where ${which} and d.peer_id is not null and d.instances_total > 0 returning d.id`.execute(trx);
    if (rows.length === 0) return 0;
    await trx
      .updateTable('delivery_instance')
      .set({ state: 'waiting', attempts: 0, code: null, status: null })
      .where(
        'delivery_id',
        'in',
        rows.map((row) => row.id),
      )
      .where('state', '=', 'failed')
      .execute();
    return rows.length;
  });
}

export async function pauseDestination({ db, now }: Change, peerId: number): Promise<void> {
  await setDestination(db, peerId, { paused_at: now() });
}

/** Also tries at once a destination that was away, and for as long as a delivery may wait. */
export async function resumeDestination({ db }: Change, peerId: number): Promise<void> {
  const afresh = { failures: 0, failing_since: null, failure_code: null, retry_at: null };
  await setDestination(db, peerId, { paused_at: null, ...afresh });
}

export async function updateDestination(
  { db }: Pick<Change, 'db'>,
  peerId: number,
  settings: DestinationSettings,
): Promise<void> {
  await setDestination(db, peerId, {
    max_associations: settings.maxAssociations,
    instances_per_second: settings.instancesPerSecond ?? null,
    bytes_per_second: settings.bytesPerSecond ?? null,
    sending_hours: JSON.stringify(settings.sendingHours),
    give_up_hours: settings.giveUpHours,
  });
}

type DestinationValues = {
  readonly max_associations?: number;
  readonly instances_per_second?: number | null;
  readonly bytes_per_second?: number | null;
  readonly sending_hours?: string;
  readonly give_up_hours?: number;
  readonly paused_at?: Date | null;
  readonly failures?: number;
  readonly failing_since?: null;
  readonly failure_code?: null;
  readonly retry_at?: null;
};

/** @throws DeliveryError `not-found` where there is no such peer */
async function setDestination(db: Kysely<Database>, peerId: number, values: DestinationValues): Promise<void> {
  const peer = await db.selectFrom('peer').select('id').where('id', '=', peerId).executeTakeFirst();
  if (peer === undefined) throw new DeliveryError('not-found');
  await db
    .insertInto('delivery_destination')
    .values({ peer_id: peerId, ...values })
    .onConflict((conflict) => conflict.column('peer_id').doUpdateSet(values))
    .execute();
}
