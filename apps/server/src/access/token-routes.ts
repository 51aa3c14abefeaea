/** `/api/tokens`: administrators list, make and revoke API tokens. */

import type { Token } from '@isocenter/contract/tokens';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { callerOf, requireAccess } from './access.ts';
import { AccessError } from './errors.ts';
import { parseObjectId } from './object-id.ts';
import type { SignInOptions } from './sign-in.ts';
import { createToken, findCreator, listTokens, revokeToken } from './tokens.ts';

export type TokenRouteDeps = Pick<SignInOptions, 'db' | 'now' | 'audit'>;

export function registerTokenRoutes(app: HttpServer, deps: TokenRouteDeps): void {
  const { audit } = deps;

  registerOperation(app, 'listTokens', async ({ access }) => {
    await requireAccess(access, 'token:read');
    return { tokens: (await listTokens(deps)).map(present) };
  });

  registerOperation(app, 'createToken', async ({ access, body }) => {
    await requireAccess(access, 'token:write');
    const createdBy = await findCreator(deps, access.subject);
    const { id, secret } = await createToken(deps, { ...body, createdBy });
    const details = { change: 'create', role: body.role };
    await audit.record({
      action: 'token:write',
      outcome: 'success',
      ...callerOf(access),
      object: objectOf(id),
      details,
    });
    const token = (await listTokens(deps)).find((row) => row.id === id);
    if (token === undefined) throw new AccessError('not-found');
    return { token: present(token), secret };
  });

  registerOperation(app, 'revokeToken', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'token:write', objectOf(id));
    await revokeToken(deps, id);
    const details = { change: 'revoke' };
    await audit.record({
      action: 'token:write',
      outcome: 'success',
      ...callerOf(access),
      object: objectOf(id),
      details,
    });
    return undefined;
  });
}

const objectOf = (id: number) => ({ kind: 'token', id }) as const;

function present(row: Awaited<ReturnType<typeof listTokens>>[number]): Token {
  return {
    id: String(row.id),
    label: row.label,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ...(row.used_at === null ? {} : { lastUsedAt: row.used_at.toISOString() }),
    ...(row.email === null ? {} : { createdBy: row.email }),
  };
}
