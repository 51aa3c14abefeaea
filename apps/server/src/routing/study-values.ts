/**
 * The values that rules test: from the index as far as it has them, otherwise from the headers of the images.
 *
 * Attributes of patient and study are read once, those of series for each series, all others in each image, up to Pixel
 * Data. A study of more images than are read is tested on as many of them, evenly chosen.
 */

import type { RuleFact } from '@isocenter/contract/rule-facts';
import type { DataSet } from '@isocenter/dicom/data-set';
import { DicomError } from '@isocenter/dicom/errors';
import { fromDicomJson } from '@isocenter/dicom/json-parse';
import type { Tag } from '@isocenter/dicom/tag';
import { findTransferSyntax, unknownTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getItems, getStrings } from '@isocenter/dicom/values';
import { type Kysely, sql } from 'kysely';
import type { ArchiveReader } from '../archive/archive.ts';
import { seriesTags, studyTags } from '../archive/summary.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import type { ObjectLocation } from '../storage/log-entry.ts';
import { StorageError } from '../storage/storage-error.ts';
import { readHeader } from '../studies/header.ts';
import type { FieldValues } from './evaluate.ts';
import { type Field, isFieldError, parseField } from './field.ts';

/** Headers read for one study; 128 KiB each, most of the time. */
const maxHeaders = 2_000;
/** Read side by side: latency of the disk, not of the processor. */
const maxReads = 4;
/** Distinct values kept of one field. */
const maxValues = 1_000;

export type StudyValuesDeps = {
  readonly db: Kysely<Database>;
  readonly reader: Pick<ArchiveReader, 'readRange'>;
  readonly logger: Logger;
};

export type SettledObject = {
  readonly studyId: number;
  /** One series instead of the study. */
  readonly seriesId?: number | undefined;
  readonly isIncomplete: boolean;
};

export type StudyValues = {
  readonly values: FieldValues;
  readonly headersRead: number;
  readonly instanceCount: number;
};

/** Returns the distinct values of every field; those that are not well formed as fields have none. */
export async function readStudyValues(
  deps: StudyValuesDeps,
  object: SettledObject,
  fields: ReadonlySet<string>,
): Promise<StudyValues> {
  const collected = new Map<string, Set<string>>();
  const attributes: Named[] = [];
  for (const name of fields) {
    const field = parseField(name);
    if (isFieldError(field)) continue;
    collected.set(name, new Set());
    if (field.kind === 'attribute') attributes.push({ name, path: field.path });
  }
  const add = (name: string, values: Iterable<string>) => {
    const known = collected.get(name);
    for (const value of values) if (value !== '' && known !== undefined && known.size < maxValues) known.add(value);
  };
  const index = await readIndex(deps.db, object);
  for (const [fact, values] of Object.entries(index.facts)) add(fact, values);
  const isIn = (tags: ReadonlySet<number>) => (named: Named) => tags.has(named.path[0] ?? -1);
  for (const named of attributes.filter(isIn(studyTags))) add(named.name, valuesAt(index.study, named.path));
  for (const named of attributes.filter(isIn(seriesTags))) {
    for (const series of index.series) add(named.name, valuesAt(series, named.path));
  }
  const inImages = attributes.filter((named) => !isIn(studyTags)(named) && !isIn(seriesTags)(named));
  const instances = inImages.length === 0 ? [] : await listInstances(deps.db, object);
  await readHeaders(deps, instances, (header) => {
    for (const { name, path } of inImages) add(name, valuesAt(header, path));
  });
  const values = new Map([...collected].map(([name, found]) => [name, [...found]]));
  return { values, headersRead: instances.length, instanceCount: index.instanceCount };
}

/** True where a field is tested without reading a header. */
export function isIndexed(name: string): boolean {
  const field = parseField(name);
  if (isFieldError(field) || field.kind === 'fact') return true;
  return studyTags.has(field.path[0]) || seriesTags.has(field.path[0]);
}

type Named = { readonly name: string; readonly path: Extract<Field, { kind: 'attribute' }>['path'] };

