/**
 * What rows of studies and series say of what is in them: how many, which modalities, which SOP Classes.
 *
 * Only series with a served instance count; one whose copies are all kept beside others is listed nowhere.
 */

import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';

/** Sets what a series, named `s`, says of its served instances, from their rows. */
export const servedOfSeries = sql`
  instance_count = (select count(*) from gateway.instance i where i.series_id = s.id and i.state = 'served'),
  sop_classes = array(
    select distinct i.sop_class_uid collate "C" from gateway.instance i
    where i.series_id = s.id and i.state = 'served' order by 1)`;

/**
 * Counts studies again from the counts of their series, and notes that they changed.
 * @param change `arrival` marks them as arriving, for `settling/`; what is removed settles nothing
 */
export async function totalStudies(
  trx: Transaction<Database>,
  studies: ReadonlySet<number>,
  change: 'arrival' | 'removal',
): Promise<void> {
  if (studies.size === 0) return;
  const arriving = change === 'arrival' ? sql`coalesce(t.arriving_since, now())` : sql`t.arriving_since`;
  await sql`
    update gateway.study t
    set series_count = totals.series_count, instance_count = totals.instance_count, modalities = totals.modalities,
      sop_classes = array(
        select distinct one collate "C" from gateway.series s, unnest(s.sop_classes) as one
        where s.study_id = t.id and s.instance_count > 0 order by 1),
      changed_at = now(), arriving_since = ${arriving}
    from (
      select study_id, count(*) filter (where instance_count > 0) as series_count,
        sum(instance_count) as instance_count,
        coalesce(array_agg(distinct modality order by modality)
          filter (where instance_count > 0 and modality <> ''), '{}') as modalities
      from gateway.series where study_id = any(${[...studies]}::bigint[]) group by study_id) as totals
    where t.id = totals.study_id`.execute(trx);
}
