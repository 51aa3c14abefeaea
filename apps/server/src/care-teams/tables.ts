/**
 * Row types of `database/migrations/0035-care-teams.ts` that belong to teams, and of `0045-team-events.ts`; teams and members are
 * `access/grant-tables.ts`.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import type { TeamEventKind } from '@isocenter/contract/team-activity';
import type { Generated } from 'kysely';

/** By which somebody outside who was told it asks a team to take an image. */
type CareTeamCodeTable = { team_id: number; code: string };

export type TeamEventTable = {
  id: Generated<number>;
  team_id: number;
  /** By the clock of the database, as memberships are. */
  at: Generated<Date>;
  kind: TeamEventKind;
  /** Who did it; null for what came about by itself. */
  actor_id: number | null;
  /** To whom it happened. */
  user_id: number | null;
  /** Internal, without a foreign key: only who sees the study sees the event. */
  study_id: number | null;
  /** What the member may do from then on. */
  privileges: Privilege[] | null;
  /** Files, or comments. */
  count: Generated<number>;
};

export type CareTeamTables = { care_team_code: CareTeamCodeTable; team_event: TeamEventTable };
