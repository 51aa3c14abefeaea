/** Changes to rows of instances that the log asks for: an object that moved, an object that is gone. */

import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type ObjectLocation, spoolOf } from '../storage/log-entry.ts';
import type { IndexEntry } from './index-entry.ts';
import { takeTurn } from './index-turn.ts';
import { servedOfSeries, totalStudies } from './study-totals.ts';

/** One parameter whatever its length; this bounds the message that carries it. */
const idsPerStatement = 10_000;

/** Notes where an object lies now; false where no row names the object. */
export async function relocateInstance(db: Kysely<Database>, location: ObjectLocation): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('instance')
    .set({ location: JSON.stringify(location) })
    .where('object_id', '=', location.objectId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Notes where objects lie now, durably: the segments that held them are removed next. */
export async function relocateInstances(db: Kysely<Database>, locations: readonly ObjectLocation[]): Promise<void> {
  const rows = locations.map((location) => ({ object_id: location.objectId, location }));
  await sql`
    update gateway.instance i set location = r.location
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (object_id text, location jsonb)
    where i.object_id = r.object_id`.execute(db);
}

/**
 * Points an instance to another copy of the same bytes, and notes the key that this one is under: it may lie in another spool,
 * or have come under a key that was retired meanwhile.
 */
export async function replaceCopy(trx: Transaction<Database>, instanceId: number, copy: IndexEntry): Promise<void> {
  const { location, position } = copy;
  await trx
    .updateTable('instance')
    .set({ object_id: location.objectId, location: JSON.stringify(location), position })
    .where('id', '=', instanceId)
    .execute();
  const spool = spoolOf(location);
  await sql`
    insert into gateway.patient_key (patient_id, spool, key_id)
    select patient.id, ${spool}::integer, ${location.patientKeyId}::text
    from gateway.instance join gateway.series on series.id = instance.series_id
      join gateway.study on study.id = series.study_id join gateway.patient on patient.id = study.patient_id
    where instance.id = ${instanceId} and (patient.key_spool <> ${spool} or patient.key_id <> ${location.patientKeyId})
    on conflict do nothing`.execute(trx);
}

/** Returns where an object lies now; undefined where no row names it. */
export async function findLocation(db: Kysely<Database>, objectId: string): Promise<ObjectLocation | undefined> {
  const row = await db.selectFrom('instance').select('location').where('object_id', '=', objectId).executeTakeFirst();
  return row?.location;
}

/** Removes the rows of objects that the log no longer holds, and counts their series and studies again. */
export async function removeInstances(db: Kysely<Database>, objectIds: readonly string[]): Promise<void> {
  if (objectIds.length === 0) return;
  await db.transaction().execute(async (trx) => {
    // A copy that is about to go must not be what another is a duplicate of.
    await takeTurn(trx, 'waits');
    const changed = new Set<number>();
    for (let at = 0; at < objectIds.length; at += idsPerStatement) {
      const ids = objectIds.slice(at, at + idsPerStatement);
      const { rows } = await sql<{ series_id: number }>`
        delete from gateway.instance where object_id = any(${ids}::text[]) returning series_id`.execute(trx);
      for (const row of rows) changed.add(row.series_id);
    }
    if (changed.size === 0) return;
    const { rows } = await sql<{ study_id: number }>`
      update gateway.series s
      set ${servedOfSeries}
      where s.id = any(${[...changed]}::bigint[]) returning s.study_id`.execute(trx);
    await totalStudies(trx, new Set(rows.map((row) => row.study_id)), 'removal');
  });
}
