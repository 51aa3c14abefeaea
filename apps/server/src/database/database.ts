/**
 * The database of a node, whichever it is: a PostgreSQL server named by `database.url`, or a private one.
 *
 * Returns a Kysely instance that is bound to the schema `gateway` and migrated to this version.
 */

import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import type { Migration } from 'kysely/migration';
import type pg from 'pg';
import type { Logger } from '../logging.ts';
import { listBinaries } from './binaries.ts';
import { prepareCluster } from './cluster.ts';
import { migrate, schemaName } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { createPool, waitingPool } from './pool.ts';
import type { Database } from './schema.ts';
import { type Supervisor, superviseCluster } from './supervisor.ts';

/** The owner's connection and PostgreSQL's own reserve. */
const reservedConnections = 10;

export type OpenDatabase = {
  readonly db: Kysely<Database>;
  /** For LISTEN and COPY only: it does not wait for a server that is away. */
  readonly pool: pg.Pool;
  /** The process of the private PostgreSQL; undefined for a server of somebody else's. */
  readonly postmasterPid: () => number | undefined;
  /** Names of the migrations that this opening ran. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** Names an existing server; a private one below `dataDir` otherwise. */
  readonly url: string | undefined;
  readonly dataDir: string;
  /** Overrides where the private server's programs are looked for. */
  readonly binDir?: string | undefined;
  readonly maxConnections: number;
  /** `guest` for a command that may run beside a node; `owner` for the node. */
  readonly as: 'owner' | 'guest';
  readonly logger: Logger;
  /** What is run before it is open: all there are by default; nothing where a backup is to find it as it is. */
  readonly migrations?: Readonly<Record<string, Migration>> | 'none';
  /** Settings of the private server besides ours, for tests. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** @throws IsocenterDatabaseError whose message says what to do */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { logger, maxConnections } = options;
  const supervisor = options.url === undefined ? await startPrivate(options) : undefined;
  const connection = supervisor?.connection ?? { connectionString: options.url ?? '' };
  const pool = createPool({ connection, maxConnections, logger });
  const dialect = new PostgresDialect({ pool: waitingPool(pool) });
  const db = new Kysely<Database>({ dialect });

  async function close(): Promise<void> {
    await pool.end();
    await supervisor?.close();
  }

  try {
    const wanted = options.migrations ?? migrations;
    const migrated = wanted === 'none' ? [] : await migrate(new Kysely<unknown>({ dialect }), wanted);
    const postmasterPid = () => supervisor?.postmasterPid();
    return { db: db.withSchema(schemaName), pool, postmasterPid, migrated, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startPrivate(options: DatabaseOptions): Promise<Supervisor> {
  const home = join(options.dataDir, 'postgres');
  // Ours, and as many again for commands beside the node, a dump, an administrator.
  const maxConnections = String(2 * options.maxConnections + reservedConnections);
  const settings = { max_connections: maxConnections, ...options.settings };
  const cluster = await prepareCluster({ home, binaries: listBinaries(options.binDir), settings });
  return superviseCluster({ cluster, as: options.as, logger: options.logger });
}
