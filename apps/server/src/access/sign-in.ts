/**
 * Signing in with e-mail address and password, and changing the password. Where the account has a second factor, the
 * password leads to it and not to a session (`identity/second-step.ts`).
 *
 * A wrong address, a wrong password, an invited and a disabled account are answered alike, in words and in time.
 */

import type { ChangePassword, SignIn } from '@isocenter/contract/session';
import type { Kysely } from 'kysely';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { IdentityProvider } from '../identity/identity-provider.ts';
import { type IdentityPolicy, isSecondFactorRequired } from '../identity/policy.ts';
import type { RelyingParty } from '../identity/relying-party.ts';
import { hasSecondFactor } from '../identity/second-factors.ts';
import { emailKey } from './email-key.ts';
import { AccessError } from './errors.ts';
import type { PasswordHasher } from './password.ts';
import { assertGoodPassword } from './password-policy.ts';
import { startSession } from './sessions.ts';
import { anonymous, type Subject } from './subject.ts';
import type { SessionWay } from './tables.ts';
import { type Attempt, beginAttempt, type Origin, sweepAttempts } from './throttle.ts';
import { getUser, setPassword, type UserRow } from './users.ts';

export type SignInOptions = {
  readonly db: Kysely<Database>;
  readonly now: () => Date;
  readonly hasher: PasswordHasher;
  readonly audit: AuditRecorder;
  readonly identityKey: IdentityKey;
  readonly policy: IdentityPolicy;
  readonly relyingParty: () => RelyingParty;
  /** Of single sign-on, where there is one. */
  readonly provider: IdentityProvider | undefined;
};

/** Where somebody signs in from. */
export type Caller = Origin & { readonly browser: string | undefined; readonly system: string | undefined };

export type StartedSession = {
  readonly user: UserRow;
  readonly secret: string;
  readonly way: SessionWay;
  readonly mustEnrol: boolean;
};

export type SignInResult =
  | { readonly kind: 'session'; readonly started: StartedSession }
  | { readonly kind: 'second-factor'; readonly user: UserRow };

/**
 * Begins a session, or leads to the second factor. Success is recorded before it is answered.
 * @throws AccessError `wrong-credentials`, `rate-limited`
 */
export async function signIn(options: SignInOptions, given: SignIn, caller: Caller): Promise<SignInResult> {
  const { db, hasher, audit } = options;
  const { address } = caller;
  const key = emailKey(given.email);
  const attempt = await beginCounted(options, key, caller);
  const user = await db.selectFrom('user_account').selectAll().where('email_key', '=', key).executeTakeFirst();
  const usable = user?.disabled_at === null ? user : undefined;
  const matches = await hasher.verify(usable?.password_hash, given.password);
  if (usable === undefined || !matches) {
    const object = user === undefined ? undefined : { kind: 'user', id: user.id };
    await audit.record({ action: 'session:sign-in', outcome: 'failure', subject: anonymous, object, address });
    throw new AccessError('wrong-credentials');
  }
  await attempt.succeed(db);
  return signInAfterPassword(options, usable, caller, 'password');
}

/** Goes on for a user who has shown a password, old or new: to the second factor, where there is one. */
export async function signInAfterPassword(
  options: SignInOptions,
  user: UserRow,
  caller: Caller,
  way: 'password' | 'set-up',
): Promise<SignInResult> {
  if (await hasSecondFactor(options.db, user.id)) return { kind: 'second-factor', user };
  return { kind: 'session', started: await startSessionOf(options, user, caller, { way }) };
}

/** How somebody has proved who it is; `second` besides a password. */
export type SignInWay = { readonly way: SessionWay; readonly second?: 'totp' | 'passkey' | 'recovery-code' };

/** Begins a session for a user who has proved to be one. */
export async function startSessionOf(
  options: SignInOptions,
  user: UserRow,
  { address, browser, system }: Caller,
  { way, second }: SignInWay,
): Promise<StartedSession> {
  const { db, now, audit, policy } = options;
  const secret = await startSession({ db, now }, user.id, { way, address, browser, system });
  await db.updateTable('user_account').set({ last_sign_in_at: now() }).where('id', '=', user.id).execute();
  const details = { way, ...(second === undefined ? {} : { second }) };
  await audit.record({ action: 'session:sign-in', outcome: 'success', subject: subjectOf(user), address, details });
  await sweepAttempts({ db, now });
  const needsFactor = way !== 'single-sign-on' && isSecondFactorRequired(policy, user.role);
  return { user, secret, way, mustEnrol: needsFactor && !(await hasSecondFactor(db, user.id)) };
}

/**
 * Changes the password of a signed-in user; every session ends, and the one to go on with is returned.
 * @throws AccessError `wrong-credentials`, `rate-limited`, `weak-password`
 */
export async function changePassword(
  options: SignInOptions,
  userId: number,
  { currentPassword, newPassword }: ChangePassword,
  caller: Caller,
): Promise<StartedSession> {
  const { db, now, hasher, audit, policy } = options;
  const { address, browser, system } = caller;
  const user = await getUser(db, userId);
  const attempt = await beginCounted(options, emailKey(user.email), caller);
  const event = { action: 'password:change', subject: subjectOf(user), address } as const;
  if (!(await hasher.verify(user.password_hash, currentPassword))) {
    await audit.record({ ...event, outcome: 'failure' });
    throw new AccessError('wrong-credentials');
  }
  await attempt.succeed(db);
  await assertGoodPassword(newPassword, user);
  const passwordHash = await hasher.hash(newPassword);
  await db.transaction().execute((trx) => setPassword(trx, userId, passwordHash));
  await audit.record({ ...event, outcome: 'success' });
  const secret = await startSession({ db, now }, userId, { way: 'password', address, browser, system });
  const mustEnrol = isSecondFactorRequired(policy, user.role) && !(await hasSecondFactor(db, userId));
  return { user, secret, way: 'password', mustEnrol };
}

export function subjectOf({ id, role, email }: UserRow): Extract<Subject, { kind: 'user' }> {
  return { kind: 'user', userId: id, role, email };
}

/** Attempts that are refused unseen are counted, not recorded one by one: a flood of them is the point. */
export async function beginCounted(
  { db, now, audit }: Pick<SignInOptions, 'db' | 'now' | 'audit'>,
  accountKey: string,
  from: Origin,
): Promise<Attempt> {
  try {
    return await beginAttempt({ db, now }, accountKey, from);
  } catch (error) {
    const details = { reason: 'rate-limited' };
    const { address } = from;
    audit.count({ action: 'session:sign-in', outcome: 'denied', subject: anonymous, address, details });
    throw error;
  }
}
