/**
 * Gives every HTTP request its subject, before anything else happens to it, and refuses callers without one.
 *
 * A bearer token counts before a cookie. Requests with a cookie that change something need the session's CSRF token,
 * and all unsafe requests of browsers must come from our own pages. An answer of a route that never asked
 * `requireAccess` is held back: forgetting the check is a fault of ours, not a way in.
 */

import { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import { backgroundHeader, csrfHeader } from '@isocenter/contract/headers';
import { paths } from '@isocenter/contract/paths';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { describeProblem, HttpProblem, routeOf } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import type { IdentityPolicy } from '../identity/policy.ts';
import { needsFreshProof } from '../identity/step-up.ts';
import type { Logger } from '../logging.ts';
import { type AccessContext, AccessDenied } from './access.ts';
import type { Action } from './action.ts';
import { noteAnsweredRead } from './answered-reads.ts';
import { AccessError } from './errors.ts';
import { networksContain } from './network-address.ts';
import type { OpenAnswer, OpenAnswers } from './open-answers.ts';
import { isOpenRoute } from './open-routes.ts';
import { RememberedTokens } from './remembered-tokens.ts';
import { isOwnOrigin, isSafeMethod } from './request-origin.ts';
import { hashSecret } from './secret.ts';
import { sessionCookie } from './session-cookie.ts';
import { type FoundSession, findSession, isCsrfToken } from './sessions.ts';
import { anonymous, type Subject } from './subject.ts';
import { findToken } from './tokens.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, for `requireAccess`. */
    access: AccessContext;
    /** The browser's session, where the request has one. */
    session: RequestSession | undefined;
    /** What the answer gives, where it goes on for a while. */
    given: Pick<OpenAnswer, 'given' | 'reach'> | undefined;
  }
}

type RequestSession = FoundSession & { readonly secret: string };

export type AuthenticateOptions = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Origin of `http.publicUrl`, where it is configured. */
  readonly publicOrigin: string | undefined;
  readonly policy: IdentityPolicy;
  /** Cuts off answers that go on when what they give is revoked. */
  readonly answers?: OpenAnswers;
};

/** Register it before the first route. */
export async function registerAccess(app: HttpServer, options: AuthenticateOptions): Promise<void> {
  const { db, audit, logger } = options;
  const checked = new WeakMap<FastifyRequest, Action>();
  const remembered = new RememberedTokens(options.now);
  await app.register(cookie);
  app.decorateRequest('access');
  app.decorateRequest('session');
  app.decorateRequest('given');

  app.addHook('onRequest', async (request) => {
    const { subject: found, session, elsewhere } = await authenticate(request, options, remembered);
    // An object of this request alone: the audit trail tells by it whether the request is in it.
    const subject = { ...found };
    request.session = session;
    const refusalOf = session && ((action: Action) => refusalOfSession(session, action, options));
    const noteCheck = (action: Action) => void (checked.has(request) || checked.set(request, action));
    request.access = { subject, address: request.ip, db, audit, refusalOf, noteCheck };
    if (request.is404) return;
    const isOpen = isOpenRoute(request.method, routeOf(request));
    if (subject.kind === 'anonymous' && !isOpen) throw refuseAnonymous(request, elsewhere);
    const isProgram = subject.kind === 'token' || subject.kind === 'service';
    if (!isProgram) assertOwnRequest(request, { isOpen, publicOrigin: options.publicOrigin });
  });

  app.addHook('onSend', async (request, reply, payload) => {
    // Whatever it changed, a role or a token, holds before its answer is read.
    if (!isSafeMethod(request.method)) remembered.forget();
    if (reply.statusCode === 401) reply.header('www-authenticate', 'Bearer realm="isocenter"');
    // Whatever may be kept says so itself.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    const action = checked.get(request);
    if (action !== undefined && reply.statusCode < 400) noteAnsweredRead(request, action);
    const isOpen = request.is404 || isOpenRoute(request.method, routeOf(request));
    const isFit = isOpen || reply.statusCode >= 400 || action !== undefined;
    if (isFit && request.given !== undefined && payload instanceof Readable) followAnswer(request, reply, options);
    if (isFit) return payload;
    logger.error({ requestId: request.id, route: routeOf(request) }, 'a route answered without an access check');
    return withhold(reply, payload);
  });
}

/** Until all of it has left; one that is cut loses its connection, so that nobody takes a part for the whole. */
function followAnswer(request: FastifyRequest, reply: FastifyReply, { answers, ...store }: AuthenticateOptions): void {
  if (request.given === undefined || answers === undefined) return;
  const identify = () => findSubject(request, store);
  reply.raw.once('close', answers.follow({ ...request.given, identify, cut: () => reply.raw.destroy() }));
}

