/**
 * Searches a cleaned data set, its items, and bytes that are no elements for the identity of its case: text in its
 * character set, codes, numbers and UIDs (`search-text.ts`), bytes and compressed frames (`search-bytes.ts`). What makes a
 * match identity is in `match-rules.ts`.
 */

import { decodeText } from '@isocenter/dicom/character-set';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { formatTag } from '@isocenter/dicom/tag';
import { findElement } from '@isocenter/dicom/values';
import type { IdentityKind } from '../identity-kind.ts';
import { seen } from './automaton.ts';
import { type Field, fieldOf, isTextual } from './field.ts';
import { type LeakSearch, latin1 } from './leak-search.ts';
import { searchBytes, searchFragment, searchSamples } from './search-bytes.ts';
import { searchText } from './search-text.ts';

/** Takes a finding and the path of the element. */
export type FoundAt = (path: string, kind: IdentityKind) => void;

export type SearchedDataSet = {
  readonly dataSet: DataSet;
  /** The same data set or item before it was cleaned, where there is one. */
  readonly original: DataSet | undefined;
  /** Of the item, `(0040,A730)[0].`; empty for the data set itself. */
  readonly place: string;
};

export function searchDataSet(searched: SearchedDataSet, search: LeakSearch, found: FoundAt): void {
  const { dataSet, place } = searched;
  for (const element of dataSet.elements) {
    const { tag, value, source } = element;
    if (value.kind === 'bytes' && canPass(element, value.bytes, search)) continue;
    const here = (kind: IdentityKind): void => found(place + formatTag(tag), kind);
    if (value.kind === 'bytes') searchValue(element, value.bytes, { ...searched, search, here });
    else if (value.kind === 'fragments') for (const one of value.fragments) searchFragment(one, search, here);
    else if (value.kind === 'sequence') searchItems(element, value.items, { searched, search, found });
    if (source?.trailing) searchBytes(source.trailing, search, here);
  }
  if (dataSet.source?.trailing)
    searchBytes(dataSet.source.trailing, search, (kind) => found(`${place}(trailing bytes)`, kind));
}

/** An id with signs in it has as many characters. */
const shortestSignedId = 6;

/** True for text that a first glance shows to hold nothing, as most does: plain characters and no pattern. */
function canPass(element: DataElement, bytes: Uint8Array, { terms }: LeakSearch): boolean {
  if (bytes.length === 0) return true;
  const field = fieldOf(element);
  if (field === 'binary' || field === 'picture') return false;
  const glance = terms.automaton.glance(bytes);
  if ((glance & (seen.match | seen.foreign)) !== 0) return false;
  return !isTextual(field) || (glance & seen.digit) === 0 || bytes.length < shortestSignedId;
}

type Items = { readonly searched: SearchedDataSet; readonly search: LeakSearch; readonly found: FoundAt };

function searchItems({ tag }: DataElement, items: readonly DataSet[], { searched, search, found }: Items): void {
  const before = searched.original && findElement(searched.original, tag)?.value;
  const originals = before?.kind === 'sequence' && before.items.length === items.length ? before.items : [];
  const path = searched.place + formatTag(tag);
  for (const [number, dataSet] of items.entries())
    searchDataSet({ dataSet, original: originals[number], place: `${path}[${number}].` }, search, found);
}

type Searching = SearchedDataSet & { readonly search: LeakSearch; readonly here: (kind: IdentityKind) => void };

function searchValue(element: DataElement, bytes: Uint8Array, searching: Searching): void {
  const { dataSet, search, here } = searching;
  const declared = fieldOf(element);
  // Other people's names that a rule keeps share words with the patient's.
  const isKeptName = declared === 'name' && search.isKept(element.tag, element.vr, searching.place !== '');
  const field: Field = isKeptName ? 'controlled' : declared;
  if (field === 'binary') searchBytes(bytes, search, here);
  else if (field === 'picture') searchSamples(bytes, search, here);
  else {
    const isDateHere = (): boolean => isDateOfCase(element, bytes, searching);
    for (const text of readingsOf(bytes, element, dataSet.characterSets))
      searchText(text, { field, isDateOfCase: isDateHere }, search, here);
  }
}

/** In the character set that the object declares, and in the one that writers use without declaring it. */
function readingsOf(bytes: Uint8Array, { vr }: DataElement, characterSets: readonly string[]): readonly string[] {
  if (isPlainAscii(bytes)) return [latin1(bytes)];
  const declared = decodeText(bytes, characterSets, vr);
  try {
    const unicode = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return unicode === declared ? [declared] : [declared, unicode];
  } catch {
    // It is no UTF-8.
    return [declared];
  }
}

function isPlainAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80 || byte === escapeByte) return false;
  }
  return true;
}

const escapeByte = 0x1b;

/** A date that was moved may fall on a birthday; one that is as it was was not moved, and only what is kept may be so. */
function isDateOfCase({ tag, vr }: DataElement, bytes: Uint8Array, searching: Searching): boolean {
  const { original, place, search } = searching;
  if (search.isKept(tag, vr, place !== '')) return false;
  const before = original && findElement(original, tag)?.value;
  return before?.kind !== 'bytes' || Buffer.from(before.bytes).equals(bytes);
}
