/**
 * Erasures: one row each, which is the state of the work and stays as its record. What names the patient is in `subject` and
 * goes when the work is done. An owner of a spool can be told to destroy a key.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.erasure (
      id bigint generated always as identity primary key,
      ledger_id text not null unique check (ledger_id ~ '^[0-9a-f]{32}$'),
      state text not null check (state in ('waiting', 'decided', 'done', 'refused')),
      subject jsonb,
      reason text not null,
      requested_by text not null,
      requested_at timestamptz not null,
      studies integer not null,
      instances integer not null,
      recipients jsonb not null,
      attempts integer not null default 0,
      failure text,
      ended_at timestamptz,
      check ((state in ('done', 'refused')) = (ended_at is not null)),
      check (state not in ('done', 'refused') or subject is null)
    )`.execute(db);
  // A patient is erased once at a time.
  await sql`
    create unique index erasure_under_way on gateway.erasure ((subject->>'identityKey')) where subject is not null`.execute(
    db,
  );
  await sql`
    alter table gateway.spool_order
      drop constraint spool_order_kind_check,
      add constraint spool_order_kind_check check (kind in ('delete', 'begin-purge', 'end-trash', 'destroy-key'))`.execute(
    db,
  );
}
