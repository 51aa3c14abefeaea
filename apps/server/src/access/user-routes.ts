/** `/api/users`: administrators add, change and disable users and hand out set-up links. */

import { paths } from '@isocenter/contract/paths';
import type { User } from '@isocenter/contract/users';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { removeSecondFactors } from '../identity/second-factors.ts';
import { callerOf, requireAccess } from './access.ts';
import { parseObjectId } from './object-id.ts';
import { endSessionsOf } from './sessions.ts';
import { type IssuedLink, issueUserLink } from './setup.ts';
import type { SignInOptions } from './sign-in.ts';
import { createUser, getUser, listUsers, statusOf, type UserRow, updateUser } from './users.ts';

export type UserRouteDeps = Pick<SignInOptions, 'db' | 'now' | 'audit'> & {
  /** Base of absolute links, without trailing slash; known once the node listens. */
  readonly linkBase: () => string;
};

export function registerUserRoutes(app: HttpServer, deps: UserRouteDeps): void {
  const { db, audit } = deps;

  registerOperation(app, 'listUsers', async ({ access }) => {
    await requireAccess(access, 'user:read');
    return { users: (await listUsers(db)).map(present) };
  });

  registerOperation(app, 'createUser', async ({ access, body }) => {
    await requireAccess(access, 'user:write');
    const user = await createUser(deps, body);
    const details = { change: 'create', role: user.role };
    await audit.record({
      action: 'user:write',
      outcome: 'success',
      ...callerOf(access),
      object: objectOf(user.id),
      details,
    });
    return withLink(user, await issueUserLink(deps, user.id), deps);
  });

  registerOperation(app, 'updateUser', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'user:write', objectOf(id));
    const user = await updateUser(deps, id, body);
    const details = {
      change: 'update',
      members: Object.keys(body).sort(),
      role: user.role,
      disabled: user.disabled_at !== null,
    };
    await audit.record({
      action: 'user:write',
      outcome: 'success',
      ...callerOf(access),
      object: objectOf(id),
      details,
    });
    return present(user);
  });

  registerOperation(app, 'createSetupLink', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'user:write', objectOf(id));
    const link = await issueUserLink(deps, id);
    const details = { change: 'setup-link' };
    await audit.record({
      action: 'user:write',
      outcome: 'success',
      ...callerOf(access),
      object: objectOf(id),
      details,
    });
    return withLink(await getUser(db, id), link, deps);
  });

  registerOperation(app, 'endSessionsOfUser', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'user:write', objectOf(id));
    await getUser(db, id);
    await endSessionsOf(db, id);
    const event = { action: 'user:write', outcome: 'success', ...callerOf(access), object: objectOf(id) } as const;
    await audit.record({ ...event, details: { change: 'end-sessions' } });
    return undefined;
  });

  registerOperation(app, 'removeSecondFactors', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'user:write', objectOf(id));
    await getUser(db, id);
    await db.transaction().execute(async (trx) => {
      await removeSecondFactors(trx, id);
      await endSessionsOf(trx, id);
    });
    const event = { action: 'user:write', outcome: 'success', ...callerOf(access), object: objectOf(id) } as const;
    await audit.record({ ...event, details: { change: 'remove-second-factors' } });
    return undefined;
  });
}

const objectOf = (id: number) => ({ kind: 'user', id }) as const;

function withLink(user: UserRow, { token, expiresAt }: IssuedLink, { linkBase }: UserRouteDeps) {
  const setupLink = `${linkBase()}${paths.setupPage(token)}`;
  return { user: present(user), setupLink, expiresAt: expiresAt.toISOString() };
}

function present(user: UserRow): User {
  return {
    id: String(user.id),
    email: user.email,
    name: user.name,
    role: user.role,
    status: statusOf(user),
    createdAt: user.created_at.toISOString(),
    ...(user.last_sign_in_at === null ? {} : { lastSignInAt: user.last_sign_in_at.toISOString() }),
  };
}
