/** What a care team reaches, by the one rule of access: as a whole, or, where that is enough, in part. */

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type NamedReach, seeing, studiesReachedBy, studiesWhollyReachedBy } from '../access/readable-studies.ts';

/** The team by its internal id, or by a column with it. */
type TeamId = RawBuilder<number>;

/** A condition over `study`: members who may comment see something of it through the team. */
export function isCommentedByTeam(teamId: TeamId): RawBuilder<SqlBool> {
  return studiesReachedBy({ ...reachOfTeam(teamId), privileges: [...seeing, 'comment'] });
}

/** A condition over `study`: the team sees it or a series of it. */
export function isReachedByTeam(teamId: TeamId): RawBuilder<SqlBool> {
  return studiesReachedBy(reachOfTeam(teamId));
}

/** A condition over `study`: nothing of it is kept back from the team. */
export function isWhollyReachedByTeam(teamId: TeamId): RawBuilder<SqlBool> {
  return studiesWhollyReachedBy(reachOfTeam(teamId));
}

const reachOfTeam = (teamId: TeamId): NamedReach => ({ name: sql<string>`'team ' || ${teamId}` });
