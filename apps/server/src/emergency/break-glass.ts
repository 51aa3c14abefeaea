/**
 * Access in an emergency to what is not granted: a grant to one person on what they can name exactly, with a reason and an
 * end, and a row for the privacy officers to review.
 *
 * Whether there is such a patient is not told apart from whether there is anything to open: the answer for both is an empty
 * list, after the same work. Attempts are counted whatever comes of them.
 */

import type { BreakGlass } from '@isocenter/contract/break-glass';
import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { notifyOfOpening, settleReviewed } from './told.ts';

/** Attempts of one person in an hour. */
const attemptsAnHour = 10;

const minute = 60_000;
const defaultMinutes = 60;

/** What is needed to treat somebody: not to hand anything on. */
const inEmergency: Privilege[] = ['view', 'download', 'see-identity'];

export type Opened = { readonly studies: readonly number[]; readonly expiresAt: Date };

/** Returns the studies that were opened; undefined where the person has tried too often. */
export function breakGlass(
  db: Kysely<Database>,
  userId: number,
  { patientId, accessionNumber, birthDate, reason, minutes = defaultMinutes }: BreakGlass,
): Promise<Opened | undefined> {
  return db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = on`.execute(trx);
    // One after the other, so that ten at the same moment are ten.
    await sql`select id from gateway.user_account where id = ${userId} for update`.execute(trx);
    await sql`
      insert into gateway.break_glass_attempt (user_id, at) values (${userId}, now())`.execute(trx);
    await sql`delete from gateway.break_glass_attempt where at < now() - interval '1 day'`.execute(trx);
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from gateway.break_glass_attempt
      where user_id = ${userId} and at > now() - interval '1 hour'`.execute(trx);
    if ((rows[0]?.count ?? 0) > attemptsAnHour) return undefined;
    const found = await sql<{ id: number }>`
      select study.id from gateway.study join gateway.patient on patient.id = study.patient_id
      where study.instance_count > 0 and patient.birth_date = ${birthDate.replaceAll('-', '')}
        and patient.birth_date <> ''
        and (${patientId ?? null}::text is null or patient.patient_id = ${patientId ?? null})
        and (${accessionNumber ?? null}::text is null or study.accession_number = ${accessionNumber ?? null})
      order by study.id`.execute(trx);
    const studies = found.rows.map(({ id }) => id);
    const at = new Date();
    const expiresAt = new Date(at.getTime() + minutes * minute);
    let first: number | undefined;
    for (const study_id of studies) {
      const { id: grant_id } = await trx
        .insertInto('access_grant')
        .values({
          ...{ grantee_kind: 'user', grantee_id: userId, patient_id: null, series_id: null, study_id },
          ...{ privileges: inEmergency, not_before: null, expires_at: expiresAt, revoked_at: null, revoked_by: null },
          ...{ granted_by: `user ${userId}`, reason: `emergency: ${reason}` },
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const { id } = await trx
        .insertInto('break_glass')
        .values({ user_id: userId, study_id, grant_id, reason, at, expires_at: expiresAt })
        .returning('id')
        .executeTakeFirstOrThrow();
      first ??= id;
    }
    if (first !== undefined) await notifyOfOpening(trx, { breakGlassId: first, by: userId, count: studies.length });
    return { studies, expiresAt };
  });
}

export type BreakGlassRow = Awaited<ReturnType<typeof listBreakGlass>>[number];

/** Lists what was opened, what waits for a review first; of a study that is gone, its id. */
export function listBreakGlass(db: Kysely<Database>) {
  return db
    .selectFrom('break_glass')
    .innerJoin('user_account', 'user_account.id', 'break_glass.user_id')
    .leftJoin('study', 'study.id', 'break_glass.study_id')
    .leftJoin('patient', 'patient.id', 'study.patient_id')
    .selectAll('break_glass')
    .select(['user_account.name', 'study.study_date', 'study.description'])
    .select(['patient.name as patient_name', 'patient.patient_id'])
    .orderBy(sql`reviewed_at is not null`)
    .orderBy('break_glass.id', 'desc')
    .limit(500)
    .execute();
}

/** Returns false where there is none that waits for a review, or it is the reviewer's own. */
export function reviewBreakGlass(
  db: Kysely<Database>,
  id: number,
  { by, note, userId }: { readonly by: string; readonly note: string; readonly userId: number | undefined },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('break_glass')
      .set({ reviewed_at: new Date(), reviewed_by: by, review: note })
      .where('id', '=', id)
      .where('reviewed_at', 'is', null)
      .where('user_id', '<>', userId ?? 0)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await settleReviewed(trx, id);
    return numUpdatedRows > 0n;
  });
}
