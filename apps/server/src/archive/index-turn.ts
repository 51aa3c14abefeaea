/**
 * The turn to decide and to change rows of the index: one gateway process at a time has it, for one transaction.
 *
 * What an object becomes depends on what came before it, whichever gateway that came to. The lock costs nothing where one
 * process writes: it is taken in a statement that is sent anyway.
 */

import { sql, type Transaction } from 'kysely';
import type pg from 'pg';
import type { Database } from '../database/schema.ts';

/** Key of the advisory lock: the ASCII letters `indx`. */
const lockKey = 0x696e6478;

/** Lets one piece of work run after the other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work);
    this.#last = run.catch(() => undefined);
    return run;
  }
}

/**
 * Waits for the turn, which ends with the transaction. Every statement after it sees what the turns before have committed.
 * @param commit whether the commit waits for PostgreSQL's disk
 */
export async function takeTurn(trx: Transaction<Database>, commit: 'waits' | 'does-not-wait'): Promise<void> {
  const setting = commit === 'waits' ? 'on' : 'off';
  await sql`
    select set_config('synchronous_commit', ${setting}, true), pg_advisory_xact_lock(${lockKey}::bigint)`.execute(trx);
}

/** Runs some work while nobody has the turn: what comes meanwhile is acknowledged and waits for the index. */
export async function whileNobodyDecides<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1::bigint)', [lockKey]);
    return await work();
  } finally {
    // Closing the connection ends the lock, whatever state it is in.
    client.release(true);
  }
}
