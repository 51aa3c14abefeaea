/**
 * Whether a match of a pattern is identity, by what it is, what touches it, and the field it stands in. In doubt it is:
 * only what is a word besides, a part of a known word, a number too short to be anybody's, or chance among samples is let
 * pass.
 */

import type { WordLists } from '../text/word-lists.ts';
import { isDigit, isLetter, separator, symbolAt } from './automaton.ts';
import { type Field, isTextual } from './field.ts';
import type { LeakPattern } from './leak-terms.ts';

export type Match = {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** After the last byte. */
  readonly end: number;
};

/** `context`: a word that only what stands around it makes a name. */
export type Verdict = 'leak' | 'context' | 'none';

/** Signs between two parts of one name or date. */
const maxGap = 3;
/** Letters of a name that may stand within another word. */
const shortestInside = 5;
/** What chance does not bring about in megabytes of samples, alone or among other text. */
const shortestInSamples = { letters: 5, digits: 7 };
const surelyNoChance = 8;
/** Bytes of text around a short word in binary data. */
const textAround = 12;

export function judgeMatch(
  { pattern, form, kind, use, characters }: LeakPattern,
  match: Match,
  field: Field,
  lists: WordLists,
): Verdict {
  const gaps = pattern.split('|').length - 1;
  if (match.end - match.start > pattern.length + gaps * maxGap) return 'none';
  if (form === 'number') return isNumberOfCase(match, field, characters) ? 'leak' : 'none';
  if (form === 'mixed') return isMixedOfCase(match, field, characters) ? 'leak' : 'none';
  if (form === 'date') return isDateOfCase(match, field, { kind, characters }) ? 'leak' : 'none';
  if (field === 'maker' && gaps === 0) return 'none';
  return judgeWord({ pattern, use, characters }, match, field, lists);
}

function judgeWord(
  { pattern, use, characters }: Pick<LeakPattern, 'pattern' | 'use' | 'characters'>,
  match: Match,
  field: Field,
  lists: WordLists,
): Verdict {
  const isOneWord = !pattern.includes('|');
  const isWhole = !isLetter(before(match)) && !isLetter(after(match));
  if (field === 'binary' || field === 'picture') {
    const isTelling = use === 'name' || (use === 'word' && !isOneWord);
    return isTelling && isWordInBytes(match, field, characters, isWhole) ? 'leak' : 'none';
  }
  if (!isWhole) {
    if (use !== 'name' || !isOneWord || characters < shortestInside) return 'none';
    return lists.isWord(wordAround(match)) ? 'none' : 'leak';
  }
  if (use === 'name') return 'leak';
  if (field === 'text') return 'context';
  return field === 'controlled' || field === 'maker' ? judgeCode(match, lists) : 'leak';
}

/** A code or the meaning of one: words of imaging stay, and all that are no name. */
function judgeCode(match: Match, lists: WordLists): Verdict {
  const isName = (word: string): boolean =>
    !lists.isImagingWord(word) && !lists.isEponym(word) && (lists.isSurname(word) || lists.isFirstName(word));
  return textOf(match)
    .split(/[^a-z]+/)
    .some(isName)
    ? 'leak'
    : 'none';
}

function isWordInBytes(match: Match, field: Field, characters: number, isWhole: boolean): boolean {
  if (characters >= surelyNoChance) return true;
  if (!isInOneCase(match)) return false;
  if (characters >= shortestInSamples.letters) return isWhole || characters > shortestInSamples.letters;
  return field === 'binary' && isWhole && isAmongText(match);
}

/** Zeros in front do not count; what goes on after a point is a fraction or a UID. */
function isNumberOfCase(match: Match, field: Field, characters: number): boolean {
  const { bytes, end } = match;
  let start = match.start;
  while (bytes[start - 1] === zero) start -= 1;
  if (isDigit(symbolAt(bytes, start - 1)) || isDigit(after(match))) return false;
  const isPart =
    (bytes[start - 1] === point && isDigit(symbolAt(bytes, start - 2))) ||
    (bytes[end] === point && isDigit(symbolAt(bytes, end + 1)));
  if (field === 'number') return characters >= shortestInSamples.digits && !isPart;
  if (field === 'date') return false;
  if (field === 'uid') return characters >= shortestInSamples.digits;
  if (isPart && characters < shortestInSamples.digits) return false;
  if (field !== 'binary' && field !== 'picture') return true;
  return characters >= shortestInSamples.digits || (field === 'binary' && isAmongText(match));
}

function isMixedOfCase(match: Match, field: Field, characters: number): boolean {
  if (characters > shortestInSamples.letters + 1) return true;
  const isWhole = before(match) === separator && after(match) === separator;
  return isWhole && field !== 'picture' && (field !== 'binary' || isAmongText(match));
}

/** Dates that are kept or moved are no matter of this; a time of day may follow a date without a sign between. */
function isDateOfCase(
  match: Match,
  field: Field,
  { kind, characters }: Pick<LeakPattern, 'kind' | 'characters'>,
): boolean {
  if (isDigit(before(match)) || isLetter(before(match))) return false;
  if (isLetter(after(match)) && symbolAt(match.bytes, match.end) !== timeLetter) return false;
  if (characters === shortDate) return isTextual(field) && hasDateSigns(match);
  const digits = digitsAfter(match);
  if (digits !== 0 && digits !== 4 && digits !== 6) return false;
  if (field === 'date') return kind === 'birth-date' && digits === 0;
  if (field === 'number') return kind === 'birth-date' && match.end - match.start === 8;
  return field !== 'uid';
}

/** Digits of a date with a year of two. */
const shortDate = 6;

/** The same sign twice, which no time of day has. */
function hasDateSigns(match: Match): boolean {
  return !isDigit(after(match)) && /^\d\d([./-])\d\d\1\d\d$/.test(textOf(match));
}

const zero = 0x30;
const point = 0x2e;
/** The symbol of T. */
const timeLetter = 20;

function before({ bytes, start }: Match): number {
  return symbolAt(bytes, start - 1);
}

function after({ bytes, end }: Match): number {
  return symbolAt(bytes, end);
}

function digitsAfter({ bytes, end }: Match): number {
  let count = 0;
  while (isDigit(symbolAt(bytes, end + count))) count += 1;
  return count;
}

function textOf({ bytes, start, end }: Match): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString('latin1')
    .toLowerCase();
}

/** Returns the whole word that a match is a part of. */
function wordAround(match: Match): string {
  let { start, end } = match;
  while (isLetter(symbolAt(match.bytes, start - 1))) start -= 1;
  while (isLetter(symbolAt(match.bytes, end))) end += 1;
  return textOf({ bytes: match.bytes, start, end });
}

/** `smith`, `SMITH` and `Smith`, of each word. */
function isInOneCase({ bytes, start, end }: Match): boolean {
  const words = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString('latin1')
    .match(/[A-Za-z]+/g);
  return words?.every((word) => /^(?:[A-Z]?[a-z]*|[A-Z]+)$/.test(word)) ?? false;
}

function isAmongText({ bytes, start, end }: Match): boolean {
  let [first, last] = [start, end];
  while (last - first < textAround && isTextByte(bytes[first - 1])) first -= 1;
  while (last - first < textAround && isTextByte(bytes[last])) last += 1;
  return last - first >= textAround || (first === 0 && last === bytes.length);
}

/** Records of fixed width fill up with zeros. */
function isTextByte(byte: number | undefined): boolean {
  return (
    byte !== undefined && (byte === 0 || byte === 9 || byte === 10 || byte === 13 || (byte >= 0x20 && byte < 0x7f))
  );
}
