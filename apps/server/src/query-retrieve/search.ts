/** Asks the index for what matches the identifier of a query, page by page, so that an answer of any length is streamed. */

import type { Kysely, RawBuilder, SqlBool } from 'kysely';
import type { Subject } from '../access/subject.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import { findQueryAttribute, type QueryAttribute } from '../query/attributes.ts';
import { type AttributeCondition, matchConditions } from '../query/conditions.ts';
import type { AttributeMatch } from '../query/matching.ts';
import {
  type PatientRow,
  type Search,
  type StudyRow,
  searchInstances,
  searchPatients,
  searchSeries,
  searchStudies,
} from '../query/repository.ts';
import type { IdentifierQuery } from './identifier.ts';
import type { Level } from './information-models.ts';

const pageRows = 500;

export type ResolvedQuery = {
  readonly level: Level;
  readonly conditions: readonly RawBuilder<SqlBool>[];
  readonly matched: readonly AttributeMatch[];
  /** Keys with a value that the index cannot match on at this level: they are left out of account, PS3.4 §C.2.2.1.3. */
  readonly unsupported: readonly AttributeMatch[];
};

export function resolveQuery({ level, matches }: Pick<IdentifierQuery, 'level' | 'matches'>): ResolvedQuery {
  const wanted: AttributeCondition[] = [];
  const matched: AttributeMatch[] = [];
  const unsupported: AttributeMatch[] = [];
  for (const match of matches) {
    const attribute = findQueryAttribute(match.path, queryLevels[level]);
    if (attribute === undefined) {
      unsupported.push(match);
      continue;
    }
    wanted.push({ attribute, matching: match.matching });
    matched.push(match);
  }
  return { level, conditions: matchConditions(wanted), matched, unsupported };
}

const queryLevels: { readonly [level in Level]: QueryAttribute['level'] } = {
  PATIENT: 'patient',
  STUDY: 'study',
  SERIES: 'series',
  IMAGE: 'instance',
};

/** Yields what matches and may be seen, in an order that does not change between pages. */
export async function* searchRows(
  { db, reader }: { readonly db: Kysely<Database>; readonly reader: Pick<ArchiveReader, 'ask'> },
  subject: Subject,
  { level, conditions }: ResolvedQuery,
): AsyncGenerator<PatientRow | StudyRow, void> {
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
