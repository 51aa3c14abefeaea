/**
 * A fresh proof by somebody who is signed in: password, one-time code or passkey. It is noted in the session, and enough
 * for what is dangerous during the next minutes (`step-up.ts`).
 */

import type { FreshProof, ProofWays } from '@isocenter/contract/second-factor';
import { AccessError } from '../access/errors.ts';
import { noteProof } from '../access/sessions.ts';
import { beginCounted, type SignInOptions, subjectOf } from '../access/sign-in.ts';
import type { SessionWay } from '../access/tables.ts';
import { getUser, type UserRow } from '../access/users.ts';
import { readCaller } from './caller.ts';
import { beginCeremony, takeCeremony } from './ceremony.ts';
import { checkPasskey, requestOptions } from './passkeys.ts';
import { getSecondFactors } from './second-factors.ts';
import { type Exchange, recordCopy, secondFactorKey } from './second-step.ts';
import { acceptTotp } from './totp-store.ts';

/** Says how a user can prove it, and begins a ceremony where a passkey is one of the ways. */
export async function beginProof(
  options: SignInOptions,
  exchange: Exchange,
  { userId, way }: { readonly userId: number; readonly way: SessionWay },
): Promise<ProofWays> {
  const [user, factors] = await Promise.all([getUser(options.db, userId), getSecondFactors(options.db, userId)]);
  const passkeyOptions = factors.passkeys === 0 ? undefined : await requestOptions(options, userId);
  if (passkeyOptions !== undefined) {
    await beginCeremony(options, exchange, { purpose: 'proof', userId, challenge: passkeyOptions.challenge });
  }
  const provider = way === 'single-sign-on' ? options.provider : undefined;
  return {
    ways: [
      ...(passkeyOptions === undefined ? [] : (['passkey'] as const)),
      ...(factors.totpSince === undefined ? [] : (['totp'] as const)),
      ...(user.password_hash === null ? [] : (['password'] as const)),
      ...(provider === undefined ? [] : (['single-sign-on'] as const)),
    ],
    ...(provider === undefined ? {} : { provider: provider.label }),
    ...(passkeyOptions === undefined ? {} : { passkeyOptions }),
  };
}

const refusals = { password: 'wrong-credentials', totp: 'wrong-code', passkey: 'passkey-refused' } as const;

/** @throws AccessError `wrong-credentials`, `wrong-code`, `passkey-refused`, `ceremony-over`, `rate-limited` */
export async function completeProof(
  options: SignInOptions,
  exchange: Exchange,
  { sessionId, userId, proof }: { sessionId: number; userId: number; proof: FreshProof },
): Promise<void> {
  const { db, audit } = options;
  const user = await getUser(db, userId);
  const caller = readCaller(options.identityKey, exchange.request, user.email_key);
  const counted = proof.kind === 'password' ? user.email_key : secondFactorKey(userId);
  const attempt = await beginCounted(options, counted, caller);
  const isProved = await check(options, exchange, { user, proof });
  const event = { action: 'session:prove', subject: subjectOf(user), address: caller.address } as const;
  await audit.record({ ...event, outcome: isProved ? 'success' : 'failure', details: { way: proof.kind } });
  if (!isProved) throw new AccessError(refusals[proof.kind]);
  await attempt.succeed(db);
  await noteProof(options, sessionId);
}

async function check(
  options: SignInOptions,
  exchange: Exchange,
  { user, proof }: { user: UserRow; proof: FreshProof },
): Promise<boolean> {
  switch (proof.kind) {
    case 'password':
      return options.hasher.verify(user.password_hash, proof.password);
    case 'totp':
      return acceptTotp(options, user.id, proof.code);
    case 'passkey': {
      const ceremony = await takeCeremony(options, exchange, 'proof');
      if (ceremony.userId !== user.id) throw new AccessError('ceremony-over');
      const given = { challenge: ceremony.challenge ?? '', assertion: proof.assertion, userId: user.id };
      const checked = await checkPasskey(options, given);
      if (checked.kind === 'copied') await recordCopy(options, { ...checked, address: exchange.request.ip });
      return checked.kind === 'proved';
    }
  }
}
