/**
 * The moment before the first instance of a delivery leaves: the audit trail has it, in one transaction with the delivery
 * itself, so that each delivery is recorded once and none leaves unrecorded.
 */

import type { Kysely } from 'kysely';
import type { AuditSubject } from '../audit/event.ts';
import { appendEvents } from '../audit/trail.ts';
import type { Database } from '../database/schema.ts';
import type { ClaimedDelivery } from './leases.ts';

/** Returns false where the lease is lost. */
export async function begin(db: Kysely<Database>, delivery: ClaimedDelivery, now: Date): Promise<boolean> {
  if (delivery.hasBegun) return true;
  const { deliveryId, owner, destination } = delivery;
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('delivery')
      .select(['study_id', 'instances_total', 'scope', 'begun_at'])
      .where('id', '=', deliveryId)
      .where('state', '=', 'running')
      .where('lease_owner', '=', owner)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || row.begun_at !== null) return row !== undefined;
    await trx.updateTable('delivery').set({ begun_at: now }).where('id', '=', deliveryId).execute();
    const event = {
      action: 'delivery:send',
      outcome: 'success',
      subject: subjectOf(delivery.requester),
      object: { kind: 'study', id: row.study_id },
      address: destination.host,
      details: {
        delivery: deliveryId,
        aeTitle: destination.aeTitle,
        port: destination.port,
        scope: row.scope,
        instances: row.instances_total,
        ...(delivery.deidProjectId !== undefined && { deidProject: delivery.deidProjectId }),
      },
    } as const;
    await appendEvents(trx, [{ event, at: now }]);
    return true;
  });
}

function subjectOf({ kind, id, name }: ClaimedDelivery['requester']): AuditSubject {
  switch (kind) {
    case 'user':
      return { kind, userId: Number(id) };
    case 'token':
      return { kind, tokenId: Number(id) };
    case 'service':
      return { kind, serviceId: Number(id) };
    case 'peer':
      return { kind, peerId: id === undefined ? undefined : Number(id), aet: name ?? '' };
    case 'rule':
    case 'system':
      return { kind: 'system', name: id === undefined ? kind : `${kind} ${id}` };
  }
}
