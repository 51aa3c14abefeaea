/**
 * Who may hand a study on to a care team says the privilege `invite`: what arrived until now has it, as what arrives from now
 * on. A team that was made by somebody who is no administrator says no longer who else sees the studies.
 */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update gateway.access_grant set privileges = privileges || array['invite']
    where granted_by = 'system arrival' and revoked_at is null and not privileges @> array['invite']`.execute(db);
  await sql`
    update gateway.access_grant as given set privileges = array_remove(privileges, 'manage')
    where grantee_kind = 'team' and reason = 'care team' and revoked_at is null and not exists (
      select from gateway.user_account maker
      where given.granted_by = 'user ' || maker.id and maker.role = 'admin')`.execute(db);
}
