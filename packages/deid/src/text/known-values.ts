/** Where the values of a term set stand in a text, as far as no context is needed: identifiers, dates, telephones, phrases. */

import type { IdentityKind } from '../identity-kind.ts';
import { foldIdentifier } from './fold.ts';
import type { PatternMatch } from './patterns.ts';
import type { TermSet } from './term-set.ts';
import { type TextDate, wholeDates } from './text-dates.ts';
import type { Token } from './tokens.ts';

/** Returns where known values stand; spans of different kinds may overlap. */
export function findKnownValues(text: string, tokens: readonly Token[], set: TermSet): readonly PatternMatch[] {
  return [
    ...(set.identifiers.size > 0 ? identifiersIn(text, set.identifiers) : []),
    ...(set.phones.size > 0 ? phonesIn(text, set.phones) : []),
    ...phrasesIn(tokens, set),
    ...unspacedIn(text, set.unspaced),
  ];
}

/** Returns the kind of a date whose value is known. */
export function kindOfDate(date: TextDate, set: TermSet): IdentityKind | undefined {
  for (const { year, month, day } of wholeDates(date)) {
    const kind = set.dates.get(`${year}-${month}-${day}`);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** Runs of letters and digits, whole and in their parts, and groups of digits with spaces between them. */
function identifiersIn(text: string, known: ReadonlyMap<string, IdentityKind>): readonly PatternMatch[] {
  const found: PatternMatch[] = [];
  const look = (start: number, end: number): boolean => {
    const folded = foldIdentifier(text.slice(start, end));
    const kind =
      known.get(folded) ?? known.get(folded.replace(/^[a-z]+0*/, '')) ?? known.get(folded.replace(/[a-z]+$/, ''));
    if (kind !== undefined) found.push({ start, end, kind });
    return kind !== undefined;
  };
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:[-/._:#][\p{L}\p{N}]+)*/gu)) {
    const end = match.index + match[0].length;
    // A label before a colon is no part of what it labels.
    const isLabelled = /^\p{L}+[:#]/u.test(match[0]) && !known.has(foldIdentifier(match[0]));
    if (!/\d/.test(match[0]) || (!isLabelled && look(match.index, end))) continue;
    for (const part of match[0].matchAll(isLabelled ? /[\p{L}\p{N}]+(?:[-/._][\p{L}\p{N}]+)*/gu : /[\p{L}\p{N}]+/gu))
      look(match.index + part.index, match.index + part.index + part[0].length);
  }
  for (const match of text.matchAll(/(?<!\d)\d{1,4}(?: \d{1,4}){1,4}(?!\d)/g))
    look(match.index, match.index + match[0].length);
  return found;
}

function phonesIn(text: string, known: ReadonlyMap<string, IdentityKind>): readonly PatternMatch[] {
  const found: PatternMatch[] = [];
  for (const match of text.matchAll(
    /(?<![\w.])[+(]?\d[\d ()./-]{5,20}\d(?!\d)(?:,?\s*(?:x|ext\.?|extension)\s*\d{1,6})?/gi,
  )) {
    const digits = (match[0].split(/[xe]/i)[0] ?? '').replace(/\D/g, '');
    const kind = known.get(digits.slice(-7));
    // The bracket of an area code is closed in the number, and one around the number is not.
    const start = match[0].startsWith('(') && !match[0].includes(')') ? match.index + 1 : match.index;
    if (kind !== undefined) found.push({ start, end: match.index + match[0].length, kind });
  }
  return found;
}

function phrasesIn(tokens: readonly Token[], set: TermSet): readonly PatternMatch[] {
  if (set.phrases.size === 0) return [];
  const found: PatternMatch[] = [];
  tokens.forEach((token, index) => {
    for (const { words, kind } of set.phrases.get(token.folded) ?? []) {
      const last = tokens[index + words.length - 1];
      if (last === undefined || !words.every((word, offset) => tokens[index + offset]?.folded === word)) continue;
      if (words.length === 1 && token.shape === 'lower') continue;
      found.push({ start: token.start, end: last.end, kind });
    }
  });
  return found;
}

function unspacedIn(text: string, known: ReadonlyMap<string, IdentityKind>): readonly PatternMatch[] {
  const found: PatternMatch[] = [];
  for (const [part, kind] of known)
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length))
      found.push({ start: at, end: at + part.length, kind });
  return found;
}
