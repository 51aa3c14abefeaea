/**
 * Person names as queries match them: case and accents do not count, PS3.4 §C.2.2.2.1, nor do trailing null components
 * and spaces around components, PS3.5 §6.2.1.1; each component group can match by itself.
 *
 * The columns `names` hold these groups; keys of queries go through the same folding.
 */

import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { tagKey } from '@isocenter/dicom/tag';
import { foldedText, storableText } from './storable-text.ts';

/** Component groups by eight hexadecimal digits of the attribute; attributes without a name are absent. */
export type FoldedNames = Readonly<Record<string, readonly string[]>>;

/** Alphabetic, ideographic, phonetic: PS3.5 §6.2.1.1. */
export const nameGroups = 3;

/** Attributes with names, by the table whose column `names` has them. */
export const nameKeywords = {
  patient: ['PatientName'],
  study: ['ReferringPhysicianName', 'NameOfPhysiciansReadingStudy'],
  series: ['PerformingPhysicianName', 'OperatorsName'],
} as const satisfies Record<string, readonly Keyword[]>;

/** Returns the groups of a name, at most three, without empty ones at the end; empty where there is no name. */
export function foldedNameGroups(name: string): readonly string[] {
  const groups = name.split('=').slice(0, nameGroups).map(foldedGroup);
  return groups.slice(0, groups.findLastIndex((group) => group !== '') + 1);
}

/** Returns the column `names` of one table, from the text of each attribute; empty text for none. */
export function foldedNames(keywords: readonly Keyword[], textOf: (keyword: Keyword) => string): FoldedNames {
  const named = keywords.map((keyword) => [tagKey(tagOf(keyword)), foldedNameGroups(textOf(keyword))] as const);
  return Object.fromEntries(named.filter(([, groups]) => groups.length > 0));
}

function foldedGroup(group: string): string {
  const components = group.split('^').map((component) => component.trim());
  return storableText(foldedText(components.join('^').replace(/\^+$/, '')));
}
