/**
 * Documents inside of objects (PS3.3 §A.45): a PDF is replaced by one that is made of its text, and of what was read in its
 * pictures, without what identifies, found by what is known of the patient from the header, by patterns and by context.
 *
 * Of the old document nothing is taken over but lines and letters in their places; no other kind of document is cleaned.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import type { Tag } from '@isocenter/dicom/tag';
import { findElement, getBytes, getNumber, getString } from '@isocenter/dicom/values';
import type { TextReader } from '../burned-in/find-text.ts';
import { termsToldBy } from '../header-text/told-terms.ts';
import { withDeviceWords } from '../header-text/unknown-words.ts';
import { patientKeyOf } from '../patient-key.ts';
import type { ProfileOptions } from '../profile-options.ts';
import { createPseudonyms } from '../pseudonyms.ts';
import { termsOfDataSet } from '../text/header-terms.ts';
import type { IdentityTerm } from '../text/term-set.ts';
import { createWordLists, type WordLists } from '../text/word-lists.ts';
import { createCaseReplacer } from './case-replacer.ts';
import type { ContentDecision } from './content-decision.ts';
import { cleanPdf, type FoundInText } from './pdf/clean-pdf.ts';
import { readPdf } from './pdf/read-pdf.ts';

/** Returns what takes the place of elements of the object; undefined for a document that cannot be cleaned. */
export type DocumentCleaner = (
  dataSet: DataSet,
  record: readonly IdentityTerm[],
) => Promise<ReadonlyMap<Tag, ContentDecision> | undefined>;

/** Of 1.2.840.10008.5.1.4.1.1.104.1, PS3.4 Table B.5-1. */
const encapsulatedPdf = '1.2.840.10008.5.1.4.1.1.104.1';

/** @throws DeidError `key-too-short` */
export function createDocumentCleaner({
  key,
  profile,
  wordLists,
  openReader,
}: {
  readonly key: Uint8Array;
  readonly profile: ProfileOptions;
  readonly wordLists?: WordLists | undefined;
  /** Opens what reads pictures of pages; without it, documents with pictures are not cleaned. */
  readonly openReader?: (() => Promise<TextReader>) | undefined;
}): DocumentCleaner {
  const pseudonyms = createPseudonyms(key);
  let lists = wordLists;
  return async (dataSet, record) => {
    const document = documentOf(dataSet);
    const pages = document && (await readPdf(document, { takesPictures: openReader !== undefined }));
    if (pages === undefined) return undefined;
    lists ??= createWordLists();
    const named = [...record, ...termsOfDataSet(dataSet)];
    const known = [...named, ...termsToldBy(dataSet, named, withDeviceWords(lists))];
    const shiftDays = pseudonyms.shiftDays(patientKeyOf(dataSet), profile.keepsWeekday);
    const year = Number(getString(dataSet, tagOf('StudyDate'))?.slice(0, 4) ?? '');
    const hasPictures = pages.some(({ picture }) => picture !== undefined);
    const reader = hasPictures ? await openReader?.() : undefined;
    const options = { profile, pseudonyms, shiftDays, lists, ...(year > 0 && { year }) };
    const replacerFor = ({ terms }: FoundInText) => createCaseReplacer({ ...options, terms });
    const cleaned = await cleanPdf(pages, { known, lists, replacerFor, reader });
    return cleaned && decisionsFor(dataSet, cleaned.bytes);
  };
}

function documentOf(dataSet: DataSet): Uint8Array | undefined {
  if (getString(dataSet, tagOf('SOPClassUID')) !== encapsulatedPdf) return undefined;
  const bytes = getBytes(dataSet, tagOf('EncapsulatedDocument'));
  const length = getNumber(dataSet, tagOf('EncapsulatedDocumentLength'));
  return length === undefined ? bytes : bytes?.subarray(0, length);
}

function decisionsFor(dataSet: DataSet, bytes: Uint8Array): ReadonlyMap<Tag, ContentDecision> {
  const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Uint8Array.of(0)]);
  const decisions = new Map<Tag, ContentDecision>();
  const decide = (element: ContentDecision['element']): void => {
    if (findElement(dataSet, element.tag) !== undefined) decisions.set(element.tag, { element, action: 'clean' });
  };
  decide({ tag: tagOf('EncapsulatedDocument'), vr: 'OB', value: { kind: 'bytes', bytes: even } });
  decide(buildElement(tagOf('EncapsulatedDocumentLength'), 'UL', bytes.length));
  // What was written on the page is gone with it.
  decide(buildElement(tagOf('BurnedInAnnotation'), 'CS', 'NO'));
  return decisions;
}
