/** How an alert ended: a person may dismiss what does not end by itself, such as a device that is not used any more. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.alert add column ended text`.execute(db);
  await sql`update gateway.alert set ended = 'over' where closed_at is not null`.execute(db);
  await sql`
    alter table gateway.alert
      add constraint alert_ended_check check (ended in ('over', 'dismissed', 'unwatched')),
      add constraint alert_closed_check check ((closed_at is null) = (ended is null))`.execute(db);
  // Looked at every minute: which of what holds is not to be told again.
  await sql`create index alert_dismissed on gateway.alert (kind, subject) where ended = 'dismissed'`.execute(db);
}
