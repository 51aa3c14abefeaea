/** What a search for the identity of a case needs to know, and where it says what it has found. */

import type { IdentityKind } from '../identity-kind.ts';
import type { WordLists } from '../text/word-lists.ts';
import type { IsKept } from './identity-of.ts';
import type { LeakTerms } from './leak-terms.ts';

export type LeakFinding = {
  /** As in the ledger, `(0040,0275)[0].(0008,0050)`; for what is no element, what it is. */
  readonly path: string;
  readonly kind: IdentityKind;
};

export type LeakSearch = {
  readonly terms: LeakTerms;
  readonly uids: ReadonlySet<string>;
  readonly lists: WordLists;
  readonly isKept: IsKept;
};

/** Says of a place what was found there. */
export type Found = (kind: IdentityKind) => void;

/** Returns the digits and points around a place, which may be a UID with components after it. */
export function uidAround(bytes: Uint8Array, start: number): string {
  let [from, to] = [start, start];
  while (isOfUid(bytes[from - 1])) from -= 1;
  while (isOfUid(bytes[to])) to += 1;
  return latin1(bytes.subarray(from, to));
}

/** Returns whether a text is a UID of the case, or one with components after it. */
export function beginsWithUid(text: string, uids: ReadonlySet<string>): boolean {
  const shortest = text.indexOf('.', text.indexOf('.') + 1);
  if (shortest < 0) return false;
  for (let end = text.length; end > shortest; end = text.lastIndexOf('.', end - 1))
    if (uids.has(text.slice(0, end))) return true;
  return false;
}

function isOfUid(byte: number | undefined): boolean {
  return byte === 0x2e || (byte !== undefined && byte >= 0x30 && byte <= 0x39);
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
