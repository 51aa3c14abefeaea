/**
 * The audit trail: hash-chained entries and the signed checkpoints over them, both append-only.
 *
 * The triggers stop mistakes and whoever only has the node's own statements; somebody with the rights of the table's
 * owner can remove them, which is what the chain and the checkpoints outside the database are for.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.audit_entry (
      sequence bigint primary key,
      at timestamptz(3) not null,
      action text not null,
      outcome text not null,
      subject_kind text not null,
      subject_id text,
      subject_name text,
      object_kind text,
      object_id text,
      address text,
      details jsonb not null,
      hash bytea not null
    )`.execute(db);
  await sql`create index audit_entry_by_time on gateway.audit_entry using brin (at)`.execute(db);
  await sql`
    create table gateway.audit_checkpoint (
      key_id text not null,
      number bigint not null,
      sequence bigint not null,
      hash bytea not null,
      at timestamptz(3) not null,
      previous text not null,
      signature text not null,
      primary key (key_id, number)
    )`.execute(db);
  await sql`
    create function gateway.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  for (const table of ['audit_entry', 'audit_checkpoint']) {
    await sql`
      create trigger ${sql.id(`${table}_append_only`)} before update or delete or truncate
      on ${sql.id('gateway', table)} for each statement execute function gateway.refuse_change()`.execute(db);
    await sql`revoke update, delete, truncate on ${sql.id('gateway', table)} from public, current_user`.execute(db);
  }
}
