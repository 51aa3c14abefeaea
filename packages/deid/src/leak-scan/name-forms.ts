/**
 * The forms in which the name of a person may have stayed in an object: each part of three letters or more, without
 * accents and spelled out; parts together in either order, with initials, with and without something between them; and
 * scripts other than Latin as they are.
 */

import { type PersonNameComponents, parsePersonName } from '@isocenter/dicom/person-name';
import { fold, spelledOut } from '../text/fold.ts';
import { credentials, particles, titles } from '../text/name-words.ts';

export type NameForms = {
  /** One word of a to z, three letters or more. */
  readonly words: ReadonlySet<string>;
  /** Patterns of `automaton.ts` of two parts or more of one name. */
  readonly together: ReadonlySet<string>;
  /** Folded words and names of other scripts, two characters or more. */
  readonly native: ReadonlySet<string>;
};

const shortestWord = 3;
/** Letters of two parts together, so that `Li Wu` is found and `A B` is not. */
const shortestTogether = 4;
const shortestJoined = 5;
const shortestNative = 2;

export function nameForms(value: string): NameForms {
  const forms = { words: new Set<string>(), together: new Set<string>(), native: new Set<string>() };
  const { alphabetic, ideographic, phonetic } = parsePersonName(value);
  for (const group of [alphabetic, ideographic, phonetic])
    if (group) for (const spell of [fold, spelledOut]) addGroup(forms, group, spell);
  return forms;
}

type Forms = { readonly [form in keyof NameForms]: Set<string> };

function addGroup(forms: Forms, group: PersonNameComponents, spell: (text: string) => string): void {
  const [family, given, middle] = [group.family, group.given, group.middle].map((part) => partsOf(spell(part)));
  if (family === undefined || given === undefined || middle === undefined) return;
  for (const parts of [family, given, middle]) {
    for (const word of parts.latin) if (word.length >= shortestWord) forms.words.add(word);
    for (const word of parts.native) if (word.length >= shortestNative) forms.native.add(word);
    if (parts.latin.length > 1) addTogether(forms, parts.latin);
  }
  for (const [one, other] of [
    [family, given],
    [given, family],
  ] as const) {
    addTogether(forms, [...one.latin, ...other.latin].length > 0 ? [one.latin.join('|'), other.latin.join('|')] : []);
    for (const between of ['', ' ']) {
      const native = one.native.join('') + between + other.native.join('');
      if (one.native.length > 0 && other.native.length > 0) forms.native.add(native);
    }
  }
  addInitials(forms, family.latin.join('|'), given.latin[0] ?? '');
}

type Parts = { readonly latin: readonly string[]; readonly native: readonly string[] };

/** Titles and particles are of everybody. */
function partsOf(component: string): Parts {
  const words = component.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '' && !isCommonToAll(word));
  return {
    latin: words.filter((word) => /^[a-z]+$/.test(word)),
    native: words.filter((word) => /[^\p{ASCII}]/u.test(word)),
  };
}

function isCommonToAll(word: string): boolean {
  return word.length > 1 && (particles.has(word) || titles.has(word) || credentials.has(word));
}

function addTogether(forms: Forms, parts: readonly string[]): void {
  if (parts.length < 2 || parts.some((part) => part === '')) return;
  const pattern = parts.join('|');
  const joined = pattern.replaceAll('|', '');
  if (joined.length >= shortestTogether) forms.together.add(pattern);
  if (joined.length >= shortestJoined) forms.together.add(joined);
}

/** `j|brown`, `brown|j`, `jbrown`, `brownj`. */
function addInitials(forms: Forms, family: string, given: string): void {
  if (family.length < shortestWord || given.length < 2) return;
  const [initial = ''] = given;
  addTogether(forms, [initial, family]);
  addTogether(forms, [family, initial]);
}
