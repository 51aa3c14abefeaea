/**
 * One node: the parts that every role needs, and the roles that the configuration switches on.
 *
 * Start: database and HTTP server side by side, then the roles, then the doors open. Stop: in the opposite order, so
 * that nothing that still answers finds its ground gone.
 */

import { sql } from 'kysely';
import type pino from 'pino';
import type { Config } from '../config/settings.ts';
import type { OpenDatabase } from '../database/database.ts';
import { registerHealth } from '../http/health.ts';
import { createMetrics } from '../http/metrics.ts';
import { localUrl, publicUrl } from '../http/public-url.ts';
import { buildHttpServer, closeHttp, listenHttp } from '../http/server.ts';
import { registerWebApplication, webApplicationDir } from '../http/web-application.ts';
import { gateway } from './gateway.ts';
import type { OpenedRole, RunningRole } from './role.ts';

/** Time that answers and associations under way are given when the node stops. */
const graceMs = 3_000;

const roles = { gateway } as const;

export type RunningNode = OpenedRole & {
  /** How a program on this machine reaches it. */
  readonly httpUrl: string;
  /** How users reach it. */
  readonly publicUrl: string;
  readonly aet: string;
  readonly dataDir: string;
  postmasterPid(): number | undefined;
  close(): Promise<void>;
};

export type NodeOptions = {
  readonly config: Config;
  readonly logger: pino.Logger;
  /** The database, which is opened while the modules of the roles are still being loaded. */
  readonly opening: Promise<OpenDatabase>;
};

/**
 * Starts a node whose configuration was found safe (`assertSafeExposure`); the database is closed where it fails.
 * @throws ConfigError, IsocenterDatabaseError, and what the listeners say when their ports are taken
 */
export async function startNode({ config, logger, opening }: NodeOptions): Promise<RunningNode> {
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  // Whatever fails first, the database that was being opened meanwhile is closed again.
  closers.push(() =>
    opening.then(
      (database) => database.close(),
      () => undefined,
    ),
  );
  try {
    const metrics = createMetrics();
    const chosen = [...new Set(config.roles)].map((name) => roles[name]);
    const problemMappings = chosen.flatMap((role) => role.problemMappings);
    const [database, http] = await Promise.all([
      opening,
      buildHttpServer({ config: config.http, logger, metrics, problemMappings }),
    ]);

    let port = config.http.port;
    const context = {
      config,
      logger,
      database,
      http,
      metrics,
      startedAt: new Date(),
      publicUrl: () => publicUrl(config.http, port),
    };
    const running: RunningRole[] = [];
    for (const role of chosen) {
      const started = await role.start(context);
      closers.push(() => started.close());
      running.push(started);
    }
    const isAnswering = { name: 'database', run: () => sql`select 1`.execute(database.db) };
    registerHealth(http, [isAnswering, ...running.flatMap(({ readiness }) => readiness)]);
    await registerWebApplication(http, webApplicationDir);
    closers.push(async () => {
      await Promise.all([closeHttp(http, graceMs), ...running.map((role) => role.stopListening(graceMs))]);
    });
    port = await listenHttp(http, config.http);
    const opened: OpenedRole = Object.assign({}, ...(await Promise.all(running.map((role) => role.open()))));
    return {
      ...opened,
      httpUrl: localUrl(config.http, port),
      publicUrl: context.publicUrl(),
      aet: config.dicom.aet,
      dataDir: config.data.dir,
      postmasterPid: database.postmasterPid,
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
