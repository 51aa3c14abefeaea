/**
 * What a study consists of for a subject, as SQL over `study`: of a study that is granted in part, what the granted series
 * say, so that nothing tells of the others.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type RawBuilder, sql } from 'kysely';
import { reachOf } from './grantees.ts';
import { readableSeries, seeing, whollyReadableStudies } from './readable-studies.ts';
import type { Subject } from './subject.ts';

export function seenSeries(subject: Subject): RawBuilder<number> {
  return seen(subject, { whole: sql`study.series_count`, part: sql`count(*)::integer` });
}

export function seenInstances(subject: Subject): RawBuilder<number> {
  return seen(subject, {
    whole: sql`study.instance_count`,
    part: sql`coalesce(sum(series.instance_count), 0)::integer`,
  });
}

export function seenModalities(subject: Subject): RawBuilder<string[]> {
  return seen(subject, {
    whole: sql`study.modalities`,
    part: sql`coalesce(array_agg(distinct series.modality order by series.modality)
      filter (where series.modality <> ''), '{}')`,
  });
}

export function seenSopClasses(subject: Subject): RawBuilder<string[]> {
  return seen(subject, {
    whole: sql`study.sop_classes`,
    part: sql`coalesce((select array_agg(distinct one) from gateway.series, unnest(series.sop_classes) as one
      where series.study_id = study.id and ${readableSeries(subject)}), '{}')`,
    isQuery: true,
  });
}

type Seen = {
  readonly whole: RawBuilder<unknown>;
  /** An aggregate over the series that are seen, or a query of its own. */
  readonly part: RawBuilder<unknown>;
  readonly isQuery?: boolean;
};

function seen<Value>(subject: Subject, { whole, part, isQuery = false }: Seen): RawBuilder<Value> {
  const privileges: readonly Privilege[] = seeing;
  if (reachOf(subject, privileges).kind !== 'granted') return sql<Value>`${whole}`;
  const ofSeries = isQuery
    ? part
    : sql`(select ${part} from gateway.series
        where series.study_id = study.id and series.instance_count > 0 and ${readableSeries(subject)})`;
  return sql<Value>`case when ${whollyReadableStudies(subject)} then ${whole} else ${ofSeries} end`;
}
