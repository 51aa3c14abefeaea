/**
 * The life of what is stored: trash, legal holds, retention rules, when a study was last asked for, alerts.
 *
 * Holds and accesses name patients and studies as the outside does, because internal ids are new after a reindex.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.instance drop constraint instance_state_check`.execute(db);
  await sql`
    alter table gateway.instance
      add constraint instance_state_check check (state in ('served', 'kept', 'trashed')),
      add column policy text not null default 'first' check (policy in ('first', 'newest', 'refuse')),
      add column trash_id text,
      add column trashed_at bigint,
      add constraint instance_in_trash check ((state = 'trashed') = (trash_id is not null))`.execute(db);
  await sql`create index instance_by_trash on gateway.instance (trash_id) where state = 'trashed'`.execute(db);
  await sql`create index instance_trashed on gateway.instance (sop_instance_uid) where state = 'trashed'`.execute(db);
  await sql`
    create table gateway.trash (
      id bigint generated always as identity primary key,
      trash_id text not null unique,
      position bigint not null,
      level text not null check (level in ('study', 'series', 'instance')),
      cause text not null check (cause in ('user', 'retention')),
      reason text not null,
      deleted_by text not null,
      deleted_at timestamptz not null,
      purge_after timestamptz not null,
      is_purging boolean not null default false
    )`.execute(db);
  await sql`create table gateway.retired_key (key_id text primary key)`.execute(db);
  await sql`
    create table gateway.legal_hold (
      id bigint generated always as identity primary key,
      kind text not null check (kind in ('patient', 'study')),
      identity_key text not null,
      study_instance_uid text,
      reason text not null,
      placed_by text not null,
      placed_at timestamptz not null,
      release_reason text,
      released_by text,
      released_at timestamptz,
      check ((kind = 'study') = (study_instance_uid is not null))
    )`.execute(db);
  await sql`create index legal_hold_in_force on gateway.legal_hold (identity_key) where released_at is null`.execute(
    db,
  );
  await sql`
    create table gateway.retention_rule (
      id bigint generated always as identity primary key,
      name text not null,
      enabled boolean not null,
      basis text not null check (basis in ('study-date', 'received', 'last-access')),
      days integer not null check (days > 0),
      modalities text[] not null,
      senders text[] not null,
      max_per_run integer not null check (max_per_run > 0),
      changed_at timestamptz not null,
      last_run_at timestamptz,
      last_run_studies integer
    )`.execute(db);
  await sql`
    create table gateway.study_access (
      identity_key text not null,
      study_instance_uid text not null,
      accessed_on date not null,
      primary key (identity_key, study_instance_uid)
    )`.execute(db);
  // Growth a day and silent sources look at the newest rows, which lie at the table's end.
  await sql`create index instance_by_received on gateway.instance using brin (received_at)`.execute(db);
  await sql`
    create table gateway.alert (
      id bigint generated always as identity primary key,
      kind text not null,
      subject text not null,
      severity text not null check (severity in ('warning', 'critical')),
      details jsonb not null,
      opened_at timestamptz not null,
      seen_at timestamptz not null,
      closed_at timestamptz
    )`.execute(db);
  await sql`create unique index alert_open on gateway.alert (kind, subject) where closed_at is null`.execute(db);
  await sql`
    create table gateway.alert_delivery (
      id bigint generated always as identity primary key,
      alert_id bigint not null references gateway.alert on delete cascade,
      channel text not null check (channel in ('mail', 'webhook')),
      event text not null check (event in ('opened', 'closed')),
      due_at timestamptz,
      attempts integer not null default 0,
      sent_at timestamptz,
      error text
    )`.execute(db);
  await sql`create index alert_delivery_due on gateway.alert_delivery (due_at) where due_at is not null`.execute(db);
}
