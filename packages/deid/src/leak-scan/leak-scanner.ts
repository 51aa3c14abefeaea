/**
 * The second pass over an object that has been de-identified: whatever identified the patient, the order and the staff in
 * the original, and in the record of the case where it is given, is searched in every remaining byte. What it finds must
 * not leave the house; deciding about it is the matter of a person.
 *
 * Findings name the place and the type of identity, never a value.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import type { IdentityTerm } from '../text/term-set.ts';
import type { WordLists } from '../text/word-lists.ts';
import { type IsKept, identityOf } from './identity-of.ts';
import type { LeakFinding, LeakSearch } from './leak-search.ts';
import { createLeakTerms, type LeakTerms, uidRootOf } from './leak-terms.ts';
import { searchDataSet } from './scan-data-set.ts';
import { searchBytes } from './search-bytes.ts';
import { searchText } from './search-text.ts';

export type ScannedObject = {
  readonly original: DataSet;
  readonly originalMeta?: DataSet;
  /** What the profile leaves as it is, and what therefore is no leak. */
  readonly isKept: IsKept;
  /** Of the record of the case: messages, orders. */
  readonly record?: readonly IdentityTerm[];
  readonly cleaned: DataSet;
  /** File meta information, and whatever else is written beside the data set. */
  readonly otherBytes?: readonly Uint8Array[];
  /** Of files and folders. */
  readonly names?: readonly string[];
  /** What a person has looked at and let pass does not count. */
  readonly isReleased?: (leak: LeakFinding) => boolean;
};

export type LeakScanner = (object: ScannedObject) => readonly LeakFinding[];

/** Objects of a series share their terms; whoever reads several series at once has some of them. */
const rememberedCases = 8;

/** Findings of one object that are told; it is held for the first. */
const maxFindings = 20;

export function createLeakScanner(lists: WordLists): LeakScanner {
  const cases = new Map<string, LeakTerms>();
  const termsOf = (identity: readonly IdentityTerm[], uids: ReadonlySet<string>): LeakTerms => {
    const roots = [...new Set([...uids].map(uidRootOf))].sort();
    const key = JSON.stringify([identity, roots]);
    const known = cases.get(key);
    if (known !== undefined) return known;
    const terms = createLeakTerms(identity, roots, lists);
    if (cases.size >= rememberedCases) cases.clear();
    cases.set(key, terms);
    return terms;
  };
  return ({ original, originalMeta, isKept, record = [], cleaned, otherBytes = [], names = [], isReleased }) => {
    const { terms: identity, uids } = identityOf(original, originalMeta, isKept);
    const findings = new Map<string, LeakFinding>();
    const search: LeakSearch = { terms: termsOf([...identity, ...record], uids), uids, lists, isKept };
    const found = (path: string, kind: LeakFinding['kind']): void => {
      if (findings.size < maxFindings && isReleased?.({ path, kind }) !== true)
        findings.set(`${path} ${kind}`, { path, kind });
    };
    searchDataSet({ dataSet: cleaned, original, place: '' }, search, found);
    for (const bytes of otherBytes) searchBytes(bytes, search, (kind) => found('file meta information', kind));
    for (const name of names)
      searchText(name, { field: 'text', isDateOfCase: () => true }, search, (kind) => found('file name', kind));
    return [...findings.values()];
  };
}
