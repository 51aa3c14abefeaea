/**
 * SQL of the web application's study list and study page. Every query carries the predicate of the subject's grants,
 * so a row that may not be seen is never counted, listed or found by its id.
 */

import type { StudyQuery, StudySort } from '@isocenter/contract/studies';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { seesAll } from '../access/grantees.ts';
import { measureBreadth, type ReachOptions, readableSeries, readableStudies } from '../access/readable-studies.ts';
import { seenOfStudy } from '../access/seen-of-study.ts';
import type { Subject } from '../access/subject.ts';
import { foldedText } from '../archive/storable-text.ts';
import { readableConflicts } from '../conflicts/repository.ts';
import type { Database } from '../database/schema.ts';

export type StudyRow = {
  readonly id: number;
  readonly study_instance_uid: string;
  readonly study_date: string;
  readonly study_time: string;
  readonly accession_number: string;
  readonly description: string;
  readonly referring_physician: string;
  readonly institution: string;
  readonly modalities: readonly string[];
  readonly series_count: number;
  readonly instance_count: number;
  readonly received_at: Date;
  readonly patient_name: string;
  readonly patient_id: string;
  readonly birth_date: string;
  readonly sex: string;
  readonly arriving_since: Date | null;
  readonly completeness: 'complete' | 'incomplete' | null;
  readonly labels: readonly string[];
  readonly conflicts: number;
};

const sortColumns: Record<StudySort, readonly string[]> = {
  received: ['study.received_at'],
  studyDate: ['study.study_date', 'study.study_time'],
  patientName: ['patient.name'],
  patientId: ['patient.patient_id'],
  accessionNumber: ['study.accession_number'],
  description: ['study.description'],
  modality: ['study.modalities'],
  instances: ['study.instance_count'],
};

/** Columns whose natural order is the latest or largest first. */
const descendingFirst: ReadonlySet<StudySort> = new Set(['received', 'studyDate', 'instances']);

/** Returns one page of the studies that match and may be seen, and how many there are in all, or at least. */
export async function listStudies(
  db: Kysely<Database>,
  subject: Subject,
  query: StudyQuery,
): Promise<{ total: number; isLeast: boolean; rows: readonly StudyRow[] }> {
  const sort = query.sort ?? 'received';
  const order = query.order ?? (descendingFirst.has(sort) ? 'descending' : 'ascending');
  const direction = order === 'descending' ? 'desc' : 'asc';
  const breadth = await measureBreadth(db, subject);
  const matching = matchingStudies(readable(db, subject, { breadth }), query);
  let page = matching.select(studyColumns(subject));
  for (const column of sortColumns[sort]) page = page.orderBy(sql.ref(column), direction);
  const { limit = 100, offset = 0 } = query;
  const rows = await page.orderBy('study.id', direction).limit(limit).offset(offset).execute();
  // The last page tells how many there are; counting would read everything that matches again.
  if (rows.length < limit && (rows.length > 0 || offset === 0)) {
    return { total: offset + rows.length, rows, isLeast: false };
  }
  const most = seesAll(subject) ? undefined : offset + rows.length + countedAhead;
  const total = await countUpTo(db, matching, most);
  return { total, rows, isLeast: most !== undefined && total > most };
}

/** How far beyond a page studies are counted that are looked up among the grants one by one. */
const countedAhead = 1_000;

async function countUpTo(
  db: Kysely<Database>,
  matching: ReturnType<typeof readable>,
  most: number | undefined,
): Promise<number> {
  const found = matching.select(sql.lit(1).as('found'));
  const counted = (most === undefined ? found : found.limit(most + 1)).as('counted');
  const { total } = await db
    .selectFrom(counted)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return total;
}

/** Returns one study, or undefined where there is none that the subject may see. */
export async function findStudy(db: Kysely<Database>, subject: Subject, id: number): Promise<StudyRow | undefined> {
  return readable(db, subject).where('study.id', '=', id).select(studyColumns(subject)).executeTakeFirst();
}

/** Lists series and served instances of a study that may be seen, in the order of their numbers. */
export async function listStudyContent(db: Kysely<Database>, subject: Subject, studyId: number) {
  const [series, instances] = await Promise.all([
    db
      .selectFrom('series')
      .innerJoin('study', 'study.id', 'series.study_id')
      .selectAll('series')
      .where('series.study_id', '=', studyId)
      .where(readableSeries(subject))
      .where('series.instance_count', '>', 0)
      .orderBy('series.number')
      .orderBy('series.id')
      .execute(),
    db
      .selectFrom('instance')
      .innerJoin('series', 'series.id', 'instance.series_id')
      .innerJoin('study', 'study.id', 'series.study_id')
      .where('series.study_id', '=', studyId)
      .where(readableSeries(subject))
      .where('instance.state', '=', 'served')
      .selectAll('instance')
      .orderBy('instance.number')
      .orderBy('instance.id')
      .execute(),
  ]);
  return { series, instances };
}

