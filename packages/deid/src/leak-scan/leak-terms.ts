/**
 * Turns the identity of a case into what its cleaned objects are searched for: patterns of `automaton.ts`, each with what
 * must hold around a match for it to be one, text of scripts other than Latin, and UIDs.
 */

import { encodeText } from '@isocenter/dicom/character-set';
import { parseDicomDate } from '@isocenter/dicom/date-time';
import type { IdentityKind } from '../identity-kind.ts';
import { fold, foldIdentifier } from '../text/fold.ts';
import { createTermSet, type IdentityTerm, type TermSet } from '../text/term-set.ts';
import type { WordLists } from '../text/word-lists.ts';
import { type Automaton, createAutomaton } from './automaton.ts';
import { dateForms, shortDateForms } from './date-forms.ts';
import { nameForms } from './name-forms.ts';
import type { SearchedTexts } from './search-text.ts';

export type LeakPattern = {
  readonly pattern: string;
  readonly kind: IdentityKind;
  /** `word`: of letters, several with `|` or joined; `number`: digits only; `mixed`: an id of both; `uid-root`: see below. */
  readonly form: 'word' | 'number' | 'mixed' | 'date' | 'uid-root';
  /** Of words: `word` and `imaging` are words besides, and what stands around them decides. */
  readonly use: 'name' | 'word' | 'imaging';
  /** Letters and digits. */
  readonly characters: number;
};

export type LeakTerms = {
  readonly patterns: readonly LeakPattern[];
  readonly automaton: Automaton;
  /** Folded, with the kind. */
  readonly native: ReadonlyMap<string, IdentityKind>;
  /** The same and accented names as bytes, for values that say nothing of their character set. */
  readonly nativeBytes: readonly (readonly [Buffer, IdentityKind])[];
  /** Ids without signs and zeros in front, to be compared with ids that are written with signs. */
  readonly ids: ReadonlyMap<string, IdentityKind>;
  readonly known: TermSet;
  /** Of `search-text.ts`. */
  readonly searched: SearchedTexts;
};

/** Ids shorter than these are numbers like any other. */
const shortestNumber = 5;
const shortestMixed = 5;
/** Words of an institution, an address or a station that may stand alone. */
const shortestLoneWord = 5;
/** One letter or two of a phrase say nothing. */
const shortestWord = 3;

/** Components of a UID by which it is noticed; whether it is one of the case is looked up then. */
const rootComponents = 3;

/** @param uids those that must not be found; the patterns hold how they begin */
export function createLeakTerms(
  identity: readonly IdentityTerm[],
  uidRoots: readonly string[],
  lists: WordLists,
): LeakTerms {
  const building: Building = { patterns: new Map(), native: new Map(), ids: new Map(), lists };
  for (const { kind, value } of identity) addTerm(building, kind, value.trim());
  for (const root of uidRoots) add(building, root, 'other-id', 'uid-root');
  const patterns = [...building.patterns.values()];
  return {
    patterns,
    automaton: createAutomaton(patterns.map(({ pattern }) => pattern)),
    native: building.native,
    nativeBytes: [...nativeBytesOf(identity)],
    ids: building.ids,
    known: createTermSet(identity),
    searched: new Map(),
  };
}

/** Returns the pattern by which a UID is noticed. */
export function uidRootOf(uid: string): string {
  const components = uid.split('.');
  return components.slice(0, components[0] === '2' && components[1] === '25' ? 2 : rootComponents).join('|');
}

type Building = {
  readonly patterns: Map<string, LeakPattern>;
  readonly native: Map<string, IdentityKind>;
  readonly ids: Map<string, IdentityKind>;
  readonly lists: WordLists;
};

function addTerm(building: Building, kind: IdentityKind, value: string): void {
  if (kind === 'patient-name' || kind === 'other-person') addName(building, kind, value);
  else if (kind === 'birth-date' || kind === 'date') addDate(building, kind, value);
  else if (kind === 'phone') addNumber(building, kind, value.replace(/\D/g, ''));
  else if (/\d/.test(value) && !/\s.*\s/.test(value)) addId(building, kind, value);
  else for (const part of value.split(/[\n\r,;^]+/)) addPhrase(building, kind, part);
}

