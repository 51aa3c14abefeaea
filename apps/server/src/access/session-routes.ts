/** `/api/session`: who is signed in, signing in and out, changing the own password. */

import type { Session, SessionUser, SignedInSession, SignInAnswer } from '@isocenter/contract/session';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { readCaller } from '../identity/caller.ts';
import { beginCeremony } from '../identity/ceremony.ts';
import { markBrowser } from '../identity/known-browser.ts';
import { requestOptions } from '../identity/passkeys.ts';
import { beginSecondStep, completeSecondStep, signInWithPasskey } from '../identity/second-step.ts';
import { requireAccess } from './access.ts';
import { emailKey } from './email-key.ts';
import { AccessError } from './errors.ts';
import { sessionCookie } from './session-cookie.ts';
import { csrfTokenOf, endSession, sessionIdleMs, sessionMaxMs } from './sessions.ts';
import { changePassword, type SignInOptions, type SignInResult, type StartedSession, signIn } from './sign-in.ts';
import { hasAdministrator, type UserRow } from './users.ts';

export function registerSessionRoutes(app: HttpServer, deps: SignInOptions): void {
  registerOperation(app, 'getSession', async ({ access, session }): Promise<Session> => {
    await requireAccess(access, 'session:read');
    const passkeyHost = deps.relyingParty().id;
    if (session === undefined) {
      const singleSignOn = deps.provider === undefined ? {} : { singleSignOn: deps.provider.label };
      const setupRequired = !(await hasAdministrator(deps.db));
      return { kind: 'anonymous', setupRequired, signIn: { passkeyHost, ...singleSignOn } };
    }
    const { subject, name, language, secret, mustEnrol } = session;
    return {
      kind: 'signed-in',
      user: presentUser({ ...subject, id: subject.userId, name, language }),
      csrfToken: csrfTokenOf(secret),
      idleExpiresAt: session.idleExpiresAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
      ...{ mustEnrol, passkeyHost, isSingleSignOn: session.way === 'single-sign-on' },
    };
  });

  registerOperation(app, 'signIn', async (request, reply) => {
    await requireAccess(request.access, 'session:sign-in');
    const caller = readCaller(deps.identityKey, request, emailKey(request.body.email));
    return answerSignIn(deps, await signIn(deps, request.body, caller), request, reply);
  });

  registerOperation(app, 'proveSecondFactor', async (request, reply) => {
    await requireAccess(request.access, 'session:sign-in');
    const started = await completeSecondStep(deps, { request, reply }, request.body);
    return answerSession(deps, started, request, reply);
  });

  registerOperation(app, 'beginPasskeySignIn', async (request, reply) => {
    await requireAccess(request.access, 'session:sign-in');
    const options = await requestOptions(deps);
    await beginCeremony(deps, { request, reply }, { purpose: 'passkey-sign-in', challenge: options.challenge });
    return options;
  });

  registerOperation(app, 'signInWithPasskey', async (request, reply) => {
    await requireAccess(request.access, 'session:sign-in');
    const started = await signInWithPasskey(deps, { request, reply }, request.body);
    return answerSession(deps, started, request, reply);
  });

  registerOperation(app, 'signOut', async (request, reply) => {
    await requireAccess(request.access, 'session:sign-out');
    const { access, session } = request;
    if (session !== undefined) await endSession(deps.db, session.secret);
    const { subject, address } = access;
    await deps.audit.record({ action: 'session:sign-out', outcome: 'success', subject, address });
    sessionCookie.clear(request, reply);
    return undefined;
  });

  registerOperation(app, 'changePassword', async (request, reply) => {
    await requireAccess(request.access, 'password:change');
    const { subject } = request.access;
    if (subject.kind !== 'user') throw new AccessError('not-found');
    const caller = readCaller(deps.identityKey, request, emailKey(subject.email));
    const started = await changePassword(deps, subject.userId, request.body, caller);
    return answerSession(deps, started, request, reply);
  });
}

/** Answers who has shown a password: with a session, or with what is asked for besides. */
export async function answerSignIn(
  deps: SignInOptions,
  result: SignInResult,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignInAnswer> {
  if (result.kind === 'session') return answerSession(deps, result.started, request, reply);
  return beginSecondStep(deps, { request, reply }, result.user);
}

/** Sets the cookie of a session that has just begun; one that the browser had before ends. */
export async function openSession(
  { db, identityKey }: Pick<SignInOptions, 'db' | 'identityKey'>,
  { user, secret }: StartedSession,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (request.session !== undefined) await endSession(db, request.session.secret);
  sessionCookie.write(request, reply, secret);
  markBrowser(identityKey, request, reply, user.email_key);
}

/** Opens a session for the browser and describes it. */
async function answerSession(
  deps: SignInOptions,
  started: StartedSession,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedInSession> {
  await openSession(deps, started, request, reply);
  const { user, secret, way, mustEnrol } = started;
  const at = deps.now().getTime();
  return {
    kind: 'signed-in',
    user: presentUser(user),
    csrfToken: csrfTokenOf(secret),
    idleExpiresAt: new Date(at + sessionIdleMs).toISOString(),
    expiresAt: new Date(at + sessionMaxMs).toISOString(),
    ...{ mustEnrol, passkeyHost: deps.relyingParty().id, isSingleSignOn: way === 'single-sign-on' },
  };
}

function presentUser({ id, email, name, role, language }: Pick<UserRow, keyof SessionUser>): SessionUser {
  return { id: String(id), email, name, role, ...(language !== null && { language }) };
}
