/**
 * What the free texts of a header give away: names and identifiers beside which a title or a label stands, or which have the
 * form of one. They are known then in the other texts of the header, and in the reports and documents of the object.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { decodeTextValues } from '@isocenter/dicom/text-value';
import type { Vr } from '@isocenter/dicom/vr';
import { findIdentity, type IdentitySpan, termsOfSpans } from '../text/find-identity.ts';
import { createTermSet, type IdentityTerm, type TermSet } from '../text/term-set.ts';
import type { WordLists } from '../text/word-lists.ts';

const freeTexts: ReadonlySet<Vr> = new Set<Vr>(['LO', 'LT', 'ST', 'UC', 'UT']);

/** Shorter ones are labels and names, in which nothing stands around a name that gives it away. */
const shortestFreeText = 12;

/**
 * Returns what a report of the object is searched with besides: also words of the header that are in no list and written
 * like names, which nobody would miss in a report.
 *
 * @param known of the case already
 * @param lists with what devices write
 */
export function termsToldBy(
  dataSet: DataSet,
  known: readonly IdentityTerm[],
  lists: WordLists,
): readonly IdentityTerm[] {
  const terms = createTermSet(known);
  const isTold = (span: IdentitySpan): boolean =>
    isSure(span) || (span.source === 'unknown-word' && span.kind === 'other-person');
  return [...freeTextsOf(dataSet)].flatMap((text) =>
    termsOfSpans(text, findIdentity(text, { terms, lists }).filter(isTold)),
  );
}

/** Returns each free text of a data set and its items once. */
export function freeTextsOf(dataSet: DataSet, found = new Set<string>()): ReadonlySet<string> {
  for (const { vr, value } of dataSet.elements) {
    if (value.kind === 'sequence') for (const item of value.items) freeTextsOf(item, found);
    if (value.kind !== 'bytes' || !freeTexts.has(vr) || value.bytes.length < shortestFreeText) continue;
    for (const text of decodeTextValues(value.bytes, vr, dataSet.characterSets)) found.add(text);
  }
  return found;
}

/** Names and identifiers that a title, a label or their form gives away; what is a guess stays where it was guessed. */
export function termsInText(text: string, terms: TermSet, lists: WordLists): readonly IdentityTerm[] {
  // Words that nobody knows, and between them what only DICOM puts between the parts of a name, PS3.5 §6.2.1.
  const isWrittenAsName = ({ source, start, end }: IdentitySpan): boolean =>
    source === 'unknown-word' && text.slice(start, end).includes('^');
  const spans = findIdentity(text, { terms, lists }).filter((span) => isSure(span) || isWrittenAsName(span));
  return termsOfSpans(text, spans);
}

function isSure({ source, kind }: IdentitySpan): boolean {
  return source === 'context' || (source === 'pattern' && kind !== 'institution');
}
