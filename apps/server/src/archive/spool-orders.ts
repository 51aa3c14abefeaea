/**
 * What must be noted in the log of a spool that another gateway owns: ordered in a table, done by the owner, and waited for.
 *
 * Deletions and the marks of a trash belong into the log of the object or of the trash, so that it can be compacted, recovered
 * and read again by itself. Everything that is ordered can be done twice. Whoever waits and loses patience takes the order back,
 * so that nothing is done later that was answered with a failure: somebody may have decided otherwise since.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import { ArchiveError } from './archive-error.ts';
import type { SpoolOrderBody, SpoolOrderTable } from './tables.ts';

/** What orders need of a log. */
export type OrderedLog = Pick<BlobLog, 'spool' | 'markDeleted' | 'beginPurge' | 'endTrash'>;

export type SpoolOrder = { readonly kind: SpoolOrderTable['kind'] } & SpoolOrderBody;

const pollMs = 20;
/** Marks of a trash are waited for while nothing can be indexed; an owner that runs does them within milliseconds. */
const markPatienceMs = 5_000;
/** An owner that was killed is succeeded within seconds. */
const deletionPatienceMs = 10_000;

type OrderOptions = {
  readonly order: SpoolOrder;
  /** Wakes the owner. */
  readonly tell: () => Promise<void>;
  /** Default 10 seconds for deletions, 5 for marks of a trash. */
  readonly patienceMs?: number;
};

/**
 * Orders something and resolves when it is durable in the log of the spool.
 * @throws ArchiveError `spool-behind` where its owner did not do it, and will not: the order is taken back
 */
export async function orderOf(
  db: Kysely<Database>,
  spool: SpoolNumber,
  { order, tell, patienceMs = order.kind === 'delete' ? deletionPatienceMs : markPatienceMs }: OrderOptions,
): Promise<void> {
  const id = await placeOrder(db, spool, order);
  await tell();
  for (const until = performance.now() + patienceMs; performance.now() < until; await delay(pollMs)) {
    const waiting = await db.selectFrom('spool_order').select('id').where('id', '=', id).executeTakeFirst();
    if (waiting === undefined) return;
  }
  // While the owner is at it, this waits for its end, and finds nothing then.
  const { numDeletedRows } = await db.deleteFrom('spool_order').where('id', '=', id).executeTakeFirst();
  if (numDeletedRows > 0n) throw new ArchiveError('spool-behind');
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

/** Does what was ordered of the owner of a log, in order. Nobody can take an order back while it is being done. */
export async function carryOutOrders(db: Kysely<Database>, log: OrderedLog): Promise<void> {
  const orders = await db.selectFrom('spool_order').select('id').where('spool', '=', log.spool).orderBy('id').execute();
  for (const { id } of orders) {
    await db.transaction().execute(async (trx) => {
      const order = await trx
        .selectFrom('spool_order')
        .select(['kind', 'body'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (order === undefined) return;
      await carryOut(log, { kind: order.kind, ...order.body });
      await trx.deleteFrom('spool_order').where('id', '=', id).execute();
    });
  }
}

async function carryOut(log: OrderedLog, { kind, trashId, locations = [], reason }: SpoolOrder): Promise<void> {
  if (kind === 'delete' && reason !== undefined) {
    await Promise.all(locations.map((location) => log.markDeleted(location, reason)));
  }
  if (kind === 'begin-purge' && trashId !== undefined) await log.beginPurge(trashId);
  if (kind === 'end-trash' && trashId !== undefined) await log.endTrash(trashId);
}
