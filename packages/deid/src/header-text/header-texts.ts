/**
 * Texts of headers, cleaned in passes: the attributes that name persons, places and orders give the terms of the case;
 * free texts are searched with them and give more; then each text that stays is searched with all of them, and loses
 * every word that nobody knows (`unknown-words.ts`). Values of devices and codes are held to the same.
 *
 * Which attributes are cleaned is the matter of `plan.ts`. What was found is replaced by its fiducial, dates are moved.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { fiducialOf } from '../identity-kind.ts';
import type { ProfileOptions } from '../profile-options.ts';
import { findIdentity, type IdentitySpan } from '../text/find-identity.ts';
import { fold, foldIdentifier } from '../text/fold.ts';
import { termsOfDataSet } from '../text/header-terms.ts';
import { replaceIdentity } from '../text/replace-identity.ts';
import { createTermSet, type IdentityTerm, type TermSet } from '../text/term-set.ts';
import { shiftTextDate } from '../text/text-dates.ts';
import type { WordLists } from '../text/word-lists.ts';
import { isMaker } from './device-words.ts';
import { freeTextsOf, termsInText } from './told-terms.ts';
import { findUnknownWords, isKnownWord, withDeviceWords } from './unknown-words.ts';

/** The texts of one object, or of as many as say the same of whom they are about. */
export type HeaderTexts = {
  /**
   * Returns a text without what identifies; the same string where nothing does.
   *
   * @param shiftDays by which dates in it move
   * @param maxLength of the VR, in characters
   */
  readonly clean: (text: string, shiftDays: number, maxLength: number) => string;
  /** Returns a text without what is known of the patient and of other persons, whatever its words are. */
  readonly withoutKnown: (text: string, maxLength: number) => string;
  /** True for a code string, a code or a name of a device all of whose words are known and none of the case. */
  readonly isVouched: (text: string) => boolean;
};

export type HeaderTextOptions = {
  readonly lists: WordLists;
  readonly profile: ProfileOptions;
};

/** Cases whose terms are at hand: objects of a series follow each other. */
const rememberedCases = 32;

/** @param record what orders and records say of the case, besides the headers */
export type ReadHeaderTexts = (dataSet: DataSet, record: readonly IdentityTerm[]) => HeaderTexts;

/** Returns a function that reads the case from a data set. */
export function createHeaderTexts(options: HeaderTextOptions): ReadHeaderTexts {
  const lists = withDeviceWords(options.lists);
  const cases = rememberedBy(rememberedCases, (key: string) => {
    // What was made below.
    const terms = JSON.parse(key) as readonly IdentityTerm[];
    return textsOfCase(createTermSet(terms), { ...options, lists });
  });
  const searches = rememberedBy(rememberedCases, (key: string) => {
    const terms = createTermSet(JSON.parse(key) as readonly IdentityTerm[]);
    return rememberedBy(rememberedTexts, (text: string) => termsInText(text, terms, lists));
  });
  return (dataSet, record) => {
    const terms = [...record, ...termsOfDataSet(dataSet)];
    const search = searches(JSON.stringify(terms));
    const told = [...freeTextsOf(dataSet)].flatMap(search);
    return cases(JSON.stringify([...terms, ...told]));
  };
}

function textsOfCase(terms: TermSet, { lists, profile }: HeaderTextOptions): HeaderTexts {
  const find = rememberedBy(rememberedTexts, (text) => spansOf(text, { terms, lists, profile }));
  const vouch = rememberedBy(rememberedTexts, (text) => isVouched(text, terms, lists));
  return {
    clean: (text, shiftDays, maxLength) => {
      const visible = withoutHidden(text);
      const spans = find(visible);
      return spans.length === 0 ? visible : replaced(visible, spans, { shiftDays, maxLength, profile });
    },
    withoutKnown: (text, maxLength) => {
      const visible = withoutHidden(text);
      const spans = find(visible).filter(({ source, kind }) => source === 'known' && !ofPlaces.has(kind));
      return spans.length === 0 ? visible : replaced(visible, spans, { shiftDays: 0, maxLength, profile });
    },
    isVouched: vouch,
  };
}

/** What the options that keep devices and institutions keep. */
const ofPlaces: ReadonlySet<IdentitySpan['kind']> = new Set(['device', 'institution', 'address', 'phone']);

/** NUL pads; what stands behind it is shown by no viewer. */
function withoutHidden(text: string): string {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end).trimEnd();
}

function spansOf(
  text: string,
  { terms, lists, profile }: HeaderTextOptions & { readonly terms: TermSet },
): readonly IdentitySpan[] {
  const found = findIdentity(text, { terms, lists }).filter(
    (span) => !(span.kind === 'date' && profile.dates === 'full') && !isOfDevice(text, span, lists),
  );
  const unknown = findUnknownWords(text, lists).filter(
    ({ start, end }) =>
      !found.some((span) => span.start < end && start < span.end) && !isAllowed(text, start, end, lists),
  );
  return joined(text, withNeighbours(text, [...found, ...unknown], lists));
}

