/** What was sent to whom, kept when the delivery that says so is removed: so that it is not sent again. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.sent_object (
      object_id text not null,
      peer_id bigint not null references gateway.peer on delete cascade,
      primary key (object_id, peer_id)
    )`.execute(db);
}
