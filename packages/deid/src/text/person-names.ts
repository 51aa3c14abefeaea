/**
 * Names of persons in text: known ones, and those that a title, a label, a credential or a verb gives away, that no list
 * of words knows, or that are written as names are. What is a word or an eponym besides is decided by what stands around
 * it: a title wins over a disease; "Parkinson disease" stays, "Mr. Parkinson" goes.
 *
 * Works on tokens; whoever calls says which of them are dates, identifiers and institutions already.
 */

import type { IdentityKind } from '../identity-kind.ts';
import { alsoNameWords, departments, eponymNouns, findingWords, neverNames } from './clinical-words.ts';
import { isInstitutionWord } from './institutions.ts';
import { findNameLabels } from './name-labels.ts';
import {
  ambiguousCredentials,
  credentials,
  particles,
  personVerbs,
  relatives,
  tellingVerbs,
  titles,
} from './name-words.ts';
import { findMisspelled, type TermSet } from './term-set.ts';
import type { Token } from './tokens.ts';
import type { WordLists } from './word-lists.ts';

export type NameSource = 'known' | 'context' | 'unknown-word' | 'block-list' | 'repeated';
export type NameMark = { readonly kind: IdentityKind; readonly source: NameSource };

/** Whether a token belongs to something else that was found, such as a date. */
type Taken = (index: number) => boolean;

type Reading = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly lists: WordLists;
  readonly set: TermSet;
  readonly taken: Taken;
  readonly marks: (NameMark | undefined)[];
};

/** Whatever else is said of a text: how many words of a name may follow each other. */
const longestName = 7;

/** Returns for each token whether it is part of a name. */
export function markNames(
  text: string,
  tokens: readonly Token[],
  options: { readonly lists: WordLists; readonly set: TermSet; readonly taken: Taken; readonly knowsLanguage: boolean },
): readonly (NameMark | undefined)[] {
  const reading: Reading = { text, tokens, ...options, marks: new Array(tokens.length) };
  markAfterLabels(reading);
  for (const [index, token] of tokens.entries()) markByNeighbours(reading, token, index);
  for (const [index, token] of tokens.entries()) markKnown(reading, token, index);
  if (options.knowsLanguage) for (const [index, token] of tokens.entries()) markUnknown(reading, token, index);
  for (const index of [...tokens.keys(), ...tokens.keys()]) extend(reading, index);
  markRepeated(reading);
  for (const index of tokens.keys()) extend(reading, index);
  return reading.marks;
}

function markAfterLabels(reading: Reading): void {
  const { tokens } = reading;
  let index = 0;
  for (const { end, kind } of findNameLabels(reading.text)) {
    while (index < tokens.length && (tokens[index]?.start ?? 0) < end) index += 1;
    markRun(reading, index, { kind, isLabel: true, lowerCase: true });
  }
}

