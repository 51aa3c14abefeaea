/** SQL of the trash list: what waits, of whom, how much, and whether a legal hold covers it. */

import { type Kysely, type RawBuilder, sql } from 'kysely';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { TrashTarget } from '../archive/trash-bin.ts';
import type { Database } from '../database/schema.ts';
import { isHeld } from '../holds/held.ts';

/** Trash with its study, of several one of them; what has no instance in the index is not there (yet, or any more). */
function waiting(db: Kysely<Database>, subject: Subject) {
  const content = db
    .selectFrom('instance')
    .whereRef('instance.trash_id', '=', sql.ref('trash.trash_id'))
    .select([
      sql<number>`count(*)::integer`.as('instances'),
      sql<number>`sum(length_bytes)::bigint`.as('length_bytes'),
      sql<number>`min(series_id)`.as('series_id'),
    ])
    .as('content');
  return db
    .selectFrom('trash')
    .innerJoinLateral(content, (join) => join.onTrue())
    .innerJoin('series', 'series.id', 'content.series_id')
    .innerJoin('study', 'study.id', 'series.study_id')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .where(readableStudies(subject));
}

/** A condition over `trash`: a legal hold covers one of the studies that it holds copies of. */
function holdsHeld(): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from gateway.instance
    join gateway.series on series.id = instance.series_id
    join gateway.study on study.id = series.study_id
    join gateway.patient on patient.id = study.patient_id
    where instance.trash_id = trash.trash_id and ${isHeld()})`;
}

export async function listTrash(
  db: Kysely<Database>,
  subject: Subject,
  { limit = 100, offset = 0 }: { readonly limit?: number; readonly offset?: number },
) {
  const [{ total }, rows] = await Promise.all([
    waiting(db, subject)
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
    waiting(db, subject)
      .selectAll('trash')
      .select([
        'content.instances',
        'content.length_bytes',
        'study.id as study_id',
        'study.study_date',
        'study.description as study_description',
        'series.description as series_description',
        'patient.name as patient_name',
        'patient.patient_id as outside_patient_id',
        holdsHeld().as('is_held'),
      ])
      .orderBy('trash.deleted_at', 'desc')
      .orderBy('trash.id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute(),
  ]);
  return { total, rows };
}

export type TrashRow = Awaited<ReturnType<typeof listTrash>>['rows'][number];

/** Returns one trash by its row's id; undefined where there is none that the subject may see. */
export function findTrash(db: Kysely<Database>, subject: Subject, id: number) {
  return waiting(db, subject)
    .select(['trash.trash_id', 'trash.cause', 'content.instances', 'study.id as study_id'])
    .where('trash.id', '=', id)
    .executeTakeFirst();
}

/** Returns the row's id of a trash that was just made. */
export async function idOfTrash(db: Kysely<Database>, trashId: string): Promise<number> {
  const row = await db.selectFrom('trash').select('id').where('trash_id', '=', trashId).executeTakeFirstOrThrow();
  return row.id;
}

/** Lists trash whose time is over, that no hold covers and that is not being purged yet, oldest first. */
export function listDue(db: Kysely<Database>, subject: Subject, now: Date) {
  return waiting(db, subject)
    .select(['trash.id', 'trash.trash_id', 'trash.cause', 'content.instances', 'study.id as study_id'])
    .where('trash.purge_after', '<=', now)
    .where('trash.is_purging', '=', false)
    .where(sql<boolean>`not ${holdsHeld()}`)
    .orderBy('trash.id')
    .execute();
}

/** Returns the study that a study, series or instance belongs to. */
export async function studyOfTarget(db: Kysely<Database>, { level, id }: TrashTarget): Promise<readonly number[]> {
  if (level === 'study') return [id];
  const rows = await studiesOfInstances(db)
    .where(level === 'series' ? 'series.id' : 'instance.id', '=', id)
    .execute();
  return rows.map((row) => row.study_id);
}

/** Returns the studies that a trash holds copies of. */
export async function studiesOfTrash(db: Kysely<Database>, trashId: string): Promise<readonly number[]> {
  const rows = await studiesOfInstances(db).where('instance.trash_id', '=', trashId).execute();
  return rows.map((row) => row.study_id);
}

/** Returns the studies that objects lie in. */
export async function studiesOfObjects(db: Kysely<Database>, objectIds: readonly string[]): Promise<readonly number[]> {
  const isAny = sql<boolean>`instance.object_id = any(${objectIds}::text[])`;
  const rows = await studiesOfInstances(db).where(isAny).execute();
  return rows.map((row) => row.study_id);
}

function studiesOfInstances(db: Kysely<Database>) {
  return db
    .selectFrom('series')
    .innerJoin('instance', 'instance.series_id', 'series.id')
    .select('series.study_id')
    .distinct();
}
