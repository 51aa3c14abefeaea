/**
 * Archives that this node copies from, the studies that were found there, and what was deleted here for good.
 *
 * Studies are named by their UIDs, because they are known before anything of them is here and because internal ids are
 * new after a reindex.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.source (
      id bigint generated always as identity primary key,
      peer_id bigint not null references gateway.peer on delete cascade,
      name text not null unique,
      kind text not null check (kind in ('poll', 'mirror')),
      every_minutes integer not null check (every_minutes > 0),
      hours jsonb not null default '[]',
      look_back_days integer not null check (look_back_days >= 0),
      modalities text[] not null default '{}',
      query_keys jsonb not null default '{}',
      answer_limit integer not null check (answer_limit > 0),
      max_concurrent integer not null check (max_concurrent > 0),
      studies_per_hour integer check (studies_per_hour > 0),
      back_fill_order text not null check (back_fill_order in ('newest', 'oldest')),
      oldest_date text not null,
      compare_every_days integer not null check (compare_every_days > 0),
      send_back boolean not null,
      paused_at timestamptz,
      next_run_at timestamptz not null,
      last_run_at timestamptz,
      last_found integer,
      lease_owner text,
      lease_until timestamptz,
      failures integer not null default 0,
      failing_since timestamptz,
      failure_code text,
      retry_at timestamptz,
      sweep_kind text check (sweep_kind in ('back-fill', 'compare')),
      sweep_date text,
      sweep_days integer not null default 1,
      sweep_found integer not null default 0,
      sweep_began_at timestamptz,
      back_filled_at timestamptz,
      compared_at timestamptz,
      truncated_at timestamptz,
      created_at timestamptz not null,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`create index source_by_peer on gateway.source (peer_id)`.execute(db);
  await sql`
    create table gateway.source_study (
      id bigint generated always as identity primary key,
      source_id bigint not null references gateway.source on delete cascade,
      study_instance_uid text not null,
      study_date text not null,
      state text not null check (state in
        ('waiting', 'running', 'sending', 'done', 'failed', 'deleted-here', 'deleted-there')),
      priority smallint not null,
      theirs integer,
      most integer not null default 0,
      held integer,
      missing integer not null default 0,
      unsent integer not null default 0,
      fetched integer not null default 0,
      attempts integer not null default 0,
      due_at timestamptz not null,
      code text,
      is_forced boolean not null default false,
      delivery_id bigint,
      lease_owner text,
      lease_until timestamptz,
      found_at timestamptz not null,
      checked_at timestamptz,
      begun_at timestamptz,
      unique (source_id, study_instance_uid)
    )`.execute(db);
  await sql`create index source_study_by_state on gateway.source_study (source_id, state, priority, id)`.execute(db);
  await sql`create index source_study_running on gateway.source_study (lease_until) where state = 'running'`.execute(
    db,
  );
  await sql`create index source_study_sending on gateway.source_study (delivery_id) where delivery_id is not null`.execute(
    db,
  );
  await sql`create index source_study_begun on gateway.source_study (source_id, begun_at)`.execute(db);
  await sql`
    create table gateway.purged_object (
      study_instance_uid text not null,
      series_instance_uid text not null,
      sop_instance_uid text not null,
      purged_at timestamptz not null default now(),
      primary key (study_instance_uid, series_instance_uid, sop_instance_uid)
    )`.execute(db);
}
