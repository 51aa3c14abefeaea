/**
 * `/api/single-sign-on`: to the identity provider and back. These are addresses that a browser goes to, so they answer
 * with redirects to pages; what went wrong stands as a code in the address of the page of sign-in.
 *
 * The way back begins a session only in the browser that set out (`ceremony.ts`), and leads only to pages of this node.
 */

import { paths } from '@isocenter/contract/paths';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { requireAccess } from '../access/access.ts';
import { AccessError } from '../access/errors.ts';
import { openSession } from '../access/session-routes.ts';
import { noteProof } from '../access/sessions.ts';
import { type SignInOptions, startSessionOf, subjectOf } from '../access/sign-in.ts';
import { anonymous } from '../access/subject.ts';
import type { HttpServer } from '../http/server.ts';
import { readCaller } from './caller.ts';
import { beginCeremony, takeCeremony } from './ceremony.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { admitProvided, findKnown, type ProviderPolicy } from './provided-account.ts';

export type SingleSignOnDeps = SignInOptions & {
  readonly provider: IdentityProvider | undefined;
  readonly providerPolicy: ProviderPolicy;
  /** Base of absolute links, without trailing slash. */
  readonly linkBase: () => string;
};

/** What a way to the provider was begun for. */
const Errand = Type.Object({
  /** A page of this node. */
  next: Type.String(),
  /** Of the session that wants a fresh proof. */
  sessionId: Type.Optional(Type.Number()),
});
type Errand = Static<typeof Errand>;

const querystring = Type.Object({ next: Type.Optional(Type.String({ maxLength: 2048 })) });

export function registerSingleSignOnRoutes(app: HttpServer, deps: SingleSignOnDeps): void {
  const { provider } = deps;
  const hidden = { exposeHeadRoute: false, schema: { hide: true, querystring } };

  app.get(paths.singleSignOn.begin(), hidden, async (request, reply) => {
    await requireAccess(request.access, 'session:sign-in');
    const { next } = request.query as Static<typeof querystring>; // Checked by the schema.
    return setOut(deps, request, reply, { next: ownPage(next) });
  });

  app.get(paths.singleSignOn.proof(), hidden, async (request, reply) => {
    await requireAccess(request.access, 'session:prove');
    const { next } = request.query as Static<typeof querystring>; // As above.
    if (request.session === undefined) throw new AccessError('not-found');
    return setOut(deps, request, reply, { next: ownPage(next), sessionId: request.session.id });
  });

  app.get(paths.singleSignOn.return(), { exposeHeadRoute: false, schema: { hide: true } }, async (request, reply) => {
    await requireAccess(request.access, 'session:sign-in');
    if (provider === undefined) throw new AccessError('not-found');
    try {
      const { next } = await comeBack(deps, provider, request, reply);
      return reply.redirect(next, 303);
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      const event = { action: 'session:sign-in', outcome: 'failure', subject: anonymous, address: request.ip } as const;
      await deps.audit.record({ ...event, details: { step: 'single-sign-on', reason: error.code } });
      return reply.redirect(`/sign-in?failed=${error.code}`, 303);
    }
  });

  app.get(paths.singleSignOn.signOut(), { exposeHeadRoute: false, schema: { hide: true } }, async (request, reply) => {
    await requireAccess(request.access, 'session:sign-in');
    const url = await provider?.signOutUrl(`${deps.linkBase()}/sign-in`);
    return reply.redirect(url ?? '/sign-in', 303);
  });
}

async function setOut(
  deps: SingleSignOnDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  errand: Errand,
): Promise<FastifyReply> {
  if (deps.provider === undefined) throw new AccessError('not-found');
  const userId = request.session?.subject.userId;
  const begun = { purpose: 'single-sign-on', userId, challenge: JSON.stringify(errand) } as const;
  const { secret } = await beginCeremony(deps, { request, reply }, begun);
  try {
    const isFresh = errand.sessionId !== undefined;
    return await reply.redirect(await deps.provider.beginUrl({ secret, isFresh }), 303);
  } catch (error) {
    if (!(error instanceof AccessError)) throw error;
    return reply.redirect(`/sign-in?failed=${error.code}`, 303);
  }
}

async function comeBack(
  deps: SingleSignOnDeps,
  provider: IdentityProvider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Errand> {
  const ceremony = await takeCeremony(deps, { request, reply }, 'single-sign-on');
  // Written by `setOut` above.
  const errand = JSON.parse(ceremony.challenge ?? '{}') as Errand;
  const { sessionId } = errand;
  const query = request.url.split('?')[1] ?? '';
  const identity = await provider.identify(query, { secret: ceremony.secret, isFresh: sessionId !== undefined });
  if (sessionId !== undefined) {
    const user = await findKnown(deps, identity);
    if (user === undefined || user.id !== ceremony.userId) throw new AccessError('provider-refused');
    await noteProof(deps, sessionId);
    const event = { action: 'session:prove', outcome: 'success', subject: subjectOf(user) } as const;
    await deps.audit.record({ ...event, address: request.ip, details: { way: 'single-sign-on' } });
    return errand;
  }
  const user = await admitProvided(deps, identity, deps.providerPolicy);
  const caller = readCaller(deps.identityKey, request, user.email_key);
  const started = await startSessionOf(deps, user, caller, { way: 'single-sign-on' });
  await openSession(deps, started, request, reply);
  return errand;
}

/** Never an address of another origin: `//other.example` and `/\other.example` would be. */
function ownPage(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : '/studies';
}
