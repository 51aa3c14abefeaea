/**
 * The identity that is known of a case, from headers, orders and messages, made ready to be found in text in any form:
 * names in any order, with initials, without accents, with one letter wrong where there are six or more; dates in any
 * format; identifiers without zeros in front, signs or case; telephone numbers by their digits; whatever else by its words.
 *
 * Terms are data. The set is compiled once for a case and used for its headers, its reports and the text in its pictures.
 */

import { parseDicomDate } from '@isocenter/dicom/date-time';
import { type PersonNameComponents, parsePersonName } from '@isocenter/dicom/person-name';
import type { IdentityKind } from '../identity-kind.ts';
import { fold, foldIdentifier, spelledOut } from './fold.ts';
import { credentials, particles, titles } from './name-words.ts';
import { findDates, wholeDates } from './text-dates.ts';

/** A name of a person as DICOM writes it or as people do; any other value as it is. */
export type IdentityTerm = { readonly kind: IdentityKind; readonly value: string };

export type KnownPhrase = { readonly words: readonly string[]; readonly kind: IdentityKind };

export type TermSet = {
  readonly terms: readonly IdentityTerm[];
  /** Words of names, folded. */
  readonly nameWords: ReadonlyMap<string, IdentityKind>;
  /** Each name word of six letters or more with one letter left out, to the whole. */
  readonly misspelled: ReadonlyMap<string, readonly string[]>;
  readonly identifiers: ReadonlyMap<string, IdentityKind>;
  /** Year, month and day with a hyphen between them, without zeros. */
  readonly dates: ReadonlyMap<string, IdentityKind>;
  /** The last seven digits. */
  readonly phones: ReadonlyMap<string, IdentityKind>;
  /** By their first word. */
  readonly phrases: ReadonlyMap<string, readonly KnownPhrase[]>;
  /** Parts of names in scripts that put no space between words. */
  readonly unspaced: ReadonlyMap<string, IdentityKind>;
};

type Mutable = {
  readonly [field in keyof Omit<TermSet, 'terms'>]: TermSet[field] extends ReadonlyMap<infer K, infer V>
    ? Map<K, V>
    : never;
};

const shortestMisspelled = 6;
const shortestIdentifier = 4;
const scriptWithoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const personKinds: ReadonlySet<IdentityKind> = new Set<IdentityKind>(['patient-name', 'other-person']);

/** Returns the terms ready to be found; the first kind that a value is given stays. */
export function createTermSet(terms: readonly IdentityTerm[]): TermSet {
  const set: Mutable = {
    nameWords: new Map(),
    misspelled: new Map(),
    identifiers: new Map(),
    dates: new Map(),
    phones: new Map(),
    phrases: new Map(),
    unspaced: new Map(),
  };
  for (const { kind, value } of terms) if (value.trim() !== '') addTerm(set, kind, value.trim());
  return { terms, ...set };
}

function addTerm(set: Mutable, kind: IdentityKind, value: string): void {
  if (personKinds.has(kind)) addName(set, kind, value);
  else if (kind === 'birth-date' || kind === 'date') addDates(set, kind, value);
  else if (kind === 'phone') addPhone(set, value);
  else if (/^\S*\d\S*$/.test(value)) addIdentifier(set, kind, value);
  else for (const part of value.split(/[\n\r,;^]+/)) addPhrase(set, kind, part);
}

function addName(set: Mutable, kind: IdentityKind, value: string): void {
  const name = parsePersonName(value);
  for (const group of [name.alphabetic, name.ideographic, name.phonetic]) if (group) addComponents(set, kind, group);
}

