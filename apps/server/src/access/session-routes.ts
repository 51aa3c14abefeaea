/** `/api/session`: who is signed in, signing in and out, changing the own password. */

import type { Session, SignedInSession } from '@isocenter/contract/session';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { requireAccess } from './access.ts';
import { AccessError } from './errors.ts';
import { clearSessionCookie, writeSessionCookie } from './session-cookie.ts';
import { csrfTokenOf, endSession, sessionIdleMs, sessionMaxMs } from './sessions.ts';
import { changePassword, type SignInOptions, type StartedSession, signIn } from './sign-in.ts';
import { hasAdministrator } from './users.ts';

export function registerSessionRoutes(app: HttpServer, deps: SignInOptions): void {
  registerOperation(app, 'getSession', async ({ access, session }): Promise<Session> => {
    await requireAccess(access, 'session:read');
    if (session === undefined) return { kind: 'anonymous', setupRequired: !(await hasAdministrator(deps.db)) };
    const { subject, name, secret } = session;
    return {
      kind: 'signed-in',
      user: { id: String(subject.userId), email: subject.email, name, role: subject.role },
      csrfToken: csrfTokenOf(secret),
      idleExpiresAt: session.idleExpiresAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    };
  });

  registerOperation(app, 'signIn', async (request, reply) => {
    await requireAccess(request.access, 'session:sign-in');
    const started = await signIn(deps, request.body, request.ip);
    return answerSession(deps, started, request, reply);
  });

  registerOperation(app, 'signOut', async (request, reply) => {
    await requireAccess(request.access, 'session:sign-out');
    const { access, session } = request;
    if (session !== undefined) await endSession(deps.db, session.secret);
    const { subject, address } = access;
    await deps.audit.record({ action: 'session:sign-out', outcome: 'success', subject, address });
    clearSessionCookie(request, reply);
    return undefined;
  });

  registerOperation(app, 'changePassword', async (request, reply) => {
    await requireAccess(request.access, 'password:change');
    const { subject } = request.access;
    if (subject.kind !== 'user') throw new AccessError('not-found');
    const started = await changePassword(deps, subject.userId, request.body, request.ip);
    return answerSession(deps, started, request, reply);
  });
}

/** Sets the cookie of a session that has just begun and describes it; one that the browser had before ends. */
export async function answerSession(
  { db, now }: Pick<SignInOptions, 'db' | 'now'>,
  { user, secret }: StartedSession,
  request: Pick<FastifyRequest, 'session' | 'cookies' | 'protocol'>,
  reply: FastifyReply,
): Promise<SignedInSession> {
  if (request.session !== undefined) await endSession(db, request.session.secret);
  writeSessionCookie(request, reply, secret);
  const at = now().getTime();
  return {
    kind: 'signed-in',
    user: { id: String(user.id), email: user.email, name: user.name, role: user.role },
    csrfToken: csrfTokenOf(secret),
    idleExpiresAt: new Date(at + sessionIdleMs).toISOString(),
    expiresAt: new Date(at + sessionMaxMs).toISOString(),
  };
}
