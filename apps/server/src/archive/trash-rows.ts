/**
 * What a trash means to the rows of the index: into it, out of it, gone.
 *
 * Each function can run again on rows that it has changed already, because a start applies anew what lies in the log
 * behind the index's position. All run inside `IndexWriter.change`, between two batches.
 */

import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { granteesOfStudy } from '../access/readable-studies.ts';
import { type NewChange, noteChanges } from '../changes/note-changes.ts';
import type { Database } from '../database/schema.ts';
import type { SpoolNumber, Trash } from '../storage/log-entry.ts';
import type { LogPosition } from '../storage/log-position.ts';
import type { IndexEntry } from './index-entry.ts';
import { forgetGone } from './known-ids.ts';
import type { LogChanges, TrashEntry } from './log-order.ts';
import { servedOfSeries, totalStudies } from './study-totals.ts';

type Changed = { readonly id: number; readonly series_id: number; readonly sop_instance_uid: string };

/** `was_served`: what is kept beside a served copy was never told of, and goes as silently. */
type Moved = Changed & { readonly was_served: boolean };

/** Of a trash whose record is not durable yet: the reason is kept before it, because the log has none. */
const notYet = 0;

/** Notes a trash that is about to be made in the log of a spool. */
export async function announceTrash(
  db: Kysely<Database>,
  spool: SpoolNumber,
  { trash, reason }: { readonly trash: Trash; readonly reason: string },
): Promise<void> {
  await db
    .insertInto('trash')
    .values(rowOf(spool, trash, { position: notYet, reason }))
    .execute();
}

/** Notes a trash of the log; one that is known keeps its reason. */
export async function noteTrash(
  trx: Transaction<Database>,
  spool: SpoolNumber,
  { trash, arrival }: TrashEntry,
): Promise<void> {
  await trx
    .insertInto('trash')
    .values(rowOf(spool, trash, { position: arrival, reason: '' }))
    .onConflict((conflict) => conflict.column('trash_id').doUpdateSet({ position: arrival }))
    .execute();
}

/** Notes which objects a trash of the log has, until it ends. */
export async function noteTrashObjects(
  trx: Transaction<Database>,
  { trash, objectIds }: Pick<TrashEntry, 'trash' | 'objectIds'>,
): Promise<void> {
  await sql`
    insert into gateway.trash_object (object_id, trash_id)
    select unnest(${objectIds}::text[]), ${trash.trashId}
    on conflict (object_id) do update set trash_id = excluded.trash_id`.execute(trx);
}

/** Returns entries that are read from a log with the trash that they are in, where another log has it. */
export async function withTrashOfOthers(
  trx: Transaction<Database>,
  entries: readonly IndexEntry[],
): Promise<readonly IndexEntry[]> {
  const isOpen = ({ isReadBack, trash }: IndexEntry) => isReadBack === true && trash === undefined;
  const open = entries.filter(isOpen).map(({ location }) => location.objectId);
  if (open.length === 0) return entries;
  const rows = await trx
    .selectFrom('trash_object')
    .innerJoin('trash', 'trash.trash_id', 'trash_object.trash_id')
    .select(['trash_object.object_id', 'trash.trash_id as id', 'trash.position', 'trash.spool'])
    .where('trash_object.object_id', '=', sql<string>`any(${open}::text[])`)
    .execute();
  const trashOf = new Map(rows.map(({ object_id, ...trash }) => [object_id, trash]));
  return entries.map((entry) => {
    const trash = isOpen(entry) ? trashOf.get(entry.location.objectId) : undefined;
    return trash === undefined ? entry : { ...entry, trash };
  });
}

/** Forgets what was announced for a spool and never came about; and, of a whole log, whatever it does not hold. */
export async function forgetUnknownTrash(
  trx: Transaction<Database>,
  { trashes }: Pick<LogChanges, 'trashes'>,
  { spool, isWholeLog }: { readonly spool: SpoolNumber; readonly isWholeLog: boolean },
): Promise<void> {
  await sql`
    delete from gateway.trash where spool = ${spool} and (${isWholeLog} or position = ${notYet})
      and not trash_id = any(${[...trashes.keys()]}::text[])`.execute(trx);
}

/** Returns which of some trash is on its way out for good. */
export async function listPurging(db: Kysely<Database>, trashIds: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('trash')
    .select('trash_id')
    .where('is_purging', '=', true)
    .where('trash_id', 'in', trashIds)
    .execute();
  return rows.map((row) => row.trash_id);
}

