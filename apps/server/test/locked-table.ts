/** A real database at its worst moment: statements that wait, and connections that are lost while they do. */

import { once } from 'node:events';
import { schemaName } from '../src/database/migrate.ts';
import type { TestDatabase } from './database.ts';

/** Runs work while nothing can read or write a table. */
export async function whileLocked<T>(
  { pool }: TestDatabase,
  table: string,
  work: (loseWaiting: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const name = `${schemaName}.${table}`;
  const client = await pool.connect();
  try {
    await client.query(`begin; lock table ${name} in access exclusive mode`);
    return await work(async () => {
      // As when PostgreSQL stops: 57P01 on the connection of the first statement that waits for the table.
      const gone = once(pool, 'remove');
      const lose = 'select pg_terminate_backend(pid) from pg_locks where relation = $1::regclass and not granted';
      while ((await client.query(lose, [name])).rowCount === 0);
      // Until then somebody else might be given the connection.
      await gone;
    });
  } finally {
    await client.query('rollback');
    client.release();
  }
}
