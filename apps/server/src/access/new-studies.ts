/**
 * Who is granted a study when it is first indexed: everyone who signs in, the organisations that see what is new, or nobody.
 *
 * A study that was known before the index was made anew keeps its grants, and gets no others.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';

/** What everyone could do before there were other grants. */
const ofNewStudies: readonly Privilege[] = ['view', 'download', 'upload', 'comment', 'see-identity'];

/** @param studies internal ids */
export async function grantNewStudies(db: Kysely<Database>, studies: readonly number[]): Promise<void> {
  await sql`
    insert into gateway.access_grant (study_id, grantee_kind, grantee_id, privileges, granted_by, reason)
    select study.id, grantee.kind, grantee.id, ${ofNewStudies}::text[], 'system arrival', 'arrived'
    from unnest(${studies}::bigint[]) as study (id)
      cross join gateway.access_policy
      join (
        select 'everyone' as policy, 'everyone' as kind, null::bigint as id
        union all
        select 'organisation', 'organisation', organisation.id from gateway.organisation
        where sees_new_studies and closed_at is null
      ) as grantee on grantee.policy = access_policy.new_studies
    where not exists (select from gateway.known_study known where known.id = study.id)`.execute(db);
}
