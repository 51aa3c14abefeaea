/**
 * Whether a line that was read from a picture holds what is known of the case, as far as a reader of pictures gets letters
 * right: 0 for O, 1 for I, 5 for S, a letter more or less in longer words, words in any order, no spaces between them.
 */

import type { IdentityKind } from '../identity-kind.ts';
import { fold, foldIdentifier } from '../text/fold.ts';
import { createTermSet, type IdentityTerm } from '../text/term-set.ts';

/** Returns the kind of what a line holds of the case; undefined where it holds nothing of it. */
export type KnownText = (line: string) => IdentityKind | undefined;

/** Letters that are taken for one another, as one of them. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[odq0]/g, '0'],
  [/[ijl1|!]/g, '1'],
  [/[s5$]/g, '5'],
  [/[z2]/g, '2'],
  [/[b8]/g, '8'],
  [/[g69]/g, '6'],
  [/[uv]/g, 'u'],
];

/** Shorter words are held only against whole words, and letter by letter. */
const shortestInside = 4;

/** Words are wrong in one letter from the first length on, in two from the second. */
const [oneWrongFrom, twoWrongFrom] = [6, 10];

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export const nothingKnown: KnownText = () => undefined;

/** Makes the terms of a case ready; without any, nothing is known. */
export function createKnownText(terms: readonly IdentityTerm[]): KnownText {
  const needles = needlesOf(terms);
  if (needles.size === 0) return nothingKnown;
  return (line) => {
    const words = fold(line).match(/[\p{L}\p{N}|!$]+/gu) ?? [];
    const whole = new Set(words.map(asRead));
    const joined = asRead(words.join(''));
    for (const [needle, kind] of needles) {
      const isThere = needle.length < shortestInside ? whole.has(needle) : isInside(needle, joined);
      if (isThere) return kind;
    }
    return undefined;
  };
}

/** The longest first, since a line is of the kind of the longest that it holds. */
function needlesOf(terms: readonly IdentityTerm[]): ReadonlyMap<string, IdentityKind> {
  const set = createTermSet(terms);
  const needles: (readonly [string, IdentityKind])[] = [
    ...set.nameWords,
    ...set.phones,
    ...set.identifiers,
    ...[...set.dates].flatMap(([date, kind]) => formsOf(date).map((form) => [form, kind] as const)),
    ...[...set.phrases.values()].flat().map(({ words, kind }) => [words.join(''), kind] as const),
  ];
  const read = needles.map(([text, kind]) => [asRead(foldIdentifier(text)), kind] as const);
  return new Map(read.filter(([text]) => text.length > 1).sort(([a], [b]) => b.length - a.length));
}

/** A date `1961-4-9` as devices write it, without what stands between its parts. */
function formsOf(date: string): readonly string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  const [mm, dd, yy] = [month.padStart(2, '0'), day.padStart(2, '0'), year.slice(-2)];
  const name = monthNames[Number(month) - 1] ?? '';
  return [
    ...[year + mm + dd, dd + mm + year, mm + dd + year, dd + mm + yy, mm + dd + yy, yy + mm + dd],
    ...[year + month + day, day + month + year, month + day + year],
    ...[dd + name + year, day + name + year, name + dd + year, name + day + year, dd + name + yy],
  ];
}

/** Returns a text in which letters that are taken for one another are the same. */
export function asRead(text: string): string {
  return alike.reduce((folded, [letters, one]) => folded.replace(letters, one), text);
}

/** Approximate search with a column of distances that moves along the text (Sellers, 1980). */
function isInside(needle: string, text: string): boolean {
  if (text.includes(needle)) return true;
  const wrong = needle.length >= twoWrongFrom ? 2 : needle.length >= oneWrongFrom ? 1 : 0;
  if (wrong === 0 || text.length < needle.length - wrong) return false;
  const distances = Array.from({ length: needle.length + 1 }, (_, at) => at);
  for (const letter of text) {
    let diagonal = 0;
    for (let at = 1; at <= needle.length; at++) {
      const above = distances[at] ?? 0;
      const changed = diagonal + (needle[at - 1] === letter ? 0 : 1);
      distances[at] = Math.min(changed, above + 1, (distances[at - 1] ?? 0) + 1);
      diagonal = above;
    }
    if ((distances[needle.length] ?? 0) <= wrong) return true;
  }
  return false;
}
