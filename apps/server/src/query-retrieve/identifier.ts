/**
 * The identifier of a C-FIND, C-MOVE or C-GET as a query, PS3.4 §C.4.1.1.3 and §C.2.2.2: its level, what must match, and
 * what is asked for.
 *
 * What is agreed on beyond the baseline says how the keys are read; which of them can be matched on is `search.ts`.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { parseDateRange, parseDateTimeRange, parseTimeRange, type TextRange } from '@isocenter/dicom/date-time';
import { findDictionaryVr, tagOf } from '@isocenter/dicom/dictionary';
import { parseDataSet } from '@isocenter/dicom/parse';
import { isGroupLength, type Tag } from '@isocenter/dicom/tag';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getString, getStrings } from '@isocenter/dicom/values';
import type { QueryOption } from '@isocenter/dimse/query-options';
import { inflateRaw } from '../archive/inflate.ts';
import type { AttributeMatch, Matching } from '../query/matching.ts';
import { combineDateAndTime, type MomentMatch } from '../query/moments.ts';
import { assertHierarchical } from './hierarchy.ts';
import { type InformationModel, type Level, levels } from './information-models.ts';
import { QueryError } from './query-error.ts';
import { parseOffset } from './time-zone.ts';

/** An attribute that is asked for; of a sequence the attributes of its items, or all of them. */
export type RequestedKey = { readonly tag: Tag; readonly vr: string; readonly items: readonly RequestedKey[] };

export type IdentifierQuery = {
  readonly level: Level;
  readonly matches: readonly AttributeMatch[];
  /** Dates and times that match as one, where that is agreed on; neither is among `matches` then. */
  readonly moments: readonly MomentMatch[];
  readonly keys: readonly RequestedKey[];
  /** Minutes east of UTC in which dates and times are meant, where zones are agreed on and the query names one. */
  readonly offsetMinutes: number | undefined;
  /** Specific Character Set of the identifier, in which its sender can read. */
  readonly characterSets: readonly string[];
};

const timezoneOffset = tagOf('TimezoneOffsetFromUTC');

/** Not keys: they say how the others are meant, PS3.4 §C.4.1.1.3.2. */
const controlTags: ReadonlySet<Tag> = new Set(
  (['SpecificCharacterSet', 'QueryRetrieveLevel', 'QueryRetrieveView', 'TimezoneOffsetFromUTC'] as const).map(tagOf),
);

/** Value representations that a wildcard may stand in, PS3.4 §C.2.2.2.4. */
const wildcardVrs: ReadonlySet<string> = new Set('AE CS LO LT PN SH ST UC UR UT UN'.split(' '));
/** A backslash separates no values in these, PS3.5 §6.2. */
const singleValueVrs: ReadonlySet<string> = new Set('LT PN ST UR UT'.split(' '));

export type IdentifierRequest = { readonly identifier: Uint8Array; readonly transferSyntaxUid: string };

/** @throws QueryError */
export function readIdentifier(
  { identifier, transferSyntaxUid }: IdentifierRequest,
  model: InformationModel,
  agreed: ReadonlySet<QueryOption>,
): IdentifierQuery {
  const syntax = findTransferSyntax(transferSyntaxUid);
  if (syntax === undefined) throw new QueryError('identifier-unreadable');
  const { value: dataSet, findings } = parseDataSet(identifier, syntax, { inflate: inflateRaw });
  if (findings.some(({ code }) => code === 'unreadable-element')) throw new QueryError('identifier-unreadable');
  const elements = dataSet.elements.filter(({ tag }) => !controlTags.has(tag) && !isGroupLength(tag));
  const level = readLevel(dataSet, model);
  const matches = elements.flatMap((element) => matchesOf(element, dataSet, []));
  if (!agreed.has('relational')) assertHierarchical({ level, matches }, model);
  const isRange = (tag: Tag) => getString(dataSet, tag)?.includes('-') ?? false;
  return {
    level,
    ...(agreed.has('combinedDateTime') ? combineDateAndTime(matches, isRange) : { matches, moments: [] }),
    keys: [...elements, ...askedZone(dataSet)].map(requestedKey),
    offsetMinutes: agreed.has('timezone') ? readOffset(dataSet) : undefined,
    characterSets: dataSet.characterSets,
  };
}

