/** Whom an event of a care team is told to, beside its list of activity. */

import type { TeamEventKind } from '@isocenter/contract/team-activity';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { isInTeam, isUser, type NewNotice, notify, seesTeam } from './notify.ts';

export type ToldTeamEvent = {
  readonly teamId: number;
  readonly kind: TeamEventKind;
  readonly by: number | undefined;
  readonly who?: number | undefined;
  readonly studyId?: number | undefined;
  readonly count?: number | undefined;
};

/** Call it in the transaction of the event. */
export async function notifyOfTeamEvent(trx: Kysely<Database>, event: ToldTeamEvent): Promise<void> {
  const { teamId, by, studyId, count } = event;
  const told = toldOf(event);
  if (told !== undefined) await notify(trx, { ...told, by, teamId, studyId, count });
}

type Told = Pick<NewNotice, 'kind' | 'to' | 'tellsActor'>;

function toldOf({ kind, teamId, by, who }: ToldTeamEvent): Told | undefined {
  const isWho = who === undefined ? undefined : isUser(who);
  switch (kind) {
    case 'released':
      return { kind: 'upload-released', to: either(by, seesTeam(teamId)), tellsActor: true };
    case 'refused':
      return by === undefined ? undefined : { kind: 'upload-refused', to: isUser(by), tellsActor: true };
    case 'commented':
      return { kind: 'comment-written', to: seesTeam(teamId) };
    case 'shared':
      return { kind: 'study-shared', to: seesTeam(teamId) };
    case 'owner-changed':
    case 'privileges-changed':
      return isWho && { kind: 'privileges-changed', to: isWho };
    case 'removed':
      return isWho && { kind: 'member-removed', to: isWho };
    case 'closed':
      return { kind: 'team-closed', to: isInTeam(teamId) };
    case 'made':
    case 'joined':
    case 'left':
    case 'handed-in':
      return undefined;
  }
}

/** Who handed something in hears of it even where they may hand in and no more. */
function either(userId: number | undefined, others: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  return userId === undefined ? others : sql<SqlBool>`(${isUser(userId)} or ${others})`;
}
