/**
 * Dates as reports write them, whole and in part, with the place of each of their parts, so that a date can be moved and
 * all that stands around its numbers and names stays: its order, separators, zeros, language and case.
 *
 * A year alone or a month alone is a date only after a word such as "in" or "since". Times of day are left alone.
 */

import type { DicomDate } from '@isocenter/dicom/date-time';
import { shiftDate } from '../date-shift.ts';
import { monthAlternatives, monthNames, ordinalWords, weekdayAlternatives, weekdayNames } from './calendar-words.ts';
import { fold } from './fold.ts';

export type DatePart = {
  readonly kind: 'year' | 'month' | 'day' | 'weekday' | 'ordinal';
  readonly start: number;
  readonly end: number;
};

export type TextDate = {
  readonly start: number;
  readonly end: number;
  /** In text order; none for a holiday. */
  readonly parts: readonly DatePart[];
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  /** Whether day and month could change places. */
  readonly ambiguous?: boolean;
};

/** Which of two numbers comes first where both could be the month. */
export type DateOrder = 'month-first' | 'day-first';

/** Two digits of a year up to this one are of this century. */
const lastShortYear = 40;

const before = '(?<![\\p{L}\\p{N}])(?<!\\d[./-])';
const after = '(?![\\p{L}\\p{N}])(?![./-]\\d)';
const month = `(?<name>${monthAlternatives})`;
const year = '(?:19|20)\\d\\d';
const weekday = `(?:(?<weekday>${weekdayAlternatives})\\.?,? (?:the |den |el )?)?`;
const unit = '(?! ?(?:mm|cm|ml|cc|mg|kg|%|x \\d|hu\\b|french\\b|fr\\b))';
const words = ordinalWords.join('|');

/** What a plain text (ASCII) must have in order to hold a date of a pattern: most texts have nothing of it. */
const anyMonth = new RegExp(monthAlternatives, 'i');
const monthWord = new RegExp(`(?<![a-z0-9])(?:${monthAlternatives})(?![a-z0-9])`, 'i');
const monthBeforeYear = new RegExp(`(?:${monthAlternatives})[ ,./-]{0,3}(?:of |de |del )?'?\\d\\d`, 'i');
const monthBeforeDay = new RegExp(`(?<![a-z0-9])(?:${monthAlternatives})\\.?[ ./-]?(?:the )?(?:\\d|${words})`, 'i');
const monthHints: ReadonlySet<RegExp> = new Set([monthWord, monthBeforeYear, monthBeforeDay]);
const holiday =
  /christmas|thanksgiving|new year|easter|(?:labor|memorial|independence|veterans|valentine'?s|presidents'?) day|fourth of july|halloween|hanukkah|ramadan|eid|boxing day/i;

type Pattern = { readonly hint: RegExp; readonly expression: () => RegExp };

/** Expressions of Unicode take milliseconds to make, and are made when the first text needs them. */
function pattern(hint: RegExp, source: string): Pattern {
  let made: RegExp | undefined;
  return {
    hint,
    expression: () => {
      made ??= new RegExp(source, 'giud');
      return made;
    },
  };
}

