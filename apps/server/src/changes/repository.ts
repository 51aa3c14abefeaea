/** Reads the change feed: one page, of which a reader never misses a number that was passed. */

import type { ChangeQuery } from '@isocenter/contract/changes';
import { type Kysely, type Selectable, sql } from 'kysely';
import { readableGoneStudies, readableSeries, readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import type { ChangeTable } from './tables.ts';

export type ChangeRow = Omit<Selectable<ChangeTable>, 'readers'> & {
  readonly study_instance_uid: string | null;
  readonly series_instance_uid: string | null;
  readonly sop_instance_uid: string | null;
};

export type Page = { readonly feed: string; readonly lastNumber: number; readonly rows: readonly ChangeRow[] };

type FeedRow = { readonly feed: string; readonly last_number: number };

/**
 * Lists what a subject may see, as it is now: what lies in the trash, or is kept beside another copy, is told of only by
 * the change that took it there, and what is gone by its end.
 *
 * One statement, because the last number and the changes up to it must be those of one moment.
 */
export async function listChanges(
  db: Kysely<Database>,
  subject: Subject,
  { since = 0, limit = 200 }: Pick<ChangeQuery, 'since' | 'limit'>,
): Promise<Page> {
  const { rows } = await sql<FeedRow & (ChangeRow | { readonly number: null })>`
    select change_feed.feed, change_feed.last_number, seen.*
    from gateway.change_feed left join lateral (
      select change.number, change.at, change.kind, change.study_id, change.series_id, change.instance_id,
        change.completeness, change.uids, study.study_instance_uid, series.series_instance_uid,
        instance.sop_instance_uid
      from gateway.change
        left join gateway.study on study.id = change.study_id
        left join gateway.series on series.id = change.series_id
        left join gateway.instance on instance.id = change.instance_id
      where change.number > ${since} and case
        when change.uids is not null then ${readableGoneStudies(subject)}
        when study.id is null or (series.id is null and change.series_id is not null)
          or (instance.id is null and change.instance_id is not null) then false
        when change.kind in ('study-arrived', 'study-changed', 'study-settled') then study.instance_count > 0
        when change.kind in ('series-arrived', 'series-changed', 'series-settled') then series.instance_count > 0
        when change.kind = 'instance-stored' then instance.state = 'served'
        else true end
        and (change.uids is not null
          or case when series.id is null then ${readableStudies(subject)} else ${readableSeries(subject)} end)
      order by change.number limit ${limit}) as seen on true
    order by seen.number`.execute(db);
  const [first] = rows;
  if (first === undefined) throw new Error('the change feed has no state');
  return { feed: first.feed, lastNumber: first.last_number, rows: rows.filter((row) => row.number !== null) };
}

/**
 * Resolves when everything that was committed is on the database's disk. Batches of the index do not wait for it, and a
 * number that a crash of PostgreSQL takes back is given again: nobody may have seen it.
 *
 * Only a transaction that writes waits for the disk, and for all that was written before it.
 */
export async function untilDurable(db: Kysely<Database>): Promise<void> {
  await sql`
    select set_config('synchronous_commit', 'on', true), pg_logical_emit_message(true, 'isocenter', '')`.execute(db);
}
