/**
 * SQL of what a look at an archive found: each study becomes a row, to be looked into where the counts of both sides do
 * not say that they are equal, and left alone where nothing changed since it was looked into last.
 *
 * Counts decide whether somebody looks; what is missing is decided then (`study-difference.ts`), by what both sides hold
 * at that moment.
 */

import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { FoundStudy } from './ask-studies.ts';
import type { SourceRow } from './repository.ts';

/** In the order in which studies are copied. */
export const priorities = { byHand: 0, fresh: 1, walk: 2 } as const;

type Found = {
  readonly source: Pick<SourceRow, 'id' | 'kind' | 'back_fill_order' | 'modalities'>;
  readonly priority: number;
  readonly now: Date;
};

const columns = sql.raw(
  `source_id, study_instance_uid, study_date, state, priority, theirs, counted, most, held, due_at, found_at, checked_at`,
);

/** Notes the studies that an archive named. The index must have what was stored. */
export async function noteFound(
  trx: Transaction<Database>,
  studies: readonly FoundStudy[],
  { source, priority, now }: Found,
): Promise<void> {
  const ordered = [...studies].sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
  if (source.back_fill_order === 'newest') ordered.reverse();
  await sql`
    with known as (
      select uid, date, count, place, (
        select coalesce(sum(instance_count), 0)::integer from gateway.study where study_instance_uid = uid) as held
      from unnest(${ordered.map((study) => study.studyInstanceUid)}::text[], ${ordered.map((study) => study.date)}::text[],
        ${ordered.map((study) => study.count ?? null)}::integer[]) with ordinality as a (uid, date, count, place))
    insert into gateway.source_study as row (${columns})
    select ${source.id}::bigint, uid, date, case when count = held then 'done' else 'waiting' end,
      ${priority}::smallint, count, count, case when count = held then count else 0 end, held, ${now}::timestamptz, ${now}::timestamptz,
      case when count = held then ${now}::timestamptz end
    from known order by place
    on conflict (source_id, study_instance_uid) do update set state = excluded.state, study_date = excluded.study_date,
      priority = least(row.priority, excluded.priority), theirs = coalesce(excluded.theirs, row.theirs),
      counted = coalesce(excluded.counted, row.counted), most = greatest(row.most, excluded.most),
      held = excluded.held, due_at = excluded.due_at, checked_at = coalesce(excluded.checked_at, row.checked_at),
      code = null, attempts = 0, missing = case excluded.state when 'done' then 0 else row.missing end
    where row.state not in ('waiting', 'running', 'sending') and case
      when row.state = 'deleted-there' then true
      when excluded.counted is not null then (excluded.counted, excluded.held) is distinct from (coalesce(row.counted, row.theirs), row.held)
      when row.state = 'done' then row.held <> excluded.held or ${priority} = ${priorities.walk}
        or ${now}::timestamptz - row.checked_at >= row.checked_at - row.found_at
      else row.held <> excluded.held end`.execute(trx);
}

export type HereOnly =
  /** Studies of these days, both included. */
  | { readonly kind: 'dates'; readonly from: string; readonly to: string }
  /** Studies of other dates than these, or of none. */
  | { readonly kind: 'other-dates'; readonly from: string; readonly to: string }
  /** Studies that something came for since. */
  | { readonly kind: 'changed'; readonly since: Date };

/** Notes settled studies that are here and that the archive did not name: to be sent, or deleted there. */
export async function noteHereOnly(
  trx: Transaction<Database>,
  here: HereOnly,
  { named, source, priority, now }: Found & { readonly named: readonly FoundStudy[] },
): Promise<void> {
  const within =
    here.kind === 'changed'
      ? sql`study.changed_at >= ${here.since}`
      : here.kind === 'dates'
        ? sql`study.study_date between ${here.from} and ${here.to}`
        : sql`not study.study_date between ${here.from} and ${here.to}`;
  // Of what changed lately, the archive was asked for a few days only: what it did not name may be there all the same.
  const isMissed = here.kind === 'changed' ? sql`false` : sql`row.theirs > 0`;
  await sql`
    with here as (
      select study_instance_uid as uid, max(study_date) as date, sum(instance_count)::integer as held
      from gateway.study
      where ${within} and instance_count > 0 and arriving_since is null
        and (${source.modalities}::text[] = '{}' or modalities && ${source.modalities}::text[])
        and not study_instance_uid = any(${named.map((study) => study.studyInstanceUid)}::text[])
      group by study_instance_uid)
    insert into gateway.source_study as row (${columns})
    select ${source.id}::bigint, uid, date, 'waiting', ${priority}::smallint, 0, null, 0, held, ${now}::timestamptz,
      ${now}::timestamptz, null
    from here order by date
    on conflict (source_id, study_instance_uid) do update set state = 'waiting', held = excluded.held,
      due_at = excluded.due_at, attempts = 0, code = null
    where case row.state when 'done' then ${isMissed} or row.held <> excluded.held
      when 'failed' then row.held <> excluded.held else false end`.execute(trx);
}

/** Puts studies back that waited for a delivery which has ended; those that could not be delivered are given up. */
export async function noteDelivered(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`
    update gateway.source_study row set due_at = ${now}, delivery_id = null,
      state = case when coalesce(d.state, 'done') = 'done' then 'waiting' else 'failed' end,
      code = case when coalesce(d.state, 'done') = 'done' then null else 'not-delivered' end
    from gateway.source_study own left join gateway.delivery d on d.id = own.delivery_id
    where row.id = own.id and own.delivery_id is not null and own.state = 'sending'
      and (d.id is null or d.state in ('done', 'dead', 'cancelled'))`.execute(db);
}
