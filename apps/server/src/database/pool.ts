/**
 * Connections of one node to its database, made so that a restart of PostgreSQL is a pause and not an outage.
 *
 * A statement that asks for a connection while the server is away waits for it; a statement whose connection is lost
 * under it fails, because nobody can know whether it took effect. Both end in errors that `isUnavailable` recognises.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Logger } from '../logging.ts';
import { IsocenterDatabaseError, isUnavailable } from './errors.ts';
import { PreparedStatements } from './prepared-statements.ts';

/** How long a statement waits for a server that is away; a restart with recovery takes well below a second. */
const waitForServerMs = 10_000;

const retryPauseMs = 25;

/** After so long without a word, the other side is asked whether it is there. */
const askAfterMs = 5_000;

/**
 * A host that fails says nothing. By Linux's defaults PostgreSQL would keep the transactions and locks of its connections for two
 * hours, and for a quarter of an hour where it has something to send.
 */
const serverTimes = {
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '2',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '10000',
};

/** Object identifiers of types, `pg_type.dat`. */
const int8 = 20;
const date = 1082;

export type PoolOptions = {
  readonly connection: pg.PoolConfig;
  readonly maxConnections: number;
  readonly logger: Logger;
};

export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...options.connection,
    max: options.maxConnections,
    application_name: 'isocenter',
    connectionTimeoutMillis: waitForServerMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: askAfterMs,
    onConnect: noticeFailedHosts,
    types: { getTypeParser: findTypeParser },
  });
  // An idle connection that breaks leaves the pool by itself. While the pool ends, the server may be quicker to part than we.
  pool.on('error', (error) => {
    if (!pool.ending) options.logger.warn({ err: error }, 'an idle database connection was lost');
  });
  // One that breaks between two statements of a transaction reports it here and again to the next statement; without
  // a listener the first report would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Has the server notice within eleven seconds that the host of a connection has failed. A statement and not an option of the
 * connection, because poolers refuse options that they do not know.
 */
export async function noticeFailedHosts(client: pg.ClientBase): Promise<void> {
  if (client instanceof pg.Client && client.host.startsWith('/')) return;
  const settings = Object.entries(serverTimes).map(([name, value]) => `set_config('${name}', '${value}', false)`);
  try {
    await client.query(`select ${settings.join(', ')}`);
  } catch (error) {
    // A server that has no such settings is used as it is.
    if (isUnavailable(error)) throw error;
  }
}

/** Adapts a pool for Kysely so that asking for a connection waits while the server is away, and statements are prepared. */
export function waitingPool(pool: pg.Pool): PostgresPool {
  const statements = new PreparedStatements();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect(): Promise<PostgresPoolClient> {
      for (const deadline = Date.now() + waitForServerMs; ; await delay(retryPauseMs)) {
        try {
          return statements.client(await pool.connect());
        } catch (error) {
          if (!isUnavailable(error)) throw error;
          if (Date.now() < deadline && !pool.ending) continue;
          throw new IsocenterDatabaseError('unavailable', 'the database cannot be reached', { cause: error });
        }
      }
    },
  };
}

/** `bigint` as a number (all ours stay below 2^53) and `date` as its text, which has no time zone to be shifted by. */
function findTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === int8 && format !== 'binary') return parseInt8;
  if (oid === date && format !== 'binary') return (text) => text;
  return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
}

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint of the database is beyond 2^53');
  return value;
}
