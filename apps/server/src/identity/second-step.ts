/**
 * The second step of signing in, and signing in with a passkey alone. Both begin a session for who completes a ceremony
 * that this browser began; codes are slowed down like passwords, with a counter of their own.
 */

import type { PasskeyAssertion, SecondFactorNeeded, SecondFactorProof } from '@isocenter/contract/second-factor';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessError } from '../access/errors.ts';
import { beginCounted, type SignInOptions, type StartedSession, startSessionOf } from '../access/sign-in.ts';
import { anonymous } from '../access/subject.ts';
import type { UserRow } from '../access/users.ts';
import { readCaller } from './caller.ts';
import { beginCeremony, getCeremony, takeCeremony } from './ceremony.ts';
import { findPasskey } from './passkey-store.ts';
import { checkPasskey, requestOptions } from './passkeys.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { getSecondFactors } from './second-factors.ts';
import { acceptTotp } from './totp-store.ts';

export type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/** Under which attempts at a second factor are counted; whoever makes them has shown the password. */
export const secondFactorKey = (userId: number) => `second factor ${userId}`;

/** Begins the second step for a user who has shown the password, and says how it can be done. */
export async function beginSecondStep(
  options: SignInOptions,
  exchange: Exchange,
  user: UserRow,
): Promise<SecondFactorNeeded> {
  const factors = await getSecondFactors(options.db, user.id);
  const passkeyOptions = factors.passkeys === 0 ? undefined : await requestOptions(options, user.id);
  const challenge = passkeyOptions?.challenge;
  const { expiresAt } = await beginCeremony(options, exchange, {
    purpose: 'second-factor',
    userId: user.id,
    challenge,
  });
  return {
    kind: 'second-factor',
    ways: [
      ...(passkeyOptions === undefined ? [] : (['passkey'] as const)),
      ...(factors.totpSince === undefined ? [] : (['totp'] as const)),
      ...(factors.recoveryCodes === 0 ? [] : (['recovery-code'] as const)),
    ],
    ...(passkeyOptions === undefined ? {} : { passkeyOptions }),
    expiresAt: expiresAt.toISOString(),
  };
}

/** @throws AccessError `ceremony-over`, `wrong-code`, `passkey-refused`, `rate-limited` */
export async function completeSecondStep(
  options: SignInOptions,
  exchange: Exchange,
  proof: SecondFactorProof,
): Promise<StartedSession> {
  const { db } = options;
  const { userId, challenge } = await getCeremony(options, exchange.request, 'second-factor');
  const user = await getActiveUser(options, userId);
  const caller = readCaller(options.identityKey, exchange.request, user.email_key);
  const attempt = await beginCounted(options, secondFactorKey(user.id), caller);
  // A challenge is signed once, also where the signature was wrong.
  if (proof.kind === 'passkey') await takeCeremony(options, exchange, 'second-factor');
  if (!(await isProved(options, { user, challenge, proof, address: caller.address }))) {
    const details = { step: proof.kind };
    const event = { action: 'session:sign-in', outcome: 'failure', subject: anonymous } as const;
    const object = { kind: 'user', id: user.id };
    await options.audit.record({ ...event, object, address: caller.address, details });
    throw new AccessError(proof.kind === 'passkey' ? 'passkey-refused' : 'wrong-code');
  }
  await attempt.succeed(db);
  if (proof.kind !== 'passkey') await takeCeremony(options, exchange, 'second-factor');
  return startSessionOf(options, user, caller, { way: 'password', second: proof.kind });
}

/**
 * Signs in with a passkey that its device has found by itself: two factors in one.
 * @throws AccessError `ceremony-over`, `passkey-refused`, `rate-limited`
 */
export async function signInWithPasskey(
  options: SignInOptions,
  exchange: Exchange,
  assertion: PasskeyAssertion,
): Promise<StartedSession> {
  const { challenge } = await takeCeremony(options, exchange, 'passkey-sign-in');
  const { db, audit, identityKey } = options;
  const owner = await findOwner(db, assertion.id);
  const caller = readCaller(identityKey, exchange.request, owner?.email_key ?? '');
  const { address } = caller;
  // Signatures cannot be guessed; what is slowed down is the work of checking them.
  const attempt = await beginCounted(options, `passkey ${owner?.id ?? ''}`, caller);
  const checked = await checkPasskey(options, { challenge: challenge ?? '', assertion });
  if (checked.kind === 'copied') await recordCopy(options, { ...checked, address });
  if (checked.kind !== 'proved') {
    const event = { action: 'session:sign-in', outcome: 'failure', subject: anonymous } as const;
    const object = owner === undefined ? undefined : { kind: 'user', id: owner.id };
    await audit.record({ ...event, object, address, details: { step: 'passkey' } });
    throw new AccessError('passkey-refused');
  }
  const user = await getActiveUser(options, checked.userId, 'passkey-refused');
  await attempt.succeed(db);
  return startSessionOf(options, user, caller, { way: 'passkey' });
}

type Given = {
  readonly user: UserRow;
  readonly challenge: string | undefined;
  readonly proof: SecondFactorProof;
  readonly address: string;
};

async function isProved(options: SignInOptions, { user, challenge, proof, address }: Given): Promise<boolean> {
  switch (proof.kind) {
    case 'totp':
      return acceptTotp(options, user.id, proof.code);
    case 'recovery-code':
      return takeRecoveryCode(options.db, user.id, proof.code);
    case 'passkey': {
      const { assertion } = proof;
      const checked = await checkPasskey(options, { challenge: challenge ?? '', assertion, userId: user.id });
      if (checked.kind === 'copied') await recordCopy(options, { ...checked, address });
      return checked.kind === 'proved';
    }
  }
}

/** A copied key is worth an entry of its own: somebody may be about to use it elsewhere. */
export async function recordCopy(
  { audit }: Pick<SignInOptions, 'audit'>,
  { userId, passkeyId, address }: { userId: number; passkeyId: number; address: string },
): Promise<void> {
  const details = { reason: 'counter-went-back', passkey: passkeyId };
  const object = { kind: 'user', id: userId };
  await audit.record({ action: 'session:sign-in', outcome: 'failure', subject: anonymous, object, address, details });
}

/** Whose key it would be; whether it is, its signature says. */
async function findOwner(db: SignInOptions['db'], credentialId: string): Promise<UserRow | undefined> {
  const passkey = await findPasskey(db, credentialId);
  if (passkey === undefined) return undefined;
  return db.selectFrom('user_account').selectAll().where('id', '=', passkey.user_id).executeTakeFirst();
}

/** Whoever was disabled meanwhile comes no further. */
async function getActiveUser(
  { db }: Pick<SignInOptions, 'db'>,
  id: number | undefined,
  code: 'ceremony-over' | 'passkey-refused' = 'ceremony-over',
): Promise<UserRow> {
  const query = db.selectFrom('user_account').selectAll().where('disabled_at', 'is', null);
  const user = id === undefined ? undefined : await query.where('id', '=', id).executeTakeFirst();
  if (user === undefined) throw new AccessError(code);
  return user;
}