/** Returns the objects of all trash that is on its way out for good. */
export async function listBeingPurged(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('instance')
    .innerJoin('trash', 'trash.trash_id', 'instance.trash_id')
    .select('instance.object_id')
    .where('trash.is_purging', '=', true)
    .execute();
  return new Set(rows.map((row) => row.object_id));
}

function rowOf(
  spool: SpoolNumber,
  trash: Trash,
  { position, reason }: { readonly position: LogPosition; readonly reason: string },
) {
  return {
    trash_id: trash.trashId,
    spool,
    position,
    level: trash.level,
    cause: trash.cause,
    reason,
    deleted_by: trash.deletedBy,
    deleted_at: new Date(trash.deletedAt),
    purge_after: new Date(trash.purgeAfter),
  };
}

/** Takes the objects of a trash out of every list. Returns the studies that changed. */
export async function moveIntoTrash(
  trx: Transaction<Database>,
  { trash, arrival, objectIds }: TrashEntry,
): Promise<readonly number[]> {
  const { rows } = await sql<Moved>`
    update gateway.instance i set state = 'trashed', trash_id = ${trash.trashId}, trashed_at = ${arrival}
    from (
      select id, state = 'served' as was_served from gateway.instance
      where object_id = any(${objectIds}::text[]) and state <> 'trashed') as before
    where before.id = i.id
    returning i.id, i.series_id, i.sop_instance_uid, before.was_served`.execute(trx);
  return settle(trx, rows, { level: trash.level, verb: 'trashed' });
}

/** Puts what is left of a trash back among the copies under its UIDs, and forgets the trash. */
export async function moveOutOfTrash(trx: Transaction<Database>, trashId: string): Promise<readonly number[]> {
  const { rows } = await sql<Moved>`
    update gateway.instance set state = 'kept', trash_id = null, trashed_at = null
    where trash_id = ${trashId} returning id, series_id, sop_instance_uid, false as was_served`.execute(trx);
  const trash = await trx.deleteFrom('trash').where('trash_id', '=', trashId).returning('level').executeTakeFirst();
  return settle(trx, rows, { level: trash?.level ?? 'study', verb: 'restored' });
}

/**
 * Forgets objects of a trash that the log no longer holds. Series, studies and patients of whom nothing is left go as well;
 * the key of such a patient is destroyed at the next start, when nobody can be storing under it.
 */
export async function removeTrash(trx: Transaction<Database>, trashId: string): Promise<readonly number[]> {
  const gone = await findGone(trx, trashId);
  await rememberPurged(trx, trashId);
  const { rows } = await sql<{ study_id: number }>`
    with gone as (delete from gateway.instance where trash_id = ${trashId} returning series_id)
    select distinct s.study_id from gateway.series s join gone on gone.series_id = s.id`.execute(trx);
  await trx.deleteFrom('trash').where('trash_id', '=', trashId).execute();
  const studies = rows.map((row) => row.study_id);
  const { rows: goneSeries } = await sql<{ id: number }>`
    delete from gateway.series s where s.study_id = any(${studies}::bigint[])
      and not exists (select from gateway.instance i where i.series_id = s.id) returning s.id`.execute(trx);
  const { rows: emptied } = await sql<{ id: number; patient_id: number }>`
    delete from gateway.study t where t.id = any(${studies}::bigint[])
      and not exists (select from gateway.series s where s.study_id = t.id)
    returning t.id, t.patient_id`.execute(trx);
  const { rows: gonePatients } = await sql<{ id: number }>`
    with gone as (
      delete from gateway.patient p where p.id = any(${emptied.map((row) => row.patient_id)}::bigint[])
        and not exists (select from gateway.study t where t.patient_id = p.id)
      returning id, key_spool, key_id),
    retired as (
      insert into gateway.retired_key (spool, key_id)
      select key_spool, key_id from gone
      union select k.spool, k.key_id from gateway.patient_key k join gone on gone.id = k.patient_id
      on conflict do nothing)
    select id from gone`.execute(trx);
  await forgetGone(trx, {
    patients: gonePatients.map((row) => row.id),
    studies: emptied.map((row) => row.id),
    series: goneSeries.map((row) => row.id),
  });
  await noteChanges(trx, gone);
  return studies;
}

/** Removes series and studies of a patient that hold nothing any more, and the patient where that was all. */
export async function removeEmptied(db: Kysely<Database>, patientId: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`
      delete from gateway.series s using gateway.study t where s.study_id = t.id and t.patient_id = ${patientId}
        and not exists (select from gateway.instance i where i.series_id = s.id)`.execute(trx);
    await sql`
      delete from gateway.study t where t.patient_id = ${patientId}
        and not exists (select from gateway.series s where s.study_id = t.id)`.execute(trx);
    await sql`
      delete from gateway.patient p where p.id = ${patientId}
        and not exists (select from gateway.study t where t.patient_id = p.id)`.execute(trx);
  });
}

