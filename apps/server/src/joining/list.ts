/** Who is about to join a team, as its members see them. */

import type { TeamJoining } from '@isocenter/contract/care-teams';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

/** Lists live joinings, those that wait for a member first. */
export async function listJoinings(db: Kysely<Database>, teamId: number, now: Date): Promise<readonly TeamJoining[]> {
  const rows = await db
    .selectFrom('care_team_joining')
    .select(['id', 'state', 'name', 'email', 'note', 'privileges', 'created_at', 'expires_at'])
    .where('team_id', '=', teamId)
    .where('state', 'in', ['asked', 'invited', 'confirmed'])
    .where('expires_at', '>', now)
    .orderBy('state')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    ...{ id: String(row.id), name: row.name, email: row.email, note: row.note, privileges: row.privileges },
    // The query asks for these three.
    state: row.state as TeamJoining['state'],
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}
