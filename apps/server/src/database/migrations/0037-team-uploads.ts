/**
 * What members have handed in to care teams: files in quarantine, and what became of them. The key of a file is in its row
 * and nowhere else, so that the file cannot be read once the row has ended or gone.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.team_upload (
      id bigint generated always as identity primary key,
      team_id bigint not null references gateway.care_team,
      user_id bigint not null references gateway.user_account,
      owner text not null,
      state text not null
        check (state in ('receiving', 'received', 'unconfirmed', 'confirmed', 'stored', 'refused')),
      reason text,
      object_id bytea not null,
      wrapped_key bytea,
      length_bytes bigint not null default 0,
      address text,
      identity_key text,
      patient_name text,
      birth_date text,
      study_id bigint,
      attempts integer not null default 0,
      created_at timestamptz not null,
      due_at timestamptz not null,
      expires_at timestamptz not null,
      ended_at timestamptz,
      check ((state in ('stored', 'refused')) = (ended_at is not null)),
      check ((ended_at is null) = (wrapped_key is not null))
    )`.execute(db);
  await sql`create index team_upload_of_user on gateway.team_upload (team_id, user_id)`.execute(db);
  await sql`create index team_upload_live on gateway.team_upload (owner, due_at) where ended_at is null`.execute(db);
  await sql`create index team_upload_ended on gateway.team_upload (ended_at) where ended_at is not null`.execute(db);
}
