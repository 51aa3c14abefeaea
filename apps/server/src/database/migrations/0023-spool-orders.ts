/**
 * Orders between gateways: who waits for one, and when one that failed is tried again. The objects of each trash that a start
 * read from a log, for another gateway that indexes some of them later.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.spool_order
      add column waiter integer,
      add column attempts integer not null default 0,
      add column try_from timestamptz,
      add column failure text`.execute(db);
  await sql`
    create table gateway.trash_object (
      object_id text primary key,
      trash_id text not null references gateway.trash (trash_id) on delete cascade
    )`.execute(db);
  await sql`create index trash_object_by_trash on gateway.trash_object (trash_id)`.execute(db);
}
