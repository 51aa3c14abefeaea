/**
 * Puts something else in the place of what identifies: fiducials, which say what was there, or surrogates, which read as
 * the original did and are the same for the same person in every text. Everything outside of the spans stays as it was,
 * byte for byte; line breaks inside of them do not.
 *
 * Surrogates of names are drawn word by word, so that "Havard, Juliana", "J. Havard" and "Mrs. Havard" stay one person.
 */

import { fiducialOf, type IdentityKind } from '../identity-kind.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import type { IdentitySpan } from './find-identity.ts';
import { fold } from './fold.ts';
import { credentials, particles, titles } from './name-words.ts';
import { surrogateFirstNames, surrogatePlaces, surrogateStreets, surrogateSurnames } from './surrogate-words.ts';
import { shiftTextDate } from './text-dates.ts';
import type { WordLists } from './word-lists.ts';

/** Returns what takes the place of the text of a span. */
export type Replacer = (original: string, span: IdentitySpan, text: string) => string;

/** Returns the text with its spans replaced; they are in their order and do not overlap, as `findIdentity` returns them. */
export function replaceIdentity(text: string, spans: readonly IdentitySpan[], replacer: Replacer): string {
  let [result, at] = ['', 0];
  for (const span of spans) {
    result += text.slice(at, span.start) + replacer(text.slice(span.start, span.end), span, text);
    at = span.end;
  }
  return result + text.slice(at);
}

/** Replaces by `% PATIENT NAME %` and its like. */
export const byFiducials: Replacer = (_, { kind }) => fiducialOf(kind);

export type SurrogateOptions = {
  readonly pseudonyms: Pseudonyms;
  /** As `patientKeyOf` returns it, so that dates in text move by as many days as those in headers. */
  readonly patient: string;
  readonly keepsWeekday?: boolean;
  /** The year of the study, for dates without one. */
  readonly year?: number;
  readonly lists: WordLists;
};

/** Replaces by what reads as the original does: never by the original itself. */
export function bySurrogates(options: SurrogateOptions): Replacer {
  const days = options.pseudonyms.shiftDays(options.patient, options.keepsWeekday);
  return (original, span, text) => {
    const moved = span.date && shiftTextDate(text, span.date, days, options.year);
    if (span.date) return moved === undefined || moved === original ? fiducialOf(span.kind) : moved;
    const surrogate = surrogateOf(original, span.kind, options);
    return surrogate === original ? fiducialOf(span.kind) : surrogate;
  };
}

function surrogateOf(original: string, kind: IdentityKind, { pseudonyms, lists }: SurrogateOptions): string {
  const choose = (words: readonly string[], value: string): string =>
    words[pseudonyms.choice(kind, fold(value), words.length)] ?? '';
  switch (kind) {
    case 'patient-name':
    case 'other-person':
      return nameSurrogate(original, pseudonyms, lists);
    case 'age':
      return '90+';
    case 'institution':
      return `${choose(surrogatePlaces, original)} Medical Center`;
    case 'address':
      return `${1 + pseudonyms.choice('number', fold(original), 998)} ${choose(surrogateStreets, original)}, ${choose(surrogatePlaces, original)}`;
    case 'phone':
      return digitsReplaced(original, pseudonyms);
    case 'email':
      return `${pseudonyms.identifier(kind, fold(original)).toLowerCase()}@example.org`;
    case 'url':
      return `https://example.org/${pseudonyms.identifier(kind, fold(original)).toLowerCase()}`;
    case 'patient-id':
    case 'accession-number':
    case 'order-id':
    case 'device':
    case 'other-id':
      return pseudonyms.identifier(kind, original.trim());
    default:
      return fiducialOf(kind);
  }
}

function nameSurrogate(original: string, pseudonyms: Pseudonyms, lists: WordLists): string {
  return original.replace(/[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu, (word) => {
    const folded = fold(word);
    if (word.length > 1 && (particles.has(folded) || titles.has(folded) || credentials.has(folded))) return word;
    const isFirst = word.length > 1 && lists.isFirstName(folded);
    const names = isFirst ? surrogateFirstNames : surrogateSurnames;
    const at = pseudonyms.choice('name', folded, names.length);
    const chosen = names[at] ?? '';
    const name = fold(chosen) === folded ? (names[(at + 1) % names.length] ?? '') : chosen;
    if (word.length === 1) return otherLetter(word, name);
    return word === word.toUpperCase() ? name.toUpperCase() : word === word.toLowerCase() ? name.toLowerCase() : name;
  });
}

function otherLetter(letter: string, name: string): string {
  const first = name.charAt(0).toUpperCase();
  return first === letter.toUpperCase() ? (first === 'K' ? 'N' : 'K') : first;
}

/** 555 begins no telephone number in use; the rest keeps its signs and its length. */
function digitsReplaced(original: string, pseudonyms: Pseudonyms): string {
  const digits = original.replace(/\D/g, '');
  let index = 0;
  const replaced = original.replace(/\d/g, () => {
    const drawn = pseudonyms.choice(`digit ${index}`, digits, 10);
    index += 1;
    return digits.length >= 7 && index <= 3 ? '5' : String(drawn);
  });
  return replaced === original ? replaced.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) : replaced;
}
