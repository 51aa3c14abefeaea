/**
 * What a care team is given of its patient when it is made: what its maker holds by grants with `invite`, as long as they
 * hold it, and no more. Administrators hold everything.
 *
 * What arrives for the patient afterwards is `access/new-studies.ts`.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, sql } from 'kysely';
import { reachOf } from '../access/grantees.ts';
import { handingOn, isInForce } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { allPrivileges } from './members.ts';

type Maker = Extract<Subject, { kind: 'user' }>;
type HandedOn = { readonly teamId: number; readonly patientId: number };

/** Returns how many grants were made. */
export async function handOn(trx: Kysely<Database>, maker: Maker, { teamId, patientId }: HandedOn): Promise<number> {
  const by = `user ${maker.userId}`;
  const reach = reachOf(maker, []);
  if (reach.kind === 'nothing') return 0;
  if (reach.kind === 'all') {
    await trx
      .insertInto('access_grant')
      .values({
        ...{ grantee_kind: 'team', grantee_id: teamId, patient_id: patientId, privileges: [...allPrivileges] },
        ...{ granted_by: by, reason: 'care team' },
      })
      .execute();
    return 1;
  }
  const held = reach.names.map((name) => ({ name, privileges: heldBy(maker, name) }));
  const { numAffectedRows } = await sql`
    insert into gateway.access_grant
      (grantee_kind, grantee_id, patient_id, study_id, privileges, expires_at, granted_by, reason)
    select distinct 'team', ${teamId}::bigint, g.patient_id, g.study_id, handed.privileges, g.expires_at, ${by}, 'care team'
    from gateway.access_grant g
      join jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as held (name text, privileges text[])
        on held.name = g.grantee
      cross join lateral (select array(
        select one from unnest(${allPrivileges}::text[]) with ordinality as listed (one, place)
        where one = any(g.privileges) and one = any(held.privileges) order by place) as privileges) as handed
    where ${isInForce} and handed.privileges @> ${handingOn}::text[]
      and (g.patient_id = ${patientId} or g.study_id in (
        select id from gateway.study where patient_id = ${patientId}))`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

function heldBy({ memberships = [] }: Maker, name: string): readonly Privilege[] {
  return memberships.find((one) => one.name === name)?.privileges ?? allPrivileges;
}
