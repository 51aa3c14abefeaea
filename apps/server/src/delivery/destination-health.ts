/**
 * What is remembered of a destination that does not take associations: it is tried again after a while, by one delivery at
 * a time, and after too long what waits for it is given up.
 */

import type { DeliveryCode } from '@isocenter/contract/deliveries';
import type { DimseError } from '@isocenter/dimse/errors';
import { rejectResult } from '@isocenter/dimse/rejection';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { backoffMs } from './backoff.ts';

const hourMs = 3_600_000;

/** Returns why an association could not be opened. */
export function openingFailure(error: DimseError): DeliveryCode {
  if (error.code === 'context-not-accepted') return 'not-accepted';
  if (error.code !== 'association-rejected') return 'destination-unreachable';
  return error.details.result === rejectResult.transient ? 'destination-busy' : 'destination-rejects';
}

/** Notes a failure and when to try again; gives up what was due for as long as the destination may be away. */
export async function noteFailure(
  trx: Transaction<Database>,
  peerId: number,
  { code, now, random }: { readonly code: DeliveryCode; readonly now: Date; readonly random: () => number },
): Promise<void> {
  const row = await trx
    .updateTable('delivery_destination')
    .set((eb) => ({
      failures: eb('failures', '+', 1),
      failing_since: eb.fn.coalesce('failing_since', eb.val(now)),
      failure_code: code,
    }))
    .where('peer_id', '=', peerId)
    .returning(['failures', 'failing_since', 'give_up_hours'])
    .executeTakeFirst();
  if (row === undefined) return;
  const retryAt = new Date(now.getTime() + backoffMs(row.failures, random));
  await trx.updateTable('delivery_destination').set({ retry_at: retryAt }).where('peer_id', '=', peerId).execute();
  const givenUpBefore = new Date(now.getTime() - row.give_up_hours * hourMs);
  if (row.failing_since === null || row.failing_since > givenUpBefore) return;
  await trx
    .updateTable('delivery')
    .set({ state: 'dead', code, ended_at: now })
    .where('peer_id', '=', peerId)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', givenUpBefore)
    .execute();
}

/** Notes that the destination took an association. */
export async function noteSuccess(db: Kysely<Database>, peerId: number): Promise<void> {
  await sql`
    update gateway.delivery_destination
    set failures = 0, failing_since = null, failure_code = null, retry_at = null
    where peer_id = ${peerId} and failures > 0`.execute(db);
}
