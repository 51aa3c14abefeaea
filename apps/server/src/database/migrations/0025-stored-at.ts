/** When a destination took what it has yet to commit to: a report says nothing of what came after the request it is of. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.delivery_instance add column stored_at timestamptz`.execute(db);
  // The latest that it can have been. Where that is too late for the report that is waited for, it is asked for again.
  await sql`
    update gateway.delivery_instance i set stored_at = coalesce(d.progressed_at, now())
    from gateway.delivery d where d.id = i.delivery_id and i.state = 'stored'`.execute(db);
  await sql`
    alter table gateway.delivery_instance
      drop constraint delivery_instance_stored_check,
      add constraint delivery_instance_stored_check check (state <> 'stored'
        or (sop_class_uid is not null and sop_instance_uid is not null and stored_at is not null))`.execute(db);
}
