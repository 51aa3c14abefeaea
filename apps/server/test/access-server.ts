/**
 * An HTTP server with access control on a database of its own, for tests of routes: people who have signed in, tokens,
 * a clock that stands still until it is moved, everything that was logged.
 */

import { createSecretKey, randomBytes } from 'node:crypto';
import type { Role, UserRole } from '@isocenter/contract/role';
import type { CreateServiceAccount } from '@isocenter/contract/service-accounts';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { registerAccess } from '../src/access/authenticate.ts';
import { PasswordHasher } from '../src/access/password.ts';
import { accessProblems } from '../src/access/problems.ts';
import { createServiceAccount, createServiceToken } from '../src/access/service-accounts.ts';
import { csrfTokenOf, startSession } from '../src/access/sessions.ts';
import { createToken } from '../src/access/tokens.ts';
import { createUser } from '../src/access/users.ts';
import { AuditTrail } from '../src/audit/trail.ts';
import { loadConfig } from '../src/config/load.ts';
import type { Config } from '../src/config/settings.ts';
import { createMetrics } from '../src/http/metrics.ts';
import type { ProblemMapping } from '../src/http/problem.ts';
import { buildHttpServer, type HttpServer } from '../src/http/server.ts';
import { type IdentityKey, identityKeyOf } from '../src/identity/identity-key.ts';
import { type IdentityProvider, openIdentityProvider } from '../src/identity/identity-provider.ts';
import { type IdentityPolicy, policyOf } from '../src/identity/policy.ts';
import { type RelyingParty, relyingPartyOf } from '../src/identity/relying-party.ts';
import { createLogger } from '../src/logging.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

/** Sends one request as somebody; `json` becomes the body. */
export type Ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  json?: object,
  more?: Partial<InjectOptions>,
) => Promise<LightMyRequestResponse>;

export type Person = { readonly id: number; readonly email: string; readonly secret: string; readonly ask: Ask };

export type Service = { readonly id: number; readonly name: string; readonly secret: string; readonly ask: Ask };

export type AccessServer = {
  readonly app: HttpServer;
  readonly database: TestDatabase;
  readonly audit: AuditTrail;
  readonly deps: AccessServerDeps;
  readonly log: readonly string[];
  /** Moves the clock on. */
  pass(ms: number): void;
  /** Adds an active user and signs in. */
  person(role: UserRole): Promise<Person>;
  /** Makes an API token. */
  program(role: Role): Promise<Ask & { readonly secret: string }>;
  /** Makes a service account with a token. */
  service(fields?: Partial<CreateServiceAccount>): Promise<Service>;
  readonly nobody: Ask;
  close(): Promise<void>;
};

export type AccessServerDeps = {
  readonly db: TestDatabase['db'];
  readonly now: () => Date;
  readonly hasher: PasswordHasher;
  readonly audit: AuditTrail;
  readonly linkBase: () => string;
  readonly identityKey: IdentityKey;
  readonly policy: IdentityPolicy;
  readonly relyingParty: () => RelyingParty;
  readonly provider: IdentityProvider | undefined;
  readonly providerPolicy: Config['oidc'];
};

/** What every person of a test signs in with. */
export const testPassword = 'test gantry 47 quiet';

export async function openAccessServer(
  register: (app: HttpServer, deps: AccessServerDeps) => unknown,
  options: {
    readonly problemMappings?: readonly ProblemMapping[];
    readonly publicOrigin?: string;
    readonly environment?: Record<string, string>;
    readonly policy?: Partial<IdentityPolicy>;
  } = {},
): Promise<AccessServer> {
  const database = await openTestDatabase();
  const { db } = database;
  let time = Date.parse('2026-03-04T05:06:07.000Z');
  const now = () => new Date(time);
  const log: string[] = [];
  const logger = createLogger({ level: 'debug', format: 'json', write: (line) => log.push(line) });
  const audit = new AuditTrail({ db, logger, now });
  const hasher = new PasswordHasher();
  const { config } = loadConfig({ environment: options.environment ?? {}, workingDir: '/' });
  const { http } = config;
  const policy = { ...policyOf(config), ...options.policy };
  const deps: AccessServerDeps = {
    ...{ db, now, hasher, audit, policy, linkBase: () => 'https://node.example' },
    identityKey: identityKeyOf(createSecretKey(randomBytes(32))),
    relyingParty: () => relyingPartyOf('https://node.example', ''),
    provider: openIdentityProvider(config.oidc, () => 'https://node.example'),
    providerPolicy: config.oidc,
  };
  const problemMappings = [accessProblems, ...(options.problemMappings ?? [])];
  const app = await buildHttpServer({ config: http, logger, metrics: createMetrics(), problemMappings });
  await registerAccess(app, { db, audit, logger, now, publicOrigin: options.publicOrigin, policy });
  await register(app, deps);
  await app.ready();

  const askWith = (headers: Record<string, string>): Ask => {
    return (method, url, json, more = {}) => {
      const body = json === undefined ? {} : { payload: json };
      return app.inject({ method, url, ...body, ...more, headers: { ...headers, ...more.headers } });
    };
  };

  let people = 0;
  let services = 0;
  return {
    app,
    database,
    audit,
    deps,
    log,
    pass: (ms) => {
      time += ms;
    },
    async person(role) {
      people += 1;
      const email = `test-${people}@example.invalid`;
      const passwordHash = await hasher.hash(testPassword);
      const { id } = await createUser({ db, now }, { email, name: `Test Person ${people}`, role, passwordHash });
      const secret = await startSession({ db, now }, id);
      const headers = { cookie: `isocenter-session=${secret}`, 'x-csrf-token': csrfTokenOf(secret) };
      return { id, email, secret, ask: askWith(headers) };
    },
    async program(role) {
      const { secret } = await createToken({ db, now }, { label: 'test', role, createdBy: undefined });
      return Object.assign(askWith({ authorization: `Bearer ${secret}` }), { secret });
    },
    async service(fields = {}) {
      services += 1;
      const about = { description: 'test', contact: 'answers@example.invalid' };
      const account = await createServiceAccount(
        { db, now },
        { name: `Test program ${services}`, ...about, ...fields },
      );
      const { id, name } = account;
      const { secret } = await createServiceToken({ db, now }, id, { label: 'test' });
      return { id, name, secret, ask: askWith({ authorization: `Bearer ${secret}` }) };
    },
    nobody: askWith({}),
    async close() {
      await app.close();
      await audit.close();
      await database.close();
    },
  };
}
