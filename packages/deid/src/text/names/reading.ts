/** A text as its names are looked for: its words, what is known, and which of them were found to be of a name. */

import type { IdentityKind } from '../../identity-kind.ts';
import { alsoNameWords, neverNames } from '../clinical-words.ts';
import { particles, titles } from '../name-words.ts';
import type { TermSet } from '../term-set.ts';
import type { Token } from '../tokens.ts';
import type { WordLists } from '../word-lists.ts';

export type NameSource = 'known' | 'context' | 'unknown-word' | 'block-list' | 'repeated';
export type NameMark = { readonly kind: IdentityKind; readonly source: NameSource };

export type Reading = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly lists: WordLists;
  readonly set: TermSet;
  /** Whether a token belongs to something else that was found, such as a date. */
  readonly taken: (index: number) => boolean;
  readonly marks: (NameMark | undefined)[];
};

export function mark(reading: Reading, index: number, found: NameMark): void {
  if (reading.marks[index] === undefined || found.source === 'block-list') reading.marks[index] = found;
}

export function isNameShape(token: Token | undefined): boolean {
  return token !== undefined && (token.shape === 'capital' || token.shape === 'caps' || token.shape === 'mixed');
}

export function isListed({ lists }: Reading, token: Token): boolean {
  return lists.isFirstName(token.folded) || lists.isSurname(token.folded);
}

export function isPlainWord({ lists }: Reading, token: Token): boolean {
  return neverNames.has(token.folded) || (lists.isWord(token.folded) && !lists.isFirstName(token.folded));
}

export function isNeverName({ folded, shape }: Token): boolean {
  return shape !== 'letter' && neverNames.has(folded) && (shape === 'lower' || !alsoNameWords.has(folded));
}

export function isNameLike({ tokens }: Reading, index: number, capitalOnly = false): boolean {
  const token = tokens[index];
  if (token === undefined || neverNames.has(token.folded)) return false;
  if (!/^[\s.]{0,3}$|^[-'’]$/.test(token.gap)) return false;
  return (
    isNameShape(token) ||
    token.shape === 'letter' ||
    (!capitalOnly && token.shape === 'lower' && particles.has(token.folded))
  );
}

export function isTitle({ tokens, text }: Reading, index: number): boolean {
  const token = tokens[index];
  if (token === undefined || !titles.has(token.folded)) return false;
  // Single letters and words of other languages are titles only as titles are written.
  if (token.folded === 'm')
    return token.shape === 'letter' && text[token.end] === '.' && tokens[index + 1]?.shape === 'capital';
  if (
    /^(?:fr|hr|sr|dame|pan|pani|miss|sir|sister|nurse|resident|fellow|radiologist|technologist|sonographer|madam|mw|doc|mx)$/.test(
      token.folded,
    )
  )
    return token.shape !== 'lower'
      ? isNameLike({ tokens } as Reading, index + 1, true)
      : /^(?:nurse|sister|resident|fellow|radiologist|technologist|sonographer)$/.test(token.folded) &&
          isNameShape(tokens[index + 1]);
  return true;
}

export function isLastOfLine({ tokens }: Reading, index: number): boolean {
  const next = tokens[index + 1];
  return next === undefined || next.gap.includes('\n\n');
}

/** "MRN:" after a name is the label of what comes next. */
export function endsLabel({ text }: Reading, token: Token): boolean {
  return /^\s?[:=#]/.test(text.slice(token.end, token.end + 2)) && token.shape !== 'letter';
}
