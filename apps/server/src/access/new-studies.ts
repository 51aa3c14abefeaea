/**
 * Who is granted a study when it is first indexed: everyone who signs in, the organisations that see what is new, or nobody;
 * and the care teams of its patient whose owner is among them, for who holds a study may hand it on to a team.
 *
 * A study that was known before the index was made anew keeps its grants, and gets no others.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';

/** Not who else sees it; whoever treats the patient may make a care team. */
const ofNewStudies: readonly Privilege[] = ['view', 'download', 'upload', 'comment', 'invite', 'see-identity'];

/** @param studies internal ids */
export async function grantNewStudies(db: Kysely<Database>, studies: readonly number[]): Promise<void> {
  await sql`
    insert into gateway.access_grant (study_id, grantee_kind, grantee_id, privileges, granted_by, reason)
    select study.id, grantee.kind, grantee.id, ${ofNewStudies}::text[], 'system arrival', 'arrived'
    from unnest(${studies}::bigint[]) as study (id)
      cross join gateway.access_policy
      join lateral (
        select 'everyone' as policy, 'everyone' as kind, null::bigint as id
        union all
        select 'organisation', 'organisation', organisation.id from gateway.organisation
        where sees_new_studies and closed_at is null
        union all
        select policy.new_studies, 'team', team.id
        from gateway.study arrived
          join gateway.care_team team on team.patient_id = arrived.patient_id and team.closed_at is null
          join gateway.user_account owner on owner.id = team.owner and owner.disabled_at is null
            and owner.role in ('admin', 'member')
          cross join gateway.access_policy policy
        where arrived.id = study.id and (policy.new_studies = 'everyone' or exists (
          select from gateway.organisation_member m join gateway.organisation o on o.id = m.organisation_id
          where m.user_id = owner.id and o.sees_new_studies and o.closed_at is null
            and m.since <= now() and (m.until is null or m.until > now())))
      ) as grantee on grantee.policy = access_policy.new_studies
    where not exists (select from gateway.known_study known where known.id = study.id)`.execute(db);
}
