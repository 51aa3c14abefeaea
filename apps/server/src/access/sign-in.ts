/**
 * Signing in with e-mail address and password, and changing the password.
 *
 * A wrong address, a wrong password, an invited and a disabled account are answered alike, in words and in time.
 */

import type { ChangePassword, SignIn } from '@isocenter/contract/session';
import type { Kysely } from 'kysely';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { emailKey } from './email-key.ts';
import { AccessError } from './errors.ts';
import type { PasswordHasher } from './password.ts';
import { assertGoodPassword } from './password-policy.ts';
import { startSession } from './sessions.ts';
import { anonymous, type Subject } from './subject.ts';
import { type Attempt, beginAttempt, sweepAttempts } from './throttle.ts';
import { getUser, setPassword, type UserRow } from './users.ts';

export type SignInOptions = {
  readonly db: Kysely<Database>;
  readonly now: () => Date;
  readonly hasher: PasswordHasher;
  readonly audit: AuditRecorder;
};

export type StartedSession = { readonly user: UserRow; readonly secret: string };

/**
 * Begins a session. Success is recorded before it is answered.
 * @throws AccessError `wrong-credentials`, `rate-limited`
 */
export async function signIn(options: SignInOptions, given: SignIn, address: string): Promise<StartedSession> {
  const { db, hasher, audit } = options;
  const key = emailKey(given.email);
  const attempt = await begin(options, key, address);
  const user = await db.selectFrom('user_account').selectAll().where('email_key', '=', key).executeTakeFirst();
  const usable = user?.disabled_at === null ? user : undefined;
  const matches = await hasher.verify(usable?.password_hash, given.password);
  if (usable === undefined || !matches) {
    const object = user === undefined ? undefined : { kind: 'user', id: user.id };
    await audit.record({ action: 'session:sign-in', outcome: 'failure', subject: anonymous, object, address });
    throw new AccessError('wrong-credentials');
  }
  await attempt.succeed(db);
  return startSessionOf(options, usable, address);
}

/** Begins a session for a user who has just proved to be one, by password or set-up link. */
export async function startSessionOf(options: SignInOptions, user: UserRow, address: string): Promise<StartedSession> {
  const { db, now, audit } = options;
  const secret = await startSession({ db, now }, user.id);
  await db.updateTable('user_account').set({ last_sign_in_at: now() }).where('id', '=', user.id).execute();
  await audit.record({ action: 'session:sign-in', outcome: 'success', subject: subjectOf(user), address });
  await sweepAttempts({ db, now });
  return { user, secret };
}

/**
 * Changes the password of a signed-in user; every session ends, and the one to go on with is returned.
 * @throws AccessError `wrong-credentials`, `rate-limited`, `weak-password`
 */
export async function changePassword(
  options: SignInOptions,
  userId: number,
  { currentPassword, newPassword }: ChangePassword,
  address: string,
): Promise<StartedSession> {
  const { db, now, hasher, audit } = options;
  const user = await getUser(db, userId);
  const attempt = await begin(options, emailKey(user.email), address);
  const event = { action: 'password:change', subject: subjectOf(user), address } as const;
  if (!(await hasher.verify(user.password_hash, currentPassword))) {
    await audit.record({ ...event, outcome: 'failure' });
    throw new AccessError('wrong-credentials');
  }
  await attempt.succeed(db);
  assertGoodPassword(newPassword, user);
  const passwordHash = await hasher.hash(newPassword);
  await db.transaction().execute((trx) => setPassword(trx, userId, passwordHash));
  await audit.record({ ...event, outcome: 'success' });
  return { user, secret: await startSession({ db, now }, userId) };
}

export function subjectOf({ id, role, email }: UserRow): Extract<Subject, { kind: 'user' }> {
  return { kind: 'user', userId: id, role, email };
}

/** Attempts that are refused unseen are counted, not recorded one by one: a flood of them is the point. */
async function begin({ db, now, audit }: SignInOptions, accountKey: string, address: string): Promise<Attempt> {
  try {
    return await beginAttempt({ db, now }, accountKey, address);
  } catch (error) {
    const details = { reason: 'rate-limited' };
    audit.count({ action: 'session:sign-in', outcome: 'denied', subject: anonymous, address, details });
    throw error;
  }
}