function addName(building: Building, kind: IdentityKind, value: string): void {
  const { words, together, native } = nameForms(value);
  for (const word of words) add(building, word, kind, 'word');
  for (const pattern of together) add(building, pattern, kind, 'word');
  for (const text of native) if (!building.native.has(text)) building.native.set(text, kind);
  // People are called by numbers in trials and on phantoms.
  if (/\d{5}/.test(value)) addId(building, kind, value);
}

function addDate(building: Building, kind: IdentityKind, value: string): void {
  const date = parseDicomDate(value.slice(0, 8));
  if (date === undefined) return;
  for (const form of dateForms(date)) add(building, form, kind, 'date');
  if (kind === 'birth-date') for (const form of shortDateForms(date)) add(building, form, kind, 'date');
}

function addId(building: Building, kind: IdentityKind, value: string): void {
  const folded = foldIdentifier(value);
  if (/^\d+$/.test(folded)) addNumber(building, kind, folded);
  else if (/^[a-z0-9]+$/.test(folded) && folded.length >= shortestMixed) {
    add(building, folded, kind, 'mixed');
    const signed = patternOf(value);
    if (signed !== folded) add(building, signed, kind, 'mixed');
    building.ids.set(folded, kind);
  }
  for (const [digits] of folded.matchAll(/\d{6,}/g)) addNumber(building, kind, digits.replace(/^0+/, ''));
}

function addNumber(building: Building, kind: IdentityKind, digits: string): void {
  const significant = digits.replace(/^0+/, '');
  if (significant.length < shortestNumber || /^(\d)\1*$/.test(significant)) return;
  add(building, significant, kind, 'number');
  building.ids.set(significant, kind);
}

function addPhrase(building: Building, kind: IdentityKind, text: string): void {
  const pattern = patternOf(text);
  const native = fold(text).trim();
  if (/[^\p{ASCII}]/u.test(native) && native.length > 2) building.native.set(native, kind);
  else if (pattern.includes('|') || pattern.length >= shortestLoneWord) add(building, pattern, kind, 'word');
  for (const word of pattern.split('|'))
    if (word.length > shortestLoneWord && /^[a-z]+$/.test(word) && !building.lists.isWord(word))
      add(building, word, kind, 'word');
}

function patternOf(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, '|')
    .replace(/^\||\|$/g, '');
}

/** What says who it is most closely stays where several kinds have the same value: they come in that order. */
function add({ patterns, lists }: Building, pattern: string, kind: IdentityKind, form: LeakPattern['form']): void {
  if (patterns.has(pattern) || pattern === '') return;
  const use = form === 'word' ? useOf(pattern.split('|'), lists) : 'name';
  patterns.set(pattern, { pattern, kind, form, use, characters: pattern.replaceAll('|', '').length });
}

function useOf(words: readonly string[], lists: WordLists): LeakPattern['use'] {
  if (words.every((word) => lists.isImagingWord(word))) return 'imaging';
  return words.every((word) => lists.isWord(word) || word.length < shortestWord) ? 'word' : 'name';
}

const shortestNativeBytes = 4;

/** Bytes of names in scripts other than Latin, as Unicode and as the multi-byte sets write them. */
function* nativeBytesOf(identity: readonly IdentityTerm[]): Generator<readonly [Buffer, IdentityKind]> {
  for (const { kind, value } of identity) {
    if (!/[^\p{ASCII}]/u.test(value)) continue;
    for (const part of value.split(/[\^= ]+/)) {
      if (!/[^\p{ASCII}]/u.test(part)) continue;
      for (const written of new Set([part, part.toUpperCase(), part.toLowerCase()]))
        for (const form of bytesOf(written)) if (form.length >= shortestNativeBytes) yield [form, kind];
    }
  }
}

function bytesOf(text: string): readonly Buffer[] {
  const wide = Buffer.from(text, 'utf16le');
  const decomposed = Buffer.from(text.normalize('NFD'));
  const others = [['GB18030'], ['ISO_IR 100']].map((set) => Buffer.from(encodeText(text, set) ?? []));
  return [Buffer.from(text), decomposed, wide, Buffer.from(wide).swap16(), ...others];
}
