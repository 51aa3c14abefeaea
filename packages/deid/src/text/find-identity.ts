/**
 * Everything in a text that tells who a person is, in passes: what is known of the case, then patterns in their order,
 * then names that context or the lack of the word in all lists gives away, then what was found once and stands elsewhere.
 *
 * Finds; what is put in its place is decided by `replace-identity.ts`. Headers, reports and text read from pictures are
 * all searched by this; their findings make the term set of the case with `termsOfSpans`.
 */

import type { IdentityKind } from '../identity-kind.ts';
import { fold } from './fold.ts';
import { findInstitutions } from './institutions.ts';
import { findKnownValues, kindOfDate } from './known-values.ts';
import type { NameMark, NameSource } from './names/reading.ts';
import { findPatterns } from './patterns.ts';
import { markNames } from './person-names.ts';
import { createTermSet, type IdentityTerm, type TermSet } from './term-set.ts';
import { type DateOrder, findDates, swapped, type TextDate, wholeDates } from './text-dates.ts';
import { type Token, tokenize } from './tokens.ts';
import type { WordLists } from './word-lists.ts';

export type IdentitySource = NameSource | 'pattern';

export type IdentitySpan = {
  readonly start: number;
  readonly end: number;
  readonly kind: IdentityKind;
  readonly source: IdentitySource;
  /** Of a date: its parts, so that it can be moved. */
  readonly date?: TextDate;
};

export type FindOptions = {
  readonly terms?: TermSet;
  readonly lists: WordLists;
  /**
   * ISO 639-1, `en` unless told. In another language the words are not known: a capital letter makes no name of one, and
   * day comes before month; known values, patterns, titles and labels are found all the same.
   */
  readonly language?: string;
};

const noTerms = createTermSet([]);

/** Returns the spans of a text in their order; they do not overlap. */
export function findIdentity(
  text: string,
  { terms = noTerms, lists, language = 'en' }: FindOptions,
): readonly IdentitySpan[] {
  const tokens = tokenize(text);
  const dates = datesOf(text, terms, language.startsWith('en') ? 'month-first' : 'day-first');
  const patterns = findPatterns(text);
  const spans: IdentitySpan[] = [
    ...findKnownValues(text, tokens, terms).map((span) => ({ ...span, source: 'known' as const })),
    ...phrasesOf(text, lists.site.block).map((span) => ({
      ...span,
      kind: 'text' as const,
      source: 'block-list' as const,
    })),
    ...dates.map((date) => dateSpan(text, date, terms)),
    ...patterns.map((span) => ({ ...span, source: 'pattern' as const })),
    ...findInstitutions(text, tokens).map((span) => ({ ...span, source: 'pattern' as const })),
  ];
  const allowed = phrasesOf(text, lists.site.allow);
  const kept = merge(spans).filter((span) => !isAllowed(span, allowed));
  const covered = coverage(tokens, [
    ...kept,
    ...allowed.map((span) => ({ ...span, kind: 'text' as const, source: 'pattern' as const })),
  ]);
  const marks = markNames(text, tokens, {
    lists,
    set: terms,
    taken: (index) => covered[index] === true,
    knowsLanguage: language.startsWith('en'),
  });
  const names = namesOf(text, tokens, marks).filter((span) => span.source === 'known' || !isAllowed(span, allowed));
  return merge([...kept, ...names]);
}

/** Returns what spans say of a case, for the second pass over its headers, its other texts and its pictures. */
export function termsOfSpans(text: string, spans: readonly IdentitySpan[]): readonly IdentityTerm[] {
  const terms = new Map<string, IdentityTerm>();
  for (const { start, end, kind } of spans) {
    if (kind === 'age' || kind === 'date' || kind === 'time') continue;
    const value = text.slice(start, end).replace(/\s+/g, ' ');
    terms.set(`${kind} ${fold(value)}`, { kind, value });
  }
  return [...terms.values()];
}

/** Reads day and month as known dates of the case say that they stand in this text. */
function datesOf(text: string, terms: TermSet, order: DateOrder): readonly TextDate[] {
  const dates = findDates(text, order);
  const ambiguous = dates.filter((date) => date.ambiguous === true);
  if (ambiguous.length === 0) return dates;
  const isKnown = (date: TextDate): boolean => {
    const [whole] = wholeDates(date);
    return whole !== undefined && terms.dates.has(`${whole.year}-${whole.month}-${whole.day}`);
  };
  const asRead = ambiguous.filter(isKnown).length + dates.filter((date) => isCertain(date, order)).length;
  const other = order === 'month-first' ? 'day-first' : 'month-first';
  const asSwapped =
    ambiguous.map(swapped).filter(isKnown).length + dates.filter((date) => isCertain(date, other)).length;
  return asSwapped > asRead ? dates.map(swapped) : dates;
}