/**
 * Notes what was deleted, and at which level, so that no mirror brings it back once its rows are gone. Of a study or series
 * that came again meanwhile, only the instances that did not: it is not deleted as a whole.
 */
async function rememberPurged(trx: Transaction<Database>, trashId: string): Promise<void> {
  await sql`
    insert into gateway.purged_object (study_instance_uid, series_instance_uid, sop_instance_uid)
    with gone as (
      select study.study_instance_uid, series.series_instance_uid, instance.sop_instance_uid, trash.level
      from gateway.trash join gateway.instance on instance.trash_id = trash.trash_id
        join gateway.series on series.id = instance.series_id join gateway.study on study.id = series.study_id
      where trash.trash_id = ${trashId}),
    again as (
      select study.study_instance_uid, series.series_instance_uid, instance.sop_instance_uid
      from gateway.study join gateway.series on series.study_id = study.id
        join gateway.instance on instance.series_id = series.id and instance.state <> 'trashed'
      where study.study_instance_uid in (select study_instance_uid from gone)),
    found as (
      select gone.*, exists (
        select from again where again.study_instance_uid = gone.study_instance_uid
          and (gone.level = 'study' or again.series_instance_uid = gone.series_instance_uid)) as is_again
      from gone)
    select distinct study_instance_uid,
      case when level = 'study' and not is_again then '' else series_instance_uid end,
      case when level = 'instance' or is_again then sop_instance_uid else '' end
    from found
    where not exists (
      select from again where again.study_instance_uid = found.study_instance_uid
        and again.sop_instance_uid = found.sop_instance_uid)
    on conflict do nothing`.execute(trx);
}

/** What is told of the end of a trash, found before its rows go; nothing where something is served in its place. */
async function findGone(trx: Transaction<Database>, trashId: string): Promise<readonly NewChange[]> {
  const row = await trx
    .selectFrom('trash')
    .innerJoin('instance', 'instance.trash_id', 'trash.trash_id')
    .innerJoin('series', 'series.id', 'instance.series_id')
    .innerJoin('study', 'study.id', 'series.study_id')
    .select(['trash.level', 'instance.id', 'instance.series_id', 'series.study_id'])
    .select(['study.study_instance_uid', 'series.series_instance_uid', 'instance.sop_instance_uid'])
    .select(granteesOfStudy().as('readers'))
    .where('trash.trash_id', '=', trashId)
    .where(
      sql<boolean>`case trash.level when 'study' then study.instance_count = 0
        when 'series' then series.instance_count = 0
        else not exists (select from gateway.instance other where other.series_id = series.id
          and other.sop_instance_uid = instance.sop_instance_uid and other.state = 'served') end`,
    )
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return [];
  const { level, readers } = row;
  const depth = depths[level];
  const uids = [row.study_instance_uid, row.series_instance_uid, row.sop_instance_uid].slice(0, depth);
  return [{ kind: `${level}-deleted`, ...targetOf(level, row, row.study_id), gone: { uids, readers } }];
}

const depths = { study: 1, series: 2, instance: 3 } as const;

function targetOf(level: Trash['level'], { id, series_id }: Pick<Changed, 'id' | 'series_id'>, studyId: number) {
  return {
    studyId,
    ...(level === 'study' ? {} : { seriesId: series_id }),
    ...(level === 'instance' ? { instanceId: id } : {}),
  };
}