/** Finds out again who asks, for an answer that goes on: nobody, once the session or the token is over. */
export async function findSubject(
  request: FastifyRequest,
  store: Pick<AuthenticateOptions, 'db' | 'now'>,
): Promise<Subject> {
  return (await authenticate(request, store)).subject;
}

type Authenticated = {
  readonly subject: Subject;
  readonly session: RequestSession | undefined;
  /** Whose token it is that may not be used from where it was. */
  readonly elsewhere?: Subject;
};

async function authenticate(
  request: FastifyRequest,
  { db, now, policy }: Pick<AuthenticateOptions, 'db' | 'now'> & Partial<Pick<AuthenticateOptions, 'policy'>>,
  remembered?: RememberedTokens,
): Promise<Authenticated> {
  const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) {
    const lookUp = () => findToken({ db, now }, bearer);
    const token = await (remembered === undefined
      ? lookUp()
      : remembered.find(hashSecret(bearer).toString('base64'), lookUp));
    if (token === undefined) return { subject: anonymous, session: undefined };
    const { subject, networks } = token;
    const isElsewhere = networks.length > 0 && !networksContain(networks, request.ip);
    // A stolen token tells nobody elsewhere that it is one.
    if (isElsewhere) return { subject: anonymous, session: undefined, elsewhere: subject };
    return { subject, session: undefined };
  }
  const secret = sessionCookie.read(request);
  const isUse = isAskedByPerson(request);
  const found = secret === undefined ? undefined : await findSession({ db, now }, secret, { isUse, policy });
  if (secret === undefined || found === undefined) return { subject: anonymous, session: undefined };
  return { subject: found.subject, session: { ...found, secret } };
}

/** What a session that must first get a second factor is good for: getting one, and leaving. */
const enrolmentActions: ReadonlySet<Action> = new Set<Action>([
  'account:language',
  'account:read',
  'account:write',
  'password:change',
  'session:end',
  'session:prove',
  'session:read',
  'session:sign-in',
  'session:sign-out',
  'setup:complete',
  'setup:read',
]);

function refusalOfSession(
  { mustEnrol, provedAt }: FoundSession,
  action: Action,
  { now, policy }: Pick<AuthenticateOptions, 'now' | 'policy'>,
): 'step-up-required' | 'second-factor-required' | undefined {
  if (mustEnrol && !enrolmentActions.has(action)) return 'second-factor-required';
  return needsFreshProof(action, { provedAt, now: now(), proofMs: policy.proofMs }) ? 'step-up-required' : undefined;
}

/**
 * Pages ask by themselves as well: to keep lists fresh, to hold the stream of events, for thumbnails of what arrived. If
 * that counted as use, the session of a page that was left open would not end before its last hour.
 */
function isAskedByPerson({ headers, routeOptions }: FastifyRequest): boolean {
  return (
    headers[backgroundHeader] === undefined &&
    headers['sec-fetch-dest'] !== 'image' &&
    routeOptions.url !== paths.events()
  );
}

/** Counted by pattern, not by address: scanners ask for everything. */
function refuseAnonymous({ access, method }: FastifyRequest, elsewhere: Subject | undefined): AccessDenied {
  const { subject, address, audit } = access;
  const details = { method, ...(elsewhere === undefined ? {} : { reason: 'address' }) };
  audit.count({ action: 'http:anonymous', outcome: 'denied', subject: elsewhere ?? subject, address, details });
  return new AccessDenied('unauthenticated', 'http:anonymous');
}

function assertOwnRequest(
  request: FastifyRequest,
  { isOpen, publicOrigin }: { isOpen: boolean; publicOrigin: string | undefined },
): void {
  if (isSafeMethod(request.method)) return;
  if (!isOwnOrigin(request, publicOrigin)) throw new AccessError('cross-site');
  // Signing in and set-up begin without a session; whoever has one already may begin another.
  if (isOpen || request.session === undefined) return;
  const given = request.headers[csrfHeader];
  if (typeof given !== 'string' || !isCsrfToken(given, request.session.secret)) throw new AccessError('csrf-token');
}

function withhold(reply: FastifyReply, payload: unknown): string {
  if (
    typeof payload === 'object' &&
    payload !== null &&
    'destroy' in payload &&
    typeof payload.destroy === 'function'
  ) {
    payload.destroy();
  }
  const body = describeProblem(new HttpProblem('internal'));
  reply.code(body.status).removeHeader('content-length');
  reply.header('content-type', 'application/problem+json');
  return JSON.stringify(body);
}
