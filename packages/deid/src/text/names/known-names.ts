/** Names that are known of the case; those that are words besides only where names stand. */

import type { IdentityKind } from '../../identity-kind.ts';
import { findMisspelled } from '../term-set.ts';
import type { Token } from '../tokens.ts';
import { isDiagnosis } from './eponyms.ts';
import { isPersonalVerb } from './person-verb.ts';
import { isListed, isNameShape, type Reading } from './reading.ts';

export function markKnown(reading: Reading, token: Token, index: number): void {
  const { set, lists } = reading;
  if (set.nameWords.size === 0 || token.shape === 'letter' || token.shape === 'digits') return;
  const isKnownWord = lists.isWord(token.folded) || lists.isEponym(token.folded);
  const kind = kindOfKnown(reading, token, isKnownWord);
  if (kind === undefined) return;
  const isSure = reading.marks[index] !== undefined || hasKnownNeighbour(reading, index);
  if (isSure || !(isKnownWord || token.folded.length < 4) || isNamePosition(reading, token, index))
    reading.marks[index] = { kind, source: 'known' };
}

function kindOfKnown({ set }: Reading, { folded }: Token, isKnownWord: boolean): IdentityKind | undefined {
  const exact = set.nameWords.get(folded) ?? set.nameWords.get(folded.replaceAll("'", ''));
  if (exact !== undefined || isKnownWord) return exact;
  const misspelled = findMisspelled(set, folded);
  return misspelled === undefined ? undefined : set.nameWords.get(misspelled);
}

function hasKnownNeighbour({ tokens, set }: Reading, index: number): boolean {
  const isKnown = (at: number, gap: string | undefined): boolean =>
    gap !== undefined && /^[ ,.^_-]{0,3}$|^,?\s*\n\s*$/.test(gap) && set.nameWords.has(tokens[at]?.folded ?? '');
  const [token, next, afterNext] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  if (isKnown(index + 1, next?.gap) || isKnown(index - 1, token?.gap)) return true;
  if (next?.shape === 'letter' && /^,? $/.test(next.gap) && isKnown(index + 2, afterNext?.gap)) return true;
  const before = tokens[index - 1];
  return before?.shape === 'letter' && isKnown(index - 2, before.gap);
}

/** Whether a word that is a name besides stands where only names stand. */
export function isNamePosition(reading: Reading, token: Token, index: number): boolean {
  const { tokens, lists } = reading;
  if (!isNameShape(token)) return false;
  if (isDiagnosis(reading, index)) return false;
  const next = tokens[index + 1];
  if (token.line.style !== 'plain') return !lists.isImagingWord(token.folded) || isListed(reading, token) === false;
  if (token.shape === 'caps') return token.folded.length > 3 && !lists.isImagingWord(token.folded);
  if (!token.startsSentence) return true;
  return next === undefined || next.gap !== ' ' || isPersonalVerb(tokens, index + 1) || isNameShape(next);
}