/** Decides anew which copies are served, counts series and studies again, and tells of it. */
async function settle(
  trx: Transaction<Database>,
  changed: readonly Moved[],
  { level, verb }: { readonly level: Trash['level']; readonly verb: 'trashed' | 'restored' },
): Promise<readonly number[]> {
  const [first] = changed;
  if (first === undefined) return [];
  const uids = [...new Set(changed.map((row) => row.sop_instance_uid))];
  const switched = await serveOneEach(trx, uids);
  const series = [...new Set([...changed, ...switched].map((row) => row.series_id))];
  const { rows } = await sql<{ id: number; study_id: number }>`
    update gateway.series s
    set ${servedOfSeries}
    where s.id = any(${series}::bigint[]) returning s.id, s.study_id`.execute(trx);
  const studies = new Set(rows.map((row) => row.study_id));
  await totalStudies(trx, studies, 'removal');
  const studyOf = new Map(rows.map((row) => [row.id, row.study_id]));
  const own = new Set(changed.map((row) => row.id));
  const promoted = switched.filter((row) => row.isServed);
  const others = promoted.filter((row) => !own.has(row.id));
  const isServed = new Set([...changed.filter((row) => row.was_served), ...promoted].map((row) => row.id));
  const told = level === 'instance' ? changed.filter((row) => isServed.has(row.id)) : [first];
  await noteChanges(trx, [
    ...told.flatMap((row) =>
      changesAt(studyOf, row, (studyId) => ({ kind: `${level}-${verb}`, ...targetOf(level, row, studyId) })),
    ),
    ...others.flatMap((row) =>
      changesAt(studyOf, row, (studyId) => ({ kind: 'instance-stored', ...targetOf('instance', row, studyId) })),
    ),
    ...[...studies]
      .filter((studyId) => level !== 'study' || studyId !== studyOf.get(first.series_id))
      .map((studyId): NewChange => ({ kind: 'study-changed', studyId })),
  ]);
  return [...studies];
}

function changesAt(
  studyOf: ReadonlyMap<number, number>,
  { series_id }: Changed,
  build: (studyId: number) => NewChange,
): readonly NewChange[] {
  const studyId = studyOf.get(series_id);
  return studyId === undefined ? [] : [build(studyId)];
}

/**
 * Returns the objects that must go for a kept copy to be served: the one that is, and those that would be before it.
 * @param instanceId of the kept copy
 */
export async function listServedBefore(db: Kysely<Database>, instanceId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ object_id: string }>`
    with chosen as (select sop_instance_uid from gateway.instance where id = ${instanceId}),
      ranked as (${rankedCopies(sql`(select sop_instance_uid from chosen)`)})
    select instance.object_id from ranked join gateway.instance on instance.id = ranked.id
    where ranked.id <> ${instanceId}
      and (instance.state = 'served' or ranked.rank < (select rank from ranked where id = ${instanceId}))
    order by ranked.rank`.execute(db);
  return rows.map((row) => row.object_id);
}

/** Copies under some UIDs that are not in the trash, those that are served first. */
function rankedCopies(uids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select id, row_number() over (partition by sop_instance_uid order by (policy = 'newest') desc,
      case when policy = 'newest' then -id else id end) as rank
    from gateway.instance where sop_instance_uid in ${uids} and (state = 'served' or state = 'kept')`;
}

/**
 * Under each UID, of the copies that are not in the trash, the first is served, or the last whose policy was `newest`: as
 * `index-decision.ts` decides when they come one after the other.
 */
async function serveOneEach(
  trx: Transaction<Database>,
  uids: readonly string[],
): Promise<readonly (Changed & { readonly isServed: boolean })[]> {
  const ranked = rankedCopies(sql`(select unnest(${uids}::text[]))`);
  const { rows: demoted } = await sql<Changed>`
    update gateway.instance i set state = 'kept' from (${ranked}) as r
    where r.id = i.id and r.rank > 1 and i.state = 'served' returning i.id, i.series_id, i.sop_instance_uid`.execute(
    trx,
  );
  const { rows: promoted } = await sql<Changed>`
    update gateway.instance i set state = 'served' from (${ranked}) as r
    where r.id = i.id and r.rank = 1 and i.state = 'kept' returning i.id, i.series_id, i.sop_instance_uid`.execute(trx);
  await sql`
    delete from gateway.conflict c where c.sop_instance_uid = any(${uids}::text[]) and not exists (
      select from gateway.instance served, gateway.instance kept
      where served.id = c.served_instance_id and served.state = 'served'
        and kept.id = c.kept_instance_id and kept.state = 'kept')`.execute(trx);
  await sql`
    insert into gateway.conflict (sop_instance_uid, served_instance_id, kept_instance_id, served_study_id, kept_study_id)
    select kept.sop_instance_uid, served.id, kept.id, served_series.study_id, kept_series.study_id
    from gateway.instance kept
      join gateway.series kept_series on kept_series.id = kept.series_id
      join gateway.instance served on served.sop_instance_uid = kept.sop_instance_uid and served.state = 'served'
      join gateway.series served_series on served_series.id = served.series_id
    where kept.sop_instance_uid = any(${uids}::text[]) and kept.state = 'kept'
      and not exists (select from gateway.conflict c where c.kept_instance_id = kept.id)`.execute(trx);
  return [
    ...demoted.map((row) => ({ ...row, isServed: false })),
    ...promoted.map((row) => ({ ...row, isServed: true })),
  ];
}
