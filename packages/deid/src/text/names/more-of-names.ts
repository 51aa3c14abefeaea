/** What belongs to names that were found: first names, initials and particles beside them, and the same words elsewhere. */

import { departments, neverNames } from '../clinical-words.ts';
import { credentials, particles, titles } from '../name-words.ts';
import type { Token } from '../tokens.ts';
import { isNamePosition } from './known-names.ts';
import { endsLabel, isListed, isNameShape, mark, type NameMark, type Reading } from './reading.ts';

/** Takes first names, initials and particles beside a name into it. */
export function extend(reading: Reading, index: number): void {
  const { tokens, lists, marks } = reading;
  const found = marks[index];
  if (found === undefined || found.kind === 'text') return;
  const [before, token, next] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (
    before !== undefined &&
    token !== undefined &&
    marks[index - 1] === undefined &&
    !reading.taken(index - 1) &&
    /^\.? $|^-$|^\.$|^, $/.test(token.gap)
  ) {
    const isName =
      token.gap === ', '
        ? isNameShape(before) && isListed(reading, before) && !lists.isWord(before.folded)
        : isFirst(reading, before) ||
          (particles.has(before.folded) &&
            !/^(?:la|o|e|y|da|st|l|t|d)$/.test(before.folded) &&
            before.folded.length > 1 &&
            !neverNames.has(before.folded) &&
            before.line.style !== 'caps' &&
            before.shape !== 'caps') ||
          (token.gap === '-' && isNameShape(before));
    if (isName) mark(reading, index - 1, found);
  }
  if (next === undefined || token === undefined || marks[index + 1] !== undefined || reading.taken(index + 1)) return;
  if (/^-$|^ $|^\.? $|^\.$/.test(next.gap) && token.line === next.line && isFamily(reading, next, index))
    mark(reading, index + 1, found);
  if (/^-\s*\n\s*$/.test(next.gap) && next.shape === 'lower' && !(lists.isWord(next.folded) && next.folded.length > 4))
    mark(reading, index + 1, found);
}

function isFirst({ lists, text }: Reading, token: Token): boolean {
  if (token.shape === 'letter')
    return !/[\p{L}\d]/u.test(text[token.start - 1] ?? ' ') && !/^[ai]$/.test(token.folded)
      ? true
      : text[token.end] === '.';
  if (!isNameShape(token) || neverNames.has(token.folded) || titles.has(token.folded) || credentials.has(token.folded))
    return false;
  return lists.isFirstName(token.folded) && !lists.isImagingWord(token.folded);
}

function isFamily(reading: Reading, token: Token, index: number): boolean {
  const { lists, tokens, text } = reading;
  if (
    neverNames.has(token.folded) ||
    departments.has(token.folded) ||
    credentials.has(token.folded) ||
    titles.has(token.folded)
  )
    return false;
  if (token.shape === 'letter')
    return (
      text[token.end] === '.' ||
      (token.line.style === 'caps' && token.gap === ' ') ||
      /^[ ,;\n]?$/.test(text[token.end] ?? '')
    );
  if (!isNameShape(token) || endsLabel(reading, token)) return false;
  if (token.gap === '-') return true;
  const name = tokens[index];
  const afterFirst = name !== undefined && (lists.isFirstName(name.folded) || name.shape === 'letter');
  if (!lists.isWord(token.folded))
    return token.line.style !== 'caps' || isListed(reading, token) || token.folded.length > 3;
  if (token.shape === 'caps' && token.line.style !== 'caps' && name?.shape !== 'caps') return false;
  return (afterFirst || token.line.style === 'plain') && isListed(reading, token) && !lists.isImagingWord(token.folded);
}

/** A name that was certain in one place is one in each other. */
export function markRepeated(reading: Reading): void {
  const { tokens, marks, lists } = reading;
  const names = new Map<string, NameMark>();
  marks.forEach((found, index) => {
    const folded = tokens[index]?.folded ?? '';
    if (found !== undefined && folded.length > 2 && !particles.has(folded) && !names.has(folded))
      names.set(folded, found);
  });
  tokens.forEach((token, index) => {
    const found = names.get(token.folded);
    if (found === undefined || marks[index] !== undefined || reading.taken(index) || lists.site.allow.has(token.folded))
      return;
    const isWord = lists.isWord(token.folded) || lists.isImagingWord(token.folded) || lists.isEponym(token.folded);
    if (
      isWord
        ? token.line.style === 'plain' && isNamePosition(reading, token, index) && !lists.isImagingWord(token.folded)
        : token.shape !== 'lower' || token.folded.length > 3
    )
      mark(reading, index, { kind: found.kind, source: 'repeated' });
  });
}
