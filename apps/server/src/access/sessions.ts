/**
 * Sessions of browsers: a random id in a cookie, its hash in the database. `SEMANTICS.md` has the life cycle.
 *
 * The role is read from the account with every request, so a demotion or a disabled account takes effect at once.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Language } from '@isocenter/contract/language';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type IdentityPolicy, isSecondFactorRequired } from '../identity/policy.ts';
import { hasSecondFactor } from '../identity/second-factors.ts';
import { membershipsOfUser } from './memberships.ts';
import { createSecret, hashSecret } from './secret.ts';
import type { Subject } from './subject.ts';
import type { SessionWay } from './tables.ts';

const minute = 60_000;

/** Without use; long enough for a study that is read without a request. */
export const sessionIdleMs = 60 * minute;

/** However much it is used: a shift. */
export const sessionMaxMs = 12 * 60 * minute;

/** How coarsely use is noted, so that not every request writes. */
const seenPrecisionMs = minute;

export type SessionStore = { readonly db: Kysely<Database>; readonly now: () => Date };

export type FoundSession = {
  readonly subject: Extract<Subject, { kind: 'user' }>;
  readonly id: number;
  readonly name: string;
  readonly language: Language | null;
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
  readonly way: SessionWay;
  /** When its user last proved to be there. */
  readonly provedAt: Date;
  /** The account needs a second factor and has none. */
  readonly mustEnrol: boolean;
};

/** What is noted of a session for its owner. */
export type SessionOrigin = {
  readonly way: SessionWay;
  readonly address?: string | undefined;
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
};

/** Begins a session and returns the secret of its cookie. Sessions that have ended are swept away meanwhile. */
export async function startSession(
  { db, now }: SessionStore,
  userId: number,
  { way, address, browser, system }: SessionOrigin = { way: 'password' },
): Promise<string> {
  const at = now();
  const secret = createSecret();
  const expires_at = new Date(at.getTime() + sessionMaxMs);
  await sweepSessions(db, at);
  await db
    .insertInto('session')
    .values({
      ...{ id_hash: secret.hash, user_id: userId, created_at: at, seen_at: at, proved_at: at, expires_at, way },
      ...{ address: address ?? null, browser: browser ?? null, system: system ?? null },
    })
    .execute();
  return secret.text;
}

/**
 * Returns the session of a cookie while neither limit has passed and its user is enabled. Notes the use, unless the
 * request is one that the page made by itself.
 */
export async function findSession(
  { db, now }: SessionStore,
  secret: string,
  { isUse, policy }: { readonly isUse: boolean; readonly policy?: IdentityPolicy | undefined },
): Promise<FoundSession | undefined> {
  const at = now();
  const id_hash = hashSecret(secret);
  const row = await db
    .selectFrom('session')
    .innerJoin('user_account', 'user_account.id', 'session.user_id')
    .select([
      'user_account.id as user_id',
      'email',
      'name',
      'language',
      'role',
      'seen_at',
      'expires_at',
      'session.id',
      'proved_at',
      'way',
    ])
    .select(membershipsOfUser().as('memberships'))
    .where('id_hash', '=', id_hash)
    .where('expires_at', '>', at)
    .where('seen_at', '>', new Date(at.getTime() - sessionIdleMs))
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const isNoted = isUse && at.getTime() - row.seen_at.getTime() >= seenPrecisionMs;
  if (isNoted) await db.updateTable('session').set({ seen_at: at }).where('id_hash', '=', id_hash).execute();
  const seenAt = isNoted ? at : row.seen_at;
  const idleEnd = Math.min(seenAt.getTime() + sessionIdleMs, row.expires_at.getTime());
  // What the identity provider asks for besides a password is its own matter.
  const isOwnWay = row.way !== 'single-sign-on';
  const needsFactor = isOwnWay && policy !== undefined && isSecondFactorRequired(policy, row.role);
  return {
    id: row.id,
    subject: {
      ...{ kind: 'user', userId: row.user_id, role: row.role, email: row.email },
      memberships: row.memberships,
    },
    name: row.name,
    language: row.language,
    idleExpiresAt: new Date(idleEnd),
    expiresAt: row.expires_at,
    way: row.way,
    provedAt: row.proved_at,
    mustEnrol: needsFactor && !(await hasSecondFactor(db, row.user_id)),
  };
}

/** Notes that the user of a session has just proved to be there. */
export async function noteProof({ db, now }: SessionStore, id: number): Promise<void> {
  await db.updateTable('session').set({ proved_at: now() }).where('id', '=', id).execute();
}

export async function endSession(db: Kysely<Database>, secret: string): Promise<void> {
  await db.deleteFrom('session').where('id_hash', '=', hashSecret(secret)).execute();
}

/** Ends all sessions of a user: its password changes, it is disabled, or an administrator says so. */
export async function endSessionsOf(db: Kysely<Database>, userId: number): Promise<void> {
  await db.deleteFrom('session').where('user_id', '=', userId).execute();
}

/** Returns the token that unsafe requests of the session must carry; it follows from the secret and is kept nowhere. */
export function csrfTokenOf(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('isocenter csrf 1').digest('base64url');
}

export function isCsrfToken(given: string, sessionSecret: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(csrfTokenOf(sessionSecret))];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function sweepSessions(db: Kysely<Database>, at: Date): Promise<void> {
  await db
    .deleteFrom('session')
    .where((eb) => eb.or([eb('expires_at', '<=', at), eb('seen_at', '<=', new Date(at.getTime() - sessionIdleMs))]))
    .execute();
}
