/** Where an account is signed in, and ending it there. */

import type { OpenSession } from '@isocenter/contract/account';
import type { Kysely } from 'kysely';
import { AccessError } from '../access/errors.ts';
import { type SessionStore, sessionIdleMs } from '../access/sessions.ts';
import type { Database } from '../database/schema.ts';

/** Lists the sessions of a user that are not over, the one that asks first. */
export async function listOpenSessions(
  { db, now }: SessionStore,
  userId: number,
  thisSession: number,
): Promise<OpenSession[]> {
  const at = now();
  const rows = await db
    .selectFrom('session')
    .select(['id', 'created_at', 'seen_at', 'browser', 'system', 'address'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', at)
    .where('seen_at', '>', new Date(at.getTime() - sessionIdleMs))
    .orderBy((eb) => eb('id', '=', thisSession), 'desc')
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: String(row.id),
    isThis: row.id === thisSession,
    ...(row.browser === null ? {} : { browser: row.browser }),
    ...(row.system === null ? {} : { system: row.system }),
    ...(row.address === null ? {} : { address: row.address }),
    startedAt: row.created_at.toISOString(),
    lastUsedAt: row.seen_at.toISOString(),
  }));
}

/** @throws AccessError `not-found` where the user has no such session */
export async function endOpenSession(db: Kysely<Database>, userId: number, id: number): Promise<void> {
  const ended = await db.deleteFrom('session').where('user_id', '=', userId).where('id', '=', id).executeTakeFirst();
  if (ended.numDeletedRows === 0n) throw new AccessError('not-found');
}

/** Ends every session of a user but one, and returns how many there were. */
export async function endOtherSessions(db: Kysely<Database>, userId: number, thisSession: number): Promise<number> {
  const query = db.deleteFrom('session').where('user_id', '=', userId).where('id', '!=', thisSession);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}
