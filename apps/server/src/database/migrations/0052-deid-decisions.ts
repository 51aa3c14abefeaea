/**
 * What is decided about an object in the quarantine, by whom and why: whether its picture was looked at, and which findings
 * were let pass. What is found besides holds it back again.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.deid_quarantine
      add column decided_by text,
      add column decision_reason text,
      add column picture_released boolean not null default false,
      add column findings_released jsonb not null default '[]'`.execute(db);
  await sql`update gateway.deid_quarantine set picture_released = true where decision = 'released'`.execute(db);
}
