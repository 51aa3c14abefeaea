/**
 * Words and numbers of a text with what decides about them: how they are written, what stands before them, whether a
 * sentence or a line starts there. Offsets are those of the text as it is; nothing is normalised but a copy.
 */

import { fold } from './fold.ts';

/** `mixed` has capitals inside, as McDonald; `letter` is one capital; `digits` is a number. */
export type TokenShape = 'lower' | 'capital' | 'caps' | 'mixed' | 'letter' | 'digits';

export type Token = {
  readonly start: number;
  readonly end: number;
  readonly folded: string;
  readonly shape: TokenShape;
  /** What stands between the token before and this one. */
  readonly gap: string;
  /** Whether a capital here says nothing, since each sentence, line or heading begins with one. */
  readonly startsSentence: boolean;
  readonly line: Line;
  /** Whether `'s` follows, which is no part of the token. */
  readonly possessive: boolean;
};

/** `caps` has no lower-case letter; in `title` every word of some length has a capital, as headings have. */
export type Line = { readonly style: 'caps' | 'title' | 'plain' };

const tokenPattern = /[\p{L}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*|\d+/gu;
const sentenceEnd = /[.!?:;•*|>\n\r]|^\s*$|(?:^|\s)[-–—]\s/u;

/** Returns the tokens of a text in their order. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const { start, content } of linesOf(text)) addLine(tokens, text, start, content);
  return tokens;
}

function addLine(tokens: Token[], text: string, start: number, content: string): void {
  const matches = [...content.matchAll(tokenPattern)];
  if (matches.length === 0) return;
  const line: Line = { style: styleOf(content, matches) };
  for (const match of matches) {
    const before = tokens.at(-1);
    const possessive = match[0].length > 3 && /['’ʼ]s$/iu.test(match[0]);
    const word = possessive ? match[0].slice(0, -2) : match[0];
    const from = start + match.index;
    const gap = text.slice(before?.end ?? 0, from);
    tokens.push({
      start: from,
      end: from + word.length,
      folded: fold(word),
      shape: shapeOf(word),
      gap: before?.possessive === true ? gap.slice(2) : gap,
      startsSentence: before === undefined || endsSentence(gap, before),
      line,
      possessive,
    });
  }
}

/** The full stop of an initial or of an abbreviated title ends no sentence. */
function endsSentence(gap: string, before: Token): boolean {
  if (gap === ' ') return false;
  if (
    gap === '. ' &&
    (before.shape === 'letter' || /^(?:dr|drs|mr|mrs|ms|st|prof|sr|jr|sra|dra|hr|fr|no|vs)$/.test(before.folded))
  )
    return false;
  return sentenceEnd.test(gap);
}

function styleOf(content: string, matches: readonly RegExpMatchArray[]): Line['style'] {
  if (!/\p{Ll}/u.test(content)) return 'caps';
  const long = matches.filter(([word]) => word.length > 3 && !/^\d/.test(word));
  return long.length > 0 && long.every(([word]) => /^\p{Lu}/u.test(word)) ? 'title' : 'plain';
}

function shapeOf(word: string): TokenShape {
  if (/^\d/.test(word)) return 'digits';
  if (!/\p{Lu}/u.test(word)) return 'lower';
  if (word.length === 1) return 'letter';
  if (!/\p{Ll}/u.test(word)) return 'caps';
  return /^\p{Lu}[\p{Ll}\p{M}]+$/u.test(word) ? 'capital' : 'mixed';
}

function* linesOf(text: string): Generator<{ readonly start: number; readonly content: string }> {
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    yield { start, content: text.slice(start, stop) };
    start = stop + 1;
  }
}
