/**
 * The archive's index: patients, studies, series, instances, conflicts and grants, and how far into the log it reaches.
 *
 * Columns hold what queries match on; what they only return lies in `attributes` as DICOM JSON. Names as queries match
 * them, and more indexes, come with `0005-search.ts`.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create schema if not exists gateway`.execute(db);
  await sql`
    create table gateway.patient (
      id bigint generated always as identity primary key,
      identity_key text not null unique,
      key_id text not null,
      patient_id text not null,
      issuer text not null,
      name text not null,
      birth_date text not null,
      sex text not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index patient_by_patient_id on gateway.patient (patient_id)`.execute(db);
  await sql`create index patient_by_name on gateway.patient (lower(name))`.execute(db);
  await sql`
    create table gateway.study (
      id bigint generated always as identity primary key,
      patient_id bigint not null references gateway.patient,
      study_instance_uid text not null,
      study_date text not null,
      study_time text not null,
      accession_number text not null,
      study_id text not null,
      description text not null,
      referring_physician text not null,
      institution text not null,
      modalities text[] not null,
      series_count integer not null default 0,
      instance_count integer not null default 0,
      attributes jsonb not null,
      search text not null,
      received_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      unique (study_instance_uid, patient_id)
    ) with (fillfactor = 80)`.execute(db);
  await sql`create index study_by_patient on gateway.study (patient_id)`.execute(db);
  await sql`create index study_by_accession on gateway.study (accession_number)`.execute(db);
  await sql`create index study_by_date on gateway.study (study_date, id)`.execute(db);
  await sql`create index study_by_received on gateway.study (received_at, id)`.execute(db);
  // Search as you type looks anywhere in the text; without the extension (a server that lacks it) it scans.
  await sql`
    do $$ begin
      create extension if not exists pg_trgm;
      create index study_by_search on gateway.study using gin (search gin_trgm_ops);
    exception when insufficient_privilege or undefined_file or feature_not_supported then null;
    end $$`.execute(db);
  await sql`
    create table gateway.series (
      id bigint generated always as identity primary key,
      study_id bigint not null references gateway.study on delete cascade,
      series_instance_uid text not null,
      modality text not null,
      number integer,
      description text not null,
      body_part text not null,
      laterality text not null,
      series_date text not null,
      series_time text not null,
      instance_count integer not null default 0,
      attributes jsonb not null,
      unique (study_id, series_instance_uid)
    ) with (fillfactor = 80)`.execute(db);
  await sql`create index series_by_uid on gateway.series (series_instance_uid)`.execute(db);
  await sql`
    create table gateway.instance (
      id bigint generated always as identity primary key,
      series_id bigint not null references gateway.series on delete cascade,
      state text not null check (state in ('served', 'kept')),
      sop_instance_uid text not null,
      sop_class_uid text not null,
      transfer_syntax_uid text not null,
      number integer,
      rows integer,
      columns integer,
      frames integer,
      bits_allocated integer,
      lossy boolean not null,
      content_date text not null,
      content_time text not null,
      sha256 bytea not null,
      length_bytes bigint not null,
      pixel_data_offset bigint,
      object_id text not null unique,
      location jsonb not null,
      position bigint not null,
      findings text[] not null,
      source text not null,
      sender text not null,
      received_at timestamptz not null
    )`.execute(db);
  await sql`create unique index instance_served on gateway.instance (sop_instance_uid) where state = 'served'`.execute(
    db,
  );
  await sql`create index instance_by_uid on gateway.instance (sop_instance_uid) where state = 'kept'`.execute(db);
  await sql`create index instance_by_series on gateway.instance (series_id, number)`.execute(db);
  await sql`
    create table gateway.conflict (
      id bigint generated always as identity primary key,
      sop_instance_uid text not null,
      served_instance_id bigint not null references gateway.instance on delete cascade,
      kept_instance_id bigint not null references gateway.instance on delete cascade,
      noticed_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table gateway.study_grant (
      id bigint generated always as identity primary key,
      study_id bigint not null references gateway.study on delete cascade,
      grantee_kind text not null check (grantee_kind in ('everyone', 'user', 'team', 'peer', 'link')),
      grantee_id text,
      created_at timestamptz not null default now(),
      unique nulls not distinct (study_id, grantee_kind, grantee_id)
    )`.execute(db);
  await sql`create index study_grant_by_grantee on gateway.study_grant (grantee_kind, grantee_id, study_id)`.execute(
    db,
  );
  await sql`
    create table gateway.index_state (
      id integer primary key check (id = 1),
      position bigint not null
    )`.execute(db);
  await sql`insert into gateway.index_state (id, position) values (1, 0)`.execute(db);
}
