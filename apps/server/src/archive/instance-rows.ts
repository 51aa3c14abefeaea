/** Changes to rows of instances that the log asks for: an object that moved, an object that is gone. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { ObjectLocation } from '../storage/log-entry.ts';

/** Notes where an object lies now; false where no row names the object. */
export async function relocateInstance(db: Kysely<Database>, location: ObjectLocation): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('instance')
    .set({ location: JSON.stringify(location) })
    .where('object_id', '=', location.objectId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes the rows of objects that the log no longer holds, and counts their series and studies again. */
export async function removeInstances(db: Kysely<Database>, objectIds: readonly string[]): Promise<void> {
  if (objectIds.length === 0) return;
  await db.transaction().execute(async (trx) => {
    const removed = await trx
      .deleteFrom('instance')
      .where('object_id', 'in', objectIds)
      .returning('series_id')
      .execute();
    if (removed.length === 0) return;
    const series = [...new Set(removed.map((row) => row.series_id))];
    await sql`
      update gateway.series s
      set instance_count = (select count(*) from gateway.instance i where i.series_id = s.id and i.state = 'served')
      where s.id = any(${series}::bigint[])`.execute(trx);
    await sql`
      update gateway.study t set series_count = totals.series_count, instance_count = totals.instance_count
      from (
        select study_id, count(*) filter (where instance_count > 0) as series_count,
          sum(instance_count) as instance_count
        from gateway.series
        where study_id in (select study_id from gateway.series where id = any(${series}::bigint[]))
        group by study_id) as totals
      where t.id = totals.study_id`.execute(trx);
  });
}
