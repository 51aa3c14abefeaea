/**
 * What projects of de-identification go by besides their options, and what they did: rules of the site, lists of words of all
 * projects, and counts by day, which name nobody.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.deid_project add column rules text not null default ''`.execute(db);
  await sql`
    create table gateway.deid_term (
      id bigint generated always as identity primary key,
      list text not null check (list in ('block', 'allow', 'gray')),
      term text not null,
      folded text not null unique,
      source text not null check (source in ('person', 'case')),
      added_by text not null,
      added_at timestamptz not null
    )`.execute(db);
  // Of the action '' there are as many as instances were sent.
  await sql`
    create table gateway.deid_daily (
      project_id bigint not null references gateway.deid_project on delete cascade,
      day date not null,
      action text not null,
      count bigint not null,
      primary key (project_id, day, action)
    )`.execute(db);
  await sql`
    create table gateway.deid_study (
      project_id bigint not null references gateway.deid_project on delete cascade,
      study_id bigint not null,
      first_day date not null,
      primary key (project_id, study_id)
    )`.execute(db);
}
