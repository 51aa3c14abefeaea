/** From which day on a source was asked when it may have left something out: so that a later look can take that back. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.source add column truncated_from text`.execute(db);
}
