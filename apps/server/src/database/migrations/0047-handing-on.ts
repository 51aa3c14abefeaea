/**
 * Who may hand a study on to a care team says the privilege `invite`: what arrived until now has it, as what arrives from now
 * on. A team that was made by somebody who is no administrator says no longer who else sees the studies. What is handed in to
 * a team with another number than that of its patient waits for an administrator.
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
  await sql`
    alter table gateway.team_upload
      add column study_instance_uid text,
      add column taken_by text,
      drop constraint team_upload_state_check,
      add constraint team_upload_state_check
        check (state in ('receiving', 'received', 'unconfirmed', 'confirmed', 'referred', 'stored', 'refused'))`.execute(
    db,
  );
  await sql`update gateway.team_upload set reason = 'declined' where reason = 'other-patient'`.execute(db);
}
