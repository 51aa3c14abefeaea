/**
 * De-identifies reports that are pages and no objects: PDFs, and pictures of scanned pages, of which nothing is known but
 * what they say themselves. Both become PDFs that are made anew, see `pdf/clean-pdf.ts`, under names made from their content
 * under the key.
 */

import type { TextReader } from '../burned-in/find-text.ts';
import { fiducialOf } from '../identity-kind.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { ProfileOptions } from '../profile-options.ts';
import { createPseudonyms } from '../pseudonyms.ts';
import { createWordLists, type TermLists, type WordLists } from '../text/word-lists.ts';
import { createCaseReplacer } from './case-replacer.ts';
import { type DeidentifiedReport, patientOfText } from './deidentify-report.ts';
import { cleanPdf } from './pdf/clean-pdf.ts';
import { type ReadPage, readPdf } from './pdf/read-pdf.ts';
import { readPagePictures } from './scan/page-pictures.ts';

/** `picture` is a PNG, JPEG or TIFF. */
export type PagesForm = 'pdf' | 'picture';

export type PagesDeidentifier = (input: Uint8Array, form: PagesForm) => Promise<DeidentifiedPages>;

export type DeidentifiedPages =
  | Extract<DeidentifiedReport, { kind: 'done' }>
  /** Shows what is not read here, or is damaged. */
  | { readonly kind: 'held'; readonly reason: 'encapsulated-document' };

/** @throws DeidError `key-too-short` */
export function createPagesDeidentifier({
  key,
  profile,
  lists: ofSite,
  openReader,
}: {
  readonly key: Uint8Array;
  readonly profile: ProfileOptions;
  /** Words of the site. */
  readonly lists?: TermLists | undefined;
  /** Opens what reads pictures; without it only PDFs of text are cleaned. */
  readonly openReader?: (() => Promise<TextReader>) | undefined;
}): PagesDeidentifier {
  const pseudonyms = createPseudonyms(key);
  let made: WordLists | undefined;
  const held = { kind: 'held', reason: 'encapsulated-document' } as const;
  return async (input, form) => {
    const pages = await pagesOf(input, form, openReader !== undefined);
    if (pages === undefined) return held;
    made ??= createWordLists(ofSite);
    const lists = made;
    const name = pseudonyms.identifier('report', Buffer.from(input).toString('latin1'));
    const hasPictures = pages.some(({ picture }) => picture !== undefined);
    const cleaned = await cleanPdf(pages, {
      ...{ known: [], lists },
      reader: hasPictures ? await openReader?.() : undefined,
      replacerFor({ text, spans, terms }) {
        const shiftDays = pseudonyms.shiftDays(patientOfText(text, spans, name), profile.keepsWeekday);
        return createCaseReplacer({ profile, pseudonyms, shiftDays, terms, lists });
      },
    });
    if (cleaned === undefined) return held;
    const ledger = cleaned.spans.map(
      ({ kind }): LedgerEntry => ({ path: `text ${fiducialOf(kind)}`, action: 'clean' }),
    );
    return { kind: 'done', bytes: cleaned.bytes, name: `${name}.pdf`, ledger };
  };
}

function pagesOf(
  input: Uint8Array,
  form: PagesForm,
  takesPictures: boolean,
): Promise<readonly ReadPage[] | undefined> | undefined {
  if (form === 'pdf') return readPdf(input, { takesPictures });
  return takesPictures ? readPagePictures(input) : undefined;
}