/** Values of an attribute in every item on the way to it. */
function valuesAt(dataSet: DataSet, [tag, ...rest]: readonly Tag[]): readonly string[] {
  if (tag === undefined) return [];
  if (rest.length === 0) return getStrings(dataSet, tag).map((value) => value.trim());
  return getItems(dataSet, tag).flatMap((item) => valuesAt(item, rest));
}

async function readIndex(db: Kysely<Database>, { studyId, seriesId, isIncomplete }: SettledObject) {
  const ofSeries = seriesId === undefined ? sql`true` : sql`s.id = ${seriesId}`;
  const [study, series, senders, prefetched] = await Promise.all([
    db.selectFrom('study').select(['attributes', 'study_instance_uid']).where('id', '=', studyId).executeTakeFirst(),
    sql<{ attributes: unknown; modality: string; instance_count: number }>`
      select attributes, modality, instance_count from gateway.series s
      where study_id = ${studyId} and instance_count > 0 and ${ofSeries}`.execute(db),
    sql<{ source: string; sender: string; names: string[] }>`
      select i.source, case when i.source = 'dimse' then i.sender else '' end as sender,
        array(select name from gateway.peer p where i.source = 'dimse' and p.ae_title = i.sender) as names
      from gateway.instance i join gateway.series s on s.id = i.series_id
      where s.study_id = ${studyId} and i.state = 'served' and ${ofSeries} group by 1, 2, i.source, i.sender`.execute(
      db,
    ),
    sql`select from gateway.prefetched_study f join gateway.study t using (study_instance_uid)
      where t.id = ${studyId}`.execute(db),
  ]);
  const instanceCount = series.rows.reduce((sum, row) => sum + row.instance_count, 0);
  const facts: Readonly<Record<RuleFact, readonly string[]>> = {
    source: senders.rows.flatMap((row) => row.names),
    callingAe: senders.rows.map((row) => row.sender),
    arrivedBy: senders.rows.map((row) => row.source),
    modality: series.rows.map((row) => row.modality),
    seriesCount: [String(series.rows.length)],
    instanceCount: [String(instanceCount)],
    incomplete: [isIncomplete ? 'yes' : 'no'],
    prefetched: [prefetched.rows.length > 0 ? 'yes' : 'no'],
  };
  return {
    facts,
    instanceCount,
    study: fromDicomJson(study?.attributes ?? {}).value,
    series: series.rows.map((row) => fromDicomJson(row.attributes).value),
  };
}

type Stored = {
  readonly location: ObjectLocation;
  readonly length_bytes: number;
  readonly transfer_syntax_uid: string;
};

async function listInstances(db: Kysely<Database>, { studyId, seriesId }: SettledObject): Promise<readonly Stored[]> {
  let query = db
    .selectFrom('instance')
    .innerJoin('series', 'series.id', 'instance.series_id')
    .select(['instance.location', 'instance.length_bytes', 'instance.transfer_syntax_uid'])
    .where('series.study_id', '=', studyId)
    .where('instance.state', '=', 'served');
  if (seriesId !== undefined) query = query.where('series.id', '=', seriesId);
  const all = await query.orderBy('series.id').orderBy('instance.number').orderBy('instance.id').execute();
  const step = Math.max(1, all.length / maxHeaders);
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

async function readHeaders(
  { reader, logger }: StudyValuesDeps,
  instances: readonly Stored[],
  take: (header: DataSet) => void,
): Promise<void> {
  const left = instances.values();
  const read = async () => {
    for (const instance of left) {
      const uid = instance.transfer_syntax_uid;
      try {
        take((await readHeader(reader, instance, findTransferSyntax(uid) ?? unknownTransferSyntax(uid))).value);
      } catch (error) {
        // An image that cannot be read has no values; the rules act on what the others say.
        if (!(error instanceof DicomError) && !(error instanceof StorageError)) throw error;
        logger.warn(
          { code: error.code, segment: instance.location.segment },
          'a header could not be read for the rules',
        );
      }
    }
  };
  await Promise.all(Array.from({ length: maxReads }, read));
}
