/** SQL of legal holds. Placing one takes its turn with deletions, so that none is under way when it is in force. */

import type { HoldKind } from '@isocenter/contract/holds';
import { type Kysely, sql } from 'kysely';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { IndexWriter } from '../archive/index-writer.ts';
import type { Database } from '../database/schema.ts';
import { HoldError } from './errors.ts';

export type HoldStore = {
  readonly db: Kysely<Database>;
  readonly index: Pick<IndexWriter, 'change'>;
  readonly now: () => Date;
};

export type NewHold = {
  readonly kind: HoldKind;
  readonly studyId: number;
  readonly reason: string;
  readonly placedBy: string;
};

/** Lists holds, those in force first, with a study that each covers and that the subject may see, if there is one. */
export function listHolds(db: Kysely<Database>, subject: Subject, id?: number) {
  const covered = db
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .whereRef('patient.identity_key', '=', sql.ref('legal_hold.identity_key'))
    .where((eb) =>
      eb.or([
        eb(sql.ref('legal_hold.study_instance_uid'), 'is', null),
        eb('study.study_instance_uid', '=', sql.ref<string>('legal_hold.study_instance_uid')),
      ]),
    )
    .where(readableStudies(subject))
    .select([
      'study.id as study_id',
      'study.description',
      'study.study_date',
      'patient.name as patient_name',
      'patient.patient_id',
    ])
    .orderBy('study.id', 'desc')
    .limit(1)
    .as('covered');
  let holds = db
    .selectFrom('legal_hold')
    .leftJoinLateral(covered, (join) => join.onTrue())
    .selectAll('legal_hold')
    .select(['covered.study_id', 'covered.description', 'covered.study_date', 'covered.patient_name'])
    .select('covered.patient_id');
  if (id !== undefined) holds = holds.where('legal_hold.id', '=', id);
  return holds.orderBy(sql`legal_hold.released_at is null`, 'desc').orderBy('legal_hold.id', 'desc').execute();
}

export type HoldRow = Awaited<ReturnType<typeof listHolds>>[number];

/** Returns the id of the hold. @throws HoldError `not-found` */
export async function placeHold({ db, index, now }: HoldStore, hold: NewHold): Promise<number> {
  let placed: number | undefined;
  await index.change({
    record: async () => {
      const study = await db
        .selectFrom('study')
        .innerJoin('patient', 'patient.id', 'study.patient_id')
        .select(['patient.identity_key', 'study.study_instance_uid'])
        .where('study.id', '=', hold.studyId)
        .executeTakeFirst();
      if (study === undefined) throw new HoldError('not-found');
      return study;
    },
    apply: async (trx, { identity_key, study_instance_uid }) => {
      const row = await trx
        .insertInto('legal_hold')
        .values({
          kind: hold.kind,
          identity_key,
          study_instance_uid: hold.kind === 'study' ? study_instance_uid : null,
          reason: hold.reason,
          placed_by: hold.placedBy,
          placed_at: now(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      placed = row.id;
      return [hold.studyId];
    },
  });
  if (placed === undefined) throw new HoldError('not-found');
  return placed;
}

/** @throws HoldError `not-found`, `hold-released` */
export async function releaseHold(
  { db, now }: HoldStore,
  { id, reason, releasedBy }: { readonly id: number; readonly reason: string; readonly releasedBy: string },
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('legal_hold')
    .set({ release_reason: reason, released_by: releasedBy, released_at: now() })
    .where('id', '=', id)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  const known = await db.selectFrom('legal_hold').select('id').where('id', '=', id).executeTakeFirst();
  throw new HoldError(known === undefined ? 'not-found' : 'hold-released');
}
