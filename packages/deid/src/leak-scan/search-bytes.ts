/**
 * Searches bytes that nobody says the meaning of, as ASCII, UTF-8, and UTF-16 from either byte on; and compressed samples,
 * in which short words stand by chance.
 */

import { startOfMatch } from './automaton.ts';
import { codestreamTexts } from './codestream-texts.ts';
import { beginsWithUid, type Found, type LeakSearch, uidAround } from './leak-search.ts';
import { judgeMatch } from './match-rules.ts';

/** Of native samples at either end, where headers and notes are appended. */
const searchedEndBytes = 1024;

/** No name and no id is shorter. */
const shortestBytes = 3;

export function searchBytes(bytes: Uint8Array, search: LeakSearch, found: Found): void {
  if (bytes.length < shortestBytes) return;
  searchSymbols(bytes, 'binary', search, found);
  if (bytes.length > shortestBytes * 2 && bytes.includes(0))
    for (const first of [0, 1] as const) searchSymbols(everySecond(bytes, first), 'binary', search, found);
  const { nativeBytes } = search.terms;
  if (nativeBytes.length === 0) return;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const [form, kind] of nativeBytes) if (buffer.includes(form)) found(kind);
}

/** Searches native samples, which are numbers, at both ends. */
export function searchSamples(bytes: Uint8Array, search: LeakSearch, found: Found): void {
  searchSymbols(bytes.subarray(0, searchedEndBytes), 'picture', search, found);
  if (bytes.length > searchedEndBytes) searchSymbols(bytes.subarray(-searchedEndBytes), 'picture', search, found);
}

/** Searches a fragment of Pixel Data, all of it and, more closely, its comments and application segments. */
export function searchFragment(fragment: Uint8Array, search: LeakSearch, found: Found): void {
  searchSymbols(fragment, 'picture', search, found);
  for (const text of codestreamTexts(fragment)) searchBytes(text, search, found);
}

function searchSymbols(bytes: Uint8Array, field: 'binary' | 'picture', search: LeakSearch, found: Found): void {
  const { terms, uids, lists } = search;
  terms.automaton.search(bytes, (number, last) => {
    const pattern = terms.patterns[number];
    if (pattern === undefined) return;
    const match = { bytes, start: startOfMatch(bytes, last, pattern.pattern), end: last + 1 };
    const isLeak =
      pattern.form === 'uid-root'
        ? beginsWithUid(uidAround(bytes, match.start), uids)
        : judgeMatch(pattern, match, field, lists) === 'leak';
    if (isLeak) found(pattern.kind);
  });
}

/** Returns the characters of UTF-16 that are of one byte, and NUL for the others. */
function everySecond(bytes: Uint8Array, first: 0 | 1): Uint8Array {
  const characters = new Uint8Array((bytes.length - first) >> 1);
  for (let at = 0; at < characters.length; at += 1) characters[at] = bytes[first + at * 2] ?? 0;
  return characters;
}
