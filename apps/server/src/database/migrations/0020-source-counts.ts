/**
 * What an archive counts of a study, beside the sum of what it counts of its series, because the two may disagree; and
 * when a person last wanted a study although it was deleted: what was deleted before is no reason any more.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.source_study add column counted integer, add column forced_at timestamptz`.execute(db);
  // Nobody knows which of the two it was; the next look sets it right.
  await sql`update gateway.source_study set counted = theirs`.execute(db);
}
