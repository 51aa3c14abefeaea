/** Removes tokens and codes that have expired. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

export async function sweepVerification(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom('one_time_token').where('expires_at', '<=', now).execute();
  await db.deleteFrom('one_time_code').where('expires_at', '<=', now).execute();
}
