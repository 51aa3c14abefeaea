/**
 * What is known of words without knowing the patient: words that may stay, terms of imaging, first names, family names,
 * places, eponyms; and the three lists of a site, which grow from its cases: terms that always go (`block`), always stay
 * (`allow`), or are decided by what stands around them (`gray`). The lists of the site win over all else.
 *
 * Lists are data: where they are kept, and who may change them, is the matter of the caller.
 */

import { eponyms, moreWords } from './clinical-words.ts';
import { fold } from './fold.ts';
import { cities } from './generated/cities.ts';
import { firstNames } from './generated/first-names.ts';
import { generalWords } from './generated/general-words.ts';
import { imagingWords } from './generated/imaging-words.ts';
import { surnames } from './generated/surnames.ts';
import { isBuiltOfMedicalParts } from './medical-parts.ts';
import { WordTable } from './word-table.ts';

/** The lists of a site, as they are kept: words or phrases as people write them. */
export type TermLists = {
  readonly block: readonly string[];
  readonly allow: readonly string[];
  readonly gray: readonly string[];
};

export const emptyTermLists: TermLists = { block: [], allow: [], gray: [] };

export type WordLists = {
  readonly site: { readonly [list in keyof TermLists]: ReadonlySet<string> };
  /** A word of English, of imaging or of medicine: no name by itself. */
  readonly isWord: (folded: string) => boolean;
  /** A word so usual in reports that only a title or a label makes it a name. */
  readonly isImagingWord: (folded: string) => boolean;
  readonly isFirstName: (folded: string) => boolean;
  readonly isSurname: (folded: string) => boolean;
  readonly isCity: (folded: string) => boolean;
  /** A name that stands for a disease, a sign or a device as often as for a person. */
  readonly isEponym: (folded: string) => boolean;
};

/** Returns lists ready for use. */
export function createWordLists(site: TermLists = emptyTermLists): WordLists {
  const general = new WordTable(generalWords);
  const imaging = new WordTable(imagingWords);
  const more = new Set(moreWords.split(/\s+/));
  const first = new WordTable(firstNames);
  const last = new WordTable(surnames);
  const places = new WordTable(cities);
  const named = new Set(eponyms.split(/\s+/).map(fold));
  const isImaging = (word: string): boolean => (imaging.has(word) || more.has(word)) && !alsoNames.has(word);
  const own = { block: setOf(site.block), allow: setOf(site.allow), gray: setOf(site.gray) };
  return {
    site: own,
    isWord: (word) =>
      general.has(word) || isImaging(word) || own.allow.has(word) || isBuiltOfMedicalParts(word, general),
    isImagingWord: (word) => isImaging(word) || own.allow.has(word),
    isFirstName: (word) => first.has(word),
    isSurname: (word) => last.has(word),
    isCity: (word) => places.has(word),
    isEponym: (word) => named.has(word) || own.gray.has(word),
  };
}

/** What somebody who looked at a case said of a term in it. */
export type TermDecision = { readonly term: string; readonly list: keyof TermLists };

/** Returns the lists with the decisions of a case; a term is in one list only, and the last word counts. */
export function growTermLists(lists: TermLists, decisions: readonly TermDecision[]): TermLists {
  const grown = new Map<string, TermDecision>();
  for (const list of ['block', 'allow', 'gray'] as const)
    for (const term of lists[list]) grown.set(fold(term), { term, list });
  for (const decision of decisions) if (decision.term.trim() !== '') grown.set(fold(decision.term), decision);
  const of = (list: keyof TermLists): string[] =>
    [...grown.values()].filter((entry) => entry.list === list).map((entry) => entry.term);
  return { block: of('block'), allow: of('allow'), gray: of('gray') };
}

/** Terms of imaging that are frequent family names too, and no part of the body. */
const alsoNames: ReadonlySet<string> = new Set([
  'white',
  'brown',
  'black',
  'green',
  'young',
  'long',
  'gray',
  'grey',
  'rose',
  'bishop',
  'may',
  'love',
  'price',
]);

function setOf(terms: readonly string[]): ReadonlySet<string> {
  return new Set(terms.map((term) => fold(term.trim())));
}
