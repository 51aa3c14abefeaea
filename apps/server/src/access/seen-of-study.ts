/**
 * What a study consists of for a subject, as a table to join laterally to `study`: of a study that is granted in part, what the
 * granted series say, so that nothing tells of the others.
 *
 * A study that may not be seen has no row there, so that the join is the predicate of the grants as well: each study is
 * looked up among them once, however much of it is asked for.
 */

import { type AliasedRawBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { reachOf } from './grantees.ts';
import { grantedSeries, seeing, whollyReadableStudies } from './readable-studies.ts';
import type { Subject } from './subject.ts';

export type SeenOfStudy = {
  /** True where no series is kept back. */
  readonly whole: boolean;
  readonly modalities: string[];
  readonly sop_classes: string[];
  readonly series_count: number;
  readonly instance_count: number;
};

/** One row over `study`, or none. */
export function seenOfStudy(subject: Subject): AliasedRawBuilder<SeenOfStudy, 'seen'> {
  const whole = sql`true as whole, study.modalities, study.sop_classes, study.series_count, study.instance_count`;
  const reach = reachOf(subject, seeing);
  if (reach.kind !== 'granted') {
    return sql<SeenOfStudy>`(select ${whole} where ${sql.lit(reach.kind === 'all')})`.as('seen');
  }
  return sql<SeenOfStudy>`(
    select part.* from (select ${whollyReadableStudies(subject)} as whole offset 0) as reach, lateral (
      select ${whole} where reach.whole
      union all
      select false, modalities, array(
        select distinct one from gateway.series, unnest(sop_classes) as one where series.id = any(granted.ids) order by one
      ), series_count, instance_count
      from (
        select array_agg(series.id) as ids, count(*)::integer as series_count,
          sum(series.instance_count)::integer as instance_count,
          coalesce(array_agg(distinct series.modality order by series.modality)
            filter (where series.modality <> ''), '{}') as modalities
        from gateway.series
        where series.study_id = study.id and series.instance_count > 0 and not reach.whole and ${grantedSeries(subject)}
      ) as granted
      where series_count > 0) as part)`.as('seen');
}

/** A condition over `seen` and `series`. */
export function isSeenSeries(subject: Subject): RawBuilder<SqlBool> {
  return sql<SqlBool>`(seen.whole or ${grantedSeries(subject)})`;
}
