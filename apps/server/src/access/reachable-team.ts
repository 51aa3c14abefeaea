/**
 * Whether somebody may take an action on a care team: what members may do in it, which they have by being in it and not by a
 * grant. What they reach of the patient's studies is `readable-studies.ts`.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Action } from './action.ts';
import type { Subject } from './subject.ts';

/** What an action on a team needs besides being in it. */
const privilegeOf: Partial<Record<Action, Privilege>> = {
  'team:invite': 'invite',
  'team:manage': 'manage',
  'team:upload': 'upload',
};

type Store = { readonly db: Kysely<Database>; readonly subject: Subject };

/** `seen` is a member who may not do this; to everybody else the team does not exist. */
export async function reachesTeam(
  { db, subject }: Store,
  action: Action,
  teamId: number,
): Promise<'reached' | 'seen' | 'absent'> {
  if (subject.kind === 'system') return 'reached';
  if (subject.kind !== 'user') return 'absent';
  if (subject.role === 'admin') return (await exists(db, teamId)) ? 'reached' : 'absent';
  const member = await db
    .selectFrom('care_team_member')
    .select('privileges')
    .where('team_id', '=', teamId)
    .where('user_id', '=', subject.userId)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', sql<Date>`now()`)]))
    .executeTakeFirst();
  if (member === undefined) return 'absent';
  const needed = privilegeOf[action];
  return needed === undefined || member.privileges.includes(needed) ? 'reached' : 'seen';
}

async function exists(db: Kysely<Database>, teamId: number): Promise<boolean> {
  return (await db.selectFrom('care_team').select('id').where('id', '=', teamId).executeTakeFirst()) !== undefined;
}
