/**
 * What patients consented to and withdrew, which grants rest on it, and what they asked to have corrected. Patients and studies by
 * internal ids without foreign keys, as grants have them: the index is emptied and made anew while they stay.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.consent (
      id bigint generated always as identity primary key,
      patient_id bigint not null,
      purpose text not null check (purpose in ('treatment', 'sharing', 'research', 'teaching', 'algorithm-training')),
      form text not null check (form in ('paper', 'spoken', 'electronic')),
      given_on date not null,
      recorded_by text not null,
      recorded_at timestamptz not null,
      withdrawn_at timestamptz,
      withdrawn_by text,
      check ((withdrawn_at is null) = (withdrawn_by is null))
    )`.execute(db);
  await sql`create index consent_by_patient on gateway.consent (patient_id, id)`.execute(db);
  await sql`
    create table gateway.consent_grant (
      consent_id bigint not null references gateway.consent on delete cascade,
      grant_id bigint not null references gateway.access_grant on delete cascade,
      primary key (consent_id, grant_id)
    )`.execute(db);
  await sql`create index consent_grant_by_grant on gateway.consent_grant (grant_id)`.execute(db);
  await sql`
    create table gateway.correction_request (
      id bigint generated always as identity primary key,
      patient_id bigint not null,
      study_id bigint not null,
      request text not null,
      recorded_by text not null,
      recorded_at timestamptz not null,
      outcome text check (outcome in ('corrected', 'refused')),
      answer text,
      answered_by text,
      answered_at timestamptz,
      check (num_nonnulls(outcome, answer, answered_by, answered_at) in (0, 4))
    )`.execute(db);
  await sql`create index correction_request_by_patient on gateway.correction_request (patient_id, id)`.execute(db);
}
