/**
 * The studies of both copies of a conflict: they differ where one SOP Instance UID came under two Study Instance UIDs.
 * Kept with the conflict, because lists of studies count them for every row.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.conflict
      add column served_study_id bigint references gateway.study on delete cascade,
      add column kept_study_id bigint references gateway.study on delete cascade`.execute(db);
  await sql`
    update gateway.conflict c set served_study_id = served_series.study_id, kept_study_id = kept_series.study_id
    from gateway.instance served, gateway.series served_series, gateway.instance kept, gateway.series kept_series
    where served.id = c.served_instance_id and served_series.id = served.series_id
      and kept.id = c.kept_instance_id and kept_series.id = kept.series_id`.execute(db);
  await sql`
    alter table gateway.conflict
      alter column served_study_id set not null, alter column kept_study_id set not null`.execute(db);
  await sql`create index conflict_by_served_study on gateway.conflict (served_study_id)`.execute(db);
  await sql`create index conflict_by_kept_study on gateway.conflict (kept_study_id)`.execute(db);
}
