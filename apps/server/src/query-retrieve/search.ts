/** Asks the index for what matches the identifier of a query, page by page, so that an answer of any length is streamed. */

import type { Kysely } from 'kysely';
import type { Subject } from '../access/subject.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import { matchBelow } from '../query/below.ts';
import {
  type PatientRow,
  type Search,
  type StudyRow,
  searchInstances,
  searchPatients,
  searchSeries,
  searchStudies,
} from '../query/repository.ts';
import type { Level } from './information-models.ts';
import { queryLevels, type ResolvedQuery } from './resolve-query.ts';

const pageRows = 500;

/** Yields what matches and may be seen, in an order that does not change between pages. */
export async function* searchRows(
  { db, reader }: { readonly db: Kysely<Database>; readonly reader: Pick<ArchiveReader, 'ask'> },
  subject: Subject,
  { level, conditions: atLevel, below }: ResolvedQuery,
): AsyncGenerator<PatientRow | StudyRow, void> {
  const belowLevel = below === undefined ? [] : [matchBelow({ db, subject, level: queryLevels[level] }, below)];
  const conditions = [...atLevel, ...belowLevel];
  for (let offset = 0; ; offset += pageRows) {
    const page: Search = { conditions, limit: pageRows, offset, withinStudy: false };
    const search = () => searchLevel(db, subject, level, page);
    const rows = await (offset === 0 ? reader.ask(search) : search());
    yield* rows;
    if (rows.length < pageRows) return;
  }
}

function searchLevel(
  db: Kysely<Database>,
  subject: Subject,
  level: Level,
  page: Search,
): Promise<readonly (PatientRow | StudyRow)[]> {
  switch (level) {
    case 'PATIENT':
      return searchPatients(db, subject, page);
    case 'STUDY':
      return searchStudies(db, subject, page);
    case 'SERIES':
      return searchSeries(db, subject, page);
    case 'IMAGE':
      return searchInstances(db, subject, page);
  }
}
