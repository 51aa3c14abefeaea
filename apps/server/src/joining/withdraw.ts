/**
 * The end of a joining that does not lead into the team: its link, its code and unsent messages end with it, and the account
 * that was made for it goes where nothing else has come of it.
 */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { withdrawMessages } from '../messages/outbox.ts';
import { settleNotices } from '../notices/notify.ts';
import { withdrawCode } from '../verification/one-time-code.ts';
import { withdrawToken } from '../verification/one-time-token.ts';
import { type JoiningEvent, liveStates, nextState } from './transitions.ts';

/** Purpose of links and codes, and what both and the messages are about. */
export const purpose = 'joining';
export const subjectOf = (joiningId: number) => `joining ${joiningId}`;

/** What the account of a joining is made with and must still be like to be taken back. */
type Ended = { readonly id: number; readonly user_id: number | null; readonly makes_user: boolean };

/** Ends every live joining of a team, or those that one member had asked for. */
export async function withdrawJoinings(
  trx: Kysely<Database>,
  { teamId, invitedBy, now }: { readonly teamId: number; readonly invitedBy?: number; readonly now: Date },
): Promise<void> {
  const rows = await trx
    .selectFrom('care_team_joining')
    .select(['id', 'state', 'user_id', 'makes_user'])
    .where('team_id', '=', teamId)
    .where('state', 'in', liveStates)
    .where((eb) => (invitedBy === undefined ? eb.lit(true) : eb('invited_by', '=', invitedBy)))
    .forUpdate()
    .execute();
  for (const row of rows) await endJoining(trx, row, 'withdraw', now);
}

/** Ends what waited too long; returns which. */
export function expireJoinings(db: Kysely<Database>, now: Date): Promise<readonly number[]> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('care_team_joining')
      .select(['id', 'state', 'user_id', 'makes_user'])
      .where('state', 'in', liveStates)
      .where('expires_at', '<=', now)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of rows) await endJoining(trx, row, 'expire', now);
    return rows.map(({ id }) => id);
  });
}

type Ending = Extract<JoiningEvent, 'decline' | 'withdraw' | 'expire' | 'exhaust'>;

/** Returns false where it had ended already. */
export async function endJoining(
  trx: Kysely<Database>,
  row: Ended & { readonly state: Parameters<typeof nextState>[0] },
  event: Ending,
  now: Date,
): Promise<boolean> {
  const state = nextState(row.state, event);
  if (state === undefined) return false;
  const subject = subjectOf(row.id);
  await trx
    .updateTable('care_team_joining')
    // What was written and the number are of no use any more.
    .set({ state, changed_at: now, note: '', phone: null, browser_hash: null })
    .where('id', '=', row.id)
    .execute();
  await withdrawToken(trx, purpose, subject);
  await withdrawCode(trx, purpose, subject);
  await withdrawMessages(trx, subject);
  await settleNotices(trx, { joining_id: row.id });
  await removePendingUser(trx, row);
  return true;
}

/** An account that was made for a joining and never used: no password, in no team, about to join none. */
async function removePendingUser(trx: Kysely<Database>, { user_id, makes_user }: Ended): Promise<void> {
  if (user_id === null || !makes_user) return;
  await trx
    .deleteFrom('user_account')
    .where('id', '=', user_id)
    .where('role', '=', 'guest')
    .where('password_hash', 'is', null)
    .where('last_sign_in_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('care_team_member').select('id').whereRef('care_team_member.user_id', '=', 'user_account.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('care_team_joining')
            .select('id')
            .whereRef('care_team_joining.user_id', '=', 'user_account.id')
            .where('state', 'in', liveStates),
        ),
      ),
    )
    .execute();
}
