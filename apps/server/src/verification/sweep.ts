/** Removes what has expired; tokens after a week, for until then they can be exchanged for a new one. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

const tokensKeptMs = 7 * 24 * 60 * 60_000;

export async function sweepVerification(db: Kysely<Database>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - tokensKeptMs);
  await db.deleteFrom('one_time_token').where('expires_at', '<=', before).execute();
  await db.deleteFrom('one_time_code').where('expires_at', '<=', now).execute();
}
