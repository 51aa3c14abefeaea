/** Names that what stands beside them gives away: labels, titles, credentials, relatives, and verbs of telling. */

import type { IdentityKind } from '../../identity-kind.ts';
import { departments } from '../clinical-words.ts';
import { findNameLabels } from '../name-labels.ts';
import { ambiguousCredentials, credentials, particles, relatives, tellingVerbs } from '../name-words.ts';
import type { Token } from '../tokens.ts';
import { markRun } from './name-run.ts';
import { isListed, isNameShape, isNeverName, isPlainWord, isTitle, mark, type Reading } from './reading.ts';

export function markAfterLabels(reading: Reading): void {
  const { tokens } = reading;
  let index = 0;
  for (const { end, kind } of findNameLabels(reading.text)) {
    while (index < tokens.length && (tokens[index]?.start ?? 0) < end) index += 1;
    markRun(reading, index, { kind, isLabel: true, lowerCase: true });
  }
}

export function markByNeighbours(reading: Reading, token: Token, index: number): void {
  const { tokens, lists } = reading;
  const next = tokens[index + 1];
  if (lists.site.block.has(token.folded)) mark(reading, index, { kind: 'text', source: 'block-list' });
  // What a label made a name of is no title.
  if (next !== undefined && reading.marks[index] === undefined && isTitle(reading, index)) {
    const kind: IdentityKind = /^(?:mr|mrs|ms|miss|herr|frau|sra?|srta|mme|m|mlle|senora?)$/.test(token.folded)
      ? 'patient-name'
      : 'other-person';
    const abbreviated = /^(?:dr|mr|mrs|ms|prof|miss|dra)$/.test(token.folded);
    if (/^\.?\s{0,2}$|^\.?\s*\n\s*$|^, ?$/.test(next.gap))
      markRun(reading, index + 1, { kind, isLabel: false, lowerCase: abbreviated });
  }
  if (isCredential(reading, index)) markBefore(reading, index - 1);
  if (tellingVerbs.has(token.folded)) markTold(reading, index);
  if (
    relatives.has(token.folded) &&
    next !== undefined &&
    /^,? ?$/.test(next.gap) &&
    isNameShape(next) &&
    !isPlainWord(reading, next)
  )
    markRun(reading, index + 1, { kind: 'other-person', isLabel: false, lowerCase: false });
}

function isCredential({ tokens, text }: Reading, index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  if (token.shape === 'letter' && token.folded === 'm') {
    const next = tokens[index + 1];
    return (
      (next?.folded === 'd' && next.gap === '.') ||
      (next?.folded === 'd' && next.gap === '. ' && text[next.end] === '.')
    );
  }
  if (token.shape === 'letter' && (token.folded === 'd' || token.folded === 'r')) {
    const next = tokens[index + 1];
    return /^(?:o|n)$/.test(next?.folded ?? '') && next?.gap === '.' && /^, ?$/.test(token.gap);
  }
  if (credentials.has(token.folded))
    return token.shape !== 'capital' || token.folded === 'phd' || /^[js]r$/.test(token.folded)
      ? /^,? {0,2}$|^, ?$/.test(token.gap)
      : false;
  return (
    ambiguousCredentials.has(token.folded) &&
    token.shape === 'caps' &&
    /^, ?$/.test(token.gap) &&
    looksLikePerson({ tokens } as Reading, index - 1)
  );
}

/** Two words with capitals side by side, or an initial before one. */
function looksLikePerson({ tokens }: Reading, index: number): boolean {
  const [before, last] = [tokens[index - 1], tokens[index]];
  if (before === undefined || last === undefined || !isNameShape(last)) return false;
  return (isNameShape(before) || before.shape === 'letter') && /^\.? $|^, $/.test(last.gap);
}

/** Marks the name that ends before a credential. */
function markBefore(reading: Reading, from: number): void {
  const { tokens, lists } = reading;
  for (let index = from, marked = 0; index >= 0 && marked < 5; index -= 1, marked += 1) {
    const token = tokens[index];
    const next = tokens[index + 1];
    if (token === undefined || next === undefined || reading.taken(index) || token.shape === 'digits') return;
    if (marked > 0 && !/^\.? $|^-$|^, $|^\.$/.test(next.gap)) return;
    if (credentials.has(token.folded)) continue;
    // "Winnah Been, DO": right before a credential, after a capital word.
    const isLast = marked === 0 && isNameShape(token) && token.gap === ' ' && isNameShape(tokens[index - 1]);
    if (
      (isNeverName(token) && !isLast) ||
      tellingVerbs.has(token.folded) ||
      isTitle(reading, index) ||
      departments.has(token.folded)
    )
      return;
    const listed = lists.isFirstName(token.folded) || lists.isSurname(token.folded) || particles.has(token.folded);
    if (
      token.shape === 'lower' &&
      !(listed && (marked === 0 || !lists.isWord(token.folded) || lists.isFirstName(token.folded)))
    )
      return;
    if (marked > 0 && token.shape !== 'letter' && !listed && lists.isWord(token.folded)) {
      if (next.gap === ', ' || marked > 1 || lists.isImagingWord(token.folded)) return;
    }
    mark(reading, index, { kind: 'other-person', source: 'context' });
  }
}

/** "discussed with Hand", "notified Rose", "read by Long". */
function markTold(reading: Reading, index: number): void {
  const { tokens } = reading;
  let at = index + 1;
  while (
    at < tokens.length &&
    at - index < 6 &&
    /^(?:with|to|by|and|electronically|verbally|the|on|call|directly|in|person|via|results|findings|of|these|were|was)$/.test(
      tokens[at]?.folded ?? '',
    )
  )
    at += 1;
  const previous = tokens[at - 1];
  const needsPreposition = !/^(?:notified|informed|paged|called|contacted|telephoned|texted|phoned)$/.test(
    tokens[index]?.folded ?? '',
  );
  if (needsPreposition && !/^(?:with|to|by)$/.test(previous?.folded ?? '')) return;
  const token = tokens[at];
  if (token === undefined || !/^\s{1,2}$/.test(token.gap)) return;
  const isLower = token.shape === 'lower' && !reading.lists.isWord(token.folded) && isListed(reading, token);
  if (!isLower && (!isNameShape(token) || departments.has(token.folded))) return;
  if (token.line.style === 'caps' && reading.lists.isImagingWord(token.folded) && !isListed(reading, token)) return;
  if (token.shape === 'caps' && token.line.style !== 'caps' && reading.lists.isWord(token.folded)) return;
  const following = tokens[at + 1];
  if (
    following !== undefined &&
    following.gap === ' ' &&
    departments.has(following.folded) &&
    reading.lists.isWord(token.folded)
  )
    return;
  markRun(reading, at, { kind: 'other-person', isLabel: false, lowerCase: true });
}
