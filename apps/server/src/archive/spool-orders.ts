/**
 * What must be noted in the log of a spool that another gateway owns: ordered in a table, done by the owner, and waited for.
 *
 * Deletions and the marks of a trash belong into the log of the object or of the trash, so that it can be compacted, recovered
 * and read again by itself. Everything that is ordered can be done twice.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import { ArchiveError } from './archive-error.ts';
import type { SpoolOrderBody, SpoolOrderTable } from './tables.ts';

export type SpoolOrder = { readonly kind: SpoolOrderTable['kind'] } & SpoolOrderBody;

const pollMs = 20;
/** An owner that was killed is succeeded within seconds. */
const patienceMs = 10_000;

/**
 * Orders something and resolves when it is durable in the log of the spool.
 * @param tell wakes the owner
 * @throws ArchiveError `spool-behind` where its owner does not do it; it may do it later
 */
export async function orderOf(
  db: Kysely<Database>,
  spool: SpoolNumber,
  { order, tell }: { readonly order: SpoolOrder; readonly tell: () => Promise<void> },
): Promise<void> {
  const id = await placeOrder(db, spool, order);
  await tell();
  for (const until = performance.now() + patienceMs; performance.now() < until; await delay(pollMs)) {
    const waiting = await db.selectFrom('spool_order').select('id').where('id', '=', id).executeTakeFirst();
    if (waiting === undefined) return;
  }
  throw new ArchiveError('spool-behind');
}

/** Orders something that nobody waits for, and returns its number. */
export async function placeOrder(db: Kysely<Database>, spool: SpoolNumber, order: SpoolOrder): Promise<number> {
  const { kind, ...body } = order;
  const { id } = await db
    .insertInto('spool_order')
    .values({ spool, kind, body: JSON.stringify(body) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Does what was ordered of the owner of a log, in order. */
export async function carryOutOrders(db: Kysely<Database>, log: BlobLog): Promise<void> {
  const orders = await db.selectFrom('spool_order').selectAll().where('spool', '=', log.spool).orderBy('id').execute();
  for (const { id, kind, body } of orders) {
    await carryOut(log, { kind, ...body });
    await db.deleteFrom('spool_order').where('id', '=', id).execute();
  }
}

async function carryOut(log: BlobLog, { kind, trashId, locations = [], reason }: SpoolOrder): Promise<void> {
  if (kind === 'delete' && reason !== undefined) {
    await Promise.all(locations.map((location) => log.markDeleted(location, reason)));
  }
  if (kind === 'begin-purge' && trashId !== undefined) await log.beginPurge(trashId);
  if (kind === 'end-trash' && trashId !== undefined) await log.endTrash(trashId);
}
