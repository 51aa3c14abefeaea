/**
 * Asks for a delivery, in the caller's own transaction: what made it necessary and the delivery commit together or not at
 * all. Who may ask is decided before; what happens next is in `SEMANTICS.md`.
 */

import type { DeliveryPriority } from '@isocenter/contract/deliveries';
import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { DeliveryError } from './errors.ts';
import { addInstances, listServed } from './instances.ts';
import type { DeliveryScope, RequesterKind } from './tables.ts';

/** In the order in which deliveries are taken. */
const priorities: readonly DeliveryPriority[] = ['high', 'medium', 'low'];

export type DeliveryRequest = {
  /** Internal id. */
  readonly studyId: number;
  /** Internal ids of series of the study: these instead of all of it. */
  readonly seriesIds?: readonly number[];
  /** Internal ids of instances of the study: these instead of all of it. */
  readonly instanceIds?: readonly number[];
  /** The destination. */
  readonly peerId: number;
  /** Default medium; also the priority of each C-STORE, PS3.7 §9.1.1. */
  readonly priority?: DeliveryPriority;
  readonly requestedBy: DeliveryRequester;
  /** Why, for a person: the name of a rule and the like. Never a value of a data set. */
  readonly reason: string;
  /**
   * Leaves out what another delivery has sent there, or one of a rule is about to; default false. For rules that run more
   * than once. Somebody else's delivery may be cancelled or be given up for reasons of its own: twice rather than never.
   */
  readonly onlyUnsent?: boolean;
  /** Internal id of the project by which it is de-identified; default as it is. */
  readonly deidProjectId?: number;
  readonly now: Date;
};

export type DeliveryRequester = {
  readonly kind: RequesterKind;
  /** Internal id of the user, token, service account, rule or peer. */
  readonly id?: number | undefined;
  /** Where no table knows it: the AE title of a peer, the name of a rule. */
  readonly name?: string | undefined;
};

/**
 * Returns the id of the delivery; undefined where there is nothing to send. A delivery of a study or series takes in what
 * arrives later, until it ends.
 *
 * @throws DeliveryError `not-found` where the peer is gone, `peer-disabled`
 */
export async function enqueueDelivery(
  trx: Transaction<Database>,
  request: DeliveryRequest,
): Promise<number | undefined> {
  const { requestedBy, now } = request;
  const peer = await trx.selectFrom('peer').selectAll().where('id', '=', request.peerId).executeTakeFirst();
  if (peer === undefined) throw new DeliveryError('not-found');
  if (!peer.enabled) throw new DeliveryError('peer-disabled');
  const instances = await listServed(trx, request);
  if (instances.length === 0) return undefined;
  await trx
    .insertInto('delivery_destination')
    .values({ peer_id: peer.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await trx
    .insertInto('delivery')
    .values({
      peer_id: peer.id,
      ae_title: peer.ae_title,
      study_id: request.studyId,
      scope: scopeOf(request),
      deid_project_id: request.deidProjectId ?? null,
      priority: priorities.indexOf(request.priority ?? 'medium'),
      requested_by_kind: requestedBy.kind,
      requested_by_id: requestedBy.id === undefined ? null : String(requestedBy.id),
      requested_by_name: requestedBy.name ?? null,
      reason: request.reason,
      state: 'waiting',
      due_at: now,
      instances_total: 0,
      bytes_total: 0,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addInstances(trx, id, instances);
  return id;
}

/** Returns the priority by its number in the table. */
export function priorityOf(rank: number): DeliveryPriority {
  return priorities[rank] ?? 'medium';
}

function scopeOf({ seriesIds, instanceIds }: DeliveryRequest): DeliveryScope {
  if (instanceIds !== undefined) return 'instances';
  return seriesIds === undefined ? 'study' : 'series';
}
