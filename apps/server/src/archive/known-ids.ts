/**
 * Internal ids outlast an index that is made anew from the log: grants, teams and bookmarks name studies by them.
 *
 * They are kept when the index is emptied, and given again to the same patients, studies and series as these come
 * (`index-batch.ts`). What is deleted for good is forgotten.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';

/** Call it in the transaction that empties the index. */
export async function keepKnownIds(db: Kysely<Database>): Promise<void> {
  await sql`
    insert into gateway.known_patient (identity_key, id) select identity_key, id from gateway.patient
    on conflict do nothing`.execute(db);
  await sql`
    insert into gateway.known_study (patient_id, study_instance_uid, id)
    select patient_id, study_instance_uid, id from gateway.study on conflict do nothing`.execute(db);
  await sql`
    insert into gateway.known_series (study_id, series_instance_uid, id)
    select study_id, series_instance_uid, id from gateway.series on conflict do nothing`.execute(db);
}

export type GoneIds = {
  readonly patients: readonly number[];
  readonly studies: readonly number[];
  readonly series: readonly number[];
};

/** Forgets what is gone for good, every grant on it, and what was said about it. */
export async function forgetGone(db: Kysely<Database>, { patients, studies, series }: GoneIds): Promise<void> {
  await sql`delete from gateway.known_patient where id = any(${patients}::bigint[])`.execute(db);
  await sql`delete from gateway.known_study where id = any(${studies}::bigint[])`.execute(db);
  await sql`delete from gateway.known_series where id = any(${series}::bigint[])`.execute(db);
  for (const [column, ids] of [
    ['patient_id', patients],
    ['study_id', studies],
    ['series_id', series],
  ] as const) {
    if (ids.length > 0) await db.deleteFrom('access_grant').where(column, 'in', ids).execute();
  }
  if (studies.length === 0) return;
  await db.deleteFrom('study_comment').where('study_id', 'in', studies).execute();
  await db.deleteFrom('team_event').where('study_id', 'in', studies).execute();
  await db.deleteFrom('notice').where('study_id', 'in', studies).execute();
}
