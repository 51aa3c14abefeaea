/** `/api/account` and `/api/session/proof`: what a person does with the own account. Tokens have none. */

import type { FastifyRequest } from 'fastify';
import { callerOf, requireAccess } from '../access/access.ts';
import { AccessError } from '../access/errors.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { SignInOptions } from '../access/sign-in.ts';
import type { SessionWay } from '../access/tables.ts';
import { getUser } from '../access/users.ts';
import type { AuditDetail } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { describeAccount, finishPasskey, finishTotp, takePasskey, takeTotp, updateAccount } from './account.ts';
import { readCaller } from './caller.ts';
import { beginCeremony, takeCeremony } from './ceremony.ts';
import { beginProof, completeProof } from './fresh-proof.ts';
import { endOpenSession, endOtherSessions, listOpenSessions } from './open-sessions.ts';
import { creationOptions } from './passkeys.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { hasSecondFactor } from './second-factors.ts';
import { beginTotp } from './totp-store.ts';

export function registerAccountRoutes(app: HttpServer, deps: SignInOptions): void {
  const { db, audit, identityKey } = deps;
  const record = (request: FastifyRequest, action: 'account:write' | 'session:end', details: Details) =>
    audit.record({ action, outcome: 'success', ...callerOf(request.access), details });

  registerOperation(app, 'getAccount', async (request) => {
    await requireAccess(request.access, 'account:read');
    return describeAccount(deps, ownerOf(request).userId);
  });

  registerOperation(app, 'updateAccount', async (request) => {
    await requireAccess(request.access, 'account:write');
    const { userId } = ownerOf(request);
    await updateAccount(deps, userId, request.body);
    await record(request, 'account:write', { change: 'update', members: Object.keys(request.body).sort() });
    return describeAccount(deps, userId);
  });

  registerOperation(app, 'chooseLanguage', async (request) => {
    await requireAccess(request.access, 'account:language');
    const { language } = request.body;
    await db.updateTable('user_account').set({ language }).where('id', '=', ownerOf(request).userId).execute();
    const details = { language };
    await audit.record({ action: 'account:language', outcome: 'success', ...callerOf(request.access), details });
    return undefined;
  });

  registerOperation(app, 'beginTotp', async (request) => {
    await requireAccess(request.access, 'account:write');
    const user = await getUser(db, ownerOf(request).userId);
    return beginTotp(deps, user, deps.relyingParty().name);
  });

  registerOperation(app, 'confirmTotp', async (request) => {
    await requireAccess(request.access, 'account:write');
    const { userId, accountKey } = await ownerWithKey(deps, request);
    const caller = readCaller(identityKey, request, accountKey);
    const given = { userId, code: request.body.code, caller };
    const added = await finishTotp(deps, given).catch(async (error: unknown) => {
      const event = { action: 'account:write', outcome: 'failure', ...callerOf(request.access) } as const;
      const isWrong = error instanceof AccessError && error.code === 'wrong-code';
      if (isWrong) await audit.record({ ...event, details: { change: 'add-totp', reason: error.code } });
      throw error;
    });
    await record(request, 'account:write', { change: 'add-totp' });
    return added;
  });

  registerOperation(app, 'removeTotp', async (request) => {
    await requireAccess(request.access, 'account:write');
    await takeTotp(deps, ownerOf(request).userId);
    await record(request, 'account:write', { change: 'remove-totp' });
    return undefined;
  });

  registerOperation(app, 'makeRecoveryCodes', async (request) => {
    await requireAccess(request.access, 'account:write');
    const { userId } = ownerOf(request);
    if (!(await hasSecondFactor(db, userId))) throw new AccessError('not-found');
    const codes = await db.transaction().execute((trx) => makeRecoveryCodes(trx, userId));
    await record(request, 'account:write', { change: 'recovery-codes' });
    return { codes };
  });

  registerOperation(app, 'beginPasskey', async (request, reply) => {
    await requireAccess(request.access, 'account:write');
    const user = await getUser(db, ownerOf(request).userId);
    const options = await creationOptions(deps, user);
    const begun = { purpose: 'passkey-creation', userId: user.id, challenge: options.challenge } as const;
    await beginCeremony(deps, { request, reply }, begun);
    return { options };
  });

  registerOperation(app, 'addPasskey', async (request, reply) => {
    await requireAccess(request.access, 'account:write');
    const { userId } = ownerOf(request);
    const ceremony = await takeCeremony(deps, { request, reply }, 'passkey-creation');
    if (ceremony.userId !== userId) throw new AccessError('ceremony-over');
    const given = { userId, challenge: ceremony.challenge ?? '', given: request.body };
    const { passkeyId, ...added } = await finishPasskey(deps, given);
    await record(request, 'account:write', { change: 'add-passkey', passkey: passkeyId });
    return added;
  });

  registerOperation(app, 'removePasskey', async (request) => {
    const id = parseObjectId(request.params.id);
    await requireAccess(request.access, 'account:write');
    await takePasskey(deps, ownerOf(request).userId, id);
    await record(request, 'account:write', { change: 'remove-passkey', passkey: id });
    return undefined;
  });

  registerOperation(app, 'listSessions', async (request) => {
    await requireAccess(request.access, 'account:read');
    const { userId, sessionId } = ownerOf(request);
    return { sessions: await listOpenSessions(deps, userId, sessionId) };
  });

  registerOperation(app, 'endSession', async (request) => {
    const id = parseObjectId(request.params.id);
    await requireAccess(request.access, 'session:end');
    await endOpenSession(db, ownerOf(request).userId, id);
    await record(request, 'session:end', { session: id });
    return undefined;
  });

  registerOperation(app, 'endOtherSessions', async (request) => {
    await requireAccess(request.access, 'session:end');
    const { userId, sessionId } = ownerOf(request);
    const sessions = await endOtherSessions(db, userId, sessionId);
    await record(request, 'session:end', { sessions });
    return undefined;
  });

  registerOperation(app, 'beginProof', async (request, reply) => {
    await requireAccess(request.access, 'session:prove');
    return beginProof(deps, { request, reply }, ownerOf(request));
  });

  registerOperation(app, 'prove', async (request, reply) => {
    await requireAccess(request.access, 'session:prove');
    await completeProof(deps, { request, reply }, { ...ownerOf(request), proof: request.body });
    return undefined;
  });
}

type Owner = { readonly userId: number; readonly sessionId: number; readonly way: SessionWay };

type Details = Readonly<Record<string, AuditDetail>>;

/** @throws AccessError `not-found` for who is no person with a session, which the access check has refused before */
function ownerOf({ access, session }: FastifyRequest): Owner {
  if (access.subject.kind !== 'user' || session === undefined) throw new AccessError('not-found');
  return { userId: access.subject.userId, sessionId: session.id, way: session.way };
}

async function ownerWithKey({ db }: Pick<SignInOptions, 'db'>, request: FastifyRequest) {
  const { userId } = ownerOf(request);
  return { userId, accountKey: (await getUser(db, userId)).email_key };
}
