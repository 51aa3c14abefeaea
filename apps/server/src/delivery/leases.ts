/**
 * SQL of who sends what: deliveries are claimed for a while, and come back to the queue when the node that claimed them
 * does not say in time that it is still there. `SEMANTICS.md` says what holds at each crash point.
 */

import type { SendingWindow } from '@isocenter/contract/deliveries';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { CalledPeer } from '../peers/destination.ts';
import type { Destination } from '../query-retrieve/move-destination.ts';
import type { PaceLimits } from './pace.ts';
import { isSendingTime } from './sending-hours.ts';
import type { DeliveryScope, RequesterKind } from './tables.ts';

/** Attempts in a row in which the destination acknowledged nothing: with the pauses between, three to four hours. */
export const maxAttempts = 20;

/** How long a delivery stays with a node that says nothing more. */
export const leaseMs = 15_000;

export type Lease = { readonly deliveryId: number; readonly owner: string };

export type ClaimedDelivery = Lease & {
  readonly peerId: number;
  readonly destination: Pick<Destination, 'aeTitle' | 'host' | 'port'>;
  readonly peer: CalledPeer;
  readonly limits: PaceLimits;
  readonly sendingHours: readonly SendingWindow[];
  readonly studyId: number;
  readonly scope: DeliveryScope;
  /** It leaves de-identified by this project, or not at all. */
  readonly deidProjectId: number | undefined;
  readonly priority: number;
  readonly requester: {
    readonly kind: RequesterKind;
    readonly id: string | undefined;
    readonly name: string | undefined;
  };
  /** Attempts in a row in which nothing was acknowledged. */
  readonly attempts: number;
  readonly hasBegun: boolean;
  /** For how long the peer's report is waited for, where it has to commit to what it takes. */
  readonly commitmentMinutes: number | undefined;
};

type Claim = { readonly owner: string; readonly now: Date };

type NextClaim = Claim & {
  /** The oldest delivery, whatever its priority: so that what is not urgent comes to its end where urgent ones never cease. */
  readonly isOldestFirst: boolean;
};

/** Claims the next delivery of a destination that may be sent to now; undefined where there is none. */
export async function claimNext(db: Kysely<Database>, claim: NextClaim): Promise<ClaimedDelivery | undefined> {
  for (const destination of await listReady(db, claim.now)) {
    if (!isSendingTime(destination.sending_hours, claim.now)) continue;
    const claimed = await db.transaction().execute((trx) => claimFor(trx, destination.peer_id, claim));
    if (claimed !== undefined) return claimed;
  }
  return undefined;
}

/** Says that deliveries are still under way; returns those to which that still applies, and which to stop. */
export async function renewLeases(
  db: Kysely<Database>,
  ids: readonly number[],
  { owner, now }: Claim,
): Promise<readonly { readonly id: number; readonly cancel_requested: boolean; readonly is_paused: boolean }[]> {
  return db
    .updateTable('delivery')
    .set({ lease_until: leaseEnd(now) })
    .where('id', 'in', ids)
    .where('state', '=', 'running')
    .where('lease_owner', '=', owner)
    .returning(['id', 'cancel_requested'])
    .returning(
      sql<boolean>`exists (
        select from gateway.delivery_destination d
        where d.peer_id = delivery.peer_id and d.paused_at is not null)`.as('is_paused'),
    )
    .execute();
}

/**
 * Puts back what nobody has said anything about for too long, and ends what has no destination any more. A node that went
 * away counts as an attempt: a delivery that ends the process each time must come to an end itself.
 */
export async function sweep(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`
    update gateway.delivery set lease_owner = null, lease_until = null, due_at = ${now}, attempts = attempts + 1,
      state = case when cancel_requested then 'cancelled' when attempts + 1 >= ${maxAttempts} then 'dead' else 'waiting' end,
      code = case when attempts + 1 >= ${maxAttempts} then 'node-failed' else code end,
      ended_at = case when cancel_requested or attempts + 1 >= ${maxAttempts} then ${now}::timestamptz end
    where state = 'running' and lease_until <= ${now}`.execute(db);
  await db
    .updateTable('delivery')
    .set({ state: 'dead', code: 'destination-removed', ended_at: now })
    .where('state', 'in', ['waiting', 'committing'])
    .where('peer_id', 'is', null)
    .execute();
}

