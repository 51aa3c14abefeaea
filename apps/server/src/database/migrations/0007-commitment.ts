/**
 * Storage commitment, PS3.4 Annex J: what peers asked this node to commit to, and what it asked of peers. Peers may be
 * allowed to ask for it.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.peer
      drop constraint peer_verbs_check,
      add constraint peer_verbs_check
        check (verbs <@ array['echo', 'store', 'find', 'get', 'move', 'commit'])`.execute(db);
  await sql`
    create table gateway.commitment (
      id bigint generated always as identity primary key,
      transaction_uid text not null,
      ae_title text not null,
      peer_id bigint,
      address text not null,
      is_duplicate boolean not null,
      instances jsonb not null,
      state text not null check (state in ('waiting', 'reported', 'dead')),
      attempts integer not null,
      due_at timestamptz not null,
      requested_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db);
  await sql`
    create unique index commitment_by_transaction on gateway.commitment (ae_title, transaction_uid)
      where not is_duplicate`.execute(db);
  await sql`create index commitment_by_due on gateway.commitment (due_at) where state = 'waiting'`.execute(db);
  await sql`
    create table gateway.commitment_inquiry (
      transaction_uid text primary key,
      ae_title text not null,
      asked_at timestamptz not null,
      report jsonb
    )`.execute(db);
}
