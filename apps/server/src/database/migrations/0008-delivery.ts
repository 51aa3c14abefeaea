/**
 * The outgoing queue: deliveries of studies, series or instances to DICOM peers, what became of each instance, and how
 * each destination is sent to.
 *
 * Nothing here refers to rows of the index by a foreign key, because the index can be made anew: instances go by the
 * name of their object in the log, which never changes, and the study is found again by them.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.delivery_destination (
      peer_id bigint primary key references gateway.peer on delete cascade,
      max_associations integer not null default 1 check (max_associations between 1 and 16),
      instances_per_second integer check (instances_per_second > 0),
      bytes_per_second bigint check (bytes_per_second > 0),
      sending_hours jsonb not null default '[]',
      give_up_hours integer not null default 72 check (give_up_hours between 1 and 8760),
      paused_at timestamptz,
      failures integer not null default 0,
      failing_since timestamptz,
      failure_code text,
      retry_at timestamptz
    )`.execute(db);
  await sql`
    create table gateway.delivery (
      id bigint generated always as identity primary key,
      peer_id bigint references gateway.peer on delete set null,
      ae_title text not null,
      study_id bigint not null,
      scope text not null check (scope in ('study', 'series', 'instances')),
      priority smallint not null check (priority between 0 and 2),
      requested_by_kind text not null check (requested_by_kind in ('user', 'token', 'rule', 'peer', 'system')),
      requested_by_id text,
      requested_by_name text,
      reason text not null,
      state text not null check (state in ('waiting', 'running', 'done', 'dead', 'cancelled')),
      code text,
      attempts integer not null default 0,
      due_at timestamptz not null,
      lease_owner uuid,
      lease_until timestamptz,
      cancel_requested boolean not null default false,
      instances_total integer not null,
      instances_sent integer not null default 0,
      instances_failed integer not null default 0,
      bytes_total bigint not null,
      bytes_sent bigint not null default 0,
      created_at timestamptz not null,
      begun_at timestamptz,
      progressed_at timestamptz,
      ended_at timestamptz,
      check ((state = 'running') = (lease_owner is not null)),
      check ((lease_owner is null) = (lease_until is null)),
      check ((state in ('done', 'dead', 'cancelled')) = (ended_at is not null))
    ) with (fillfactor = 80)`.execute(db);
  await sql`
    create index delivery_waiting on gateway.delivery (peer_id, priority, id) where state = 'waiting'`.execute(db);
  await sql`create index delivery_running on gateway.delivery (lease_until) where state = 'running'`.execute(db);
  await sql`create index delivery_by_state on gateway.delivery (state, id)`.execute(db);
  await sql`create index delivery_by_peer on gateway.delivery (peer_id, id)`.execute(db);
  await sql`create index delivery_by_study on gateway.delivery (study_id, id)`.execute(db);
  await sql`create index delivery_by_end on gateway.delivery (ended_at) where ended_at is not null`.execute(db);
  await sql`
    create table gateway.delivery_instance (
      delivery_id bigint not null references gateway.delivery on delete cascade,
      object_id text not null,
      state text not null check (state in ('waiting', 'sent', 'failed')),
      length_bytes bigint not null,
      attempts integer not null default 0,
      status integer,
      code text,
      primary key (delivery_id, object_id)
    ) with (fillfactor = 80)`.execute(db);
  await sql`
    create index delivery_instance_by_object on gateway.delivery_instance (object_id)`.execute(db);
}
