/**
 * When studies are settled, the rules that act on them then, and what the rules did.
 *
 * Settlements and labels name a study by its UID and its patient's key and not by its row, because `isocenter reindex`
 * makes the rows anew: a study that was sent on once must not be sent on again for that.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What is in the archive already counts as settled: no rule ever waited for it.
  await sql`
    alter table gateway.study
      add column arriving_since timestamptz,
      add column completeness text check (completeness in ('complete', 'incomplete'))`.execute(db);
  await sql`create index study_arriving on gateway.study (id) where arriving_since is not null`.execute(db);
  await sql`
    alter table gateway.series
      add column arriving boolean not null default false,
      add column changed_at timestamptz not null default now()`.execute(db);
  await sql`alter table gateway.series alter column arriving set default true`.execute(db);
  await sql`
    alter table gateway.peer
      add column answers text[] not null default '{}' check (answers <@ array['find', 'get', 'move'])`.execute(db);
  await sql`
    create table gateway.settlement (
      id bigint generated always as identity primary key,
      study_instance_uid text not null,
      patient_key text not null,
      series_instance_uid text not null,
      number integer not null,
      state text not null check (state in ('complete', 'incomplete')),
      reason text not null check (reason in
        ('quiet', 'counts-agree', 'counts-differ', 'sender-silent', 'longest-wait')),
      instance_count integer not null,
      expected_count integer,
      digest bytea not null,
      settled_at timestamptz not null,
      applied_at timestamptz,
      unique (study_instance_uid, patient_key, series_instance_uid, number)
    )`.execute(db);
  await sql`create index settlement_waiting on gateway.settlement (id) where applied_at is null`.execute(db);
  await sql`
    create table gateway.routing_rule (
      id bigint generated always as identity primary key,
      place integer not null,
      version integer not null,
      definition jsonb not null,
      created_at timestamptz not null,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`
    create table gateway.routing_rule_version (
      rule_id bigint not null,
      version integer not null,
      definition jsonb,
      changed_at timestamptz not null,
      changed_by text not null,
      primary key (rule_id, version)
    )`.execute(db);
  await sql`
    create table gateway.rule_firing (
      settlement_id bigint not null references gateway.settlement on delete cascade,
      rule_id bigint not null,
      rule_version integer not null,
      fired_at timestamptz not null,
      actions jsonb not null,
      primary key (settlement_id, rule_id, rule_version)
    )`.execute(db);
  await sql`create index rule_firing_by_rule on gateway.rule_firing (rule_id, fired_at)`.execute(db);
  await sql`
    create table gateway.study_label (
      study_instance_uid text not null,
      patient_key text not null,
      label text not null,
      added_at timestamptz not null,
      primary key (study_instance_uid, patient_key, label)
    )`.execute(db);
  await sql`create index study_label_by_label on gateway.study_label (label)`.execute(db);
  await sql`
    create table gateway.prefetch (
      id bigint generated always as identity primary key,
      study_instance_uid text not null,
      patient_key text not null,
      rule_id bigint not null,
      wanted jsonb not null,
      state text not null check (state in ('waiting', 'done', 'failed')),
      attempts integer not null default 0,
      next_at timestamptz not null,
      found integer not null default 0,
      fetched integer not null default 0,
      failure text,
      created_at timestamptz not null
    )`.execute(db);
  await sql`create index prefetch_waiting on gateway.prefetch (next_at) where state = 'waiting'`.execute(db);
  await sql`
    create table gateway.prefetched_study (
      study_instance_uid text primary key,
      prefetched_at timestamptz not null
    )`.execute(db);
}
