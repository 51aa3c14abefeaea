/** Names that nothing gives away but how they are written, and that no list of words has them. */

import type { IdentityKind } from '../../identity-kind.ts';
import { neverNames } from '../clinical-words.ts';
import { isInstitutionWord } from '../institutions.ts';
import { titles } from '../name-words.ts';
import type { Token } from '../tokens.ts';
import { isDiagnosis, isEponymAsName, isNamedSign } from './eponyms.ts';
import { isInformed, isPersonalVerb, isSeenBy } from './person-verb.ts';
import { isListed, isNameShape, mark, type Reading } from './reading.ts';

export function markUnknown(reading: Reading, token: Token, index: number): void {
  if (reading.marks[index] !== undefined || reading.taken(index)) return;
  if (reading.lists.site.allow.has(token.folded)) return;
  if (isUnlistedName(reading, token, index))
    mark(reading, index, { kind: kindOfPlace(reading, token), source: 'unknown-word' });
}

function kindOfPlace({ lists, tokens }: Reading, token: Token): IdentityKind {
  const index = tokens.indexOf(token);
  if (token.shape === 'lower' && isInstitutionWord(tokens[index + 1])) return 'institution';
  const before = tokens[index - 1]?.folded ?? '';
  return lists.isCity(token.folded) && !lists.isFirstName(token.folded) && /^(?:in|from|of|near|at|to)$/.test(before)
    ? 'address'
    : 'other-person';
}

function isUnlistedName(reading: Reading, token: Token, index: number): boolean {
  const { lists } = reading;
  const { folded, shape, line } = token;
  if (neverNames.has(folded) || /^x{2,}$/.test(folded)) return false;
  if (isInformed(reading, token, index)) return true;
  const isEponym = lists.isEponym(folded);
  if (shape === 'lower')
    return (
      isUnknownLower(reading, token) &&
      (isListed(reading, token) || isInstitutionWord(reading.tokens[index + 1]) || isInSubject(reading, index))
    );
  if (shape === 'letter' || shape === 'digits') return false;
  if (shape === 'mixed')
    return (
      /^(?:mc|mac|de|di|du|la|le|van|von|o'|d'|fitz|st|al|el)[a-z']{3,}$/.test(folded) &&
      /^\P{Ll}/u.test(reading.text[token.start] ?? '') &&
      !lists.isWord(folded) &&
      !isDiagnosis(reading, index)
    );
  if (isEponym) return !isDiagnosis(reading, index) && isEponymAsName(reading, token, index);
  const isWord = lists.isWord(folded) || lists.isImagingWord(folded);
  if (!isWord) return isUnknownName(reading, token, index);
  if (lists.isImagingWord(folded) || folded.length < 3 || !isListed(reading, token)) return false;
  if (line.style !== 'plain' || shape === 'caps') return false;
  if (token.startsSentence) return isPersonalVerb(reading.tokens, index + 1);
  return !isDiagnosis(reading, index) && !isInHeading(reading, index);
}

/** A word without a capital that no list of words has. */
function isUnknownLower({ lists }: Reading, { folded, shape }: Token): boolean {
  if (shape !== 'lower' || folded.length < 4 || lists.isEponym(folded)) return false;
  return !lists.isWord(folded) && !lists.isImagingWord(folded);
}

/** "goravuda mibokeji was seen by Dr. …": the whole of what stands between the start of a sentence and its verb is unknown. */
function isInSubject(reading: Reading, index: number): boolean {
  const { tokens } = reading;
  const isPart = (at: number): boolean => {
    const token = tokens[at];
    return token !== undefined && isUnknownLower(reading, token);
  };
  let [first, end] = [index, index + 1];
  while (tokens[first]?.startsSentence !== true && isPart(first - 1)) first -= 1;
  while (isPart(end)) end += 1;
  if (tokens[first]?.startsSentence !== true || end - first > longestSubject) return false;
  return isPersonalVerb(tokens, end) || isSeenBy(tokens, end);
}

/** Words of a name. */
const longestSubject = 3;

/** A capital word that no list of words has. */
function isUnknownName(reading: Reading, token: Token, index: number): boolean {
  const { folded, shape, line } = token;
  const listed = isListed(reading, token);
  if (isNamedSign(reading, index)) return false;
  if (shape === 'capital') return folded.length > 2 || listed;
  if (!/[aeiouy]/.test(folded)) return false;
  if (line.style === 'caps')
    return folded.length > 3 || (folded.length === 3 && listed && hasNameNeighbour(reading, index));
  return folded.length > 5 || (folded.length > 3 && listed);
}

/** Words with capitals on both sides: part of a heading or of the name of an examination. */
function isInHeading({ tokens }: Reading, index: number): boolean {
  const [before, token, next] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  const isAfter =
    before !== undefined &&
    token?.gap === ' ' &&
    isNameShape(before) &&
    !titles.has(before.folded) &&
    before.line === token.line;
  const isBefore = next !== undefined && next.gap === ' ' && isNameShape(next) && next.line === token?.line;
  return isAfter && isBefore;
}

function hasNameNeighbour(reading: Reading, index: number): boolean {
  const { tokens, lists } = reading;
  return [tokens[index - 1], tokens[index + 1]].some(
    (token) =>
      token !== undefined &&
      token.shape !== 'digits' &&
      !lists.isWord(token.folded) &&
      (lists.isFirstName(token.folded) || lists.isSurname(token.folded)),
  );
}
