/**
 * What a peer is asked beyond the baseline, on how many associations it is sent what a C-MOVE moves, and whether it
 * commits to what it is delivered.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.peer
      add column proposes text[] not null default '{}'
        check (proposes <@ array['relational', 'combinedDateTime', 'fuzzyNames', 'timezone']),
      add column move_associations integer not null default 1 check (move_associations between 1 and 16)`.execute(db);
}
