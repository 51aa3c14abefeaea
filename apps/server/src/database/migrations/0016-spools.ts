/**
 * Several gateways over one database and one store: a position for each of the store's spools, which spool a key, a trash
 * or a retired key belongs to, and what gateways ask the owner of a spool to note in its log.
 *
 * What there was before is of the first spool, which is the default everywhere.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.index_state drop constraint index_state_id_check`.execute(db);
  await sql`alter table gateway.index_state rename column id to spool`.execute(db);
  await sql`
    alter table gateway.index_state
      add constraint index_state_spool check (spool > 0),
      add column removals bigint not null default 0`.execute(db);
  await sql`alter table gateway.patient add column key_spool integer not null default 1`.execute(db);
  await sql`
    create table gateway.patient_key (
      patient_id bigint not null references gateway.patient on delete cascade,
      spool integer not null,
      key_id text not null,
      primary key (patient_id, spool, key_id)
    )`.execute(db);
  await sql`
    alter table gateway.retired_key
      add column spool integer not null default 1,
      drop constraint retired_key_pkey,
      add primary key (spool, key_id)`.execute(db);
  await sql`alter table gateway.trash add column spool integer not null default 1`.execute(db);
  await sql`
    create table gateway.spool_order (
      id bigint generated always as identity primary key,
      spool integer not null,
      kind text not null check (kind in ('delete', 'begin-purge', 'end-trash')),
      body jsonb not null,
      ordered_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index spool_order_by_spool on gateway.spool_order (spool, id)`.execute(db);
}
