/** SQL of consents and requests for correction. A withdrawal ends the grants that rest on the consent in the same transaction. */

import type { AnswerCorrection, RecordConsent } from '@isocenter/contract/consents';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { HttpProblem } from '../http/problem.ts';
import { guardsPrivacy, notify, settleNotices } from '../notices/notify.ts';

export type Deed = { readonly by: string; readonly at: Date };

export async function patientOfStudy(db: Kysely<Database>, studyId: number): Promise<number> {
  const row = await db.selectFrom('study').select('patient_id').where('id', '=', studyId).executeTakeFirst();
  if (row === undefined) throw new HttpProblem('not-found');
  return row.patient_id;
}

export async function listConsents(db: Kysely<Database>, patientId: number) {
  return db
    .selectFrom('consent')
    .selectAll('consent')
    .select(sql<string>`to_char(given_on, 'YYYY-MM-DD')`.as('given'))
    .select(
      sql<number[]>`array(select g.id from gateway.consent_grant r join gateway.access_grant g on g.id = r.grant_id
        where r.consent_id = consent.id and g.revoked_at is null and (g.expires_at is null or g.expires_at > now())
        order by g.id)`.as('grants'),
    )
    .where('patient_id', '=', patientId)
    .orderBy('id', 'desc')
    .execute();
}

export async function listCorrections(db: Kysely<Database>, patientId: number) {
  return db
    .selectFrom('correction_request')
    .selectAll()
    .where('patient_id', '=', patientId)
    .orderBy('id', 'desc')
    .execute();
}

/** @throws HttpProblem `not-found` where a grant is not on the patient or a study of theirs, or is over */
export async function recordConsent(
  db: Kysely<Database>,
  patientId: number,
  { purpose, form, givenOn, grantIds = [], by, at }: RecordConsent & Deed,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = on`.execute(trx);
    const { id } = await trx
      .insertInto('consent')
      .values({ patient_id: patientId, purpose, form, given_on: givenOn, recorded_by: by, recorded_at: at })
      .returning('id')
      .executeTakeFirstOrThrow();
    const ids = grantIds.map(Number);
    const { rows } = await sql`
      insert into gateway.consent_grant (consent_id, grant_id)
      select ${id}, g.id from gateway.access_grant g
        left join gateway.series on series.id = g.series_id
        left join gateway.study on study.id = coalesce(g.study_id, series.study_id)
      where g.id = any(${ids}::bigint[]) and g.revoked_at is null
        and coalesce(g.patient_id, study.patient_id) = ${patientId}
      returning grant_id`.execute(trx);
    if (rows.length < new Set(ids).size) throw new HttpProblem('not-found');
    return id;
  });
}

export type EndedGrant = { readonly id: number; readonly studyId: number | null };

/**
 * Returns the grants that ended, each with a study that it was on. What was withdrawn is so on the disk when this resolves.
 * @throws HttpProblem `not-found`, also where it was withdrawn before
 */
export async function withdrawConsent(
  db: Kysely<Database>,
  id: number,
  { by, at }: Deed,
): Promise<readonly EndedGrant[]> {
  return db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = on`.execute(trx);
    const { numUpdatedRows } = await trx
      .updateTable('consent')
      .set({ withdrawn_at: at, withdrawn_by: by })
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new HttpProblem('not-found');
    // One that rests on another consent as well stays in force: that one has not been withdrawn.
    const { rows } = await sql<EndedGrant>`
      update gateway.access_grant g set revoked_at = ${at}, revoked_by = ${by}
      where g.revoked_at is null and g.id in (select grant_id from gateway.consent_grant where consent_id = ${id})
        and not exists (
          select from gateway.consent_grant r join gateway.consent c on c.id = r.consent_id
          where r.grant_id = g.id and c.withdrawn_at is null)
      returning g.id, coalesce(g.study_id, (select study_id from gateway.series where id = g.series_id),
        (select min(id) from gateway.study where patient_id = g.patient_id)) as "studyId"`.execute(trx);
    return rows;
  });
}

export function requestCorrection(
  db: Kysely<Database>,
  about: {
    readonly patientId: number;
    readonly studyId: number;
    readonly request: string;
    /** Who recorded it, where that was a person. */
    readonly userId: number | undefined;
  } & Deed,
): Promise<number> {
  const { patientId, studyId, request, userId, by, at } = about;
  return db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('correction_request')
      .values({ patient_id: patientId, study_id: studyId, request, recorded_by: by, recorded_at: at })
      .returning('id')
      .executeTakeFirstOrThrow();
    const told = { kind: 'correction-asked', to: guardsPrivacy(), by: userId, studyId, correctionId: id } as const;
    await notify(trx, told);
    return id;
  });
}

/** @throws HttpProblem `not-found`, also where it was answered before */
export function answerCorrection(
  db: Kysely<Database>,
  id: number,
  { outcome, answer, by, at }: AnswerCorrection & Deed,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('correction_request')
      .set({ outcome, answer, answered_by: by, answered_at: at })
      .where('id', '=', id)
      .where('outcome', 'is', null)
      .returning('patient_id')
      .executeTakeFirst();
    if (row === undefined) throw new HttpProblem('not-found');
    await settleNotices(trx, { correction_id: id });
    return row.patient_id;
  });
}
