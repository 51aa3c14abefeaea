/** Whether a legal hold covers a study: one SQL predicate that deletion, purge and retention ask alike. */

import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { HoldError } from './errors.ts';

/** A condition; the query it is used in must have `study` and `patient` among its tables under these names. */
export function isHeld(): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from gateway.legal_hold
    where legal_hold.released_at is null and legal_hold.identity_key = patient.identity_key
      and (legal_hold.kind = 'patient' or legal_hold.study_instance_uid = study.study_instance_uid))`;
}

/** @throws HoldError `legal-hold` where one of the studies is held */
export async function assertNotHeld(db: Kysely<Database>, studyIds: readonly number[]): Promise<void> {
  for (const id of studyIds) if (await isStudyHeld(db, id)) throw new HoldError('legal-hold');
}

export async function isStudyHeld(db: Kysely<Database>, studyId: number): Promise<boolean> {
  const held = await db
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .select('study.id')
    .where('study.id', '=', studyId)
    .where(isHeld())
    .executeTakeFirst();
  return held !== undefined;
}
