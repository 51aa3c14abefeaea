/**
 * The joining ceremony over HTTP: what members do under `/api/teams/:id/joinings`, and what somebody outside does under
 * `/api/hand-in` and `/api/joining`, without an account, throttled by address.
 */

import type { CodeSent } from '@isocenter/contract/joining';
import type { FastifyRequest } from 'fastify';
import { type AccessContext, callerOf, requireAccess } from '../access/access.ts';
import type { Action } from '../access/action.ts';
import { parseObjectId } from '../access/object-id.ts';
import { createSecret, hashSecret } from '../access/secret.ts';
import { beginAttempt } from '../access/throttle.ts';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import { CareTeamError } from '../care-teams/errors.ts';
import { personOf } from '../care-teams/routes.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import type { MessageSender } from '../messages/message-sender.ts';
import { begunBrowser } from '../verification/browser-cookie.ts';
import { VerificationError } from '../verification/errors.ts';
import { confirm, renew, resendCode, type SentCode, verify } from './confirm.ts';
import { admit, askToHandIn, type CeremonyDeps, end, invite, resend } from './invite.ts';

export type JoiningRouteDeps = CeremonyDeps & {
  readonly audit: AuditRecorder;
  readonly messages: Pick<MessageSender, 'has' | 'wake'>;
};

export function registerJoiningRoutes(app: HttpServer, deps: JoiningRouteDeps): void {
  registerForMembers(app, deps);
  registerForOutsiders(app, deps);
}

function registerForMembers(app: HttpServer, deps: JoiningRouteDeps): void {
  const { audit, messages } = deps;

  registerOperation(app, 'inviteToTeam', async ({ access, params, body }) => {
    const teamId = parseObjectId(params.id);
    await requireAccess(access, 'team:invite', { kind: 'team', id: teamId });
    assertChannels();
    const joining = await invite(deps, personOf(access), { teamId, ...body });
    await note(access, teamId, { change: 'invite', joining, privileges: body.privileges });
    return undefined;
  });

  registerOperation(app, 'admitToTeam', async ({ access, params, body }) => {
    const [teamId, joiningId] = [parseObjectId(params.id), parseObjectId(params.joiningId)];
    await requireAccess(access, 'team:invite', { kind: 'team', id: teamId });
    assertChannels();
    await admit(deps, personOf(access), { teamId, joiningId, privileges: body.privileges });
    await note(access, teamId, { change: 'admit', joining: joiningId, privileges: body.privileges });
    return undefined;
  });

  registerOperation(app, 'resendInvitation', async ({ access, params }) => {
    const [teamId, joiningId] = [parseObjectId(params.id), parseObjectId(params.joiningId)];
    await requireAccess(access, 'team:invite', { kind: 'team', id: teamId });
    assertChannels();
    await resend(deps, { teamId, joiningId });
    await note(access, teamId, { change: 'resend', joining: joiningId });
    return undefined;
  });

  registerOperation(app, 'endJoining', async ({ access, params }) => {
    const [teamId, joiningId] = [parseObjectId(params.id), parseObjectId(params.joiningId)];
    await requireAccess(access, 'team:invite', { kind: 'team', id: teamId });
    await end(deps, { teamId, joiningId });
    await note(access, teamId, { change: 'end', joining: joiningId });
    return undefined;
  });

  /** An invitation that could never be answered is refused at once. */
  function assertChannels(): void {
    if (!messages.has('mail')) throw new CareTeamError('mail-off');
    if (!messages.has('sms')) throw new CareTeamError('sms-off');
  }

  async function note(access: AccessContext, id: number, details: Readonly<Record<string, AuditDetail>>) {
    const object = { kind: 'team', id };
    await audit.record({ action: 'team:invite', outcome: 'success', ...callerOf(access), object, details });
    messages.wake();
  }
}

