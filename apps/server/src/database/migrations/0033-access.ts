/**
 * People who act for a patient, access in an emergency, and notices to every gateway of what takes access away.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createProxies(db);
  await createBreakGlass(db);
  await tellOfRevocations(db);
}

async function createProxies(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.patient_proxy (
      id bigint generated always as identity primary key,
      patient_id bigint not null,
      user_id bigint not null references gateway.user_account,
      kind text not null check (kind in ('self', 'guardian', 'proxy')),
      evidence text not null,
      since timestamptz not null,
      until timestamptz,
      established_by text not null,
      established_at timestamptz not null default now(),
      ended_at timestamptz,
      ended_by text,
      check ((ended_at is null) = (ended_by is null))
    )`.execute(db);
  await sql`create index patient_proxy_by_user on gateway.patient_proxy (user_id) where ended_at is null`.execute(db);
  await sql`create index patient_proxy_by_patient on gateway.patient_proxy (patient_id)`.execute(db);
}

async function createBreakGlass(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.break_glass (
      id bigint generated always as identity primary key,
      user_id bigint not null references gateway.user_account,
      study_id bigint not null,
      grant_id bigint not null,
      reason text not null,
      at timestamptz not null,
      expires_at timestamptz not null,
      reviewed_at timestamptz,
      reviewed_by text,
      review text,
      check ((reviewed_at is null) = (reviewed_by is null))
    )`.execute(db);
  await sql`create index break_glass_open on gateway.break_glass (at) where reviewed_at is null`.execute(db);
  // Every attempt, found or not: what is asked for is kept nowhere.
  await sql`
    create table gateway.break_glass_attempt (
      user_id bigint not null references gateway.user_account on delete cascade,
      at timestamptz not null
    )`.execute(db);
  await sql`create index break_glass_attempt_by_user on gateway.break_glass_attempt (user_id, at)`.execute(db);
}

/** What may take something away from somebody who is being served; what only adds is found at the next request. */
const events = {
  access_grant: 'update or delete',
  care_team: 'update',
  care_team_member: 'update or delete',
  organisation: 'update',
  organisation_member: 'update or delete',
  patient_proxy: 'update or delete',
  user_account: 'update of role, disabled_at',
  session: 'delete',
  api_token: 'update of revoked_at',
} as const;

async function tellOfRevocations(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function gateway.tell_access_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('isocenter', '{"kind":"access","from":"database"}');
      return null;
    end $$`.execute(db);
  for (const [table, event] of Object.entries(events)) {
    await sql`
      create trigger tell_access_changed after ${sql.raw(event)} on ${sql.id('gateway', table)}
      for each statement execute function gateway.tell_access_changed()`.execute(db);
  }
}