/** Whether a numeric date can be read in one order only, and that is this one. */
function isCertain(date: TextDate, order: DateOrder): boolean {
  if (date.ambiguous === true || date.day === undefined || date.day <= 12 || date.year === undefined) return false;
  const [first, second] = date.parts;
  if (first === undefined || second === undefined || first.end - first.start > 2 || second.end - second.start > 2)
    return false;
  return (
    first.kind === (order === 'month-first' ? 'month' : 'day') &&
    second.kind === (order === 'month-first' ? 'day' : 'month')
  );
}

/** What a date of birth is called before it. */
const birthLabel =
  /(?:(?<![\p{L}])(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|born(?: on)?|geburtsdatum|geboren am|geb\.?|fecha de nacimiento|date de naissance|n[ée]e? le|data di nascita)\s*[:#=]?\s*(?:on )?)$/iu;

/** Characters before a date in which that stands. */
const labelLength = 24;

function dateSpan(text: string, date: TextDate, terms: TermSet): IdentitySpan {
  const isBirth = birthLabel.test(text.slice(Math.max(0, date.start - labelLength), date.start));
  const known = kindOfDate(date, terms);
  return {
    start: date.start,
    end: date.end,
    kind: known ?? (isBirth ? 'birth-date' : 'date'),
    source: known === undefined ? 'pattern' : 'known',
    date,
  };
}

function phrasesOf(
  text: string,
  phrases: ReadonlySet<string>,
): readonly { readonly start: number; readonly end: number }[] {
  if (phrases.size === 0) return [];
  const lower = fold(text);
  // Folding can change lengths; then only single words are found, by their tokens.
  if (lower.length !== text.length) return [];
  const found: { start: number; end: number }[] = [];
  for (const phrase of phrases)
    for (let at = lower.indexOf(phrase); at !== -1; at = lower.indexOf(phrase, at + 1)) {
      const end = at + phrase.length;
      if (!/[\p{L}\p{N}]/u.test(lower[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(lower[end] ?? ' '))
        found.push({ start: at, end });
    }
  return found;
}

function isAllowed(span: IdentitySpan, allowed: readonly { readonly start: number; readonly end: number }[]): boolean {
  return allowed.some(({ start, end }) => start <= span.start && span.end <= end);
}

function coverage(tokens: readonly Token[], spans: readonly IdentitySpan[]): readonly boolean[] {
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  let at = 0;
  return tokens.map((token) => {
    while ((ordered[at]?.end ?? Number.POSITIVE_INFINITY) <= token.start) at += 1;
    return (ordered[at]?.start ?? Number.POSITIVE_INFINITY) < token.end;
  });
}

/** Words of a name that stand beside each other are one span; lines stay apart. */
function namesOf(
  text: string,
  tokens: readonly Token[],
  marks: readonly (NameMark | undefined)[],
): readonly IdentitySpan[] {
  const spans: IdentitySpan[] = [];
  marks.forEach((found, index) => {
    const token = tokens[index];
    if (found === undefined || token === undefined) return;
    const last = spans.at(-1);
    const gap = last === undefined ? undefined : text.slice(last.end, token.start);
    if (
      last !== undefined &&
      gap !== undefined &&
      /^[ \t]?[,.'’^&_-]{0,2}[ \t]?$/.test(gap) &&
      isSamePerson(last.kind, found.kind)
    ) {
      spans[spans.length - 1] = { ...last, end: token.end, source: last.source === 'known' ? 'known' : found.source };
    } else spans.push({ start: token.start, end: token.end, kind: found.kind, source: found.source });
  });
  return spans;
}

function isSamePerson(a: IdentityKind, b: IdentityKind): boolean {
  const persons = new Set<IdentityKind>(['patient-name', 'other-person']);
  return a === b || (persons.has(a) && persons.has(b));
}

/** Of spans that overlap the longer decides the kind; together they are as long as both. */
function merge(spans: readonly IdentitySpan[]): readonly IdentitySpan[] {
  const merged: IdentitySpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) {
      merged.push(span);
      continue;
    }
    if (span.start === last.start && span.end === last.end) {
      if (span.source === 'known' && last.source !== 'known')
        merged[merged.length - 1] = { ...span, ...(last.date && { date: last.date }) };
      continue;
    }
    if (span.end <= last.end) continue;
    const longer = span.end - span.start > last.end - last.start ? span : last;
    const { date: _, ...rest } = longer;
    merged[merged.length - 1] = { ...rest, start: last.start, end: span.end };
  }
  return merged;
}
