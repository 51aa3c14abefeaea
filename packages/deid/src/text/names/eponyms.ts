/**
 * Names that stand for a disease, a sign or a device, and the same names where they are those of a person: "Parkinson
 * disease" stays, "Mr. Parkinson" goes.
 */

import { eponymNouns, findingWords } from '../clinical-words.ts';
import { tellingVerbs } from '../name-words.ts';
import type { Token } from '../tokens.ts';
import { isPersonalVerb } from './person-verb.ts';
import { isListed, isNameShape, isTitle, type Reading } from './reading.ts';

/** Whether a disease, a sign or a device is named: by a noun that follows, a class, or what stands before. */
export function isDiagnosis(reading: Reading, index: number): boolean {
  const { tokens, lists, text } = reading;
  const token = tokens[index];
  if (token === undefined) return false;
  if (isNamePlace(reading, index)) return false;
  if (isNamedSign(reading, index)) return true;
  if (!lists.isEponym(token.folded)) {
    const next = tokens[index + 1];
    return (
      next !== undefined &&
      next.gap === ' ' &&
      next.shape === 'lower' &&
      (eponymNouns.has(next.folded) || lists.isImagingWord(next.folded))
    );
  }
  const next = tokens[index + 1];
  const before = tokens[index - 1];
  if (isPersonalVerb(tokens, index + 1)) return false;
  if (next !== undefined && /^[ -]$/.test(next.gap)) {
    if (next.gap === '-' && !isNameShape(next)) return true;
    if (/^(?:i|ii|iii|iv|v|vi|a|b|c|\d+)$/.test(next.folded) && next.shape !== 'lower') return true;
  }
  if (/^-?(?:type|grade|class|stage|like)\b/i.test(text.slice(token.end + 1, token.end + 8))) return true;
  if (
    token.possessive &&
    !/^(?:wife|husband|son|daughter|mother|father|office|nurse|request|family|results|study|exam|prior|chart|phone|report|note)$/.test(
      next?.folded ?? '',
    )
  )
    return true;
  if (before === undefined) return false;
  if (before.gap === undefined || token.gap === 'non-') return true;
  if (before.folded === 'non' && token.gap === '-') return true;
  if (/^(?:and|or|\/)$/.test(before.folded) && lists.isEponym(tokens[index - 2]?.folded ?? ''))
    return isDiagnosis(reading, index - 2);
  if (!findingWords.has(before.folded) || !/^ $|^ ?\? ?$|^: $/.test(token.gap)) return false;
  return !isToldAbout(tokens, index - 1);
}

/** "with" after a verb of telling, "by" and "to" lead to a person. */
function isToldAbout(tokens: readonly Token[], index: number): boolean {
  if (!/^(?:with|for|of)$/.test(tokens[index]?.folded ?? '')) return false;
  for (let at = index - 1; at >= 0 && index - at < 5; at -= 1)
    if (tellingVerbs.has(tokens[at]?.folded ?? '')) return true;
  return false;
}

/** A noun such as "disease" after one or more names and at most two words between. */
export function isNamedSign({ tokens, lists }: Reading, index: number): boolean {
  const token = tokens[index];
  if (token === undefined || (token.possessive && !lists.isEponym(token.folded))) return false;
  for (let at = index + 1; at < tokens.length && at - index < 6; at += 1) {
    const next = tokens[at];
    if (next === undefined || !/^[ \t]?[-–/]?[ \t]?$|^ ?\n ?$/.test(next.gap)) return false;
    if (eponymNouns.has(next.folded))
      return lists.isEponym(token.folded) || at === index + 1 || isNameShape(tokens[at - 1]);
    const isMore = isNameShape(next) || next.folded === 'and' || next.folded === 'or';
    const isBetween = lists.isEponym(token.folded) && at - index < 4 && lists.isImagingWord(next.folded);
    if (!isMore && !isBetween) return false;
  }
  return false;
}

/** After a title, a relative or an initial there is a person, whatever follows. */
function isNamePlace(reading: Reading, index: number): boolean {
  const { tokens, lists } = reading;
  const before = tokens[index - 1];
  const token = tokens[index];
  if (before === undefined || token === undefined) return false;
  if (isTitle(reading, index - 1) && /^\.? {0,2}$/.test(token.gap)) return true;
  if (before.shape === 'letter' && /^\.? $/.test(token.gap) && token.gap === '. ') return true;
  return (
    lists.isFirstName(before.folded) &&
    before.shape === 'capital' &&
    token.gap === ' ' &&
    !lists.isEponym(before.folded) &&
    !lists.isWord(before.folded)
  );
}

export function isEponymAsName(reading: Reading, token: Token, index: number): boolean {
  const { tokens, lists } = reading;
  const next = tokens[index + 1];
  if (token.line.style !== 'plain' || token.shape === 'caps') return isNamePlace(reading, index);
  if (token.startsSentence)
    return (
      isPersonalVerb(tokens, index + 1) ||
      (next !== undefined && isNameShape(next) && isListed(reading, next) && next.gap === ' ')
    );
  if (lists.isImagingWord(token.folded) && lists.isWord(token.folded)) return isNamePlace(reading, index);
  return true;
}
