/**
 * Keeps the node from compacting its log while a backup is made, by an advisory lock of the database that both take.
 *
 * Compaction removes segments and then tells nobody who reads beside the node. A connection that is lost loses the
 * lock; the backup notices at its end that a segment has gone, and is made again.
 */

import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Database } from '../database/schema.ts';
import { BackupError } from './backup-error.ts';

/** Key of the advisory lock: the ASCII letters `comp`. */
const lockKey = 0x636f6d70;

export type CompactionHold = {
  /** @throws BackupError `changed-meanwhile` where the connection was lost */
  assertHeld(): Promise<void>;
  release(): void;
};

/** Waits for a compaction, or another backup, that is under way. */
export async function holdCompaction(pool: pg.Pool, onWait: () => void): Promise<CompactionHold> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>(`select pg_try_advisory_lock(${lockKey}) as held`);
    if (rows[0]?.held !== true) {
      onWait();
      await client.query(`select pg_advisory_lock(${lockKey})`);
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    async assertHeld() {
      try {
        await client.query('select');
      } catch (cause) {
        const message = 'the connection to the database was lost: make the backup again, it goes on where it was';
        throw new BackupError('changed-meanwhile', message, { cause });
      }
    },
    // Closing the connection ends the lock, whatever state it is in.
    release: () => client.release(true),
  };
}

/** Runs a compaction unless a backup is being made; undefined then. */
export function unlessHeld<T>(db: Kysely<Database>, compact: () => Promise<T>): Promise<T | undefined> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${sql.lit(lockKey)}) as held`.execute(
      connection,
    );
    if (rows[0]?.held !== true) return undefined;
    try {
      return await compact();
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(lockKey)})`.execute(connection);
    }
  });
}
