/** How many studies of a source may be begun in an hour, and when the next may. */

import { sql } from 'kysely';

const hourMs = 60 * 60 * 1_000;

/** Over `source`: a study of it waits to be copied, and not for another attempt later. */
export const hasDueStudies = (now: Date) =>
  sql<boolean>`exists (
    select from gateway.source_study w where w.source_id = source.id and w.state = 'waiting' and w.due_at <= ${now})`;

/** Over `source`: fewer studies were begun in the last hour, or are under way, than may be. */
export const hasPaceLeft = (now: Date) => {
  const since = new Date(now.getTime() - hourMs);
  return sql<boolean>`(source.studies_per_hour is null or (
    select count(*) from gateway.source_study r
    where r.source_id = source.id and (r.begun_at > ${since} or r.state = 'running')) < source.studies_per_hour)`;
};

/**
 * Over `source`: when the copying began that has to be an hour old before another one begins. Null where as many as may be are
 * under way for longer already: the next begins when one of them ends.
 */
export const paceUsedSince = (now: Date) => {
  const since = new Date(now.getTime() - hourMs);
  const lasting = sql`(
    select count(*) from gateway.source_study l where l.source_id = source.id and l.state = 'running'
      and (l.begun_at is null or l.begun_at <= ${since}))`;
  return sql<Date | null>`(
    select r.begun_at from gateway.source_study r
    where r.source_id = source.id and r.begun_at > ${since} and source.studies_per_hour > ${lasting}
    order by r.begun_at desc limit 1 offset greatest(0, source.studies_per_hour - 1 - ${lasting}))`;
};

/** When that is. */
export const paceLeftAt = (begunAt: Date) => new Date(begunAt.getTime() + hourMs);
