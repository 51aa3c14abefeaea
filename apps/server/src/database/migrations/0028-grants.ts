/**
 * Grants on patients, studies and series to everyone, persons, care teams, organisations, patients themselves, links and
 * peers, and who belongs to what. What was granted before is carried over.
 *
 * Grants and teams name patients, studies and series by internal ids without foreign keys: the index is emptied and made
 * anew while they stay. `known_patient`, `known_study` and `known_series` keep the ids for as long, and what is purged
 * takes its grants along.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createOrganisations(db);
  await createTeams(db);
  await createGrants(db);
  await createKnownIds(db);
}

async function createOrganisations(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.organisation (
      id bigint generated always as identity primary key,
      name text not null unique,
      sees_new_studies boolean not null default false,
      created_at timestamptz not null default now(),
      closed_at timestamptz
    )`.execute(db);
  await sql`
    create table gateway.organisation_member (
      id bigint generated always as identity primary key,
      organisation_id bigint not null references gateway.organisation,
      user_id bigint not null references gateway.user_account,
      since timestamptz not null default now(),
      until timestamptz
    )`.execute(db);
  await sql`create index organisation_member_by_user on gateway.organisation_member (user_id)`.execute(db);
  await sql`create index organisation_member_by_organisation on gateway.organisation_member (organisation_id)`.execute(
    db,
  );
}

async function createTeams(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.care_team (
      id bigint generated always as identity primary key,
      patient_id bigint not null,
      name text not null,
      owner bigint not null references gateway.user_account,
      created_at timestamptz not null default now(),
      closed_at timestamptz
    )`.execute(db);
  await sql`create index care_team_by_patient on gateway.care_team (patient_id)`.execute(db);
  await sql`
    create table gateway.care_team_member (
      id bigint generated always as identity primary key,
      team_id bigint not null references gateway.care_team,
      user_id bigint not null references gateway.user_account,
      privileges text[] not null check (privileges <@ ${privileges}),
      since timestamptz not null default now(),
      until timestamptz
    )`.execute(db);
  await sql`create index care_team_member_by_user on gateway.care_team_member (user_id)`.execute(db);
  await sql`create index care_team_member_by_team on gateway.care_team_member (team_id)`.execute(db);
}

const privileges = sql`array['view', 'download', 'upload', 'comment', 'invite', 'manage', 'see-identity']`;

async function createGrants(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.access_grant (
      id bigint generated always as identity primary key,
      grantee_kind text not null
        check (grantee_kind in ('everyone', 'user', 'team', 'organisation', 'patient', 'link', 'peer')),
      grantee_id bigint,
      grantee text not null generated always as (grantee_kind || coalesce(' ' || grantee_id, '')) stored,
      patient_id bigint,
      study_id bigint,
      series_id bigint,
      privileges text[] not null check (privileges <@ ${privileges} and cardinality(privileges) > 0),
      not_before timestamptz,
      expires_at timestamptz,
      granted_by text not null,
      granted_at timestamptz not null default now(),
      reason text not null,
      revoked_at timestamptz,
      revoked_by text,
      check (num_nonnulls(patient_id, study_id, series_id) = 1),
      check ((grantee_kind = 'everyone') = (grantee_id is null)),
      check ((revoked_at is null) = (revoked_by is null))
    )`.execute(db);
  await sql`
    insert into gateway.access_grant (study_id, grantee_kind, grantee_id, privileges, granted_by, granted_at, reason)
    select study_id, grantee_kind, grantee_id::bigint,
      array['view', 'download', 'upload', 'comment', 'see-identity'], 'system arrival', created_at, 'arrived'
    from gateway.study_grant`.execute(db);
  await sql`drop table gateway.study_grant`.execute(db);
  for (const object of ['patient_id', 'study_id', 'series_id']) {
    const column = sql.id(object);
    await sql`
      create index ${sql.id(`access_grant_by_${object}`)} on gateway.access_grant (${column}, grantee)
      where revoked_at is null and ${column} is not null`.execute(db);
    await sql`
      create index ${sql.id(`access_grant_to_${object}`)} on gateway.access_grant (grantee, ${column})
      where revoked_at is null and ${column} is not null`.execute(db);
  }
}

async function createKnownIds(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.access_policy (
      id integer primary key check (id = 1),
      new_studies text not null check (new_studies in ('everyone', 'organisation', 'nobody'))
    )`.execute(db);
  await sql`insert into gateway.access_policy (id, new_studies) values (1, 'everyone')`.execute(db);
  await sql`
    create table gateway.known_patient (identity_key text primary key, id bigint not null unique)`.execute(db);
  await sql`
    create table gateway.known_study (
      patient_id bigint not null, study_instance_uid text not null, id bigint not null unique,
      primary key (patient_id, study_instance_uid))`.execute(db);
  await sql`
    create table gateway.known_series (
      study_id bigint not null, series_instance_uid text not null, id bigint not null unique,
      primary key (study_id, series_instance_uid))`.execute(db);
}
