/**
 * The one PostgreSQL server of a test run: without durability, for speed, and with a template that holds the schema.
 *
 * Test files run in processes of their own, so whoever comes first starts the server and the others wait for it.
 */

import { join } from 'node:path';
import { onceInRun } from '@isocenter/testkit/once-in-run';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { listBinaries } from '../src/database/binaries.ts';
import { type Cluster, clusterPort, clusterRole, prepareCluster } from '../src/database/cluster.ts';
import { migrate } from '../src/database/migrate.ts';
import { migrations } from '../src/database/migrations/index.ts';
import { createPool, waitingPool } from '../src/database/pool.ts';
import { findPostmaster, startPostmaster, stopPostmaster } from '../src/database/postmaster.ts';
import type { Logger } from '../src/logging.ts';

export const templateName = 'isocenter_template';

const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
};

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Returns the folder of the server's socket; the server runs when this resolves. */
export async function ensureTestServer(runDir: string): Promise<string> {
  return (await onceInRun(runDir, 'server', () => start(runDir))).socketDir;
}

export async function stopTestServer(runDir: string): Promise<void> {
  const cluster = await prepare(runDir);
  const postmaster = findPostmaster(cluster);
  if (postmaster === undefined) return;
  process.kill(postmaster.pid, 'SIGQUIT'); // Nothing in it is worth a checkpoint.
  await stopPostmaster(postmaster);
}

/** Runs one piece of work on a database of the test server, waiting for a server that is only just starting. */
export async function withDatabase<T>(
  socketDir: string,
  database: string,
  work: (db: Kysely<unknown>) => Promise<T>,
): Promise<T> {
  const connection = { host: socketDir, port: clusterPort, user: clusterRole, database };
  const pool = createPool({ connection, maxConnections: 2, logger: silentLogger });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: waitingPool(pool) }) });
  return work(db).finally(() => db.destroy());
}

async function start(runDir: string): Promise<{ socketDir: string }> {
  const cluster = await prepare(runDir);
  await startPostmaster(cluster);
  const { socketDir } = cluster;
  await withDatabase(socketDir, 'postgres', (db) => sql`create database ${sql.id(templateName)}`.execute(db));
  await withDatabase(socketDir, templateName, (db) => migrate(db, migrations));
  return { socketDir };
}

function prepare(runDir: string): Promise<Cluster> {
  return prepareCluster({ home: join(runDir, 'postgres'), binaries: listBinaries(), settings });
}
