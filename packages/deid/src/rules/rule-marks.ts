/**
 * What an object says of the rules of a site that it was cleaned by, PS3.3 §C.12.1.1.1: codes of CID 7050 are for what
 * the profile does, and no longer true where a rule let more through.
 */

import { findDictionaryVr, type Keyword } from '@isocenter/dicom/dictionary';
import { parseTag } from '@isocenter/dicom/tag';
import type { LedgerEntry } from '../ledger.ts';
import type { MethodCode } from '../profile-options.ts';
import type { SiteRules } from './rule.ts';

/** What de-identification writes, whatever stood there before. */
export const markKeywords = [
  'PatientIdentityRemoved',
  'DeidentificationMethod',
  'DeidentificationMethodCodeSequence',
  'LongitudinalTemporalInformationModified',
] as const satisfies readonly Keyword[];

/** Basic Application Confidentiality Profile */
const basicProfile = '113100';

/** Returns the value of De-identification Method (0012,0063) that names a file of rules. */
export function ruleMethodOf({ digest }: SiteRules): string {
  return `Rules of the site ${digest}`;
}

/** Returns the codes without that of the Basic profile where a rule let more through than profile and options do. */
export function methodCodesUnder(codes: readonly MethodCode[], ledger: readonly LedgerEntry[]): readonly MethodCode[] {
  return ledger.some((entry) => entry.beyondProfile) ? codes.filter(({ value }) => value !== basicProfile) : codes;
}

const marks = ['UNMODIFIED', 'MODIFIED', 'REMOVED'] as const;

/** Returns Longitudinal Temporal Information Modified (0028,0303) for what was done to the date that kept most. */
export function longitudinalMarkUnder(
  mark: (typeof marks)[number],
  ledger: readonly LedgerEntry[],
): (typeof marks)[number] {
  const ruled = ledger.filter(({ rule, path }) => rule !== undefined && isDate(path)).map(({ action }) => action);
  const least = ruled.includes('keep') ? 0 : ruled.includes('shift') ? 1 : 2;
  return marks[Math.min(least, marks.indexOf(mark))] ?? 'UNMODIFIED';
}

function isDate(path: string): boolean {
  const tag = parseTag(path.slice(-'(gggg,eeee)'.length));
  const vr = tag === undefined ? undefined : findDictionaryVr(tag);
  return vr === 'DA' || vr === 'DT';
}
