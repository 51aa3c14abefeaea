/**
 * Surrogates, which read as what they stand for and are the same for it in every text, study and run under one key.
 *
 * Names are drawn word by word, so that "Havard, Juliana", "J. Havard" and "Mrs. Havard" stay one person. None is a name of
 * the case: where one would be, the next that is not takes its place.
 */

import { fiducialOf, type IdentityKind } from '../identity-kind.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import { fold, foldIdentifier } from './fold.ts';
import { credentials, particles, titles } from './name-words.ts';
import {
  surrogateEndings,
  surrogateFirstNames,
  surrogatePlaces,
  surrogateStems,
  surrogateStreets,
} from './surrogate-words.ts';
import type { IdentityTerm } from './term-set.ts';
import type { WordLists } from './word-lists.ts';

export type SurrogateOptions = {
  readonly pseudonyms: Pseudonyms;
  readonly lists: WordLists;
  /** What is known of the case, and was found in it: none of it is given out. */
  readonly terms: readonly IdentityTerm[];
};

/** Returns what stands for a value; a placeholder for what has no other of its kind. */
export type Surrogates = (original: string, kind: IdentityKind) => string;

export function createSurrogates({ pseudonyms, lists, terms }: SurrogateOptions): Surrogates {
  const real = new Set(terms.flatMap(({ value }) => fold(value).match(/[\p{L}\p{N}]+/gu) ?? []));
  const isReal = (text: string) => (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).some((word) => real.has(word));
  const place = (kind: IdentityKind, value: string) =>
    drawn(
      surrogatePlaces.length,
      pseudonyms.choice(kind, fold(value), surrogatePlaces.length),
      (at) => surrogatePlaces[at] ?? '',
    );

  const surrogateOf: Surrogates = (original, kind) => {
    switch (kind) {
      case 'patient-name':
      case 'other-person':
        return original.replace(/[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu, nameFor);
      case 'age':
        return '90+';
      case 'institution':
        return `${place(kind, original)} Medical Center`;
      case 'address': {
        const street = surrogateStreets[pseudonyms.choice('street', fold(original), surrogateStreets.length)] ?? '';
        return `${1 + pseudonyms.choice('number', fold(original), 998)} ${street}, ${place(kind, original)}`;
      }
      case 'phone':
        return digitsReplaced(original, pseudonyms);
      case 'email':
        return `${pseudonyms.identifier(kind, fold(original)).toLowerCase()}@example.org`;
      case 'url':
        return `https://example.org/${pseudonyms.identifier(kind, fold(original)).toLowerCase()}`;
      case 'order-id':
      case 'device':
      case 'other-id':
        return pseudonyms.identifier(kind, foldIdentifier(original));
      default:
        return fiducialOf(kind);
    }
  };
  return (original, kind) => {
    const surrogate = surrogateOf(original, kind);
    return surrogate === original ? fiducialOf(kind) : surrogate;
  };

  function nameFor(word: string): string {
    const folded = fold(word);
    if (word.length > 1 && (particles.has(folded) || titles.has(folded) || credentials.has(folded))) return word;
    const isFirst = word.length > 1 && lists.isFirstName(folded);
    const count = isFirst ? surrogateFirstNames.length : surrogateStems.length * surrogateEndings.length;
    const nameAt = (at: number) => (isFirst ? (surrogateFirstNames[at] ?? '') : surnameAt(at));
    const name = drawn(count, pseudonyms.choice('name', folded, count), nameAt);
    if (word.length === 1) return otherLetter(word, name);
    return word === word.toUpperCase() ? name.toUpperCase() : word === word.toLowerCase() ? name.toLowerCase() : name;
  }

  /** The first from a number on that is no word of the case. */
  function drawn(count: number, from: number, wordAt: (at: number) => string): string {
    for (let steps = 0; steps < count; steps++) {
      const word = wordAt((from + steps) % count);
      if (!isReal(word)) return word;
    }
    return wordAt(from);
  }
}

function surnameAt(at: number): string {
  return `${surrogateStems[Math.floor(at / surrogateEndings.length)] ?? ''}${surrogateEndings[at % surrogateEndings.length] ?? ''}`;
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
