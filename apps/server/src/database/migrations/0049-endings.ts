/**
 * What ends: a service account that is deleted leaves its name to the audit trail, people are told before a token of one ends, and
 * a peer that is switched off is cut off as everybody is from whom something is taken.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.service_account add column deleted_at timestamptz`.execute(db);
  await sql`drop index gateway.service_account_by_name`.execute(db);
  await sql`
    create unique index service_account_by_name on gateway.service_account (lower(name))
    where deleted_at is null`.execute(db);
  // How many days before its end people were told last: once each, whichever gateway finds it.
  await sql`alter table gateway.api_token add column told_days smallint`.execute(db);
  await sql`
    alter table gateway.notice
      add column token_id bigint references gateway.api_token on delete cascade`.execute(db);
  await sql`create index notice_by_token on gateway.notice (token_id) where token_id is not null`.execute(db);
  await sql`
    create trigger tell_access_changed after update of enabled, verbs or delete on gateway.peer
    for each statement execute function gateway.tell_access_changed()`.execute(db);
}
