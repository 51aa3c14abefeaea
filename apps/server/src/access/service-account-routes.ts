/**
 * `/api/services`: administrators make, change, disable and delete service accounts and make their tokens. A token is taken back as
 * every other, with `DELETE /api/tokens/:id`.
 */

import type { ServiceAccount, ServiceToken } from '@isocenter/contract/service-accounts';
import type { AuditDetail } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { type AccessContext, callerOf, requireAccess } from './access.ts';
import { AccessError } from './errors.ts';
import { parseObjectId } from './object-id.ts';
import {
  createServiceAccount,
  createServiceToken,
  deleteServiceAccount,
  listServiceAccounts,
  listServiceTokens,
  type ServiceAccountRow,
  type ServiceTokenRow,
  statusOfService,
  updateServiceAccount,
} from './service-accounts.ts';
import { labelOf } from './subject-label.ts';
import type { TokenRouteDeps } from './token-routes.ts';

export function registerServiceAccountRoutes(app: HttpServer, deps: TokenRouteDeps): void {
  const { audit, now } = deps;

  registerOperation(app, 'listServiceAccounts', async ({ access }) => {
    await requireAccess(access, 'service:read');
    const [accounts, tokens] = await Promise.all([listServiceAccounts(deps), listServiceTokens(deps)]);
    return { services: accounts.map((account) => present(account, tokens, now())) };
  });

  registerOperation(app, 'createServiceAccount', async ({ access, body }) => {
    await requireAccess(access, 'service:write');
    const account = await createServiceAccount(deps, body);
    await note(access, account.id, { change: 'create' });
    return present(account, [], now());
  });

  registerOperation(app, 'updateServiceAccount', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'service:write', objectOf(id));
    const account = await updateServiceAccount(deps, id, body);
    const disabled = account.disabled_at !== null;
    await note(access, id, { change: 'update', members: Object.keys(body).sort(), disabled });
    return present(account, await listServiceTokens(deps, id), now());
  });

  registerOperation(app, 'deleteServiceAccount', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'service:write', objectOf(id));
    const grants = await deleteServiceAccount(deps, id, labelOf(access.subject));
    await note(access, id, { change: 'delete', grants });
    return undefined;
  });

  registerOperation(app, 'createServiceToken', async ({ access, body, params }) => {
    const serviceId = parseObjectId(params.id);
    await requireAccess(access, 'token:write', objectOf(serviceId));
    const { id, secret } = await createServiceToken(deps, serviceId, body);
    await audit.record({
      action: 'token:write',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'token', id },
      details: { change: 'create', service: serviceId },
    });
    const token = (await listServiceTokens(deps, serviceId)).find((row) => row.id === id);
    if (token === undefined) throw new AccessError('not-found');
    return { token: presentToken(token), secret };
  });

  function note(access: AccessContext, id: number, details: Readonly<Record<string, AuditDetail>>): Promise<void> {
    const event = { action: 'service:write', outcome: 'success', ...callerOf(access), object: objectOf(id) } as const;
    return audit.record({ ...event, details });
  }
}

const objectOf = (id: number) => ({ kind: 'service', id }) as const;

function present(account: ServiceAccountRow, tokens: readonly ServiceTokenRow[], at: Date): ServiceAccount {
  const { id, name, description, contact, networks, created_at, expires_at } = account;
  return {
    ...{ id: String(id), name, description, contact, networks },
    status: statusOfService(account, at),
    createdAt: created_at.toISOString(),
    ...(expires_at === null ? {} : { expiresAt: expires_at.toISOString() }),
    tokens: tokens.filter((token) => token.service_id === id).map(presentToken),
  };
}

function presentToken({ id, label, created_at, expires_at, used_at }: ServiceTokenRow): ServiceToken {
  return {
    ...{ id: String(id), label },
    createdAt: created_at.toISOString(),
    expiresAt: expires_at.toISOString(),
    ...(used_at === null ? {} : { lastUsedAt: used_at.toISOString() }),
  };
}