function registerForOutsiders(app: HttpServer, deps: JoiningRouteDeps): void {
  const { audit, messages } = deps;

  registerOperation(app, 'askToHandIn', async (request, reply) => {
    await requireAccess(request.access, 'joining:ask');
    // Counted by place: nobody can use up the requests that others make of a team.
    await attempt(request, `hand-in ${request.body.code} ${request.ip}`);
    const browserSecret = browserSecretOf(request);
    const id = await askToHandIn(deps, { ...request.body, browserHash: hashSecret(browserSecret) });
    begunBrowser.write(request, reply, browserSecret);
    await note(request, 'joining:ask', { id });
    return undefined;
  });

  registerOperation(app, 'confirmJoining', async (request, reply) => {
    await requireAccess(request.access, 'joining:confirm');
    const { token, phone, language } = request.body;
    const trial = await attempt(request, `joining ${token}`);
    const browserSecret = browserSecretOf(request);
    const sent = await noted(request, 'joining:confirm', () =>
      confirm(deps, { token, phone, language, browserSecret }),
    );
    await trial.succeed(deps.db);
    begunBrowser.write(request, reply, browserSecret);
    await note(request, 'joining:confirm', { id: sent.joiningId });
    return present(sent);
  });

  registerOperation(app, 'renewJoining', async (request) => {
    await requireAccess(request.access, 'joining:confirm');
    await attempt(request, `renew ${request.body.token}`);
    const id = await renew(deps, request.body.token);
    await note(request, 'joining:confirm', { id, change: 'renew' });
    return undefined;
  });

  registerOperation(app, 'resendCode', async (request) => {
    await requireAccess(request.access, 'joining:confirm');
    const joiningId = parseObjectId(request.body.joiningId);
    const browserSecret = begunBrowser.read(request);
    const trial = await attempt(request, `joining code ${joiningId} ${browserSecret}`);
    const wanted = { joiningId, phone: request.body.phone, browserSecret };
    const sent = await noted(request, 'joining:confirm', () => resendCode(deps, wanted));
    await trial.succeed(deps.db);
    await note(request, 'joining:confirm', { id: sent.joiningId, change: 'code' });
    return present(sent);
  });

  registerOperation(app, 'verifyJoining', async (request) => {
    await requireAccess(request.access, 'joining:verify');
    const joiningId = parseObjectId(request.body.joiningId);
    const browserSecret = begunBrowser.read(request);
    const trial = await attempt(request, `joining verify ${joiningId} ${browserSecret}`);
    const typed = { joiningId, code: request.body.code, browserSecret };
    const verified = await noted(request, 'joining:verify', () => verify(deps, typed));
    await trial.succeed(deps.db);
    const { teamId, userId, setupToken } = verified;
    await note(request, 'joining:verify', { id: joiningId, team: teamId, user: userId });
    return setupToken === undefined ? {} : { setupToken };
  });

  function attempt(request: FastifyRequest, key: string) {
    return beginAttempt(deps, key, { address: request.ip });
  }

  /** Wrong turns are in the trail as well, with their code. */
  async function noted<T>(request: FastifyRequest, action: Action, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const isOurs = error instanceof VerificationError || error instanceof CareTeamError;
      const event = { action, outcome: 'failure', ...callerOf(request.access) } as const;
      if (isOurs) await audit.record({ ...event, details: { code: error.code } });
      throw error;
    }
  }

  type Noted = { readonly id: number | undefined } & Readonly<Record<string, AuditDetail | undefined>>;

  async function note(request: FastifyRequest, action: Action, { id, ...details }: Noted): Promise<void> {
    const known = Object.entries(details).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const object = { kind: 'joining', id };
    const event = { action, outcome: 'success', ...callerOf(request.access), object } as const;
    await audit.record({ ...event, details: Object.fromEntries(known) });
    messages.wake();
  }
}

/** That of this browser, or a new one. */
function browserSecretOf(request: FastifyRequest): string {
  return begunBrowser.read(request) ?? createSecret().text;
}

function present({ joiningId, phone, expiresAt, remainingCodes }: SentCode): CodeSent {
  return { joiningId: String(joiningId), phone, expiresAt: expiresAt.toISOString(), remainingCodes };
}
