/** `/api/account/phone`: a code to the own telephone, and typing it. */

import type { FastifyRequest } from 'fastify';
import { callerOf, requireAccess } from '../access/access.ts';
import { AccessError } from '../access/errors.ts';
import type { SignInOptions } from '../access/sign-in.ts';
import { beginAttempt } from '../access/throttle.ts';
import type { AuditDetail } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import type { MessageSender } from '../messages/message-sender.ts';
import { VerificationError } from '../verification/errors.ts';
import { describeAccount } from './account.ts';
import { confirmPhone, type PhoneOwner, sendPhoneCode } from './phone.ts';

export type PhoneRouteDeps = Pick<SignInOptions, 'db' | 'now' | 'audit' | 'policy'> & {
  readonly messages: Pick<MessageSender, 'has' | 'wake'>;
};

export function registerPhoneRoutes(app: HttpServer, deps: PhoneRouteDeps): void {
  const { db, audit, messages } = deps;

  registerOperation(app, 'sendPhoneCode', async (request) => {
    await requireAccess(request.access, 'account:write');
    if (!messages.has('sms')) throw new HttpProblem('sms-off');
    const owner = ownerOf(request);
    // Never taken back: each is a message that somebody pays for.
    await beginAttempt(deps, `phone code ${owner.userId}`, { address: request.ip });
    const sent = await sendPhoneCode(deps, owner);
    await record(request, 'success', { change: 'send-phone-code' });
    messages.wake();
    return { phone: sent.phone, expiresAt: sent.expiresAt.toISOString() };
  });

  registerOperation(app, 'confirmPhone', async (request) => {
    await requireAccess(request.access, 'account:write');
    const owner = ownerOf(request);
    const attempt = await beginAttempt(deps, `phone ${owner.userId}`, { address: request.ip });
    await confirmPhone(deps, owner, request.body.code).catch(async (error: unknown) => {
      if (error instanceof VerificationError) {
        await record(request, 'failure', { change: 'verify-phone', reason: error.code });
      }
      throw error;
    });
    await attempt.succeed(db);
    await record(request, 'success', { change: 'verify-phone' });
    return describeAccount(deps, owner.userId);
  });

  function record(request: FastifyRequest, outcome: 'success' | 'failure', details: Record<string, AuditDetail>) {
    return audit.record({ action: 'account:write', outcome, ...callerOf(request.access), details });
  }
}

function ownerOf({ access: { subject }, session }: FastifyRequest): PhoneOwner {
  if (subject.kind !== 'user' || session === undefined) throw new AccessError('not-found');
  return { userId: subject.userId, sessionSecret: session.secret };
}
