/**
 * Adds to the change feed, in the transaction that makes the change.
 *
 * Numbers come from one row, which is locked until the commit: a change is seen after all with smaller numbers, never
 * before. It is the last row that a transaction locks, so that nobody who holds it waits for another.
 */

import type { ChangeKind } from '@isocenter/contract/changes';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';

export type NewChange = {
  readonly kind: ChangeKind;
  readonly studyId: number;
  readonly seriesId?: number | undefined;
  readonly instanceId?: number | undefined;
  readonly completeness?: 'complete' | 'incomplete';
  /** Of what is gone with this transaction, see `tables.ts`. */
  readonly gone?: { readonly uids: readonly string[]; readonly readers: readonly string[] };
};

/** Gives changes the next numbers, in their order. Call it when every other row is written. */
export async function noteChanges(trx: Transaction<Database>, changes: readonly NewChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ kind, studyId, seriesId, instanceId, completeness, gone }) => ({
    kind,
    study_id: studyId,
    series_id: seriesId,
    instance_id: instanceId,
    completeness,
    uids: gone?.uids,
    readers: gone?.readers,
  }));
  await sql`
    with taken as (
      update gateway.change_feed set last_number = last_number + ${rows.length} where id = 1
      returning last_number - ${rows.length} as before)
    insert into gateway.change (number, kind, study_id, series_id, instance_id, completeness, uids, readers)
    select taken.before + r.place, r.kind, r.study_id, r.series_id, r.instance_id, r.completeness, r.uids, r.readers
    from taken, rows from (
        jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (kind text, study_id bigint, series_id bigint,
          instance_id bigint, completeness text, uids text[], readers text[])
      ) with ordinality as r (kind, study_id, series_id, instance_id, completeness, uids, readers, place)`.execute(trx);
}

/** Begins another feed: internal ids are new, or numbers that a reader has may be given again. */
export async function restartChanges(db: Kysely<Database>): Promise<void> {
  await sql`truncate gateway.change`.execute(db);
  await sql`update gateway.change_feed set feed = gen_random_uuid()`.execute(db);
}