function readLevel(dataSet: DataSet, model: InformationModel): Level {
  const tag = tagOf('QueryRetrieveLevel');
  const named = getString(dataSet, tag)?.trim();
  const level = levels.find((known) => known === named);
  if (level === undefined || !model.levels.includes(level)) throw new QueryError('level-invalid', tag);
  return level;
}

/** Without a value it is a key like any other. */
function askedZone(dataSet: DataSet): readonly DataElement[] {
  return zoneOf(dataSet) === '' ? dataSet.elements.filter(({ tag }) => tag === timezoneOffset) : [];
}

function readOffset(dataSet: DataSet): number | undefined {
  const text = zoneOf(dataSet);
  if (text === '') return undefined;
  const minutes = parseOffset(text);
  if (minutes === undefined) throw new QueryError('key-invalid', timezoneOffset);
  return minutes;
}

function zoneOf(dataSet: DataSet): string {
  return getString(dataSet, timezoneOffset)?.trim() ?? '';
}

function requestedKey(element: DataElement): RequestedKey {
  const items = element.value.kind === 'sequence' ? (element.value.items[0]?.elements ?? []) : [];
  const vr = element.vr === 'UN' ? (findDictionaryVr(element.tag) ?? 'UN') : element.vr;
  return { tag: element.tag, vr, items: items.filter(({ tag }) => !isGroupLength(tag)).map(requestedKey) };
}

/** A sequence matches by the keys of its one item, PS3.4 §C.2.2.2.6. */
function matchesOf(element: DataElement, dataSet: DataSet, around: readonly Tag[]): readonly AttributeMatch[] {
  const path = [...around, element.tag];
  if (element.value.kind === 'sequence') {
    const [item] = element.value.items;
    return item === undefined ? [] : item.elements.flatMap((inner) => matchesOf(inner, item, path));
  }
  const vr = element.vr === 'UN' ? (findDictionaryVr(element.tag) ?? 'UN') : element.vr;
  const values = singleValueVrs.has(vr)
    ? [getString(dataSet, element.tag) ?? '']
    : getStrings(dataSet, element.tag).map((value) => value.trim());
  const matching = matchingOf(
    element.tag,
    vr,
    values.filter((value) => value !== ''),
  );
  return matching === undefined ? [] : [{ path, matching }];
}

/** Returns how a key must match; undefined where every value does, PS3.4 §C.2.2.2.3. */
function matchingOf(tag: Tag, vr: string, values: readonly string[]): Matching | undefined {
  const [first] = values;
  // `*` stands for no character, too, PS3.4 §C.2.2.2.4, and any number of them for no more than one.
  if (first === undefined || /^\*+$/.test(first)) return undefined;
  // PS3.4 §C.2.2.2.7. No value that anybody searches for is two quotation marks.
  if (first === '""') return { kind: 'empty' };
  if (vr === 'DA') return rangeOf(tag, parseDateRange(first));
  if (vr === 'TM') return rangeOf(tag, parseTimeRange(first));
  if (vr === 'DT') return rangeOf(tag, parseDateTimeRange(first));
  if (values.length > 1) return { kind: 'list', values };
  if (wildcardVrs.has(vr) && /[*?]/.test(first)) return { kind: 'wildcard', pattern: first };
  return { kind: 'single', value: first };
}

function rangeOf(tag: Tag, range: TextRange | undefined): Matching {
  if (range === undefined) throw new QueryError('key-invalid', tag);
  return { kind: 'range', ...range };
}