/** Returns one instance, served or kept, where its series may be seen. */
export async function findInstance(db: Kysely<Database>, subject: Subject, id: number) {
  return readable(db, subject)
    .innerJoin('series', 'series.study_id', 'study.id')
    .innerJoin('instance', 'instance.series_id', 'series.id')
    .where('instance.id', '=', id)
    .where(readableSeries(subject))
    .where('instance.state', '<>', 'trashed')
    .selectAll('instance')
    .select('study.id as study_id')
    .executeTakeFirst();
}

/** Returns where a SOP Instance UID is served, after an import. */
export async function findServedInstance(db: Kysely<Database>, subject: Subject, sopInstanceUid: string) {
  return readable(db, subject)
    .innerJoin('series', 'series.study_id', 'study.id')
    .innerJoin('instance', 'instance.series_id', 'series.id')
    .where('instance.sop_instance_uid', '=', sopInstanceUid)
    .where(readableSeries(subject))
    .where('instance.state', '=', 'served')
    .select(['instance.id as instance_id', 'study.id as study_id'])
    .executeTakeFirst();
}

const labelsOfStudy = sql`gateway.study_label
  where study_label.study_instance_uid = study.study_instance_uid and study_label.patient_key = patient.identity_key`;

const studyColumns = (subject: Subject) =>
  [
    'study.id',
    'study.study_instance_uid',
    'study.study_date',
    'study.study_time',
    'study.accession_number',
    'study.description',
    'study.referring_physician',
    'study.institution',
    'seen.modalities',
    'seen.series_count',
    'seen.instance_count',
    'study.received_at',
    'patient.name as patient_name',
    'patient.patient_id',
    'patient.birth_date',
    'patient.sex',
    'study.arriving_since',
    'study.completeness',
    sql<string[]>`array(select label from ${labelsOfStudy} order by label)`.as('labels'),
    sql<number>`(
      select count(*) from gateway.conflict
      where (served_study_id = study.id or kept_study_id = study.id) and ${readableConflicts(subject)})`.as(
      'conflicts',
    ),
  ] as const;

/** Returns a query for the ids of the studies that words find, for conditions of others. */
export function matchingStudyIds(db: Kysely<Database>, subject: Subject, words: string) {
  return matchingStudies(readable(db, subject), { q: words }).select('study.id');
}

function readable(db: Kysely<Database>, subject: Subject, reach?: ReachOptions) {
  return db
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .innerJoinLateral(seenOfStudy(subject), (join) => join.onTrue())
    .$if(reach?.breadth === 'few', (query) => query.where(readableStudies(subject, reach)))
    .where('study.instance_count', '>', 0);
}

function matchingStudies(among: ReturnType<typeof readable>, query: StudyQuery) {
  let matching = among;
  for (const word of (query.q ?? '').split(/\s+/).filter((part) => part !== '')) {
    matching = matching.where(matchWord(word));
  }
  const modalities = query.modality?.split(',') ?? [];
  if (modalities.length > 0) matching = matching.where(sql<SqlBool>`study.modalities && ${modalities}::text[]`);
  if (query.label !== undefined) {
    matching = matching.where(
      sql<SqlBool>`exists (select from ${labelsOfStudy} and study_label.label = ${query.label})`,
    );
  }
  if (query.from !== undefined) matching = matching.where('study.study_date', '>=', query.from.replaceAll('-', ''));
  if (query.to !== undefined) matching = matching.where('study.study_date', '<=', query.to.replaceAll('-', ''));
  return matching;
}

/** Anywhere in the text; up to two letters only where a word begins, since the index is one of three characters. */
function matchWord(word: string): RawBuilder<SqlBool> {
  const folded = foldedText(word).replaceAll('^', ' ');
  const pattern = folded.replace(/[\\%_]/g, '\\$&');
  const isShort = /^[a-z0-9]{1,2}$/.test(folded);
  const patterns = isShort ? [`${pattern}%`, `% ${pattern}%`] : [`%${pattern}%`];
  const inText = patterns.map((one) => sql<SqlBool>`study.search like ${one}`);
  // Looked up first, so that the studies are still found by an index.
  const labelled = sql<SqlBool>`study.id = any(array(
    select labelled.id from gateway.study_label
    join gateway.study labelled on labelled.study_instance_uid = study_label.study_instance_uid
    join gateway.patient owner on owner.id = labelled.patient_id and owner.identity_key = study_label.patient_key
    where study_label.label = ${word.toLowerCase()}))`;
  return sql<SqlBool>`(${sql.join([...inText, labelled], sql` or `)} or study.modalities @> array[${word.toUpperCase()}])`;
}
