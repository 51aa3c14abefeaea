/**
 * An index with as many studies and grants as are wanted, made by PostgreSQL: everybody in one organisation that sees all,
 * one person who is granted fifty studies, one who is in twenty teams, and grants of many others to fill up.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../src/database/schema.ts';

export type Sizes = { readonly studies: number; readonly grants: number };

/** Ids of users, and how many studies each sees. */
export type Seer = {
  readonly name: 'all' | 'fifty' | 'teams' | 'nothing';
  readonly userId: number;
  readonly sees: number;
};

const fifty = 50;
const teamsOfOne = 20;
const patientsOfTeam = 1;
const studiesOfPatient = 2;
const others = 2_000;
const privileges = sql`array['view', 'download', 'upload', 'comment', 'see-identity']`;

export async function fillArchive(db: Kysely<Database>, { studies, grants }: Sizes): Promise<readonly Seer[]> {
  const patients = Math.floor(studies / studiesOfPatient);
  await sql`
    insert into gateway.user_account (email, email_key, name, role, created_at)
    select 'test-' || i || '@example.invalid', 'test-' || i, 'Test ' || i, 'member', now()
    from generate_series(1, ${others + 4}::integer) i`.execute(db);
  await sql`
    insert into gateway.patient (identity_key, key_id, patient_id, issuer, name, names, birth_date, sex)
    select 'test-' || i, '', 'TEST-' || i, '', 'TEST^' || i, '{}', '19700101', 'O'
    from generate_series(1, ${patients}::integer) i`.execute(db);
  await sql`
    insert into gateway.study (patient_id, study_instance_uid, study_date, study_time, accession_number, study_id,
      description, referring_physician, institution, modalities, series_count, instance_count, attributes, search,
      names, received_at)
    select 1 + i % ${patients}::integer, '2.25.' || i, to_char(date '2000-01-01' + i % 9000, 'YYYYMMDD'), '', 'ACC-' || i,
      '', 'Description ' || i, '', '', array['CT'], 1, 1, '{}', 'test ' || i % ${patients}::integer || ' acc-' || i, '{}',
      now() - make_interval(secs => hashint4(i) % 1000000)
    from generate_series(0, ${studies - 1}::integer) i`.execute(db);
  await sql`
    insert into gateway.series (study_id, series_instance_uid, modality, description, body_part, laterality, series_date,
      series_time, instance_count, attributes)
    select id, '2.25.1' || id, 'CT', '', '', '', '', '', 1, '{}' from gateway.study`.execute(db);
  await sql`insert into gateway.organisation (name) values ('Test')`.execute(db);
  await sql`insert into gateway.organisation_member (organisation_id, user_id) values (1, 1)`.execute(db);
  await grantAll(db, sql`select 'organisation', 1, null::bigint, id from gateway.study`);
  await grantAll(db, sql`select 'user', 2, null::bigint, id from gateway.study order by hashint8(id) limit ${fifty}`);
  await sql`
    insert into gateway.care_team (patient_id, name, owner)
    select id, 'Test', 3 from gateway.patient order by hashint8(id) limit 5000`.execute(db);
  await sql`
    insert into gateway.care_team_member (team_id, user_id, privileges)
    select id, case when id <= ${teamsOfOne} then 3 else 4 + id % ${others}::integer + 1 end, ${privileges}
    from gateway.care_team`.execute(db);
  await grantAll(db, sql`select 'team', id, patient_id, null::bigint from gateway.care_team`);
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from gateway.access_grant`.execute(
    db,
  );
  const missing = Math.max(0, grants - (rows[0]?.count ?? 0));
  await grantAll(
    db,
    sql`select 'user', 5 + (hashint4(i) & 1023), null::bigint, 1 + i % ${studies}::integer
      from generate_series(1, ${missing}::integer) i`,
  );
  for (const table of ['user_account', 'patient', 'study', 'series', 'access_grant', 'care_team_member', 'care_team']) {
    await sql`vacuum analyze ${sql.id('gateway', table)}`.execute(db);
  }
  return [
    { name: 'all', userId: 1, sees: studies },
    { name: 'fifty', userId: 2, sees: Math.min(fifty, studies) },
    { name: 'teams', userId: 3, sees: teamsOfOne * patientsOfTeam * studiesOfPatient },
    { name: 'nothing', userId: 4, sees: 0 },
  ];
}

async function grantAll(db: Kysely<Database>, rows: ReturnType<typeof sql>): Promise<void> {
  await sql`
    insert into gateway.access_grant (grantee_kind, grantee_id, patient_id, study_id, privileges, granted_by, reason)
    select r.*, ${privileges}, 'system proof', 'proof' from (${rows}) as r`.execute(db);
}
