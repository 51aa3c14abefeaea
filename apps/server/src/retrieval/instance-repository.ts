/** SQL of retrieval: which stored instances a study, series or instance consists of, for who asks. */

import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type ReachOptions, readableSeries } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import { indexPosition } from '../query/index-position.ts';
import type { ObjectLocation } from '../storage/log-entry.ts';

/** Instances by UIDs; what is undefined is not narrowed down. */
export type InstanceSelector = {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid?: string | undefined;
  readonly sopInstanceUid?: string | undefined;
};

export type InstanceIds = {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
};

export type StoredInstance = InstanceIds & {
  readonly studyId: number;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** Of the data set as received. */
  readonly lengthBytes: number;
  /** Bytes of the (inflated) data set before Pixel Data; undefined for objects without. */
  readonly pixelDataOffset: number | undefined;
  readonly hasImage: boolean;
  readonly location: ObjectLocation;
};

/** Lists served instances in the order of series and instance numbers, with everything that was durable before. */
export async function listInstances(
  { db, archive }: { readonly db: Kysely<Database>; readonly archive: Pick<ArchiveReader, 'ask'> },
  subject: Subject,
  { reach, ...selector }: InstanceSelector & { readonly reach?: ReachOptions },
): Promise<readonly StoredInstance[]> {
  const listed = matching(served(db, subject, reach), selector)
    .select(indexPosition)
    .orderBy('series.number')
    .orderBy('series.id')
    .orderBy('instance.number')
    .orderBy('instance.id');
  const rows = await archive.ask(() => listed.execute());
  return rows.map(storedInstanceOf);
}

/**
 * Returns the instance that stands for a study or series in a thumbnail: the one in the middle of those with an image,
 * which shows more than the first slice of a stack.
 */
export async function findRepresentative(
  db: Kysely<Database>,
  subject: Subject,
  selector: InstanceSelector,
): Promise<StoredInstance | undefined> {
  const images = matching(served(db, subject), selector)
    .where('instance.rows', 'is not', null)
    .where('instance.pixel_data_offset', 'is not', null);
  // Of the first series with images: a study's later series are often derived or scouts.
  const first = await images.orderBy('series.number').orderBy('series.id').limit(1).executeTakeFirst();
  if (first === undefined) return undefined;
  const inSeries = images.where('series.series_instance_uid', '=', first.series_instance_uid);
  const { total } = await inSeries.clearSelect().select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  const row = await inSeries
    .orderBy('instance.number')
    .orderBy('instance.id')
    .offset(Math.floor(Number(total) / 2))
    .limit(1)
    .executeTakeFirst();
  return row && storedInstanceOf(row);
}

export type InstanceConditions = {
  /** On patient, study, series and instance. */
  readonly conditions: readonly RawBuilder<SqlBool>[];
  readonly reach?: ReachOptions;
};

/** Lists served instances by conditions, in the same order. */
export async function listInstancesWhere(
  db: Kysely<Database>,
  subject: Subject,
  { conditions, reach }: InstanceConditions,
): Promise<readonly StoredInstance[]> {
  const rows = await served(db, subject, reach)
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .where(sql<SqlBool>`${sql.join(conditions, sql` and `)}`)
    .orderBy('study.id')
    .orderBy('series.number')
    .orderBy('series.id')
    .orderBy('instance.number')
    .orderBy('instance.id')
    .execute();
  return rows.map(storedInstanceOf);
}

function matching(instances: ReturnType<typeof served>, selector: InstanceSelector) {
  let rows = instances.where('study.study_instance_uid', '=', selector.studyInstanceUid);
  if (selector.seriesInstanceUid !== undefined) {
    rows = rows.where('series.series_instance_uid', '=', selector.seriesInstanceUid);
  }
  if (selector.sopInstanceUid !== undefined) {
    rows = rows.where('instance.sop_instance_uid', '=', selector.sopInstanceUid);
  }
  return rows;
}

function served(db: Kysely<Database>, subject: Subject, reach?: ReachOptions) {
  return db
    .selectFrom('study')
    .innerJoin('series', 'series.study_id', 'study.id')
    .innerJoin('instance', 'instance.series_id', 'series.id')
    .where(readableSeries(subject, reach))
    .where('instance.state', '=', 'served')
    .select(storedColumns);
}

/** What `storedInstanceOf` is made of, of a query that joins study, series and instance. */
export const storedColumns = [
  'study.id as study_id',
  'study.study_instance_uid',
  'series.series_instance_uid',
  'instance.sop_instance_uid',
  'instance.sop_class_uid',
  'instance.transfer_syntax_uid',
  'instance.length_bytes',
  'instance.pixel_data_offset',
  'instance.rows',
  'instance.location',
] as const;

type Row = Awaited<ReturnType<ReturnType<typeof matching>['executeTakeFirstOrThrow']>>;

export function storedInstanceOf(row: Row): StoredInstance {
  return {
    studyId: row.study_id,
    studyInstanceUid: row.study_instance_uid,
    seriesInstanceUid: row.series_instance_uid,
    sopInstanceUid: row.sop_instance_uid,
    sopClassUid: row.sop_class_uid,
    transferSyntaxUid: row.transfer_syntax_uid,
    lengthBytes: row.length_bytes,
    pixelDataOffset: row.pixel_data_offset ?? undefined,
    hasImage: row.rows !== null && row.pixel_data_offset !== null,
    location: row.location,
  };
}