const patterns: readonly Pattern[] = [
  pattern(
    /(?:19|20)\d\d[-/.]\d/,
    `${before}(?<year>${year})(?<s>[-/.])(?<month>\\d{1,2})\\k<s>(?<day>\\d{1,2})(?=T\\d|${after})`,
  ),
  pattern(
    /(?:19|20)\d{6}/,
    `${before}(?<year>${year})(?<month>0[1-9]|1[0-2])(?<day>0[1-9]|[12]\\d|3[01])(?=\\d{4}(?:\\d\\d)?(?:\\.\\d+)?(?!\\d)|T\\d|${after})`,
  ),
  pattern(/[年년]/, `${before}(?<year>${year}) ?[年년] ?(?<month>\\d{1,2}) ?[月월] ?(?<day>\\d{1,2}) ?[日일]`),
  pattern(
    /\d ?[-/.] ?\d{1,2} ?[-/.] ?'?\d\d/,
    `${before}(?<first>\\d{1,2})(?<s>[-/.]| [-/.] |[-/.] )(?<second>\\d{1,2})\\k<s>(?<year>'?\\d{4}|'?\\d\\d)${after}`,
  ),
  pattern(/\d\d \d\d (?:19|20)\d\d/, `${before}(?<first>\\d\\d) (?<second>\\d\\d) (?<year>${year})${after}`),
  pattern(monthWord, `${before}${weekday}(?<year>${year})[-/ .]${month}[-/ .](?<day>\\d{1,2})${after}`),
  pattern(
    monthBeforeYear,
    `${before}${weekday}(?<day>\\d{1,2}|${words})(?<ordinal>st|nd|rd|th|er|º|\\.)?(?:[ ./-]|, )?(?:of |de |den )?${month}\\.?(?:[ ,./-]|, |\\. )?(?:of |de |del )?(?<year>'?\\d{4}|'?\\d\\d)${after}${unit}`,
  ),
  pattern(
    monthBeforeDay,
    `${before}${weekday}${month}\\.?[ ./-]?(?:the )?(?<day>\\d{1,2}|${words})(?<ordinal>st|nd|rd|th)?(?:, ?| |/|-|, the year )(?<year>\\d{4}|'\\d\\d)${after}`,
  ),
  pattern(monthWord, `${before}${weekday}${month}[/-](?<day>\\d{1,2})[/-](?<year>\\d\\d)${after}`),
  pattern(monthWord, `${before}${month}\\.?(?:, ?| |-|/| of | de | del )(?<year>${year}|'\\d\\d)${after}`),
  pattern(monthWord, `${before}(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-(?<year>\\d\\d)${after}`),
  pattern(
    monthWord,
    `${before}${weekday}(?<day>\\d{1,2}|${words})(?<ordinal>st|nd|rd|th|er|º)?(?:[ -]| of | de )(?:the month of )?${month}${after}`,
  ),
  pattern(
    monthWord,
    `${before}${weekday}${month} (?:the )?(?<day>\\d{1,2}|${words})(?<ordinal>st|nd|rd|th)?${after}(?!:\\d)${unit}`,
  ),
  pattern(/\d[/-](?:19|20)\d\d/, `${before}(?<month>0?[1-9]|1[0-2])[/-](?<year>${year})${after}`),
  pattern(/(?:19|20)\d\d[-/][01]\d/, `${before}(?<year>${year})[-/](?<month>0[1-9]|1[0-2])${after}`),
  pattern(
    /\d\/\d/,
    `(?<=(?<![\\p{L}])(?:on|dated|date:?|of|from|since|exam|study|prior|comparison:?|until) )(?<first>\\d{1,2})[/](?<second>\\d{1,2})${after}${unit}`,
  ),
  pattern(
    /(?:19|20)\d\d/,
    `(?<=(?<![\\p{L}])(?:in|since|from|of|year|circa|early|late|mid|until|before|after|during|back to|dated|en|im|seit|desde|depuis|and|to|through|around|prior) |(?<![\\p{L}])mid-|${year}[,/-] ?)(?<year>${year})${after}${unit}`,
  ),
  pattern(
    monthWord,
    `(?<=(?<![\\p{L}])(?:in|since|last|this|next|early|late|mid|until|during|through|from|en|im|desde) |(?<![\\p{L}])mid-)${month}${after}`,
  ),
  pattern(
    holiday,
    `${before}(?:Christmas(?: Eve| Day)?|Thanksgiving(?: Day)?|New Year['’]?s(?: Eve| Day)?|Easter(?: Sunday| Monday)?|(?:Labor|Memorial|Independence|Veterans|Valentine['’]?s|Presidents['’]?) Day|Fourth of July|Halloween|Hanukkah|Ramadan|Eid|Boxing Day)${after}`,
  ),
];

/** Names of months that are words besides; alone they need a capital letter. */
const alsoWords = new Set([
  'may',
  'mar',
  'march',
  'dec',
  'sep',
  'set',
  'out',
  'mai',
  'jan',
  'gen',
  'nov',
  'mag',
  'mars',
  'ago',
]);

/** Returns the dates of a text in their order; they do not overlap. */
export function findDates(text: string, order: DateOrder = 'month-first'): readonly TextDate[] {
  if (!/\d|[A-Z]/.test(text)) return [];
  const found: TextDate[] = [];
  for (const expression of expressionsFor(text))
    for (const match of text.matchAll(expression)) {
      const end = match.index + match[0].length;
      if (found.some((other) => other.start < end && match.index < other.end)) continue;
      const date = dateOf(match, order);
      if (date !== undefined) found.push(date);
    }
  return found.sort((a, b) => a.start - b.start);
}

/** Hints say nothing of other letters, which fold and are of other languages. */
function* expressionsFor(text: string): Generator<RegExp> {
  const isPlain = /^\p{ASCII}*$/u.test(text);
  const hasMonth = !isPlain || anyMonth.test(text);
  for (const { hint, expression } of patterns)
    if (!isPlain || ((hasMonth || !monthHints.has(hint)) && hint.test(text))) yield expression();
}

/** Returns the whole date that stands in a text; where day and month could change places, both. */
export function wholeDates(date: TextDate): readonly DicomDate[] {
  const { year: y, month: m, day: d } = date;
  if (y === undefined || m === undefined || d === undefined) return [];
  const whole = { year: y, month: m, day: d };
  return date.ambiguous === true ? [whole, { year: y, month: d, day: m }] : [whole];
}

/** Returns a date with day and month in each other's place, where that can be. */
export function swapped(date: TextDate): TextDate {
  if (date.ambiguous !== true || date.month === undefined || date.day === undefined) return date;
  const parts = date.parts.map((part) =>
    part.kind === 'day'
      ? { ...part, kind: 'month' as const }
      : part.kind === 'month'
        ? { ...part, kind: 'day' as const }
        : part,
  );
  return { ...date, parts, month: date.day, day: date.month };
}

