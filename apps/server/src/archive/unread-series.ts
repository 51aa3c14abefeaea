/**
 * Reads again what an earlier version indexed, which kept less of headers: what queries match since `0026-query-keys.ts`
 * is added to rows of patients, studies and instances.
 *
 * Of each series the first header that can be read is read, and all of them where that one has attributes that are kept for each
 * instance (reports, slides). What cannot be read for good is left as it is, and what may be readable later is tried again.
 * `isocenter reindex` reads every header. Nothing that rows have already is changed.
 */

import { DicomError } from '@isocenter/dicom/errors';
import { findTransferSyntax, unknownTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { type Kysely, sql } from 'kysely';
import { isUnavailable } from '../database/errors.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import { StorageError } from '../storage/storage-error.ts';
import { readHeader, type StoredInstance } from '../studies/header.ts';
import type { ArchiveReader } from './archive.ts';
import { type InstanceSummary, summariseHeader } from './summary.ts';

const intervalMs = 10 * 60 * 1_000;
const seriesAtOnce = 100;
const instancesAtOnce = 500;

export type UnreadSeriesOptions = {
  readonly db: Kysely<Database>;
  readonly reader: Pick<ArchiveReader, 'readRange'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** False while another gateway does this. Default: none does. */
  readonly leads?: () => boolean;
};

/** Begins at once, and looks every ten minutes for what was left. */
export function startReadingUnread(options: UnreadSeriesOptions): RecurringWork {
  const { logger, leads } = options;
  const work: RecurringWork = new RecurringWork({
    intervalMs,
    work: async () => {
      const { read, left } = await readUnreadSeries(options, () => work.isClosed);
      if (read + left > 0) logger.info({ read, left }, 'series of an earlier version were read for queries');
    },
    leads,
    failed: (error) => logger.warn({ code: 'read-failed', err: error }, 'series were not read for queries'),
    beginsAtOnce: true,
  });
  return work;
}

/** Returns how many series were read, and how many are to be tried again. */
export async function readUnreadSeries(
  options: UnreadSeriesOptions,
  isStopped: () => boolean = () => false,
): Promise<{ readonly read: number; readonly left: number }> {
  const { db, logger } = options;
  const tally = { read: 0, left: 0 };
  for (let after = 0; ; ) {
    const series = await listUnread(db, after);
    for (const one of series) {
      if (isStopped()) return tally;
      try {
        if (!(await readSeries(options, one, isStopped))) return tally;
        tally.read += 1;
      } catch (error) {
        if (isUnavailable(error)) throw error;
        const code = error instanceof StorageError ? error.code : 'read-failed';
        logger.warn({ code, series: one.id, err: error }, 'a series could not be read for queries');
        tally.left += 1;
      }
      after = one.id;
    }
    if (series.length < seriesAtOnce) return tally;
  }
}

type UnreadSeries = { readonly id: number; readonly study_id: number; readonly patient_id: number };

async function listUnread(db: Kysely<Database>, after: number): Promise<readonly UnreadSeries[]> {
  return db
    .selectFrom('series')
    .innerJoin('study', 'study.id', 'series.study_id')
    .select(['series.id', 'series.study_id', 'study.patient_id'])
    .where(sql<boolean>`series.unread`)
    .where('series.id', '>', after)
    .orderBy('series.id')
    .limit(seriesAtOnce)
    .execute();
}

/** Each statement can be made again: what a stop interrupts is done anew. Returns false where it was stopped. */
async function readSeries(
  options: UnreadSeriesOptions,
  { id, study_id, patient_id }: UnreadSeries,
  isStopped: () => boolean,
): Promise<boolean> {
  const { db } = options;
  let isFirst = true;
  for await (const instance of instancesOf(db, id)) {
    if (isStopped()) return false;
    const summary = await summaryOf(options, instance);
    if (summary === undefined) continue;
    if (isFirst) await addAbove(db, { id, study_id, patient_id }, summary);
    const own = summary.instanceAttributes();
    if (own !== null) {
      await db
        .updateTable('instance')
        .set({ attributes: JSON.stringify(own) })
        .where('id', '=', instance.id)
        .execute();
    } else if (isFirst) break;
    isFirst = false;
  }
  await db.updateTable('series').set({ unread: false }).where('id', '=', id).execute();
  return true;
}

type Instance = StoredInstance & { readonly id: number; readonly transfer_syntax_uid: string };

/** In the order in which they were indexed; of most series only the first is asked for. */
async function* instancesOf(db: Kysely<Database>, seriesId: number): AsyncGenerator<Instance, void> {
  for (let after = 0, limit = 1; ; limit = instancesAtOnce) {
    const page = await db
      .selectFrom('instance')
      .select(['id', 'location', 'length_bytes', 'transfer_syntax_uid'])
      .where('series_id', '=', seriesId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    after = last.id;
  }
}

/** To the study and the patient whose first series this is, which is what their rows are of. */
async function addAbove(db: Kysely<Database>, series: UnreadSeries, summary: InstanceSummary): Promise<void> {
  const { id, study_id, patient_id } = series;
  const isFirst = sql<boolean>`not exists (select from gateway.series s where s.study_id = ${study_id} and s.id < ${id})`;
  await sql`
    update gateway.study set attributes = ${JSON.stringify(summary.studyAttributes())}::jsonb || attributes,
      names = ${JSON.stringify(summary.names('study'))}::jsonb || names
    where id = ${study_id} and ${isFirst}`.execute(db);
  await sql`
    update gateway.patient set attributes = ${JSON.stringify(summary.patientAttributes())}::jsonb || attributes,
      names = ${JSON.stringify(summary.names('patient'))}::jsonb || names
    where id = ${patient_id} and ${isFirst}
      and not exists (select from gateway.study t where t.patient_id = ${patient_id} and t.id < ${study_id})`.execute(
    db,
  );
}

const lastingCodes: ReadonlySet<string> = new Set(['corrupt-record', 'not-found', 'key-destroyed']);

/** Undefined for an object that can no longer be read. @throws StorageError for one that may be readable later */
async function summaryOf({ reader }: UnreadSeriesOptions, instance: Instance): Promise<InstanceSummary | undefined> {
  const uid = instance.transfer_syntax_uid;
  try {
    const { value } = await readHeader(reader, instance, findTransferSyntax(uid) ?? unknownTransferSyntax(uid));
    return summariseHeader(value, uid);
  } catch (error) {
    if (error instanceof DicomError || (error instanceof StorageError && lastingCodes.has(error.code)))
      return undefined;
    throw error;
  }
}
