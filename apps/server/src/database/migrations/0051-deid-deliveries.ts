/**
 * Deliveries that leave de-identified, and what was held back of them. The project of a delivery is named for good: where it
 * is gone, nothing is sent. What a peer was sent de-identified is another thing than what it was sent as it is.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.delivery add column deid_project_id bigint`.execute(db);
  // 0: as it is.
  await sql`alter table gateway.sent_object add column deid_project_id bigint not null default 0`.execute(db);
  await sql`alter table gateway.sent_object drop constraint sent_object_pkey`.execute(db);
  await sql`alter table gateway.sent_object add primary key (object_id, peer_id, deid_project_id)`.execute(db);
  await sql`
    create table gateway.deid_quarantine (
      id bigint generated always as identity primary key,
      project_id bigint not null references gateway.deid_project on delete cascade,
      object_id text not null,
      delivery_id bigint references gateway.delivery on delete set null,
      reason text not null,
      findings jsonb not null,
      found_at timestamptz not null,
      decision text check (decision in ('released', 'kept')),
      decided_at timestamptz,
      unique (project_id, object_id)
    )`.execute(db);
  await sql`create index deid_quarantine_by_delivery on gateway.deid_quarantine (delivery_id)`.execute(db);
}
