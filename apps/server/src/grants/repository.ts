/** SQL of grants as people see and make them. What they reach is decided in `access/readable-studies.ts`. */

import type { CreateGrant, Grant, GranteeList } from '@isocenter/contract/grants';
import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { mayTake } from '../access/action.ts';
import { managing, readablePatients, whollyReadableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import { labelOf } from '../access/subject-label.ts';
import { recordTeamEvent } from '../care-teams/activity.ts';
import type { Database } from '../database/schema.ts';

export type GrantRow = Awaited<ReturnType<typeof listGrants>>[number];

const isActiveService = (service: RawBuilder<unknown>) =>
  sql`${service}.disabled_at is null and (${service}.expires_at is null or ${service}.expires_at > now())`;

const namesInTeam = sql<string[]>`array(
  select u.name from gateway.care_team_member m join gateway.user_account u on u.id = m.user_id
  where g.grantee_kind = 'team' and m.team_id = g.grantee_id and m.since <= now() and (m.until is null or m.until > now())
    and u.disabled_at is null
  union all
  select u.name from gateway.organisation_member m join gateway.user_account u on u.id = m.user_id
  where g.grantee_kind = 'organisation' and m.organisation_id = g.grantee_id and m.since <= now()
    and (m.until is null or m.until > now()) and u.disabled_at is null
  union all
  select s.name from gateway.organisation_service m join gateway.service_account s on s.id = m.service_id
  where g.grantee_kind = 'organisation' and m.organisation_id = g.grantee_id and m.since <= now()
    and (m.until is null or m.until > now()) and ${isActiveService(sql.ref('s'))}
  union all
  select u.name from gateway.patient_proxy p join gateway.user_account u on u.id = p.user_id
  where g.grantee_kind = 'patient' and p.patient_id = g.grantee_id and p.ended_at is null and p.since <= now()
    and (p.until is null or p.until > now()) and u.disabled_at is null
  order by 1)`;

/** Lists what is in force or to come, and reaches a study or a part of it: the widest first. */
export function listGrants(db: Kysely<Database>, studyId: number) {
  return liveGrants(
    db,
    sql`select id from gateway.access_grant where study_id = ${studyId} and revoked_at is null
      union all
      select own.id from gateway.access_grant own join gateway.study one on one.patient_id = own.patient_id
      where one.id = ${studyId} and own.revoked_at is null
      union all
      select own.id from gateway.access_grant own join gateway.series part on part.id = own.series_id
      where part.study_id = ${studyId} and own.revoked_at is null`,
  );
}

/** Lists the same of everything that is a patient's. */
export function listGrantsOfPatient(db: Kysely<Database>, patientId: number) {
  return liveGrants(
    db,
    sql`select id from gateway.access_grant where patient_id = ${patientId} and revoked_at is null
      union all
      select own.id from gateway.access_grant own join gateway.study one on one.id = own.study_id
      where one.patient_id = ${patientId} and own.revoked_at is null
      union all
      select own.id from gateway.access_grant own join gateway.series part on part.id = own.series_id
        join gateway.study one on one.id = part.study_id
      where one.patient_id = ${patientId} and own.revoked_at is null`,
  );
}

/** @param ids a query for the internal ids of grants */
function liveGrants(db: Kysely<Database>, ids: RawBuilder<unknown>) {
  return db
    .selectFrom('access_grant as g')
    .leftJoin('series', 'series.id', 'g.series_id')
    .leftJoin('study', (join) => join.on(sql<boolean>`study.id = coalesce(g.study_id, series.study_id)`))
    .where(sql<boolean>`g.id in (${ids}) and g.revoked_at is null and (g.expires_at is null or g.expires_at > now())`)
    .select(['study.id as on_study', 'study.study_date', 'study.description'])
    .select(['g.id', 'g.grantee_kind', 'g.grantee_id', 'g.patient_id', 'g.series_id', 'g.privileges', 'g.not_before'])
    .select(['g.expires_at', 'g.granted_by', 'g.granted_at', 'g.reason', namesInTeam.as('members')])
    .select(
      sql<string | null>`case g.grantee_kind
        when 'user' then (select name from gateway.user_account where id = g.grantee_id)
        when 'service' then (select name from gateway.service_account where id = g.grantee_id)
        when 'team' then (select name from gateway.care_team where id = g.grantee_id)
        when 'organisation' then (select name from gateway.organisation where id = g.grantee_id)
        when 'peer' then (select name from gateway.peer where id = g.grantee_id) end`.as('grantee_name'),
    )
    .select(
      sql<Grant['origin']>`case
        when g.granted_by = 'system arrival' then 'arrival'
        when g.grantee_kind = 'patient' then 'patient'
        when g.grantee_kind = 'team' and g.reason = 'care team' then 'team'
        when exists (select from gateway.break_glass opened where opened.grant_id = g.id) then 'emergency'
        else 'person' end`.as('origin'),
    )
    .orderBy(
      sql`array_position(array['everyone', 'organisation', 'team', 'patient', 'user', 'service', 'peer'], g.grantee_kind)`,
    )
    .orderBy('g.id')
    .execute();
}

export async function findStudyOfGrant(db: Kysely<Database>, id: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('access_grant as g')
    .leftJoin('series', 'series.id', 'g.series_id')
    .innerJoin('study', (join) =>
      join.on(sql<boolean>`study.id = coalesce(g.study_id, series.study_id) or study.patient_id = g.patient_id`),
    )
    .select('study.id')
    .where('g.id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/**
 * Which privileges a subject may give to others on a study, or on all that is its patient's: those that it has there
 * together with `manage`. None where its role grants nothing, whatever it sees.
 */
export async function listGivable(
  db: Kysely<Database>,
  subject: Subject,
  { studyId, ofPatient = false }: { readonly studyId: number; readonly ofPatient?: boolean },
): Promise<Privilege[]> {
  if (!mayTake(subject, 'grant:write')) return [];
  const all: readonly Privilege[] = ['view', 'download', 'upload', 'comment', 'invite', 'manage', 'see-identity'];
  const row = await db
    .selectFrom('study')
    .where('study.id', '=', studyId)
    .select(
      all.map((privilege) => {
        const wanted = { privileges: [...managing, privilege] };
        const has = ofPatient
          ? readablePatients(subject, 'study.patient_id', wanted)
          : whollyReadableStudies(subject, wanted);
        return has.as(privilege);
      }),
    )
    .executeTakeFirst();
  return all.filter((privilege) => row?.[privilege] === true);
}

export type NewGrant = Pick<CreateGrant, 'granteeKind' | 'privileges' | 'reason'> & {
  readonly granteeId: number | undefined;
  /** Over which study it was given. */
  readonly studyId: number;
  readonly on: { readonly patient_id: number } | { readonly study_id: number } | { readonly series_id: number };
  readonly notBefore: Date | undefined;
  readonly expiresAt: Date | undefined;
  readonly grantedBy: Subject;
};

/** Returns the id of the grant, which is on the disk of the database when this resolves. */
export function insertGrant(db: Kysely<Database>, grant: NewGrant): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = on`.execute(trx);
    const { id } = await trx
      .insertInto('access_grant')
      .values({
        ...{ grantee_kind: grant.granteeKind, grantee_id: grant.granteeId ?? null },
        ...{ patient_id: null, study_id: null, series_id: null, ...grant.on },
        ...{ privileges: [...grant.privileges], reason: grant.reason, granted_by: labelOf(grant.grantedBy) },
        ...{ not_before: grant.notBefore ?? null, expires_at: grant.expiresAt ?? null },
        ...{ revoked_at: null, revoked_by: null },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { granteeKind, granteeId, grantedBy, studyId } = grant;
    if (granteeKind === 'team' && granteeId !== undefined) {
      const by = grantedBy.kind === 'user' ? grantedBy.userId : undefined;
      await recordTeamEvent(trx, { teamId: granteeId, kind: 'shared', by, studyId });
    }
    return id;
  });
}

/** Returns false where there is none that is not revoked yet. */
export function revokeGrant(db: Kysely<Database>, id: number, by: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = on`.execute(trx);
    const { numUpdatedRows } = await trx
      .updateTable('access_grant')
      .set({ revoked_at: sql<Date>`now()`, revoked_by: by })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  });
}

/** Lists everybody that something can be granted to. */
export async function listGrantees(db: Kysely<Database>, studyId: number): Promise<GranteeList['grantees']> {
  const { rows } = await sql<{ kind: 'user' | 'service' | 'team' | 'organisation' | 'peer'; id: number; name: string }>`
    select 'organisation' as kind, id, name from gateway.organisation where closed_at is null
    union all
    select 'team', t.id, t.name from gateway.care_team t join gateway.study s on s.patient_id = t.patient_id
    where s.id = ${studyId} and t.closed_at is null
    union all
    select 'user', id, name from gateway.user_account where disabled_at is null
    union all
    select 'service', id, name from gateway.service_account where ${isActiveService(sql.ref('service_account'))}
    union all
    select 'peer', id, name from gateway.peer where enabled
    order by 1, 3, 2`.execute(db);
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}
