/**
 * What stands around a finding, for the person who decides about it: the text of the attribute as it would go out, with the
 * words masked that make it a finding. Bytes and pictures have no such text.
 */

import { decodeText } from '@isocenter/dicom/character-set';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { formatTag } from '@isocenter/dicom/tag';
import type { IdentityKind } from '../identity-kind.ts';
import type { WordLists } from '../text/word-lists.ts';
import { fieldOf } from './field.ts';
import { identityOf } from './identity-of.ts';
import type { ScannedObject } from './leak-scanner.ts';
import type { LeakFinding, LeakSearch } from './leak-search.ts';
import { createLeakTerms, uidRootOf } from './leak-terms.ts';
import { searchText } from './search-text.ts';

export type LeakContext = {
  /** With a sign of its own for each character that is masked. */
  readonly text: string;
  /** What is masked, as it stands there: values of the object. */
  readonly words: readonly string[];
};

export type LeakInContext = LeakFinding & { readonly context?: LeakContext };

/** What stands for a character that is masked. */
const maskSign = '•';

/** Each word is looked at by itself, so that longer texts would take long: characters. */
const longestText = 4096;

/** Returns the findings, those in texts with what stands around them. */
export function withContexts(
  { original, originalMeta, isKept, record = [], cleaned }: ScannedObject,
  findings: readonly LeakFinding[],
  lists: WordLists,
): readonly LeakInContext[] {
  const { terms, uids } = identityOf(original, originalMeta, isKept);
  const roots = [...new Set([...uids].map(uidRootOf))].sort();
  const search: LeakSearch = { terms: createLeakTerms([...terms, ...record], roots, lists), uids, lists, isKept };
  return findings.map((finding) => {
    const context = contextOf(finding.path, cleaned, search);
    return context === undefined ? finding : { ...finding, context };
  });
}

function contextOf(path: string, cleaned: DataSet, search: LeakSearch): LeakContext | undefined {
  const place = findPlace(path, cleaned);
  if (place === undefined) return undefined;
  const { element, dataSet } = place;
  const [field, { value }] = [fieldOf(element), element];
  if (value.kind !== 'bytes' || field === 'binary' || field === 'picture') return undefined;
  const text = decodeText(value.bytes, dataSet.characterSets, element.vr).trim();
  if (text.length > longestText) return undefined;
  return maskFound(text, (shown) => {
    const kinds = new Set<IdentityKind>();
    searchText(shown, { field, isDateOfCase: () => true }, search, (kind) => kinds.add(kind));
    return kinds;
  });
}

type Place = { readonly element: DataElement; readonly dataSet: DataSet };

/** Follows `(0040,A730)[0].(0040,A160)`. */
function findPlace(path: string, cleaned: DataSet): Place | undefined {
  let dataSet = cleaned;
  const steps = path.split('.');
  for (const [number, step] of steps.entries()) {
    const [, tag, item] = /^(\([0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\))(?:\[(\d+)\])?$/.exec(step) ?? [];
    const element = dataSet.elements.find((one) => formatTag(one.tag) === tag);
    if (element === undefined) return undefined;
    if (number === steps.length - 1) return { element, dataSet };
    const next = element.value.kind === 'sequence' ? element.value.items[Number(item)] : undefined;
    if (next === undefined) return undefined;
    dataSet = next;
  }
  return undefined;
}

/** An id with signs in it is one word. */
const wordPattern = /[\p{L}\p{N}](?:[^\s\\]*[\p{L}\p{N}\p{M}])?/gu;

type FindKinds = (shown: string) => ReadonlySet<IdentityKind>;

/**
 * Masks words until nothing is found any more, and then whatever is needed to find something through each of them: what is
 * left says nothing of what was found. Undefined where the words alone do not make it.
 */
function maskFound(text: string, kindsIn: FindKinds): LeakContext | undefined {
  if (kindsIn(text).size === 0) return undefined;
  const words = [...text.matchAll(wordPattern)].map(([word], at) => ({ word, at }));
  const shownWithout = (masked: ReadonlySet<number>): string => {
    let number = -1;
    return text.replace(wordPattern, (word) => {
      number += 1;
      return masked.has(number) ? maskSign.repeat(word.length) : word;
    });
  };
  const least = new Set(words.map(({ at }) => at));
  if (kindsIn(shownWithout(least)).size > 0) return undefined;
  for (const { at } of words) {
    least.delete(at);
    if (kindsIn(shownWithout(least)).size > 0) least.add(at);
  }
  const masked = new Set(least);
  for (const at of least) {
    const others = new Set([...least].filter((one) => one !== at));
    const count = kindsIn(shownWithout(others)).size;
    for (const { at: beside } of words)
      if (!least.has(beside) && kindsIn(shownWithout(new Set([...others, beside]))).size < count) masked.add(beside);
  }
  const found = words.filter(({ at }) => masked.has(at)).map(({ word }) => word);
  return { text: shownWithout(masked), words: [...new Set(found)] };
}
