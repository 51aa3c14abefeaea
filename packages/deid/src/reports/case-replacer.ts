/**
 * Puts into the texts of a case what its headers have in the place of the same thing: keyed pseudonyms for the patient's id
 * and accession numbers, dates moved, kept or taken out as the options say, and surrogates or placeholders for all else.
 */

import { fiducialOf, type IdentityKind } from '../identity-kind.ts';
import type { ProfileOptions } from '../profile-options.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import type { IdentitySpan } from '../text/find-identity.ts';
import { foldIdentifier } from '../text/fold.ts';
import type { Replacer } from '../text/replace-identity.ts';
import { createSurrogates } from '../text/surrogates.ts';
import type { IdentityTerm } from '../text/term-set.ts';
import { shiftTextDate } from '../text/text-dates.ts';
import type { WordLists } from '../text/word-lists.ts';

export type CaseReplacerOptions = {
  readonly profile: ProfileOptions;
  readonly pseudonyms: Pseudonyms;
  /** The days by which the dates of the patient are moved. */
  readonly shiftDays: number;
  /** What is known of the case, the surest first: an id is written in reports with and without its zeros. */
  readonly terms: readonly IdentityTerm[];
  readonly lists: WordLists;
  /** The year of the study, for dates without one. */
  readonly year?: number;
};

const linked: ReadonlySet<IdentityKind> = new Set<IdentityKind>(['patient-id', 'accession-number']);

export function createCaseReplacer(options: CaseReplacerOptions): Replacer {
  const { profile, pseudonyms, terms, lists } = options;
  const surrogates = profile.reports === 'surrogates' ? createSurrogates({ pseudonyms, lists, terms }) : undefined;
  const values = new Map<string, string>();
  for (const { kind, value } of terms) {
    const key = `${kind} ${foldIdentifier(value)}`;
    if (linked.has(kind) && !values.has(key)) values.set(key, value.trim());
  }
  return (original, span, text) => {
    const { kind } = span;
    if (span.date !== undefined) return dateText(original, span, text, options);
    if (kind === 'age') return profile.retainPatientCharacteristics === true ? '90+' : fiducialOf(kind);
    if (!linked.has(kind)) return surrogates?.(original, kind) ?? fiducialOf(kind);
    return pseudonyms.identifier(kind, values.get(`${kind} ${foldIdentifier(original)}`) ?? original.trim());
  };
}

function dateText(
  original: string,
  { kind, date }: IdentitySpan,
  text: string,
  { profile, shiftDays, year }: CaseReplacerOptions,
): string {
  // No option keeps a birth date, PS3.15 Table E.1-1.
  if (profile.dates === undefined || kind === 'birth-date' || date === undefined) return fiducialOf(kind);
  if (profile.dates === 'full') return original;
  const moved = shiftTextDate(text, date, shiftDays, year);
  return moved === undefined || moved === original ? fiducialOf(kind) : moved;
}
