/**
 * Person names as queries match them: case and accents do not count, PS3.4 §C.2.2.2.1, nor do trailing null components
 * and spaces around components, PS3.5 §6.2.1.1; each component group can match by itself.
 *
 * The columns `names` hold these groups; keys of queries go through the same folding. An attribute that may have several
 * values, PS3.6, has a list of them there.
 */

import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { tagKey } from '@isocenter/dicom/tag';
import { foldedText, storableText } from './storable-text.ts';

type ComponentGroups = readonly string[];

/** By eight hexadecimal digits of the attribute; attributes without a name are absent. */
export type FoldedNames = Readonly<Record<string, ComponentGroups | readonly ComponentGroups[]>>;

/** Alphabetic, ideographic, phonetic: PS3.5 §6.2.1.1. */
export const nameGroups = 3;

/** Attributes with names, by the table whose column `names` has them. */
export const nameKeywords = {
  patient: ['PatientName', 'OtherPatientNames'],
  // Those of the patient as well: studies of one patient may name them differently.
  study: ['PatientName', 'OtherPatientNames', 'ReferringPhysicianName', 'NameOfPhysiciansReadingStudy'],
  series: ['PerformingPhysicianName', 'OperatorsName'],
} as const satisfies Record<string, readonly Keyword[]>;

/** VM 1-n, PS3.6. */
const multipleNames: ReadonlySet<Keyword> = new Set([
  'OtherPatientNames',
  'NameOfPhysiciansReadingStudy',
  'PerformingPhysicianName',
  'OperatorsName',
]);

/** True for names that may have several values. */
export function isMultipleName(keyword: Keyword): boolean {
  return multipleNames.has(keyword);
}

/** Returns the groups of a name, at most three, without empty ones at the end; empty where there is no name. */
export function foldedNameGroups(name: string): ComponentGroups {
  const groups = name.split('=').slice(0, nameGroups).map(foldedGroup);
  return groups.slice(0, groups.findLastIndex((group) => group !== '') + 1);
}

/** Returns the column `names` of one table, from the values of each attribute; none, or empty text, for no name. */
export function foldedNames(
  keywords: readonly Keyword[],
  valuesOf: (keyword: Keyword) => readonly string[],
): FoldedNames {
  const folded: Record<string, FoldedNames[string]> = {};
  for (const keyword of keywords) {
    const names = valuesOf(keyword)
      .map(foldedNameGroups)
      .filter((groups) => groups.length > 0);
    const [first] = names;
    if (first !== undefined) folded[tagKey(tagOf(keyword))] = isMultipleName(keyword) ? names : first;
  }
  return folded;
}

function foldedGroup(group: string): string {
  const components = group.split('^').map((component) => component.trim());
  return storableText(foldedText(components.join('^').replace(/\^+$/, '')));
}
