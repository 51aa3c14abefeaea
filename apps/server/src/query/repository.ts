/**
 * SQL of queries: the studies, series or instances that match a query and may be seen, in an order that does not change
 * between pages.
 *
 * Rows carry the index's columns and the DICOM JSON kept for studies and series; what an answer shows of them is decided
 * by each protocol.
 */

import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { isSeenSeries, seenOfStudy } from '../access/seen-of-study.ts';
import type { Subject } from '../access/subject.ts';
import type { Positioned } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import { indexPosition } from './index-position.ts';

export type Search = {
  readonly conditions: readonly RawBuilder<SqlBool>[];
  /** Rows to return at most. */
  readonly limit: number;
  readonly offset: number;
  /** True where one study is searched: then its instances come in the order of their numbers. */
  readonly withinStudy: boolean;
};

type Matching = Pick<Search, 'conditions'>;

export type PatientRow = Positioned & {
  readonly patient_id: string;
  readonly issuer: string;
  readonly name: string;
  readonly birth_date: string;
  readonly sex: string;
  readonly patient_attributes: unknown;
  /** Of what may be seen. */
  readonly study_count: number;
  readonly series_count: number;
  readonly instance_count: number;
};

export type StudyRow = Positioned & {
  readonly study_instance_uid: string;
  readonly study_attributes: unknown;
  readonly modalities: readonly string[];
  readonly sop_classes: readonly string[];
  readonly study_series_count: number;
  readonly study_instance_count: number;
};

export type SeriesRow = StudyRow & {
  readonly series_instance_uid: string;
  readonly series_attributes: unknown;
  readonly series_instance_count: number;
};

export type InstanceRow = SeriesRow & {
  readonly sop_instance_uid: string;
  readonly sop_class_uid: string;
  readonly number: number | null;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly bits_allocated: number | null;
  readonly frames: number | null;
  readonly content_date: string;
  readonly content_time: string;
  /** Null where nothing is kept of it. */
  readonly instance_attributes: unknown;
};

const studyColumns = [
  indexPosition,
  'study.study_instance_uid',
  'study.attributes as study_attributes',
  'seen.modalities',
  'seen.sop_classes',
  'seen.series_count as study_series_count',
  'seen.instance_count as study_instance_count',
] as const;

const seriesColumns = [
  ...studyColumns,
  'series.series_instance_uid',
  'series.attributes as series_attributes',
  'series.instance_count as series_instance_count',
] as const;

const instanceColumns = [
  ...seriesColumns,
  'instance.sop_instance_uid',
  'instance.sop_class_uid',
  'instance.number',
  'instance.rows',
  'instance.columns',
  'instance.bits_allocated',
  'instance.frames',
  'instance.content_date',
  'instance.content_time',
  'instance.attributes as instance_attributes',
] as const;

export async function searchPatients(db: Kysely<Database>, subject: Subject, search: Search): Promise<PatientRow[]> {
  return matchingStudies(db, subject, search)
    .select(indexPosition)
    .select(['patient.patient_id', 'patient.issuer', 'patient.name', 'patient.birth_date', 'patient.sex'])
    .select('patient.attributes as patient_attributes')
    .select([
      sql<number>`count(*)::integer`.as('study_count'),
      sql<number>`sum(seen.series_count)::integer`.as('series_count'),
      sql<number>`sum(seen.instance_count)::integer`.as('instance_count'),
    ])
    .groupBy('patient.id')
    .orderBy('patient.id')
    .limit(search.limit)
    .offset(search.offset)
    .$castTo<PatientRow>() // each study has a patient, so that nothing of it is null
    .execute();
}

export async function searchStudies(db: Kysely<Database>, subject: Subject, search: Search): Promise<StudyRow[]> {
  return matchingStudies(db, subject, search)
    .select(studyColumns)
    .orderBy('study.id')
    .limit(search.limit)
    .offset(search.offset)
    .execute();
}

export async function searchSeries(db: Kysely<Database>, subject: Subject, search: Search): Promise<SeriesRow[]> {
  const matching = matchingSeries(db, subject, search).select(seriesColumns);
  const ordered = search.withinStudy ? matching.orderBy('series.number') : matching;
  return ordered.orderBy('series.id').limit(search.limit).offset(search.offset).execute();
}

export async function searchInstances(db: Kysely<Database>, subject: Subject, search: Search): Promise<InstanceRow[]> {
  const matching = matchingInstances(db, subject, search).select(instanceColumns);
  const ordered = search.withinStudy
    ? matching.orderBy('series.number').orderBy('series.id').orderBy('instance.number')
    : matching;
  return ordered.orderBy('instance.id').limit(search.limit).offset(search.offset).execute();
}

/** Counts all matches, for the answer that could not hold them. */
export async function countMatches(
  db: Kysely<Database>,
  subject: Subject,
  level: 'study' | 'series' | 'instance',
  search: Search,
): Promise<number> {
  const total = sql<number>`count(*)`.as('total');
  const counted =
    level === 'study'
      ? matchingStudies(db, subject, search).select(total)
      : level === 'series'
        ? matchingSeries(db, subject, search).select(total)
        : matchingInstances(db, subject, search).select(total);
  return Number((await counted.executeTakeFirstOrThrow()).total);
}

/** Each study has a patient: joined from the left, who is left out where no condition asks for the patient. */
export function matchingStudies(db: Kysely<Database>, subject: Subject, { conditions }: Matching) {
  return db
    .selectFrom('study')
    .leftJoin('patient', 'patient.id', 'study.patient_id')
    .innerJoinLateral(seenOfStudy(subject), (join) => join.onTrue())
    .where('study.instance_count', '>', 0)
    .where(all(conditions));
}

export function matchingSeries(db: Kysely<Database>, subject: Subject, search: Matching) {
  return matchingStudies(db, subject, search)
    .innerJoin('series', 'series.study_id', 'study.id')
    .where(isSeenSeries(subject))
    .where('series.instance_count', '>', 0);
}

export function matchingInstances(db: Kysely<Database>, subject: Subject, search: Matching) {
  return matchingSeries(db, subject, search)
    .innerJoin('instance', 'instance.series_id', 'series.id')
    .where('instance.state', '=', 'served');
}

function all(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}
