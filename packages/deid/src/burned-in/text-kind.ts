/**
 * Which type of identity a line of text seems to be, for the fiducial that takes its place. A guess: it decides what is
 * written, never whether it is masked.
 */

import type { IdentityKind } from '../identity-kind.ts';

const hints: readonly (readonly [RegExp, IdentityKind])[] = [
  [/\b(?:dob|born|birth)/i, 'birth-date'],
  [/\bacc(?:ession)?\b|\bacc[:#]/i, 'accession-number'],
  [/^(?:dr|prof|md)\b|\b(?:ref|phys|tech|operator)\b/i, 'other-person'],
  [/\b(?:mrn|id|pid|pat)\b|^id/i, 'patient-id'],
  [/hosp|clinic|klinik|imaging|medical|center|centre|radiolog|institut|university/i, 'institution'],
  [/\b(?:tel|phone|fax)\b/i, 'phone'],
  [/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^\d{1,2}[-/.](?:\d{1,2}|[a-z]{3})[-/.]\d{2,4}/i, 'date'],
  [/^\d{1,2}:\d{2}(?::\d{2})?/, 'time'],
  [/^\d{3}y\b|\bage\b/i, 'age'],
  [/^\d{5,}$/, 'patient-id'],
  [/^\p{L}[\p{L}’'-]+\s*[,^]\s*\p{L}/u, 'patient-name'],
];

export function kindOfText(text: string): IdentityKind {
  return hints.find(([pattern]) => pattern.test(text))?.[1] ?? 'text';
}
