/**
 * What must be noted in the log of a spool that another gateway owns: ordered in a table, done by the owner, and waited for.
 *
 * Deletions and the marks of a trash belong into the log of the object or of the trash, so that it can be compacted, recovered
 * and read again by itself. Everything that is ordered can be done twice. Whoever waits and loses patience takes the order back,
 * so that nothing is done later that was answered with a failure: somebody may have decided otherwise since.
 *
 * Where the one who waits ends, a deletion is done all the same: what it deletes was given up durably before. A mark of a trash
 * is not: it belongs to the turn in which it was decided, which has ended with its process.
 */

import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import { isUnavailable } from '../database/errors.ts';
import type { Database } from '../database/schema.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { PatientKeyId } from '../storage/key-ring.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import { ArchiveError } from './archive-error.ts';
import type { SpoolOrderBody, SpoolOrderTable } from './tables.ts';

/** Destroys a patient's key of the spool, durably. */
type DestroyKey = (keyId: PatientKeyId) => Promise<void>;

/** What orders need of a log. */
export type OrderedLog = Pick<BlobLog, 'spool' | 'markDeleted' | 'beginPurge' | 'endTrash'>;

export type SpoolOrder = { readonly kind: SpoolOrderTable['kind'] } & SpoolOrderBody;

/** Has nothing done: it is gone when the owner of the spool has come to it. */
export const signOfLife: SpoolOrder = { kind: 'delete', locations: [] };

const pollMs = 20;
/** Marks of a trash are waited for while nothing can be indexed; an owner that runs does them within milliseconds. */
const markPatienceMs = 5_000;
/** An owner that was killed is succeeded within seconds. */
const deletionPatienceMs = 10_000;

/** Of the advisory locks of those who wait: the ASCII letters `ordr`. */
const waiterClass = 0x6f726472;

/** Done in one go; what failed comes behind what did not. */
const ordersAtOnce = 500;
const longestRetrySeconds = 300;

type OrderOptions = {
  readonly order: SpoolOrder;
  /** Wakes the owner. Never rejects. */
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
  { order, tell, patienceMs = isOfGivenUp(order) ? deletionPatienceMs : markPatienceMs }: OrderOptions,
): Promise<void> {
  const waitFor = async (connection: Kysely<Database>, waiter: number | null) => {
    const id = await placeOrder(connection, spool, order, waiter);
    // Not waited for: the owner looks by itself as well, and there may be no connection to tell it over.
    void tell();
    for (const until = performance.now() + patienceMs; performance.now() < until; await delay(pollMs)) {
      const waiting = await connection.selectFrom('spool_order').select('id').where('id', '=', id).executeTakeFirst();
      if (waiting === undefined) return;
    }
    // While the owner is at it, this waits for its end, and finds nothing then.
    const { numDeletedRows } = await connection.deleteFrom('spool_order').where('id', '=', id).executeTakeFirst();
    if (numDeletedRows > 0n) throw new ArchiveError('spool-behind');
  };
  if (isOfGivenUp(order)) return waitFor(db, null);
  // One connection for all of it: the turn has one of a pool that may have two.
  return db.connection().execute((connection) => whileLocked(connection, (waiter) => waitFor(connection, waiter)));
}

/** What it takes away was given up durably before: it is done also where nobody waits any more. */
function isOfGivenUp({ kind }: SpoolOrder): boolean {
  return kind === 'delete' || kind === 'destroy-key';
}

/** Runs some work under a lock of its own, which ends with this process, however that ends. */
async function whileLocked(connection: Kysely<Database>, work: (waiter: number) => Promise<void>): Promise<void> {
  const waiter = randomInt(2 ** 31);
  const key = sql`${waiterClass}::integer, ${waiter}::integer`;
  await sql`select pg_advisory_lock(${key})`.execute(connection);
  try {
    await work(waiter);
  } finally {
    await sql`select pg_advisory_unlock(${key})`.execute(connection);
  }
}

/** Orders something that nobody waits for, unless a waiter is named, and returns its number. */
export async function placeOrder(
  db: Kysely<Database>,
  spool: SpoolNumber,
  order: SpoolOrder,
  waiter: number | null = null,
): Promise<number> {
  const { kind, ...body } = order;
  const { id } = await db
    .insertInto('spool_order')
    .values({ spool, kind, body: JSON.stringify(body), waiter })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Does what was ordered of the owner of a log, in order. Nobody can take an order back while it is being done. One that fails
 * holds up no other, and is tried again after longer and longer pauses.
 *
 * @returns why some failed
 * @throws what the database throws where it is away
 */
export async function carryOutOrders(
  db: Kysely<Database>,
  log: OrderedLog,
  destroyKey: DestroyKey,
): Promise<readonly unknown[]> {
  const orders = await db
    .selectFrom('spool_order')
    .select('id')
    .where('spool', '=', log.spool)
    .where((eb) => eb.or([eb('try_from', 'is', null), eb('try_from', '<=', sql<Date>`now()`)]))
    .orderBy('id')
    .limit(ordersAtOnce)
    .execute();
  const failures: unknown[] = [];
  for (const { id } of orders) {
    try {
      await db.transaction().execute((trx) => carryOutOrder(trx, { log, destroyKey }, id));
    } catch (error) {
      if (isUnavailable(error)) throw error;
      failures.push(error);
      await postpone(db, id, error);
    }
  }
  return failures;
}

type Owner = { readonly log: OrderedLog; readonly destroyKey: DestroyKey };

async function carryOutOrder(trx: Transaction<Database>, owner: Owner, id: number): Promise<void> {
  const order = await trx
    .selectFrom('spool_order')
    .select(['kind', 'body', 'waiter'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (order === undefined) return;
  if (order.waiter === null || (await isWaiting(trx, order.waiter))) {
    await carryOut(trx, owner, { kind: order.kind, ...order.body });
  }
  await trx.deleteFrom('spool_order').where('id', '=', id).execute();
}

async function isWaiting(trx: Transaction<Database>, waiter: number): Promise<boolean> {
  const { rows } = await sql<{ is_gone: boolean }>`
    select pg_try_advisory_xact_lock(${waiterClass}::integer, ${waiter}::integer) as is_gone`.execute(trx);
  return rows[0]?.is_gone === false;
}

async function carryOut(
  trx: Transaction<Database>,
  { log, destroyKey }: Owner,
  { kind, trashId, locations = [], reason, keyId }: SpoolOrder,
): Promise<void> {
  if (kind === 'delete' && reason !== undefined) {
    await Promise.all(locations.map((location) => log.markDeleted(location, reason)));
  }
  if (kind === 'destroy-key' && keyId !== undefined) await destroyKey(keyId);
  if (kind === 'begin-purge' && trashId !== undefined) {
    await log.beginPurge(trashId);
    // Who ordered it does the same, and may end before that: a purge that has begun is seen as such.
    await trx.updateTable('trash').set({ is_purging: true }).where('trash_id', '=', trashId).execute();
  }
  if (kind === 'end-trash' && trashId !== undefined) await log.endTrash(trashId);
}

async function postpone(db: Kysely<Database>, id: number, error: unknown): Promise<void> {
  const failure = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  await sql`
    update gateway.spool_order set attempts = attempts + 1, failure = ${failure},
      try_from = now() + least(2 ^ least(attempts, 16), ${longestRetrySeconds}) * interval '1 second'
    where id = ${id}`.execute(db);
}
