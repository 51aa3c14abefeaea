/**
 * Deliveries that are confirmed by storage commitment: which peers are asked for it and how long their report is waited
 * for, what of a delivery they have yet to commit to, and which transactions asked them.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table gateway.peer
      add column confirm_by_commitment boolean not null default false,
      add column commitment_minutes integer not null default 60
        check (commitment_minutes between 1 and 10080)`.execute(db);
  await sql`
    alter table gateway.delivery
      drop constraint delivery_state_check,
      add constraint delivery_state_check
        check (state in ('waiting', 'running', 'committing', 'done', 'dead', 'cancelled')),
      add column instances_uncommitted integer not null default 0,
      add column commitment_attempts integer not null default 0`.execute(db);
  await sql`
    create index delivery_committing on gateway.delivery (due_at) where state = 'committing'`.execute(db);
  await sql`
    alter table gateway.delivery_instance
      drop constraint delivery_instance_state_check,
      add constraint delivery_instance_state_check check (state in ('waiting', 'stored', 'sent', 'failed')),
      add column sop_class_uid text,
      add column sop_instance_uid text,
      add constraint delivery_instance_stored_check
        check (state <> 'stored' or (sop_class_uid is not null and sop_instance_uid is not null))`.execute(db);
  await sql`
    alter table gateway.commitment_inquiry
      add column delivery_id bigint references gateway.delivery on delete cascade,
      add column applied_at timestamptz`.execute(db);
  await sql`
    create index commitment_inquiry_by_delivery on gateway.commitment_inquiry (delivery_id)
      where delivery_id is not null`.execute(db);
  await sql`
    create index commitment_inquiry_to_apply on gateway.commitment_inquiry (asked_at)
      where delivery_id is not null and report is not null and applied_at is null`.execute(db);
  await sql`create index commitment_inquiry_by_age on gateway.commitment_inquiry (asked_at)`.execute(db);
}
