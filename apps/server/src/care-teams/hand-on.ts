/**
 * What a care team is given of its patient when it is made: what its maker holds by grants with `invite`, as long as they
 * hold it, and no more. What rests on a consent does so in the team as well. Administrators hold everything.
 *
 * What arrives for the patient afterwards is `access/new-studies.ts`.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AccessGrantTable } from '../access/grant-tables.ts';
import { reachOf } from '../access/grantees.ts';
import { handingOn, isInForce } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { allPrivileges } from './members.ts';

type Maker = Extract<Subject, { kind: 'user' }>;
type Held = Pick<Selectable<AccessGrantTable>, 'patient_id' | 'study_id' | 'privileges' | 'expires_at'> & {
  readonly consents: readonly number[];
};
type HandedOn = { readonly teamId: number; readonly patientId: number };

/** Returns how many grants were made. */
export async function handOn(trx: Kysely<Database>, maker: Maker, { teamId, patientId }: HandedOn): Promise<number> {
  const by = `user ${maker.userId}`;
  const reach = reachOf(maker, []);
  if (reach.kind !== 'granted') {
    if (reach.kind === 'nothing') return 0;
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
  const { rows } = await sql<Held>`
    select distinct g.patient_id, g.study_id, handed.privileges, g.expires_at, resting.consents
    from gateway.access_grant g
      join jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as held (name text, privileges text[])
        on held.name = g.grantee
      cross join lateral (select array(
        select one from unnest(${allPrivileges}::text[]) with ordinality as listed (one, place)
        where one = any(g.privileges) and one = any(held.privileges) order by place) as privileges) as handed
      cross join lateral (select array(
        select consent_id from gateway.consent_grant where grant_id = g.id order by 1) as consents) as resting
    where ${isInForce} and handed.privileges @> ${handingOn}::text[]
      and (g.patient_id = ${patientId} or g.study_id in (
        select id from gateway.study where patient_id = ${patientId}))
    order by g.patient_id, g.study_id`.execute(trx);
  for (const { consents, ...grant } of rows) {
    const { id } = await trx
      .insertInto('access_grant')
      .values({ ...grant, grantee_kind: 'team', grantee_id: teamId, granted_by: by, reason: 'care team' })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (consents.length > 0) {
      const resting = consents.map((consent_id) => ({ consent_id, grant_id: id }));
      await trx.insertInto('consent_grant').values(resting).execute();
    }
  }
  return rows.length;
}

function heldBy({ memberships = [] }: Maker, name: string): readonly Privilege[] {
  return memberships.find((one) => one.name === name)?.privileges ?? allPrivileges;
}
