/**
 * Words of a header text that no list knows. A header says little in few words, mostly without sentences: what a word is
 * can rarely be told from what stands around it, so that a word has to be known in order to stay.
 *
 * Names and identifiers that are known of the case are the matter of `text/find-identity.ts`.
 */

import type { IdentitySpan } from '../text/find-identity.ts';
import { fold } from '../text/fold.ts';
import type { WordLists } from '../text/word-lists.ts';
import { isDeviceWord } from './device-words.ts';

/** Abbreviations are shorter, and no list has them all. */
const shortestWord = 4;

/** Numbers of pictures, sizes and doses have fewer digits. */
const longestNumber = 5;

const words = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\d+(?:\.\d+)?/gu;
const latin = /^[\p{Script=Latin}\p{M}'’]+$/u;
/** Micro, alpha, beta and the like, alone as in units and formulas. */
const symbol = /^[µμα-ωΔΩ]$/u;

/** Returns the lists with what devices write among the words of imaging. */
export function withDeviceWords(lists: WordLists): WordLists {
  const isPlural = (folded: string, isSingular: (word: string) => boolean): boolean =>
    folded.length > shortestWord && folded.endsWith('s') && isSingular(folded.slice(0, -1));
  const isImagingWord = (folded: string): boolean => isDeviceWord(folded) || lists.isImagingWord(folded);
  const isWord = (folded: string): boolean => isDeviceWord(folded) || lists.isWord(folded);
  return {
    ...lists,
    isWord: (folded) => isWord(folded) || isPlural(folded, isWord),
    isImagingWord: (folded) => isImagingWord(folded) || isPlural(folded, isImagingWord),
  };
}

/** Returns the spans of words that may not stay; the lists are those of `withDeviceWords`. */
export function findUnknownWords(text: string, lists: WordLists): readonly IdentitySpan[] {
  const spans: IdentitySpan[] = [];
  for (const match of text.matchAll(words)) {
    const [word] = match;
    if (isKnownWord(word, lists)) continue;
    spans.push({ start: match.index, end: match.index + word.length, kind: 'text', source: 'unknown-word' });
  }
  return spans;
}

/** True for a word, an abbreviation that is no name, and a number that is too short to identify anything. */
export function isKnownWord(word: string, lists: WordLists): boolean {
  if (/^\d/.test(word)) return (word.split('.')[0] ?? '').length <= longestNumber;
  if (symbol.test(word)) return true;
  if (!latin.test(word)) return false;
  const folded = fold(word).replace(/'s?$/, '');
  if (isListed(folded, lists)) return true;
  if (folded.length < shortestWord) return !isName(folded, lists);
  // "SmartBrain" is two words.
  const parts = word.split(/(?<=\p{Ll})(?=\p{Lu})/u);
  return parts.length > 1 && parts.every((part) => isListed(fold(part), lists));
}

function isListed(folded: string, lists: WordLists): boolean {
  return lists.isWord(folded) || lists.isImagingWord(folded) || lists.isEponym(folded);
}

function isName(folded: string, lists: WordLists): boolean {
  return folded.length > 1 && (lists.isFirstName(folded) || lists.isSurname(folded));
}