export function leaseEnd(now: Date): Date {
  return new Date(now.getTime() + leaseMs);
}

/** Destinations with something due and an association left; one that is failing gets a single one. */
async function listReady(db: Kysely<Database>, now: Date) {
  return db
    .selectFrom('delivery_destination as d')
    .innerJoin('peer', 'peer.id', 'd.peer_id')
    .select(['d.peer_id', 'd.sending_hours'])
    .where('peer.enabled', '=', true)
    .where('d.paused_at', 'is', null)
    .where((eb) => eb.or([eb('d.retry_at', 'is', null), eb('d.retry_at', '<=', now)]))
    .where(sql<boolean>`exists (
      select from gateway.delivery w where w.peer_id = d.peer_id and w.state = 'waiting' and w.due_at <= ${now})`)
    .where(hasAssociationLeft)
    .orderBy(sql`random()`)
    .execute();
}

const hasAssociationLeft = sql<boolean>`
  (select count(*) from gateway.delivery r where r.peer_id = d.peer_id and r.state = 'running')
    < case when d.failures > 0 then 1 else d.max_associations end`;

/** The row of the destination is locked, so that two nodes never open more associations than it may have. */
async function claimFor(
  trx: Transaction<Database>,
  peerId: number,
  { owner, now, isOldestFirst }: NextClaim,
): Promise<ClaimedDelivery | undefined> {
  const destination = await trx
    .selectFrom('delivery_destination as d')
    .innerJoin('peer', 'peer.id', 'd.peer_id')
    .select(['peer.id', 'peer.ae_title', 'peer.host', 'peer.port', 'peer.tls', 'peer.tls_fingerprint'])
    .select(['peer.confirm_by_commitment', 'peer.commitment_minutes'])
    .select(['d.instances_per_second', 'd.bytes_per_second', 'd.sending_hours'])
    .where('d.peer_id', '=', peerId)
    .where('d.paused_at', 'is', null)
    .forUpdate('d')
    .skipLocked()
    .executeTakeFirst();
  if (destination === undefined) return undefined;
  // A statement of its own: its snapshot must be younger than the lock.
  const left = await trx
    .selectFrom('delivery_destination as d')
    .select('d.peer_id')
    .where('d.peer_id', '=', peerId)
    .where(hasAssociationLeft)
    .executeTakeFirst();
  if (left === undefined) return undefined;
  const row = await trx
    .updateTable('delivery')
    .set({ state: 'running', lease_owner: owner, lease_until: leaseEnd(now) })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('delivery')
        .select('id')
        .where('peer_id', '=', peerId)
        .where('state', '=', 'waiting')
        .where('due_at', '<=', now)
        .$if(!isOldestFirst, (all) => all.orderBy('priority'))
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    deliveryId: row.id,
    owner,
    peerId,
    destination: { aeTitle: destination.ae_title, host: destination.host, port: destination.port },
    peer: destination,
    limits: {
      instancesPerSecond: destination.instances_per_second ?? undefined,
      bytesPerSecond: destination.bytes_per_second ?? undefined,
    },
    sendingHours: destination.sending_hours,
    studyId: row.study_id,
    scope: row.scope,
    deidProjectId: row.deid_project_id ?? undefined,
    priority: row.priority,
    requester: {
      kind: row.requested_by_kind,
      id: row.requested_by_id ?? undefined,
      name: row.requested_by_name ?? undefined,
    },
    attempts: row.attempts,
    hasBegun: row.begun_at !== null,
    commitmentMinutes: destination.confirm_by_commitment ? destination.commitment_minutes : undefined,
  };
}
