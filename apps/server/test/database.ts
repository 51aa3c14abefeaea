/**
 * A database of its own for a test: real PostgreSQL, all migrations applied, gone after `close`.
 *
 *     const database = await openTestDatabase();
 *     afterAll(() => database.close());
 */

import { randomBytes } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import { inject } from 'vitest';
import { clusterPort, clusterRole } from '../src/database/cluster.ts';
import { schemaName } from '../src/database/migrate.ts';
import { createPool, waitingPool } from '../src/database/pool.ts';
import type { Database } from '../src/database/schema.ts';
import { ensureTestServer, silentLogger, templateName, withDatabase } from './database-server.ts';

export type TestDatabase = {
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  /** For programs that connect by themselves. */
  readonly url: string;
  close(): Promise<void>;
};

/** @param template `template1` gives a database without our schema */
export async function openTestDatabase(template = templateName): Promise<TestDatabase> {
  const host = await ensureTestServer(inject('databaseRunDir'));
  const database = `test_${randomBytes(6).toString('hex')}`;
  const create = sql`create database ${sql.id(database)} template ${sql.id(template)} strategy file_copy`;
  await withDatabase(host, 'postgres', (db) => create.execute(db));
  const connection = { host, port: clusterPort, user: clusterRole, database };
  const pool = createPool({ connection, maxConnections: 10, logger: silentLogger });
  const root = new Kysely<Database>({ dialect: new PostgresDialect({ pool: waitingPool(pool) }) });
  return {
    db: root.withSchema(schemaName),
    pool,
    url: `postgresql://${clusterRole}@/${database}?host=${encodeURIComponent(host)}&port=${clusterPort}`,
    async close() {
      await root.destroy();
      const drop = sql`drop database if exists ${sql.id(database)} with (force)`;
      await withDatabase(host, 'postgres', (db) => drop.execute(db));
    },
  };
}