function markByNeighbours(reading: Reading, token: Token, index: number): void {
  const { tokens, lists } = reading;
  const next = tokens[index + 1];
  if (lists.site.block.has(token.folded)) mark(reading, index, { kind: 'text', source: 'block-list' });
  if (next !== undefined && isTitle(reading, index)) {
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

/** Marks a name from a token on, as far as it goes. */
function markRun(
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
    if (isNeverName(token) && !isTitle(reading, index)) return;
    // "Dr. Hand: no nodule" is said by him.
    if (endsLabel(reading, token) && (isLabel || marked > 0)) return;
    if (isTitle(reading, index) && (token.shape !== 'letter' || marked === 0) && !isLastOfLine(reading, index))
      continue;
    if (
      marked > 0 &&
      (credentials.has(token.folded) || (ambiguousCredentials.has(token.folded) && token.shape === 'caps'))
    )
      return;
    const isParticle = particles.has(token.folded) && token.shape !== 'letter' && isNameLike(reading, index + 1);
    if (
      !isParticle &&
      !fitsName(reading, token, { marked, isLabel, lowerCase, beforeName: isBeforeName(reading, index) })
    )
      return;
    mark(reading, index, { kind, source: 'context' });
    marked += 1;
    if (lists.site.allow.has(token.folded)) reading.marks[index] = undefined;
  }
}

/** A comma or a space and a name follow. */
function isBeforeName(reading: Reading, index: number): boolean {
  const next = reading.tokens[index + 1];
  return (
    next !== undefined &&
    /^,? $/.test(next.gap) &&
    isNameShape(next) &&
    (isListed(reading, next) || !reading.lists.isWord(next.folded))
  );
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

function isNeverName({ folded, shape }: Token): boolean {
  return shape !== 'letter' && neverNames.has(folded) && (shape === 'lower' || !alsoNameWords.has(folded));
}

/** "Week was informed": a person at the start of a sentence, whatever else the word means. */
function isInformed({ tokens }: Reading, token: Token, index: number): boolean {
  const isPerson = !departments.has(token.folded) && !relatives.has(token.folded) && token.line.style === 'plain';
  const [verb, informed] = [tokens[index + 1], tokens[index + 2]];
  if (!isPerson || token.shape !== 'capital' || verb?.folded !== 'was' || verb.gap !== ' ') return false;
  return /^(?:informed|notified|paged|told|called|contacted)$/.test(informed?.folded ?? '');
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

/** "MRN:" after a name is the label of what comes next. */
function endsLabel({ text }: Reading, token: Token): boolean {
  return /^\s?[:=#]/.test(text.slice(token.end, token.end + 2)) && token.shape !== 'letter';
}

function isLastOfLine({ tokens }: Reading, index: number): boolean {
  const next = tokens[index + 1];
  return next === undefined || next.gap.includes('\n\n');
}

function isTitle({ tokens, text }: Reading, index: number): boolean {
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
    if (
      isNeverName(token) ||
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

function markKnown(reading: Reading, token: Token, index: number): void {
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
function isNamePosition(reading: Reading, token: Token, index: number): boolean {
  const { tokens, lists } = reading;
  if (!isNameShape(token)) return false;
  if (isDiagnosis(reading, index)) return false;
  const next = tokens[index + 1];
  if (token.line.style !== 'plain') return !lists.isImagingWord(token.folded) || isListed(reading, token) === false;
  if (token.shape === 'caps') return token.folded.length > 3 && !lists.isImagingWord(token.folded);
  if (!token.startsSentence) return true;
  return next === undefined || next.gap !== ' ' || isPersonalVerb(tokens, index + 1) || isNameShape(next);
}

function isPersonalVerb(tokens: readonly Token[], index: number): boolean {
  const [verb, next, last] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  if (verb === undefined) return false;
  if (personVerbs.has(verb.folded)) return verb.shape === 'lower' || verb.line.style === 'caps';
  const isAuxiliary = /^(?:was|has|had|is|were|will)$/.test(verb.folded);
  return (
    isAuxiliary &&
    (personVerbs.has(next?.folded ?? '') || (next?.folded === 'been' && personVerbs.has(last?.folded ?? '')))
  );
}

function markUnknown(reading: Reading, token: Token, index: number): void {
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
      !isEponym &&
      folded.length > 3 &&
      (isListed(reading, token) || isInstitutionWord(reading.tokens[index + 1])) &&
      !lists.isWord(folded) &&
      !lists.isImagingWord(folded)
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

/** Whether a disease, a sign or a device is named: by a noun that follows, a class, or what stands before. */
function isDiagnosis(reading: Reading, index: number): boolean {
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
function isNamedSign({ tokens, lists }: Reading, index: number): boolean {
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

function isEponymAsName(reading: Reading, token: Token, index: number): boolean {
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

/** Takes first names, initials and particles beside a name into it. */
function extend(reading: Reading, index: number): void {
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
function markRepeated(reading: Reading): void {
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

function isNameLike({ tokens }: Reading, index: number, capitalOnly = false): boolean {
  const token = tokens[index];
  if (token === undefined || neverNames.has(token.folded)) return false;
  if (!/^[\s.]{0,3}$|^[-'’]$/.test(token.gap)) return false;
  return (
    isNameShape(token) ||
    token.shape === 'letter' ||
    (!capitalOnly && token.shape === 'lower' && particles.has(token.folded))
  );
}

function isNameShape(token: Token | undefined): boolean {
  return token !== undefined && (token.shape === 'capital' || token.shape === 'caps' || token.shape === 'mixed');
}

function isPlainWord({ lists }: Reading, token: Token): boolean {
  return neverNames.has(token.folded) || (lists.isWord(token.folded) && !lists.isFirstName(token.folded));
}

function isListed({ lists }: Reading, token: Token): boolean {
  return lists.isFirstName(token.folded) || lists.isSurname(token.folded);
}

function mark(reading: Reading, index: number, found: NameMark): void {
  if (reading.marks[index] === undefined || found.source === 'block-list') reading.marks[index] = found;
}
