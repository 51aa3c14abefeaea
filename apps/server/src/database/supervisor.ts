/**
 * Keeps the private PostgreSQL of one node running: starts or adopts it, holds it against other nodes, starts it again
 * when it dies, stops it last.
 *
 * Ownership is an advisory lock on a connection of its own. It ends with the process that holds it, however that ends,
 * and needs no file that could go stale. What happens when
 * - the node is killed: the server stays, its lock is freed, the next node adopts it;
 * - the server is killed: the connection drops, a new server recovers from its log, requests wait meanwhile;
 * - both are killed: the next start recovers;
 * - a second node is started on the same data: it waits a moment for the lock and then refuses to start.
 */

import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../logging.ts';
import { type Cluster, clusterPort, clusterRole } from './cluster.ts';
import { IsocenterDatabaseError, isUnavailable } from './errors.ts';
import {
  findPostmaster,
  isRunning,
  lastWords,
  type Postmaster,
  reloadPostmaster,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';

/** Recovery of a killed server replays at most a few checkpoints' worth of log. */
const connectTimeoutMs = 60_000;

const connectPauseMs = 10;

/** Time for a running server to read its changed configuration. */
const admissionTimeoutMs = 2_000;

/** Time for the lock of a node that was just killed to be freed. */
const ownershipTimeoutMs = 3_000;

const restartPauseMs = { first: 20, last: 2_000 } as const;

/** Any fixed number; advisory locks are counted per database, and this one is taken in `postgres`. */
const ownershipLock = 150_365;

export type Supervisor = {
  /** How to connect with the driver; stays the same across restarts. */
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  };
  /** The server's process number; changes when it is started again. */
  postmasterPid(): number | undefined;
  /** Gives up ownership and stops the server, unless it was found in another process's hands. */
  close(): Promise<void>;
};

export type SupervisorOptions = {
  readonly cluster: Cluster;
  /**
   * `owner` insists on being the only one and keeps the server running; `guest` uses a server that runs already and
   * becomes owner only where none does, for commands beside a node.
   */
  readonly as: 'owner' | 'guest';
  readonly logger: Logger;
};

/** @throws `owned-by-another`, `start-failed` */
export async function superviseCluster(options: SupervisorOptions): Promise<Supervisor> {
  const { cluster, logger } = options;
  const connection = { host: cluster.socketDir, port: clusterPort, user: clusterRole, database: clusterRole };
  const running = findPostmaster(cluster);
  if (options.as === 'guest' && running !== undefined && (await letsUsIn(cluster, running))) {
    return { connection, postmasterPid: () => running.pid, close: async () => undefined };
  }

  let isClosing = false;
  let postmaster: Postmaster | undefined;
  let recovery: Promise<void> | undefined;
  let owner = await takeOwnership(cluster, noteServer);
  watch();

  function noteServer(server: Postmaster): void {
    if (server.adopted && server.pid !== postmaster?.pid) {
      logger.info({ pid: server.pid }, 'found PostgreSQL running');
      reloadPostmaster(server);
    }
    postmaster = server;
  }

  function watch(): void {
    owner.once('end', () => {
      if (!isClosing) recovery = recover();
    });
  }

  async function recover(): Promise<void> {
    logger.error({ pid: postmaster?.pid }, 'PostgreSQL went away; starting it again');
    for (let pauseMs: number = restartPauseMs.first; !isClosing; pauseMs = Math.min(2 * pauseMs, restartPauseMs.last)) {
      try {
        owner = await takeOwnership(cluster, noteServer);
        watch();
        logger.info({ pid: postmaster?.pid }, 'PostgreSQL is back');
        return;
      } catch (error) {
        logger.error({ err: error }, 'PostgreSQL could not be started again; trying on');
        await delay(pauseMs);
      }
    }
  }

  return {
    connection,
    postmasterPid: () => postmaster?.pid,
    async close() {
      isClosing = true;
      await recovery;
      if (postmaster !== undefined) await stopPostmaster(postmaster);
      await owner.end().catch(() => undefined); // The server has closed it already.
    },
  };
}

/** Returns the connection that holds the lock; tells of each server it finds or starts on the way. */
async function takeOwnership(cluster: Cluster, noteServer: (server: Postmaster) => void): Promise<pg.Client> {
  for (const deadline = Date.now() + connectTimeoutMs; ; ) {
    const postmaster = findPostmaster(cluster) ?? (await startPostmaster(cluster));
    noteServer(postmaster);
    const owner = await connectOwner(cluster, postmaster, deadline);
    if (owner === undefined) continue; // The server died while we knocked.
    try {
      await lockOwnership(owner);
      await createDatabase(owner);
      return owner;
    } catch (error) {
      await owner.end().catch(() => undefined); // The reason to give is the first error.
      if (!isUnavailable(error) || Date.now() > deadline) throw error;
    }
  }
}

/** Knocks until the server answers; undefined where its process is gone. @throws `start-failed` past the deadline */
async function connectOwner(
  cluster: Cluster,
  postmaster: Postmaster,
  deadline: number,
): Promise<pg.Client | undefined> {
  const admittedBy = Date.now() + admissionTimeoutMs;
  for (;;) {
    const client = new pg.Client({
      host: cluster.socketDir,
      port: clusterPort,
      user: clusterRole,
      database: 'postgres',
      application_name: `isocenter owner ${process.pid}`,
      keepAlive: true,
    });
    // An error of an idle connection is followed by its end, which is what is acted on.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined); // It never was open.
      if (!isRunning(postmaster, cluster)) return undefined;
      if (!isUnavailable(error) && !(isStranger(error) && Date.now() < admittedBy)) throw error;
      if (Date.now() > deadline) {
        const reason = `PostgreSQL (process ${postmaster.pid}) does not answer: ${lastWords(cluster)}`;
        throw new IsocenterDatabaseError('start-failed', reason, { cause: error });
      }
      await delay(connectPauseMs);
    }
  }
}

/** Asks a server that somebody else keeps running to read who may connect, and tries. */
async function letsUsIn(cluster: Cluster, postmaster: Postmaster): Promise<boolean> {
  reloadPostmaster(postmaster);
  const client = await connectOwner(cluster, postmaster, Date.now() + connectTimeoutMs);
  await client?.end();
  return client !== undefined;
}

/** 28000, invalid authorization: the running server was started by another user and does not know us yet. */
function isStranger(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '28000';
}

async function lockOwnership(owner: pg.Client): Promise<void> {
  await owner.query(`set lock_timeout = ${ownershipTimeoutMs}`);
  try {
    await owner.query(`select pg_advisory_lock(${ownershipLock})`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error;
    const holder = await owner.query<{ name: string }>(
      `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
       where l.locktype = 'advisory' and l.objid = ${ownershipLock} and l.granted`,
    );
    const pid = /\d+$/.exec(holder.rows[0]?.name ?? '')?.[0] ?? 'unknown';
    throw new IsocenterDatabaseError(
      'owned-by-another',
      `another isocenter process (${pid}) uses this data folder: stop it first, or set data.dir to a folder of its own`,
      { cause: error },
    );
  }
}

async function createDatabase(owner: pg.Client): Promise<void> {
  const found = await owner.query('select from pg_database where datname = $1', [clusterRole]);
  if (found.rowCount === 0) await owner.query(`create database ${clusterRole}`);
}