function addComponents(set: Mutable, kind: IdentityKind, components: PersonNameComponents): void {
  const { family, given, middle } = components;
  for (const component of [family, given, middle]) {
    for (const spelled of new Set([fold(component), spelledOut(component)])) {
      const words = spelled.split(/[^\p{L}\p{M}']+/u).filter((word) => word.length > 0);
      for (const word of words) addNameWord(set, kind, word);
      if (words.length > 1) addNameWord(set, kind, words.join(''));
      if (component.includes("'")) addNameWord(set, kind, spelled.replaceAll("'", ''));
    }
    if (scriptWithoutSpaces.test(component)) for (const part of component.split(/\s+/)) addUnspaced(set, kind, part);
  }
  const [last, first] = [fold(family), fold(given)].map((part) => part.replace(/[^\p{L}]/gu, ''));
  if (!last || !first || last.length < 3) return;
  for (const joined of [first.charAt(0) + last, last + first.charAt(0), first + last, last + first])
    addNameWord(set, kind, joined);
}

function addNameWord(set: Mutable, kind: IdentityKind, word: string): void {
  if (word.length < 2 || particles.has(word) || titles.has(word) || credentials.has(word)) return;
  if (!set.nameWords.has(word)) set.nameWords.set(word, kind);
  if (word.length < shortestMisspelled) return;
  for (const shorter of withoutOneLetter(word))
    set.misspelled.set(shorter, [...(set.misspelled.get(shorter) ?? []), word]);
}

function addUnspaced(set: Mutable, kind: IdentityKind, part: string): void {
  if (part.length > 0) set.unspaced.set(part, kind);
}

function addDates(set: Mutable, kind: IdentityKind, value: string): void {
  const dicom = parseDicomDate(value.slice(0, 8));
  const dates = dicom ? [dicom] : findDates(value).flatMap((date) => wholeDates(date).slice(0, 1));
  for (const { year, month, day } of dates) {
    const key = `${year}-${month}-${day}`;
    if (!set.dates.has(key)) set.dates.set(key, kind);
  }
}

function addPhone(set: Mutable, value: string): void {
  const digits = value.replace(/\D/g, '');
  if (digits.length >= 7) set.phones.set(digits.slice(-7), 'phone');
  else if (digits.length >= shortestIdentifier) addIdentifier(set, 'phone', digits);
}

function addIdentifier(set: Mutable, kind: IdentityKind, value: string): void {
  const folded = foldIdentifier(value);
  if (folded.length >= shortestIdentifier && !set.identifiers.has(folded)) set.identifiers.set(folded, kind);
}

function addPhrase(set: Mutable, kind: IdentityKind, text: string): void {
  const words = fold(text).match(/[\p{L}\p{M}']+|\d+/gu) ?? [];
  const [first] = words;
  if (first === undefined || (words.length === 1 && first.length < shortestIdentifier)) return;
  set.phrases.set(first, [...(set.phrases.get(first) ?? []), { words, kind }]);
}

/** Returns the name word that a word is with at most one letter wrong, left out, added or exchanged with its neighbour. */
export function findMisspelled(set: TermSet, word: string): string | undefined {
  if (word.length < shortestMisspelled - 1 || set.misspelled.size === 0) return undefined;
  const missing = set.misspelled.get(word)?.[0];
  if (missing !== undefined) return missing;
  for (const shorter of withoutOneLetter(word)) {
    if (shorter.length >= shortestMisspelled && set.nameWords.has(shorter)) return shorter;
    const candidate = set.misspelled.get(shorter)?.find((known) => isOneChange(known, word));
    if (candidate !== undefined) return candidate;
  }
  return undefined;
}

function* withoutOneLetter(word: string): Generator<string> {
  for (let index = 0; index < word.length; index += 1) yield word.slice(0, index) + word.slice(index + 1);
}

/** Of words of equal length: one other letter, or two neighbours exchanged. */
function isOneChange(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let first = 0;
  while (first < a.length && a[first] === b[first]) first += 1;
  if (a.slice(first + 1) === b.slice(first + 1)) return true;
  return a[first] === b[first + 1] && a[first + 1] === b[first] && a.slice(first + 2) === b.slice(first + 2);
}
