/** Which studies a care team reaches: what was granted to it on the patient, or on a study that was handed in. */

import type { Privilege } from '@isocenter/contract/privilege';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { seeing } from '../access/readable-studies.ts';

/**
 * A condition over `study`: a grant to the team is in force that carries the privileges.
 * @param teamId its internal id, or a column with it
 */
export function isReachedByTeam(
  teamId: RawBuilder<number>,
  privileges: readonly Privilege[] = seeing,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (
    select from gateway.access_grant g
    where g.grantee = 'team ' || ${teamId} and (g.study_id = study.id or g.patient_id = study.patient_id)
      and g.privileges @> ${privileges}::text[]
      and g.revoked_at is null and (g.not_before is null or g.not_before <= now())
      and (g.expires_at is null or g.expires_at > now()))`;
}
