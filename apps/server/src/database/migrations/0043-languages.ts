/** The language that somebody is written to in, and that their pages are shown in. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Null until it was chosen.
  await sql`alter table gateway.user_account add language text`.execute(db);
  await sql`alter table gateway.care_team_joining add language text not null default 'en'`.execute(db);
}
