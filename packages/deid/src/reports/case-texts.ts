/**
 * The texts of one case, searched in two passes: what is known from its record, and what one of its texts gives away, is
 * known in all of them.
 */

import { findIdentity, type IdentitySpan, termsOfSpans } from '../text/find-identity.ts';
import { createTermSet, type IdentityTerm } from '../text/term-set.ts';
import type { WordLists } from '../text/word-lists.ts';

export type CaseTexts = {
  /** From headers, orders and messages. */
  readonly known: readonly IdentityTerm[];
  readonly texts: readonly string[];
  readonly lists: WordLists;
  /** ISO 639-1. */
  readonly language?: string;
};

/** Returns a function that finds identity in any text of the case. */
export function createCaseFinder({
  known,
  texts,
  lists,
  language = 'en',
}: CaseTexts): (text: string) => readonly IdentitySpan[] {
  const first = createTermSet(known);
  const found = texts.flatMap((text) => termsOfSpans(text, findIdentity(text, { terms: first, lists, language })));
  const terms = createTermSet([...known, ...found]);
  const before = new Map<string, readonly IdentitySpan[]>();
  return (text) => {
    const spans = before.get(text) ?? findIdentity(text, { terms, lists, language });
    before.set(text, spans);
    return spans;
  };
}
