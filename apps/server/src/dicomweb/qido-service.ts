/**
 * Runs one QIDO-RS search, PS3.18 §10.6: resolves the query against what the index knows, waits until the index holds
 * everything stored before, asks it, and turns rows into data sets.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import type { DicomJson } from '@isocenter/dicom/json';
import type { Kysely, RawBuilder, SqlBool } from 'kysely';
import type { Subject } from '../access/subject.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import { findQueryAttribute, type QueryLevel } from '../query/attributes.ts';
import { type AttributeCondition, matchConditions } from '../query/conditions.ts';
import { type AttributeMatch, formatAttributePath } from '../query/matching.ts';
import {
  countMatches,
  type Search,
  type StudyRow,
  searchInstances,
  searchSeries,
  searchStudies,
} from '../query/repository.ts';
import { parseQidoQuery, type QidoQuery } from './qido-query.ts';
import { createPresenter } from './qido-response.ts';
import { assertRequestedUid } from './requested-uid.ts';
import type { ResourceUrls } from './resource-urls.ts';

/** Answers hold this many results at most; the rest is asked for by offset, PS3.18 §8.3.4.4. */
const maxResults = 10_000;

export type QidoDeps = {
  readonly db: Kysely<Database>;
  readonly archive: Pick<ArchiveReader, 'ask'>;
  readonly urls: ResourceUrls;
};

export type QidoRequest = {
  readonly level: QueryLevel;
  /** From the address, for searches inside a study or series. */
  readonly studyInstanceUid: string | undefined;
  readonly seriesInstanceUid: string | undefined;
  /** Without the question mark. */
  readonly queryString: string;
  /** True where the total is asked for, whatever it costs. */
  readonly wantsTotal?: boolean;
};

export type QidoAnswer = {
  /** A data set for each match, made as it is asked for. */
  readonly dataSets: Iterable<DicomJson>;
  readonly results: number;
  /** All that match and may be seen; undefined where it was not asked for. */
  readonly total: number | undefined;
  /** Texts for Warning headers. */
  readonly warnings: readonly string[];
  /** Keys that were matched on, for the audit trail: names, never values. */
  readonly matchedKeys: readonly string[];
};

/** @throws HttpProblem with a `query-…` code or `uid-invalid` */
export async function search(deps: QidoDeps, subject: Subject, request: QidoRequest): Promise<QidoAnswer> {
  const query = parseQidoQuery(request.queryString);
  const resolved = resolve(request, query);
  const limit = Math.min(query.limit ?? maxResults, maxResults);
  const found: Search = {
    conditions: resolved.conditions,
    limit,
    offset: query.offset,
    withinStudy: request.studyInstanceUid !== undefined,
  };
  const rows = await deps.archive.ask(() => searchLevel(deps.db, subject, request.level, found));
  const mayBeMore = rows.length === maxResults && (query.limit === undefined || query.limit > maxResults);
  const isCounted = mayBeMore || request.wantsTotal === true;
  const total = isCounted ? await countMatches(deps.db, subject, request.level, found) : undefined;
  const present = createPresenter(
    { level: request.level, shown: shownLevels(request), included: includedFields(query, resolved.used) },
    deps.urls,
  );
  return {
    dataSets: mapped(rows, present),
    results: rows.length,
    total: request.wantsTotal === true ? total : undefined,
    warnings: warningsOf(query, resolved.unsupported, mayBeMore ? (total ?? 0) - query.offset - rows.length : 0),
    matchedKeys: resolved.used.map(({ path }) => formatAttributePath(path)),
  };
}

function* mapped<Row, Value>(rows: readonly Row[], make: (row: Row) => Value): Generator<Value, void> {
  for (const row of rows) yield make(row);
}

type Resolved = {
  readonly conditions: readonly RawBuilder<SqlBool>[];
  readonly used: readonly AttributeMatch[];
  /** Names of attributes that the index cannot match at this level. */
  readonly unsupported: readonly string[];
};

function resolve(request: QidoRequest, query: QidoQuery): Resolved {
  const scope = [
    ['StudyInstanceUID', request.studyInstanceUid],
    ['SeriesInstanceUID', request.seriesInstanceUid],
  ] as const;
  const matches: AttributeMatch[] = [...query.matches];
  for (const [keyword, uid] of scope) {
    if (uid === undefined) continue;
    assertRequestedUid(uid);
    matches.push({ path: [tagOf(keyword)], matching: { kind: 'single', value: uid } });
  }
  const wanted: AttributeCondition[] = [];
  const used: AttributeMatch[] = [];
  const unsupported: string[] = [];
  for (const match of matches) {
    const attribute = findQueryAttribute(match.path, request.level);
    if (attribute !== undefined) {
      wanted.push({ attribute, matching: match.matching, isFuzzy: query.fuzzyMatching });
      used.push(match);
    } else if (match.matching.kind === 'universal') used.push(match);
    else unsupported.push(formatAttributePath(match.path));
  }
  return { conditions: matchConditions(wanted), used, unsupported };
}

function searchLevel(db: Kysely<Database>, subject: Subject, level: QueryLevel, found: Search): Promise<StudyRow[]> {
  if (level === 'study') return searchStudies(db, subject, found);
  return level === 'series' ? searchSeries(db, subject, found) : searchInstances(db, subject, found);
}

/** Attributes of a level above are shown unless the address says which study or series it is, PS3.18 §10.6.3.3. */
function shownLevels({ level, studyInstanceUid, seriesInstanceUid }: QidoRequest): ReadonlySet<QueryLevel> {
  const shown = new Set<QueryLevel>([level]);
  if (studyInstanceUid === undefined) shown.add('study');
  if (level === 'instance' && seriesInstanceUid === undefined) shown.add('series');
  return shown;
}

function includedFields(query: QidoQuery, used: readonly AttributeMatch[]) {
  return query.includeFields === 'all' ? 'all' : [...query.includeFields, ...used.map(({ path }) => path)];
}

/** The text of PS3.18 §8.3.4.4, and one for parameters that had no effect. */
function warningsOf(query: QidoQuery, unsupported: readonly string[], remaining: number): readonly string[] {
  const ignored = [...unsupported, ...query.ignored].map((name) => name.replace(/[^\w.]/g, '').slice(0, 64));
  return [
    ...(ignored.length > 0 ? [`These parameters are not supported and were ignored: ${ignored.join(' ')}`] : []),
    ...(remaining > 0 ? [`There are ${remaining} additional results that can be requested`] : []),
  ];
}
