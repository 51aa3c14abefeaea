/** What is done by or to persons rather than organs: `Hope was informed`. */

import { departments } from '../clinical-words.ts';
import { personVerbs, relatives } from '../name-words.ts';
import type { Token } from '../tokens.ts';
import type { Reading } from './reading.ts';

export function isPersonalVerb(tokens: readonly Token[], index: number): boolean {
  const [verb, next, last] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  if (verb === undefined) return false;
  if (personVerbs.has(verb.folded)) return verb.shape === 'lower' || verb.line.style === 'caps';
  const isAuxiliary = /^(?:was|has|had|is|were|will)$/.test(verb.folded);
  return (
    isAuxiliary &&
    (personVerbs.has(next?.folded ?? '') || (next?.folded === 'been' && personVerbs.has(last?.folded ?? '')))
  );
}

/** "Week was informed": a person at the start of a sentence, whatever else the word means. */
export function isInformed({ tokens }: Reading, token: Token, index: number): boolean {
  const isPerson = !departments.has(token.folded) && !relatives.has(token.folded) && token.line.style === 'plain';
  const [verb, informed] = [tokens[index + 1], tokens[index + 2]];
  if (!isPerson || token.shape !== 'capital' || verb?.folded !== 'was' || verb.gap !== ' ') return false;
  return /^(?:informed|notified|paged|told|called|contacted)$/.test(informed?.folded ?? '');
}

/** `was seen by`, at the place of its first word: what a finding is seen by is a method, and a word that somebody knows. */
export function isSeenBy(tokens: readonly Token[], index: number): boolean {
  const [auxiliary, seen, by] = [tokens[index], tokens[index + 1], tokens[index + 2]].map(
    (token) => token?.folded ?? '',
  );
  return /^(?:was|were|is)$/.test(auxiliary ?? '') && /^(?:seen|examined|assessed)$/.test(seen ?? '') && by === 'by';
}
