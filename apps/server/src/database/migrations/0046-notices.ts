/**
 * Notices to people of what waits for them or has changed, and their choices of what they are told. They name everything by
 * internal ids: what a notice says is looked up when it is read. It goes with what it is about.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.notice (
      id bigint generated always as identity primary key,
      user_id bigint not null references gateway.user_account on delete cascade,
      kind text not null,
      at timestamptz not null default now(),
      count integer not null default 1,
      actor_id bigint references gateway.user_account on delete set null,
      team_id bigint references gateway.care_team on delete cascade,
      study_id bigint,
      joining_id bigint references gateway.care_team_joining on delete cascade,
      break_glass_id bigint references gateway.break_glass on delete cascade,
      correction_id bigint references gateway.correction_request on delete cascade,
      read_at timestamptz,
      mail text not null check (mail in ('none', 'wanted', 'sent'))
    )`.execute(db);
  await sql`create index notice_of_user on gateway.notice (user_id, id)`.execute(db);
  await sql`create index notice_unread on gateway.notice (user_id) where read_at is null`.execute(db);
  await sql`create index notice_to_mail on gateway.notice (user_id, at) where mail = 'wanted'`.execute(db);
  await sql`create index notice_by_study on gateway.notice (study_id) where study_id is not null`.execute(db);
  await sql`create index notice_by_age on gateway.notice (at)`.execute(db);
  // Told once, whichever gateway finds it.
  await sql`
    create unique index notice_of_review on gateway.notice (break_glass_id, user_id) where kind = 'review-due'`.execute(
    db,
  );
  await sql`
    create table gateway.notice_choice (
      user_id bigint not null references gateway.user_account on delete cascade,
      topic text not null,
      way text not null check (way in ('none', 'page', 'mail')),
      primary key (user_id, topic),
      check (topic <> 'emergencies' or way <> 'none')
    )`.execute(db);
  // When somebody was last written to.
  await sql`
    create table gateway.notice_mail (
      user_id bigint primary key references gateway.user_account on delete cascade,
      at timestamptz not null
    )`.execute(db);
  await tellOfNotices(db);
}

async function tellOfNotices(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function gateway.tell_notice_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('isocenter', json_build_object(
        'kind', 'notices', 'user', new.user_id, 'from', 'database')::text);
      return null;
    end $$`.execute(db);
  await sql`
    create trigger tell_notice_changed after insert or update of read_at, count on gateway.notice
    for each row execute function gateway.tell_notice_changed()`.execute(db);
}
