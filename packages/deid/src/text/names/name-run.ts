/** A name from its first word on, after a label or a title: how far it goes. */

import type { IdentityKind } from '../../identity-kind.ts';
import { alsoNameWords, departments } from '../clinical-words.ts';
import { ambiguousCredentials, credentials, particles, personVerbs, tellingVerbs } from '../name-words.ts';
import type { Token } from '../tokens.ts';
import { isPersonalVerb } from './person-verb.ts';
import {
  endsLabel,
  isLastOfLine,
  isListed,
  isNameLike,
  isNameShape,
  isNeverName,
  isTitle,
  mark,
  type Reading,
} from './reading.ts';

/** Whatever else is said of a text: how many words of a name may follow each other. */
const longestName = 7;

/** Marks a name from a token on, as far as it goes. */
export function markRun(
  reading: Reading,
  from: number,
  { kind, isLabel, lowerCase }: { readonly kind: IdentityKind; readonly isLabel: boolean; readonly lowerCase: boolean },
): void {
  const { tokens, lists } = reading;
  let marked = 0;
  for (let index = from; index < tokens.length && index - from < longestName + 2; index += 1) {
    const token = tokens[index];
    if (token === undefined || reading.taken(index) || token.shape === 'digits') return;
    if (index > from && !joinsName(token, marked, isLabel)) return;
    if (index > from && marked === 0 && !isTitle(reading, index - 1) && !particles.has(tokens[index - 1]?.folded ?? ''))
      return;
    if (isLabel && marked > 0 && isGivenName(reading, index, kind)) {
      mark(reading, index, { kind, source: 'context' });
      return;
    }
    const isName = isLabel ? isNameAllTheSame(reading, index, marked) : isAfterTitle(reading, index);
    if (isNeverName(token) && !isTitle(reading, index) && !isName) return;
    // "Dr. Hand: no nodule" is said by him.
    if (endsLabel(reading, token) && (isLabel || marked > 0)) return;
    if (isTitle(reading, index) && (token.shape !== 'letter' || marked === 0) && !isLastOfLine(reading, index)) {
      // "Jillana Nurse" with more than a space after it is a name that ends there.
      if (!isLabel || marked === 0 || /^\.? ?$/.test(tokens[index + 1]?.gap ?? '')) continue;
      mark(reading, index, { kind, source: 'context' });
      return;
    }
    if (
      marked > 0 &&
      (credentials.has(token.folded) || (ambiguousCredentials.has(token.folded) && token.shape === 'caps'))
    )
      return;
    const isParticle = particles.has(token.folded) && token.shape !== 'letter' && isNameLike(reading, index + 1);
    if (
      !isParticle &&
      !isName &&
      !fitsName(reading, token, { marked, isLabel, lowerCase, beforeName: isBeforeName(reading, index) })
    )
      return;
    mark(reading, index, { kind, source: 'context' });
    marked += 1;
    if (lists.site.allow.has(token.folded)) reading.marks[index] = undefined;
  }
}

/** After a label a word such as "Fax" is a name where the rest of one follows, or a credential. */
function isNameAllTheSame(reading: Reading, index: number, marked: number): boolean {
  const [token, next] = [reading.tokens[index], reading.tokens[index + 1]];
  if (!isNameShape(token) || next === undefined) return false;
  if (marked > 0) return next.gap === ', ' && credentials.has(next.folded);
  return !isNeverName(next) && isBeforeName(reading, index);
}

/** "Mrs. page", "Dr. B. End": after a title in short, with an initial or without, stands a name. */
function isAfterTitle(reading: Reading, index: number): boolean {
  const [beforeInitial, before, token] = [-2, -1, 0].map((back) => reading.tokens[index + back]);
  if (token === undefined || token.gap !== '. ') return false;
  if (before?.shape === 'letter') {
    const isAfter = isNameShape(token) && /^\.? $/.test(before.gap) && titlesInShort.has(beforeInitial?.folded ?? '');
    // "Dr. B. Findings are normal."
    const isSentence = openers.test(token.folded) || auxiliaries.test(reading.tokens[index + 1]?.folded ?? '');
    return isAfter && (!isSentence || isPersonalVerb(reading.tokens, index + 1));
  }
  return titlesInShort.has(before?.folded ?? '') && alsoNameWords.has(token.folded);
}

