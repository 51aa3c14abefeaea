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

export type CaseFinder = {
  /** Finds identity in any text of the case. */
  readonly find: (text: string) => readonly IdentitySpan[];
  /** What is known of the case and what its texts gave away, in this order. */
  readonly terms: readonly IdentityTerm[];
};

export function createCaseFinder({ known, texts, lists, language = 'en' }: CaseTexts): CaseFinder {
  const first = createTermSet(known);
  const found = texts.flatMap((text) => termsOfSpans(text, findIdentity(text, { terms: first, lists, language })));
  const terms = [...known, ...found];
  const set = createTermSet(terms);
  const before = new Map<string, readonly IdentitySpan[]>();
  const find = (text: string): readonly IdentitySpan[] => {
    const spans = before.get(text) ?? findIdentity(text, { terms: set, lists, language });
    before.set(text, spans);
    return spans;
  };
  return { find, terms };
}
