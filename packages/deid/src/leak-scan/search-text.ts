/** Searches text that is decoded: words and what stands around them, ids however they are written, dates in words. */

import { fiducialOf, type IdentityKind, identityKinds } from '../identity-kind.ts';
import { findIdentity, type IdentitySpan } from '../text/find-identity.ts';
import { fold, foldIdentifier } from '../text/fold.ts';
import { findDates, wholeDates } from '../text/text-dates.ts';
import { otherLetterByte, startOfMatch } from './automaton.ts';
import { type Field, isTextual } from './field.ts';
import { beginsWithUid, type Found, type LeakSearch, uidAround } from './leak-search.ts';
import type { LeakPattern, LeakTerms } from './leak-terms.ts';
import { judgeMatch } from './match-rules.ts';

/** How a text is searched. */
export type TextPlace = {
  readonly field: Field;
  /** Whether a date of the case that stands here is one, and not another that was moved onto it. */
  readonly isDateOfCase: () => boolean;
};

/** What takes the place of values says nothing of them. */
const fiducials: ReadonlySet<string> = new Set(identityKinds.map(fiducialOf));

/** What was seen in a text of a case, by field and text, whatever the object: what may be UIDs of it, and nothing else. */
export type SearchedTexts = Map<Field, Map<string, readonly string[]>>;

/** Texts come again with each object of a case. */
const rememberedTexts = 2000;
const rememberedLength = 256;

export function searchText(text: string, place: TextPlace, search: LeakSearch, found: Found): void {
  if (fiducials.has(text.trim())) return;
  const searched = search.terms.searched.get(place.field) ?? new Map<string, readonly string[]>();
  const before = searched.get(text);
  const { uids, isFree } =
    before === undefined ? searchAnew(text, place, search, found) : { uids: before, isFree: true };
  for (const uid of uids) if (beginsWithUid(uid, search.uids)) found('other-id');
  if (before !== undefined || !isFree || text.length > rememberedLength) return;
  if (searched.size >= rememberedTexts) searched.clear();
  search.terms.searched.set(place.field, searched.set(text, uids));
}

/** `isFree` where no pattern matches: what a match says depends on the object. */
type Seen = { readonly uids: readonly string[]; readonly isFree: boolean };

function searchAnew(text: string, place: TextPlace, search: LeakSearch, found: Found): Seen {
  const folded = fold(text);
  const inPatterns = searchPatterns(text, asciiOf(folded), place, search, found);
  const kinds = [...search.terms.native].flatMap(([native, kind]) => (folded.includes(native) ? [kind] : []));
  if (isTextual(place.field) && /\d/.test(text)) {
    kinds.push(...kindsOfSignedIds(text, search.terms));
    if (place.field === 'text') kinds.push(...kindsOfDates(text, search.terms));
  }
  for (const kind of kinds) found(kind);
  return { uids: inPatterns.uids, isFree: inPatterns.isFree && kinds.length === 0 };
}

function searchPatterns(
  text: string,
  bytes: Uint8Array,
  { field, isDateOfCase }: TextPlace,
  search: LeakSearch,
  found: Found,
): Seen {
  const { terms, lists } = search;
  const uids: string[] = [];
  let isFree = true;
  terms.automaton.search(bytes, (number, last) => {
    const pattern = terms.patterns[number];
    if (pattern === undefined) return;
    const match = { bytes, start: startOfMatch(bytes, last, pattern.pattern), end: last + 1 };
    if (pattern.form === 'uid-root') {
      uids.push(uidAround(bytes, match.start));
      return;
    }
    isFree = false;
    const verdict = judgeMatch(pattern, match, field, lists);
    if (verdict === 'none' || (field === 'date' && pattern.form === 'date' && !isDateOfCase())) return;
    if (verdict === 'leak' || isNameInContext(text, pattern, search)) found(pattern.kind);
  });
  return { uids, isFree };
}

/** A word of imaging is a name where it would be one of anybody: after a title, behind a label. */
function isNameInContext(text: string, { pattern, use }: LeakPattern, { terms, lists }: LeakSearch): boolean {
  const words = pattern.split('|');
  const isName = ({ source, kind }: IdentitySpan): boolean =>
    use === 'imaging' ? kind === 'patient-name' || kind === 'other-person' : source === 'known';
  return findIdentity(text, use === 'imaging' ? { lists } : { terms: terms.known, lists }).some(
    (span) => isName(span) && words.every((word) => fold(text.slice(span.start, span.end)).includes(word)),
  );
}

/** Parts of an id that is written with signs or spaces which the object did not have: `12-345-67`. */
const maxIdParts = 5;

function* kindsOfSignedIds(text: string, { ids, known }: LeakTerms): Generator<IdentityKind> {
  if (ids.size === 0 && known.phones.size === 0) return;
  for (const expression of [/[a-z0-9]+(?:[-/._:#][a-z0-9]+)+/gi, /(?<!\d)\d{1,4}(?: \d{1,4})+(?!\d)/g])
    for (const [written] of text.matchAll(expression)) {
      const parts = written.split(/[^a-z0-9]/i);
      for (let from = 0; from < parts.length; from += 1)
        for (let to = from + 2; to <= Math.min(parts.length, from + maxIdParts); to += 1) {
          const kind = ids.get(foldIdentifier(parts.slice(from, to).join('')));
          if (kind !== undefined) yield kind;
        }
    }
  for (const [written] of text.matchAll(/[+(]?\d[\d ()./-]{5,20}\d(?!\d)/g)) {
    const kind = known.phones.get(written.replace(/\D/g, '').slice(-7));
    if (kind !== undefined) yield kind;
  }
}

/** Dates with the name of the month in any language; those of digits only are patterns. */
function* kindsOfDates(text: string, { known }: LeakTerms): Generator<IdentityKind> {
  if (!/\p{L}/u.test(text) || ![...known.dates.keys()].some((date) => hasNumbersOf(date, text))) return;
  for (const date of findDates(text)) {
    const isShort = !/\d{4}/.test(text.slice(date.start, date.end));
    for (const { year, month, day } of wholeDates(date)) {
      const kind = known.dates.get(`${year}-${month}-${day}`);
      if (kind !== undefined && !(isShort && kind === 'date')) yield kind;
    }
  }
}

function hasNumbersOf(date: string, text: string): boolean {
  const [year = '', , day = ''] = date.split('-');
  return text.includes(year.slice(-2)) && text.includes(day);
}

function asciiOf(folded: string): Uint8Array {
  const other = String.fromCharCode(otherLetterByte);
  const plain = folded.replace(/[^\p{ASCII}]/gu, (character) => (/[\p{L}\p{M}]/u.test(character) ? other : ' '));
  return Buffer.from(plain, 'latin1');
}
