/** SQL of rules. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';

/** True where an enabled rule waits for series. */
export async function wantsSeries(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`
    select from gateway.routing_rule where definition @> '{"enabled": true, "trigger": "series"}' limit 1`.execute(db);
  return rows.length > 0;
}
