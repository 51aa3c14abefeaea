/**
 * The codes of content items (PS3.3 §8): what they are named, what they say, and their units. Codes of published schemes
 * stay; those of a site's own become keyed pseudonyms, the same for the same, and units stay. Meanings stay as far as all of
 * their words are known: anybody can have typed them beside any code.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import type { Tag } from '@isocenter/dicom/tag';
import { findElement, getItems, getString } from '@isocenter/dicom/values';
import { fiducialOf } from '../identity-kind.ts';
import { isPublishedScheme } from '../kept-attributes.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import { fold } from '../text/fold.ts';
import type { WordLists } from '../text/word-lists.ts';
import type { ContentDecision } from './content-decision.ts';
import { encodedText } from './encoded-text.ts';

export type CodeCleaning = {
  /** Takes what identifies out of a text. */
  readonly clean: (text: string) => string;
  readonly lists: WordLists;
  readonly pseudonyms: Pseudonyms;
};

/** Of VR LO, PS3.5 Table 6.2-1. */
const longestMeaning = 64;

/** Abbreviations are shorter, and no list has them all. */
const shortestWord = 5;

const unit =
  '(?:[cdkmnuµ]?(?:m|g|l|s|Gy|Sv|Bq|mol|Hz|V|A|W|J|Pa|eq|cal)|min|h|d|wk|mo|a|deg|rad|mm\\[Hg\\]|HU|px|pixels?|%|1)';
const units = new RegExp(`^${unit}[23]?(?:[./*·]${unit}[23]?)*$`, 'i');

/** Returns the decisions on the codes of one content item. */
export function decideCodes(
  item: DataSet,
  cleaning: CodeCleaning,
): ReadonlyMap<DataSet, ReadonlyMap<Tag, ContentDecision>> {
  const decisions = new Map<DataSet, ReadonlyMap<Tag, ContentDecision>>();
  for (const sequence of [tagOf('ConceptNameCodeSequence'), tagOf('ConceptCodeSequence')])
    for (const code of getItems(item, sequence)) decisions.set(code, decideCode(code, cleaning));
  const holders = [item, ...getItems(item, tagOf('MeasuredValueSequence'))];
  for (const code of holders.flatMap((holder) => getItems(holder, tagOf('MeasurementUnitsCodeSequence'))))
    decisions.set(code, decideUnit(code));
  return decisions;
}

function decideCode(code: DataSet, { clean, lists, pseudonyms }: CodeCleaning): ReadonlyMap<Tag, ContentDecision> {
  const decided = new Map<Tag, ContentDecision>();
  const meaning = findElement(code, tagOf('CodeMeaning'));
  const text = getString(code, tagOf('CodeMeaning'));
  if (meaning !== undefined && text !== undefined) {
    const cleaned = withoutUnknownWords(clean(text), lists);
    const kept = cleaned.length > longestMeaning ? fiducialOf('text') : cleaned;
    const { tag, vr, value } = meaning;
    const isKept = kept === text;
    decided.set(
      tag,
      isKept ? { element: { tag, vr, value } } : { element: encodedText(meaning, kept, code), action: 'clean' },
    );
  }
  const scheme = getString(code, tagOf('CodingSchemeDesignator')) ?? '';
  const value = findElement(code, tagOf('CodeValue'));
  if (value !== undefined && !isPublishedScheme(scheme)) {
    const pseudonym = pseudonyms.identifier('code', `${scheme}\0${getString(code, value.tag) ?? ''}`);
    decided.set(value.tag, { element: buildElement(value.tag, value.vr, pseudonym), action: 'pseudonym' });
  }
  return decided;
}

/**
 * Takes out every word that is in no list; what stands for something else already is no word, and "DateTime" is two.
 */
function withoutUnknownWords(text: string, lists: WordLists): string {
  return text.replace(/%[A-Z ]+%|[\p{L}\p{M}]+?(?=\P{L}|$|(?<=\p{Ll})\p{Lu})/gu, (word) => {
    const folded = fold(word);
    const isKnown =
      word.startsWith('%') ||
      folded.length < shortestWord ||
      [folded, folded.replace(/s$/, '')].some(
        (form) => lists.isWord(form) || lists.isImagingWord(form) || lists.isEponym(form),
      );
    return isKnown ? word : fiducialOf('text');
  });
}

/** Units of a scheme of one's own are units all the same. */
function decideUnit(code: DataSet): ReadonlyMap<Tag, ContentDecision> {
  const decided = new Map<Tag, ContentDecision>();
  for (const { tag, vr, value } of code.elements)
    if (units.test(getString(code, tag) ?? '')) decided.set(tag, { element: { tag, vr, value } });
  return decided;
}