/**
 * Returns the text of a date moved by days, with all but its numbers and names as it was; undefined for a holiday and
 * for what leaves the calendar. A part is moved from its middle: a year from 2 July, a month from the 15th.
 *
 * @param yearOfText the year of dates that do not tell theirs
 */
export function shiftTextDate(text: string, date: TextDate, days: number, yearOfText = 2001): string | undefined {
  if (date.parts.length === 0) return undefined;
  const middle = date.month === undefined ? { month: 7, day: 2 } : { month: date.month, day: 15 };
  const from = { year: date.year ?? yearOfText, month: middle.month, day: date.day ?? middle.day };
  const moved = shiftDate(from, days);
  if (moved === undefined) return undefined;
  const padded = date.parts.some(({ start }) => text[start] === '0');
  let [result, at] = ['', date.start];
  for (const part of date.parts) {
    result += text.slice(at, part.start) + partText(part, text.slice(part.start, part.end), moved, padded);
    at = part.end;
  }
  return result + text.slice(at, date.end);
}

function dateOf(match: RegExpMatchArray, order: DateOrder): TextDate | undefined {
  const groups = match.groups ?? {};
  const indices = match.indices?.groups ?? {};
  const start = match.index ?? 0;
  const end = start + match[0].length;
  const [first, second] = [groups.first, groups.second].map(Number);
  const numeric = groups.first !== undefined && first !== undefined && second !== undefined;
  const monthFirst = numeric && (second > 12 || (first <= 12 && order === 'month-first'));
  const named = monthFirst ? { first: 'month', second: 'day' } : { first: 'day', second: 'month' };
  const parts: DatePart[] = [];
  for (const [group, place] of Object.entries(indices)) {
    const kind = group === 'name' ? 'month' : (({ ...named, s: '' } as Record<string, string>)[group] ?? group);
    if (place === undefined || !isPartKind(kind)) continue;
    const quote = kind === 'year' && match[0][place[0] - start] === "'" ? 1 : 0;
    parts.push({ kind, start: place[0] + quote, end: place[1] });
  }
  parts.sort((a, b) => a.start - b.start);
  const value = (kind: DatePart['kind']): string | undefined => {
    const part = parts.find((entry) => entry.kind === kind);
    return part && match[0].slice(part.start - start, part.end - start);
  };
  const [y, m, d] = [yearOf(value('year')), monthOf(value('month')), dayOf(value('day'))];
  if (value('month') !== undefined && (m === undefined || m < 1 || m > 12)) return undefined;
  if (value('day') !== undefined && (d === undefined || d < 1 || d > 31)) return undefined;
  if (y !== undefined && (y < 1850 || y > 2100)) return undefined;
  const name = groups.name;
  const weak = name !== undefined && y === undefined && name === name.toLowerCase();
  if (weak && (alsoWords.has(fold(name)) || d === undefined)) return undefined;
  return {
    start,
    end,
    parts,
    ...(y !== undefined && { year: y }),
    ...(m !== undefined && { month: m }),
    ...(d !== undefined && { day: d }),
    ...(numeric && first <= 12 && second <= 12 && first !== second && { ambiguous: true }),
  };
}

function isPartKind(kind: string): kind is DatePart['kind'] {
  return ['year', 'month', 'day', 'weekday', 'ordinal'].includes(kind);
}

function yearOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.length > 2) return value;
  return value <= lastShortYear ? 2000 + value : 1900 + value;
}

function monthOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d/.test(text)) return Number(text);
  const index = tableOf(monthNames, text)?.indexOf(fold(text));
  return index === undefined ? undefined : index + 1;
}

function dayOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d/.test(text) ? Number(text) : ordinalWords.indexOf(text.toLowerCase()) + 1;
}

function tableOf(tables: readonly (readonly string[])[], text: string): readonly string[] | undefined {
  return tables.find((names) => names.includes(fold(text)));
}

function partText(part: DatePart, old: string, date: DicomDate, padded: boolean): string {
  const isNumber = /^\d/.test(old);
  switch (part.kind) {
    case 'year':
      return String(date.year).padStart(4, '0').slice(-old.length);
    case 'ordinal':
      return /^\p{L}+$/u.test(old) && old.toLowerCase() !== 'er' ? inCaseOf(old, ordinalOf(date.day)) : old;
    case 'weekday': {
      const weekdays = tableOf(weekdayNames, old) ?? [];
      return inCaseOf(old, weekdays[new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay()] ?? old);
    }
    default: {
      const value = part.kind === 'day' ? date.day : date.month;
      if (isNumber) return String(value).padStart(padded ? old.length : 1, '0');
      const names = part.kind === 'day' ? ordinalWords : (tableOf(monthNames, old) ?? []);
      return inCaseOf(old, names[value - 1] ?? old);
    }
  }
}

function ordinalOf(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ({ 1: 'st', 2: 'nd', 3: 'rd' } as Record<number, string>)[day % 10] ?? 'th';
}

function inCaseOf(model: string, word: string): string {
  if (model === model.toLowerCase()) return word;
  if (model === model.toUpperCase()) return word.toUpperCase();
  return word.charAt(0).toUpperCase() + word.slice(1);
}