const persons: ReadonlySet<IdentitySpan['kind']> = new Set(['patient-name', 'other-person', 'text']);

/** "Philips Healthcare" is written as institutions are; stations are called by their model, departments by a part of the body. */
function isOfDevice(text: string, { start, end, kind, source }: IdentitySpan, lists: WordLists): boolean {
  const words = (text.slice(start, end).match(/[\p{L}\p{M}]+/gu) ?? []).map(fold);
  if (words.length === 0 || /\d{4}/.test(text.slice(start, end))) return false;
  if (kind === 'institution' && source === 'pattern')
    return words.some(isMaker) && words.every((word) => lists.isWord(word));
  return source === 'known' && !persons.has(kind) && words.every((word) => lists.isImagingWord(word));
}

/** "Holloway, Martin": a name that is a word or an eponym besides, beside what was found. */
function withNeighbours(text: string, spans: readonly IdentitySpan[], lists: WordLists): readonly IdentitySpan[] {
  const isName = (word: string): boolean => {
    const folded = fold(word);
    return (lists.isFirstName(folded) || lists.isSurname(folded)) && !lists.isImagingWord(folded);
  };
  return spans.map((span) => {
    if (!persons.has(span.kind)) return span;
    const after = /^(?:, ?| |\^|\. ?)(\p{Lu}[\p{L}\p{M}]+)(?![\p{L}\p{M}])/u.exec(text.slice(span.end));
    const before = /(?<![\p{L}\p{M}])(\p{Lu}[\p{L}\p{M}]+)(?:, ?| |\^)$/u.exec(text.slice(0, span.start));
    return {
      ...span,
      ...(before?.[1] !== undefined && isName(before[1]) && { start: before.index }),
      ...(after?.[1] !== undefined && isName(after[1]) && { end: span.end + after[0].length }),
    };
  });
}

function isAllowed(text: string, start: number, end: number, { site }: WordLists): boolean {
  return site.allow.has(fold(text.slice(start, end)));
}

/** Words side by side are one span. */
function joined(text: string, spans: readonly IdentitySpan[]): readonly IdentitySpan[] {
  const result: IdentitySpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    const isNear = last?.kind === 'text' && span.kind === 'text' && isGap(text.slice(last.end, span.start));
    if (last !== undefined && (span.start < last.end || isNear))
      result[result.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else result.push(span);
  }
  return result;
}

function isGap(text: string): boolean {
  return /^[\s,.'’^&_/@-]{0,2}$/.test(text);
}

type Replacing = { readonly shiftDays: number; readonly maxLength: number; readonly profile: ProfileOptions };

/** Where the fiducials do not fit, a sign stands for each. */
function replaced(text: string, spans: readonly IdentitySpan[], { shiftDays, maxLength, profile }: Replacing): string {
  const withSign = (sign: (span: IdentitySpan) => string): string =>
    replaceIdentity(text, spans, (original, span) => {
      const moves = profile.dates === 'modified' && span.date !== undefined && span.kind === 'date';
      const moved = moves && span.date ? shiftTextDate(text, span.date, shiftDays) : undefined;
      return moved === undefined || moved === original ? sign(span) : moved;
    });
  const full = withSign(({ kind }) => fiducialOf(kind));
  if (full.length <= maxLength) return full;
  const short = withSign(() => '%');
  return short.length <= maxLength ? short : fiducialOf('text');
}

/** Digits of an identifier, which defined terms and codes of published schemes have as seldom as names. */
const shortestIdentifier = 5;

function isVouched(text: string, terms: TermSet, lists: WordLists): boolean {
  if (text.includes('\0')) return false;
  if (terms.identifiers.has(foldIdentifier(text)) && foldIdentifier(text).length >= shortestIdentifier) return false;
  return (text.match(/[\p{L}\p{M}]+|\d+/gu) ?? []).every((word) => {
    if (/^\d/.test(word)) return word.length <= shortestIdentifier || !terms.identifiers.has(foldIdentifier(word));
    if (!isKnownWord(word, lists)) return isAllowed(word, 0, word.length, lists);
    return !terms.nameWords.has(fold(word)) || lists.isImagingWord(fold(word));
  });
}

/** Texts of one case come again with each of its objects. */
const rememberedTexts = 2000;

/** Returns a function that computes a value once for each text, until there are too many of them. */
function rememberedBy<T>(limit: number, compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= limit) known.clear();
    const computed = compute(text);
    known.set(text, computed);
    return computed;
  };
}
