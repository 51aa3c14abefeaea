/**
 * A gateway as it runs, in the process of the test: every route and verb, a database and an archive of its own, any free
 * ports. It keeps the routes as they are registered and every line of the log.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role, UserRole } from '@isocenter/contract/role';
import { PasswordHasher } from '../src/access/password.ts';
import { createServiceAccount, createServiceToken } from '../src/access/service-accounts.ts';
import { csrfTokenOf, startSession } from '../src/access/sessions.ts';
import { createToken } from '../src/access/tokens.ts';
import { createUser } from '../src/access/users.ts';
import { loadConfig } from '../src/config/load.ts';
import { registerHealth } from '../src/http/health.ts';
import { createMetrics } from '../src/http/metrics.ts';
import { buildHttpServer, closeHttp, type HttpServer, listenHttp } from '../src/http/server.ts';
import { registerWebApplication } from '../src/http/web-application.ts';
import { createLogger } from '../src/logging.ts';
import { gateway } from '../src/roles/gateway.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export type Route = { readonly method: string; readonly url: string };
export type Headers = Readonly<Record<string, string>>;

export type WholeGateway = {
  readonly database: TestDatabase;
  readonly base: string;
  readonly dicomPort: number;
  readonly routes: readonly Route[];
  readonly log: readonly string[];
  /** Adds a user who has signed in. */
  person(role: UserRole): Promise<{ readonly id: number; readonly headers: Headers }>;
  /** Makes an API token of nobody. */
  program(role: Role): Promise<Headers>;
  /** Makes a service account with a token. */
  service(name: string): Promise<{ readonly id: number; readonly headers: Headers }>;
  close(): Promise<void>;
};

const now = () => new Date();

const password = 'test gantry 47 quiet';

/** @param prepare adds hooks, before the first route */
export async function openWholeGateway(prepare: (http: HttpServer) => void = () => {}): Promise<WholeGateway> {
  const dir = mkdtempSync(join(tmpdir(), 'isocenter-whole-'));
  const database = await openTestDatabase();
  const { db, pool } = database;
  const environment = { ISOCENTER__DATA__DIR: dir, ISOCENTER__HTTP__PORT: '0', ISOCENTER__DICOM__PORT: '0' };
  const { config } = loadConfig({ environment, workingDir: dir });
  const log: string[] = [];
  const routes: Route[] = [];
  const logger = createLogger({ level: 'debug', format: 'json', write: (line) => log.push(line) });
  const metrics = createMetrics();
  const { problemMappings } = gateway;
  const http = await buildHttpServer({ config: config.http, logger, metrics, problemMappings });
  http.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url });
  });
  prepare(http);
  let base = '';
  const open = { db, pool, postmasterPid: () => undefined, migrated: [], close: async () => undefined };
  const context = { config, logger, database: open, http, metrics, publicUrl: () => base, startedAt: now() };
  const role = await gateway.start(context);
  registerHealth(http, []);
  writeFileSync(join(dir, 'index.html'), '<title>page</title>');
  await registerWebApplication(http, dir);
  base = `http://127.0.0.1:${await listenHttp(http, config.http)}`;
  const dicomPort = (await role.open()).dicom?.port ?? 0;
  const passwordHash = await new PasswordHasher().hash(password);
  let people = 0;
  return {
    ...{ database, base, dicomPort, routes, log },
    async person(as) {
      people += 1;
      const user = { email: `${people}@example.invalid`, name: 'Test', role: as, passwordHash };
      const { id } = await createUser({ db, now }, user);
      const secret = await startSession({ db, now }, id);
      return { id, headers: { cookie: `isocenter-session=${secret}`, 'x-csrf-token': csrfTokenOf(secret) } };
    },
    async program(as) {
      const { secret } = await createToken({ db, now }, { label: 'matrix', role: as, createdBy: undefined });
      return { authorization: `Bearer ${secret}` };
    },
    async service(name) {
      const account = { name, description: 'test', contact: 'answers@example.invalid' };
      const { id } = await createServiceAccount({ db, now }, account);
      const { secret } = await createServiceToken({ db, now }, id, { label: 'test' });
      return { id, headers: { authorization: `Bearer ${secret}` } };
    },
    async close() {
      await closeHttp(http, 0);
      await role.stopListening(0);
      await role.close();
      await database.close();
      rmSync(dir, { recursive: true });
    },
  };
}
