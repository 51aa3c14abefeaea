/**
 * What happened in care teams, for their members to read, and notices to every gateway of what a page of a team shows. People,
 * teams and studies are named by internal ids; what goes with one of them, goes with the row.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.team_event (
      id bigint generated always as identity primary key,
      team_id bigint not null references gateway.care_team on delete cascade,
      at timestamptz not null default now(),
      kind text not null,
      actor_id bigint references gateway.user_account on delete set null,
      user_id bigint references gateway.user_account on delete set null,
      study_id bigint,
      privileges text[],
      count integer not null default 1
    )`.execute(db);
  await sql`create index team_event_by_team on gateway.team_event (team_id, id)`.execute(db);
  await sql`create index team_event_by_study on gateway.team_event (study_id)`.execute(db);
  await tellOfTeams(db);
  await tellOfUploads(db);
}

/** A notice of the same words is sent once a transaction. */
async function tellOfTeams(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function gateway.tell_team_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('isocenter', json_build_object(
        'kind', tg_argv[0], 'team', (to_jsonb(new) ->> tg_argv[1])::bigint, 'from', 'database')::text);
      return null;
    end $$`.execute(db);
  for (const [table, kind, column] of [
    ['care_team', 'team', 'id'],
    ['care_team_member', 'team', 'team_id'],
    ['care_team_joining', 'team', 'team_id'],
    ['team_event', 'activity', 'team_id'],
  ] as const) {
    await sql`
      create trigger tell_team_changed after insert or update on ${sql.id('gateway', table)}
      for each row execute function gateway.tell_team_changed(${sql.lit(kind)}, ${sql.lit(column)})`.execute(db);
  }
}

/** To who handed it in. */
async function tellOfUploads(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function gateway.tell_upload_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('isocenter', json_build_object(
        'kind', 'upload', 'team', new.team_id, 'user', new.user_id, 'from', 'database')::text);
      return null;
    end $$`.execute(db);
  await sql`
    create trigger tell_upload_changed after update of state, reason on gateway.team_upload
    for each row execute function gateway.tell_upload_changed()`.execute(db);
}
