/**
 * Care teams at work: who is about to join, the code by which somebody outside finds a team, and guests, who reach what they
 * were admitted to and nothing else.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.user_account
      drop constraint user_account_role_check,
      add constraint user_account_role_check check (role in ('admin', 'member', 'guest'))`.execute(db);
  // Whoever is in a team is in it once.
  await sql`
    create unique index care_team_member_now on gateway.care_team_member (team_id, user_id) where until is null`.execute(
    db,
  );
  await sql`
    create table gateway.care_team_code (
      team_id bigint primary key references gateway.care_team,
      code text not null unique
    )`.execute(db);
  await sql`
    create table gateway.care_team_joining (
      id bigint generated always as identity primary key,
      team_id bigint not null references gateway.care_team,
      state text not null
        check (state in ('asked', 'invited', 'confirmed', 'joined', 'declined', 'withdrawn', 'expired', 'failed')),
      email text not null,
      name text not null,
      note text not null,
      browser_hash bytea,
      privileges text[] not null,
      invited_by bigint references gateway.user_account,
      user_id bigint references gateway.user_account on delete set null,
      makes_user boolean not null default false,
      phone text,
      links_sent integer not null default 0,
      codes_sent integer not null default 0,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index care_team_joining_by_team on gateway.care_team_joining (team_id, state)`.execute(db);
  await sql`create index care_team_joining_by_user on gateway.care_team_joining (user_id)`.execute(db);
  await sql`
    create index care_team_joining_live on gateway.care_team_joining (expires_at)
    where state in ('asked', 'invited', 'confirmed')`.execute(db);
}
