/**
 * Since when accesses of studies are noted: before that, nothing says that a study was not looked at.
 *
 * A node that notes them already began on the day of the oldest access at the latest.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.study_access_since (
      id integer primary key check (id = 1),
      since timestamptz not null
    )`.execute(db);
  await sql`
    insert into gateway.study_access_since (id, since)
    select 1, least(now(), (min(accessed_on) + 1)::timestamptz) from gateway.study_access`.execute(db);
}
