/**
 * Search query parameters of QIDO-RS as a typed query, PS3.18 §8.3.4.
 *
 * What is malformed is an error with a stable code; what is well-formed but unknown here is left out and named, so that
 * the answer can carry a Warning header. What can be matched on is known in `../query`. Neither codes nor warnings repeat a value.
 */

import { parseDateRange, parseDateTimeRange, parseTimeRange, type TextRange } from '@isocenter/dicom/date-time';
import { findDictionaryEntry, findDictionaryVr, findTag } from '@isocenter/dicom/dictionary';
import { parseTag, type Tag } from '@isocenter/dicom/tag';
import { HttpProblem } from '../http/problem.ts';
import type { ProblemCode } from '../http/problem-table.ts';
import { type AttributeMatch, type AttributePath, formatAttributePath, type Matching } from '../query/matching.ts';
import { isRequestedUid } from './requested-uid.ts';

export type QidoQuery = {
  readonly matches: readonly AttributeMatch[];
  /** Attributes asked for besides those that every answer has. */
  readonly includeFields: 'all' | readonly AttributePath[];
  readonly limit: number | undefined;
  readonly offset: number;
  readonly fuzzyMatching: boolean;
  /** Names of parameters that were not understood and left out. */
  readonly ignored: readonly string[];
};

/** Bounds of one query; far beyond what any client needs, and small enough to cost nothing. */
const maxParameters = 256;
const maxValueCharacters = 16_384;
const maxListValues = 1000;
const maxPathTags = 8;
/** Values that one attribute must all have: each is a condition of its own. */
const maxEachValues = 32;

/** Value representations that a wildcard may stand in, PS3.4 §C.2.2.2.4. */
const wildcardVrs: ReadonlySet<string> = new Set('AE CS LO LT PN SH ST UC UR UT'.split(' '));

/** Value representations of which several values can be asked for together, PS3.4 §C.2.2.2.8. */
const multipleValueVrs: ReadonlySet<string> = new Set('AE AS AT CS LO PN SH UC'.split(' '));

/** Parameters that are no attribute, PS3.18 Table 8.3.4-1; `accept` and `charset` (§8.3.3) are read elsewhere. */
export const qidoParameters = [
  'fuzzymatching',
  'includefield',
  'limit',
  'offset',
  'emptyvaluematching',
  'multiplevaluematching',
  'accept',
  'charset',
] as const;

/**
 * Returns the query of a URL's query component, without the question mark.
 *
 * @throws HttpProblem with a `query-…` code
 */
export function parseQidoQuery(queryString: string): QidoQuery {
  const parameters = [...new URLSearchParams(queryString)];
  if (parameters.length > maxParameters) {
    throw new HttpProblem('query-too-large', { detail: `More than ${maxParameters} query parameters.` });
  }
  const attributes = parameters.filter(([name]) => !qidoParameters.some((known) => known === name));
  const options = {
    emptyValues: parseFlag(parameters, 'emptyvaluematching'),
    multipleValues: parseFlag(parameters, 'multiplevaluematching'),
  };
  const included = parseIncludeFields(parameters);
  return {
    matches: parseMatches(attributes, options),
    includeFields: included.includeFields,
    limit: parseUnsigned(parameters, 'limit'),
    offset: parseUnsigned(parameters, 'offset') ?? 0,
    fuzzyMatching: parseFlag(parameters, 'fuzzymatching'),
    ignored: [
      ...attributes.map(([name]) => name).filter((name) => parseAttributePath(name) === undefined),
      ...included.ignored,
    ],
  };
}

/**
 * Returns the path of an attribute written as keyword or as eight hexadecimal digits, with points between the levels of
 * sequences, PS3.18 §8.3.4.1; undefined where a keyword is in no dictionary.
 */
function parseAttributePath(text: string): AttributePath | undefined {
  const tags = text.split('.').map((part) => (/^[0-9a-fA-F]{8}$/.test(part) ? parseTag(part) : findTag(part)));
  if (tags.length > maxPathTags) return undefined;
  return tags.every((tag) => tag !== undefined) ? tags : undefined;
}

type Parameters = readonly (readonly [name: string, value: string])[];

type MatchingOptions = { readonly emptyValues: boolean; readonly multipleValues: boolean };

function parseMatches(parameters: Parameters, options: MatchingOptions): readonly AttributeMatch[] {
  const matches = new Map<string, readonly AttributeMatch[]>();
  for (const [name, value] of parameters) {
    const path = parseAttributePath(name);
    if (path === undefined) continue;
    const key = formatAttributePath(path);
    if (matches.has(key)) fail('query-parameter-repeated', name, 'is given more than once');
    if (value.length > maxValueCharacters) fail('query-too-large', name, 'has too long a value');
    if (value.includes('\0')) fail('query-parameter-invalid', name, 'has a NUL character');
    const several = options.multipleValues ? parseSeveral(name, path, value) : undefined;
    matches.set(key, several ?? [{ path, matching: parseMatching(name, path, value, options) }]);
  }
  return [...matches.values()].flat();
}

/**
 * Returns a match for each value between backslashes, all of which an attribute of several values must have, PS3.4
 * §C.2.2.2.8; undefined where that kind of matching does not apply.
 */
