/** From where a start that was interrupted must read the log again, and an index for the drops of rules that wait. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table gateway.index_state add column unapplied_from bigint`.execute(db);
  await sql`
    create index rule_firing_waiting_drop on gateway.rule_firing (settlement_id)
      where actions @> '[{"kind": "drop", "outcome": "waiting"}]'`.execute(db);
}