const openers = /^(?:the|a|an|no|there|this|that|these|those|he|she|they|it|we|i|in|on|at|patient)$/;
const auxiliaries = /^(?:is|are|was|were|has|have|had|will|of|and|in|on)$/;
const titlesInShort: ReadonlySet<string> = new Set(['dr', 'mr', 'mrs', 'ms', 'prof']);

/** "SURNAME, GIVEN" after a label, at the end of a line or column: whatever word the second is. */
function isGivenName({ tokens }: Reading, index: number, kind: IdentityKind): boolean {
  const [token, next] = [tokens[index], tokens[index + 1]];
  if (token === undefined || token.gap !== ', ' || !isNameShape(token)) return false;
  if (credentials.has(token.folded) || ambiguousCredentials.has(token.folded)) return false;
  if (departments.has(token.folded) && kind !== 'patient-name') return false;
  return next === undefined || /\n|\t| {2}/.test(next.gap);
}

/** A comma or a space and a name follow, or an initial and a name. */
function isBeforeName(reading: Reading, index: number): boolean {
  const [next, afterNext] = [reading.tokens[index + 1], reading.tokens[index + 2]];
  if (next?.shape === 'letter')
    return next.gap === ' ' && /^\.? $/.test(afterNext?.gap ?? '') && isNameShape(afterNext);
  if (next === undefined || !/^,? $/.test(next.gap) || !isNameShape(next)) return false;
  const endsThere = next.gap === ', ' && (afterNext === undefined || /\n|\t| {2}/.test(afterNext.gap));
  return endsThere || isListed(reading, next) || !reading.lists.isWord(next.folded);
}

function fitsName(
  { lists }: Reading,
  token: Token,
  {
    marked,
    isLabel,
    lowerCase,
    beforeName,
  }: { readonly marked: number; readonly isLabel: boolean; readonly lowerCase: boolean; readonly beforeName: boolean },
): boolean {
  const { folded, shape } = token;
  const listed = lists.isFirstName(folded) || lists.isSurname(folded);
  const unknown = !lists.isWord(folded) && !lists.isImagingWord(folded);
  if (shape === 'letter') return true;
  if (shape === 'lower') {
    if (
      !lowerCase ||
      personVerbs.has(folded) ||
      tellingVerbs.has(folded) ||
      departments.has(folded) ||
      folded.length < 2
    )
      return false;
    if (marked > 0)
      return (
        (unknown || (listed && !lists.isImagingWord(folded))) &&
        folded.length > 2 &&
        (unknown || isLabel || lists.isFirstName(folded))
      );
    return isLabel ? unknown || listed : true;
  }
  if (departments.has(folded) && !(marked === 0 && !isLabel)) return false;
  if (marked === 0) return !isLabel || !lists.isImagingWord(folded) || listed || beforeName;
  if (token.line.style !== 'caps' && shape === 'caps' && folded.length < 4 && !listed)
    return isLabel && token.gap === ', ';
  return (
    unknown ||
    listed ||
    lists.isEponym(folded) ||
    alsoNameWords.has(folded) ||
    (!lists.isImagingWord(folded) && marked < (isLabel ? 3 : 2))
  );
}

function joinsName(token: Token, marked: number, isLabel: boolean): boolean {
  if (/^(?:[ \t]|[ \t]?[.,'’^&_-][ \t]?|\. |, | ?\^+ ?| & )$/.test(token.gap) || token.gap === '') {
    return token.gap.includes(',') ? isLabel || marked === 0 : true;
  }
  if (isLabel && /^,\s*\n[ \t]*$/.test(token.gap)) return true;
  return marked === 0
    ? /^\.?\s*\n?\s*$/.test(token.gap)
    : isLabel && marked === 1 && /^[ \t]?\n[ \t]*$/.test(token.gap) && false;
}
