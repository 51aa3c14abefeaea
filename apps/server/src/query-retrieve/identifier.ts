/**
 * The identifier of a C-FIND, C-MOVE or C-GET as a query, PS3.4 §C.4.1.1.3 and §C.2.2.2: its level, what must match, and
 * what is asked for.
 *
 * Deviation: keys of a level above need not be there (PS3.4 §C.4.1.3.1 wants relational queries negotiated). Whoever asks
 * for all series of a day is answered, as other archives do; nobody is served by a refusal.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { parseDateRange, parseDateTimeRange, parseTimeRange, type TextRange } from '@isocenter/dicom/date-time';
import { findDictionaryVr, tagOf } from '@isocenter/dicom/dictionary';
import { parseDataSet } from '@isocenter/dicom/parse';
import { isGroupLength, type Tag } from '@isocenter/dicom/tag';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getString, getStrings } from '@isocenter/dicom/values';
import { inflateRaw } from '../archive/inflate.ts';
import type { AttributeMatch, Matching } from '../query/matching.ts';
import { type InformationModel, type Level, levels } from './information-models.ts';
import { QueryError } from './query-error.ts';

/** An attribute that is asked for; of a sequence the attributes of its items, or all of them. */
export type RequestedKey = { readonly tag: Tag; readonly vr: string; readonly items: readonly RequestedKey[] };

export type IdentifierQuery = {
  readonly level: Level;
  readonly matches: readonly AttributeMatch[];
  readonly keys: readonly RequestedKey[];
  /** Specific Character Set of the identifier, in which its sender can read. */
  readonly characterSets: readonly string[];
};

/** Not keys: they say how the others are meant, PS3.4 §C.4.1.1.3.2. */
const controlTags: ReadonlySet<Tag> = new Set(
  (['SpecificCharacterSet', 'QueryRetrieveLevel', 'QueryRetrieveView', 'TimezoneOffsetFromUTC'] as const).map(tagOf),
);

/** Value representations that a wildcard may stand in, PS3.4 §C.2.2.2.4. */
const wildcardVrs: ReadonlySet<string> = new Set('AE CS LO LT PN SH ST UC UR UT UN'.split(' '));
/** A backslash separates no values in these, PS3.5 §6.2. */
const singleValueVrs: ReadonlySet<string> = new Set('LT PN ST UR UT'.split(' '));

/** @throws QueryError */
export function readIdentifier(
  identifier: Uint8Array,
  transferSyntaxUid: string,
  model: InformationModel,
): IdentifierQuery {
  const syntax = findTransferSyntax(transferSyntaxUid);
  if (syntax === undefined) throw new QueryError('identifier-unreadable');
  const { value: dataSet, findings } = parseDataSet(identifier, syntax, { inflate: inflateRaw });
  if (findings.some(({ code }) => code === 'unreadable-element')) throw new QueryError('identifier-unreadable');
  const elements = dataSet.elements.filter(({ tag }) => !controlTags.has(tag) && !isGroupLength(tag));
  return {
    level: readLevel(dataSet, model),
    matches: elements.flatMap((element) => matchesOf(element, dataSet, [])),
    keys: elements.map(requestedKey),
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
