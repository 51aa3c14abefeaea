/**
 * Queries whose dates and times are in a zone of their own, PS3.4 §C.2.2.2.5: the index is asked for days around those that
 * are meant, and what it finds is compared when its dates and times are in that zone, too.
 */

import { formatDicomDate, parseDicomDate, type TextRange } from '@isocenter/dicom/date-time';
import type { DicomJson } from '@isocenter/dicom/json';
import { type Tag, tagKey } from '@isocenter/dicom/tag';
import { findQueryAttribute } from '../query/attributes.ts';
import type { AttributeMatch, AttributePath } from '../query/matching.ts';
import { datesAndTimes } from '../query/moments.ts';
import type { IdentifierQuery } from './identifier.ts';
import { queryLevels } from './resolve-query.ts';
import { textIn } from './zoned-answer.ts';

/** Between the two farthest zones lie 26 hours. */
const marginDays = 2;

type Keys = Pick<IdentifierQuery, 'level' | 'matches' | 'moments'>;

type Compared =
  | { readonly kind: 'date' | 'time'; readonly tag: Tag; readonly range: TextRange }
  | { readonly kind: 'moment'; readonly date: Tag; readonly time: Tag; readonly range: TextRange };

export type ZonedQuery = {
  /** To ask the index for. */
  readonly around: Keys;
  /** Keys of levels below, which are not compared in a zone. */
  readonly unsupported: readonly AttributePath[];
  /** Tells whether a match of `around` is one, its dates and times in the zone of the query. */
  isMatch(layers: readonly DicomJson[]): boolean;
};

export function zonedQuery({ level, matches, moments }: Keys): ZonedQuery {
  const isHere = (tag: Tag) => findQueryAttribute([tag], queryLevels[level]) !== undefined;
  const compared: Compared[] = [];
  const around: AttributeMatch[] = [];
  const unsupported: AttributePath[] = [];
  for (const match of matches) {
    const { path, matching } = match;
    const kind = kindOf(path);
    if (kind === undefined || matching.kind !== 'range') around.push(match);
    else if (!isHere(kind.tag)) unsupported.push(path);
    else {
      compared.push({ ...kind, range: matching });
      if (kind.kind === 'date') around.push({ path, matching: { kind: 'range', ...widened(matching) } });
    }
  }
  for (const { date, time, range } of moments) {
    if (!isHere(date)) {
      unsupported.push([date], [time]);
      continue;
    }
    compared.push({ kind: 'moment', date, time, range });
    const days = { ...(range.from && { from: range.from.slice(0, 8) }), ...(range.to && { to: range.to.slice(0, 8) }) };
    around.push({ path: [date], matching: { kind: 'range', ...widened(days) } });
  }
  return {
    around: { level, matches: around, moments: [] },
    unsupported,
    isMatch: (layers) => compared.every((one) => isWithin(one, layers)),
  };
}

function kindOf([tag, inner]: AttributePath): { readonly kind: 'date' | 'time'; readonly tag: Tag } | undefined {
  if (tag === undefined || inner !== undefined) return undefined;
  if (datesAndTimes.some(({ date }) => date === tag)) return { kind: 'date', tag };
  return datesAndTimes.some(({ time }) => time === tag) ? { kind: 'time', tag } : undefined;
}

function isWithin(compared: Compared, layers: readonly DicomJson[]): boolean {
  const find = (tag: Tag) => {
    const key = tagKey(tag);
    const layer = layers.find((one) => one[key] !== undefined);
    return layer === undefined ? '' : textIn(layer, key);
  };
  const { range } = compared;
  if (compared.kind === 'moment') {
    const [date, time] = [find(compared.date), find(compared.time)];
    return date !== '' && time !== '' && isBetween(date + canonicalTime(time), range);
  }
  const text = find(compared.tag);
  return isBetween(compared.kind === 'date' ? text : canonicalTime(text), range);
}

function isBetween(text: string, { from, to }: TextRange): boolean {
  const plain = (bound: string) => bound.replace('.', '');
  return text !== '' && (from === undefined || plain(from) <= text) && (to === undefined || text <= plain(to));
}

/** Digits that were not written are zeros, as `conditions.ts` has it. */
function canonicalTime(time: string): string {
  return time === '' ? '' : time.replaceAll(/[.:]/g, '').padEnd(12, '0');
}

function widened({ from, to }: TextRange): TextRange {
  const earlier = from === undefined ? undefined : daysFrom(from, -marginDays);
  const later = to === undefined ? undefined : daysFrom(to, marginDays);
  return { ...(earlier !== undefined && { from: earlier }), ...(later !== undefined && { to: later }) };
}

/** Undefined beyond the years that a date can have, where an end is open. */
function daysFrom(day: string, days: number): string | undefined {
  const date = parseDicomDate(day);
  if (date === undefined) return undefined;
  const moved = new Date(new Date(0).setUTCFullYear(date.year, date.month - 1, date.day + days));
  const year = moved.getUTCFullYear();
  if (year < 0 || year > 9999) return undefined;
  return formatDicomDate({ year, month: moved.getUTCMonth() + 1, day: moved.getUTCDate() });
}
