/**
 * Documents inside of objects (PS3.3 §A.45): a PDF that shows nothing but text is replaced by one that is made of its text
 * without what identifies, found by what is known of the patient from the header, by patterns and by context.
 *
 * Of the old document nothing is taken over but lines and their places; no other kind of document is cleaned.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import type { Tag } from '@isocenter/dicom/tag';
import { findElement, getBytes, getNumber, getString } from '@isocenter/dicom/values';
import { patientKeyOf } from '../patient-key.ts';
import type { ProfileOptions } from '../profile-options.ts';
import { createPseudonyms } from '../pseudonyms.ts';
import type { IdentitySpan } from '../text/find-identity.ts';
import { termsOfDataSet } from '../text/header-terms.ts';
import type { Replacer } from '../text/replace-identity.ts';
import type { IdentityTerm } from '../text/term-set.ts';
import { createWordLists, type WordLists } from '../text/word-lists.ts';
import { createCaseReplacer } from './case-replacer.ts';
import { createCaseFinder } from './case-texts.ts';
import type { ContentDecision } from './content-decision.ts';
import { readPdf } from './pdf/read-pdf.ts';
import { writePdf } from './pdf/write-pdf.ts';

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
}: {
  readonly key: Uint8Array;
  readonly profile: ProfileOptions;
  readonly wordLists?: WordLists | undefined;
}): DocumentCleaner {
  const pseudonyms = createPseudonyms(key);
  let lists = wordLists;
  return async (dataSet, record) => {
    const document = documentOf(dataSet);
    const pages = document && (await readPdf(document));
    if (pages === undefined) return undefined;
    lists ??= createWordLists();
    const known = [...record, ...termsOfDataSet(dataSet)];
    const text = pages.flatMap(({ lines }) => lines.map((line) => line.text)).join('\n');
    const spans = createCaseFinder({ known, texts: [text], lists })(text);
    const shiftDays = pseudonyms.shiftDays(patientKeyOf(dataSet), profile.keepsWeekday);
    const year = Number(getString(dataSet, tagOf('StudyDate'))?.slice(0, 4) ?? '');
    const replacer = createCaseReplacer({ profile, pseudonyms, shiftDays, terms: known, ...(year > 0 && { year }) });
    const cleaned = cleanLines(text, spans, replacer);
    let number = 0;
    const bytes = writePdf(
      pages.map((page) => ({
        ...page,
        lines: page.lines.map((line) => {
          number += 1;
          return { ...line, text: cleaned[number - 1] ?? '' };
        }),
      })),
    );
    return bytes && decisionsFor(dataSet, bytes);
  };
}

function documentOf(dataSet: DataSet): Uint8Array | undefined {
  if (getString(dataSet, tagOf('SOPClassUID')) !== encapsulatedPdf) return undefined;
  const bytes = getBytes(dataSet, tagOf('EncapsulatedDocument'));
  const length = getNumber(dataSet, tagOf('EncapsulatedDocumentLength'));
  return length === undefined ? bytes : bytes?.subarray(0, length);
}

/** A span that goes over the end of a line stands where it begins. */
function cleanLines(text: string, spans: readonly IdentitySpan[], replacer: Replacer): readonly string[] {
  let [result, at] = ['', 0];
  for (const span of spans) {
    const original = text.slice(span.start, span.end);
    result += text.slice(at, span.start) + replacer(original, span, text).replaceAll('\n', ' ');
    result += original.replace(/[^\n]+/g, '');
    at = span.end;
  }
  return (result + text.slice(at)).split('\n');
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
