/** Row types of `database/migrations/0035-care-teams.ts` that belong to teams; teams and members are `access/grant-tables.ts`. */

/** By which somebody outside who was told it asks a team to take an image. */
type CareTeamCodeTable = { team_id: number; code: string };

export type CareTeamTables = { care_team_code: CareTeamCodeTable };
