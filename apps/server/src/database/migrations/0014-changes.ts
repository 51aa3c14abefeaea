/**
 * The change feed: what happened to studies, series and instances, numbered without gaps in the order of the commits.
 *
 * What is in the archive already begins the feed, in the order in which it came.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.change (
      number bigint primary key,
      at timestamptz not null default now(),
      kind text not null,
      study_id bigint not null,
      series_id bigint,
      instance_id bigint,
      completeness text check (completeness in ('complete', 'incomplete')),
      uids text[],
      readers text[],
      check ((uids is null) = (readers is null))
    )`.execute(db);
  await sql`
    create table gateway.change_feed (
      id integer primary key check (id = 1),
      feed uuid not null default gen_random_uuid(),
      last_number bigint not null
    )`.execute(db);
  await sql`
    with served as (
      select i.id, i.position, i.series_id, s.study_id
      from gateway.instance i join gateway.series s on s.id = i.series_id where i.state = 'served'),
    came as (
      select min(position) as position, 1 as rank, 'study-arrived' as kind, study_id,
        null::bigint as series_id, null::bigint as instance_id
      from served group by study_id
      union all
      select min(position), 2, 'series-arrived', study_id, series_id, null from served group by study_id, series_id
      union all
      select position, 3, 'instance-stored', study_id, series_id, id from served)
    insert into gateway.change (number, kind, study_id, series_id, instance_id)
    select row_number() over (order by position, rank), kind, study_id, series_id, instance_id from came`.execute(db);
  await sql`
    insert into gateway.change_feed (id, last_number)
    select 1, coalesce(max(number), 0) from gateway.change`.execute(db);
}