function parseSeveral(name: string, path: AttributePath, value: string): readonly AttributeMatch[] | undefined {
  const entry = findDictionaryEntry(path[path.length - 1] as Tag); // a path has at least one tag
  if (entry === undefined || entry.vm === '1' || !multipleValueVrs.has(entry.vr)) return undefined;
  const values = value
    .split('\\')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (values.length < 2) return undefined;
  if (/[*?]/.test(value)) fail('query-wildcard-not-allowed', name, 'has a wildcard among several values');
  if (values.length > maxEachValues) fail('query-too-large', name, `has more than ${maxEachValues} values`);
  return values.map((one) => ({ path, matching: { kind: 'single', value: one } }));
}

function parseMatching(name: string, path: AttributePath, value: string, { emptyValues }: MatchingOptions): Matching {
  // PS3.4 §C.2.2.2.7 writes the empty value as two quotation marks; without that option they are just text.
  if (emptyValues && value === '""') return { kind: 'empty' };
  const text = value.trim();
  // `*` stands for no character, too, PS3.4 §C.2.2.2.4, and any number of them for no more than one.
  if (text === '' || /^\*+$/.test(text)) return { kind: 'universal' };
  const vr = findDictionaryVr(path[path.length - 1] as Tag) ?? 'UN'; // a path has at least one tag
  if (vr === 'UI') return parseUids(name, text);
  if (vr === 'DA') return range(parseDateRange(text), 'query-date-invalid', name, 'is no date or range of dates');
  if (vr === 'TM') return range(parseTimeRange(text), 'query-time-invalid', name, 'is no time or range of times');
  if (vr === 'DT') {
    return range(parseDateTimeRange(text), 'query-date-time-invalid', name, 'is no date-time or range of them');
  }
  if (/[*?]/.test(text)) {
    if (wildcardVrs.has(vr) || vr === 'UN') return { kind: 'wildcard', pattern: text };
    fail('query-wildcard-not-allowed', name, `has a wildcard, which ${vr} excludes`);
  }
  // Deviation: PS3.18 lists UIDs only. No code string has a comma, and viewers ask for several modalities so.
  const codes = vr === 'CS' ? splitList(text) : [text];
  return codes.length > 1 ? list(name, codes) : { kind: 'single', value: codes[0] ?? text };
}

function parseUids(name: string, text: string): Matching {
  const uids = splitList(text);
  if (uids.length === 0 || !uids.every(isRequestedUid)) fail('query-uid-invalid', name, 'is no UID or list of UIDs');
  return list(name, uids);
}

/** A comma separates values in a URL, PS3.18 §8.3.4.1; a backslash does in DICOM, and some clients keep it. */
function splitList(text: string): readonly string[] {
  return text
    .split(/[,\\]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function list(name: string, values: readonly string[]): Matching {
  if (values.length > maxListValues) fail('query-too-large', name, `has more than ${maxListValues} values`);
  return values.length === 1 ? { kind: 'single', value: values[0] ?? '' } : { kind: 'list', values };
}

function range(parsed: TextRange | undefined, code: ProblemCode, name: string, phrase: string): Matching {
  return parsed === undefined ? fail(code, name, phrase) : { kind: 'range', ...parsed };
}

function parseIncludeFields(parameters: Parameters): Pick<QidoQuery, 'includeFields' | 'ignored'> {
  const fields = parameters
    .filter(([name]) => name === 'includefield')
    .flatMap(([, value]) => value.split(','))
    .map((field) => field.trim())
    .filter((field) => field !== '');
  const paths = new Map<string, AttributePath>();
  for (const field of fields) {
    const path = parseAttributePath(field);
    if (path !== undefined) paths.set(formatAttributePath(path), path);
  }
  const isUnknown = (field: string) => field !== 'all' && parseAttributePath(field) === undefined;
  return {
    includeFields: fields.includes('all') ? 'all' : [...paths.values()],
    ignored: fields.some(isUnknown) ? ['includefield'] : [],
  };
}

function parseFlag(parameters: Parameters, name: (typeof qidoParameters)[number]): boolean {
  const value = single(parameters, name);
  if (value === undefined || value === 'false') return false;
  return value === 'true' ? true : fail('query-parameter-invalid', name, 'is neither true nor false');
}

function parseUnsigned(parameters: Parameters, name: (typeof qidoParameters)[number]): number | undefined {
  const value = single(parameters, name);
  if (value === undefined) return undefined;
  return /^\d{1,9}$/.test(value) ? Number(value) : fail('query-parameter-invalid', name, 'is no unsigned integer');
}

function single(parameters: Parameters, name: string): string | undefined {
  const values = parameters.filter(([candidate]) => candidate === name);
  if (values.length > 1) fail('query-parameter-repeated', name, 'is given more than once');
  return values[0]?.[1];
}

/** Names of parameters come from the caller and go back to it, cut to what a keyword path can be. */
function fail(code: ProblemCode, name: string, phrase: string): never {
  throw new HttpProblem(code, { detail: `Query parameter ${name.slice(0, 64)} ${phrase}.` });
}
