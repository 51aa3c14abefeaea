/**
 * Makes a PDF anew without what identifies: lines of text in their places, and pictures of pages as `clean-scan.ts` leaves
 * them, with what takes the place of identity written over it.
 */

import type { TextReader } from '../../burned-in/find-text.ts';
import type { KnownText } from '../../burned-in/known-text.ts';
import { asRead, createKnownText } from '../../burned-in/known-text.ts';
import type { IdentitySpan } from '../../text/find-identity.ts';
import { termsOfSpans } from '../../text/find-identity.ts';
import { foldIdentifier } from '../../text/fold.ts';
import type { Replacer } from '../../text/replace-identity.ts';
import type { IdentityTerm } from '../../text/term-set.ts';
import type { WordLists } from '../../text/word-lists.ts';
import { createCaseFinder } from '../case-texts.ts';
import { cleanScan, textOfScan } from '../scan/clean-scan.ts';
import { readScannedPage, type ScannedPage } from '../scan/scanned-page.ts';
import type { PdfLine, PdfPage, PdfPicture } from './pdf-page.ts';
import type { ReadPage } from './read-pdf.ts';
import { writePdf } from './write-pdf.ts';

export type PdfCleaning = {
  readonly known: readonly IdentityTerm[];
  readonly lists: WordLists;
  /** Returns what puts something in the place of identity, once it is known what there is. */
  readonly replacerFor: (found: FoundInText) => Replacer;
  /** Reads pictures of pages; without it there must be none. */
  readonly reader?: TextReader | undefined;
};

export type FoundInText = {
  readonly text: string;
  readonly spans: readonly IdentitySpan[];
  /** What is known of the case, and what the text gave away. */
  readonly terms: readonly IdentityTerm[];
};

export type CleanedPdf = { readonly bytes: Uint8Array; readonly spans: readonly IdentitySpan[] };

/** Returns undefined where something cannot be written. */
export async function cleanPdf(
  pages: readonly ReadPage[],
  { known, lists, replacerFor, reader }: PdfCleaning,
): Promise<CleanedPdf | undefined> {
  const scans: (ScannedPage | undefined)[] = [];
  for (const { picture } of pages) {
    if (picture !== undefined && reader === undefined) return undefined;
    scans.push(picture && reader && (await readScannedPage(picture.image, reader)));
  }
  const parts = pages.flatMap((page, at) => [
    page.lines.map((line) => line.text).join('\n'),
    scans[at] === undefined ? '' : textOfScan(scans[at]),
    page.hidden.join('\n'),
  ]);
  const text = parts.join('\n');
  const { find, terms } = createCaseFinder({ known, texts: [text], lists });
  const spans = find(text);
  const replacer = replacerFor({ text, spans, terms });
  const meant = readAsKnown(known);
  const replace = (span: IdentitySpan) =>
    replacer(meant(text.slice(span.start, span.end)), span, text).replaceAll('\n', ' ');
  const misread = createKnownText([...known, ...termsOfSpans(text, spans).filter(({ kind }) => ofPatient.has(kind))]);
  let start = 0;
  const written: PdfPage[] = [];
  for (const [at, page] of pages.entries()) {
    const [lines = '', scanned = '', hidden = ''] = parts.slice(3 * at);
    const cleaned = cleanLines(text, spans, { replace, start, end: start + lines.length });
    const texts = page.lines.map((line, number) => ({ ...line, text: cleaned[number] ?? '' }));
    const scan = cleanPicture(page.picture, scans[at], {
      spans,
      replace,
      start: start + lines.length + 1,
      known: misread,
    });
    written.push({ ...page, lines: [...texts, ...(scan?.labels ?? [])], ...(scan && { picture: scan.picture }) });
    start += lines.length + scanned.length + hidden.length + 3;
  }
  const bytes = writePdf(written);
  return bytes && { bytes, spans };
}

/** Returns a function that returns the known value which a text was misread from, or the text. */
function readAsKnown(known: readonly IdentityTerm[]): (text: string) => string {
  // Zeros are taken for letters before those at the front are left out.
  const folded = (text: string) => foldIdentifier(asRead(foldIdentifier(text)));
  const values = new Map(known.map(({ value }) => [folded(value), value]));
  return (text) => values.get(folded(text)) ?? text;
}

/** What is found of these is looked for where letters were misread, too. */
const ofPatient: ReadonlySet<string> = new Set(['patient-name', 'patient-id', 'accession-number', 'birth-date']);

type LineCleaning = {
  readonly replace: (span: IdentitySpan) => string;
  readonly start: number;
  readonly end: number;
};

/** A span that goes over the end of a line stands where it begins. */
function cleanLines(
  text: string,
  spans: readonly IdentitySpan[],
  { replace, start, end }: LineCleaning,
): readonly string[] {
  let [result, at] = ['', start];
  for (const span of spans) {
    if (span.end <= start || span.start >= end) continue;
    const original = text.slice(Math.max(start, span.start), Math.min(end, span.end));
    result += text.slice(at, Math.max(start, span.start));
    if (span.start >= start) result += replace(span);
    result += original.replace(/[^\n]+/g, '');
    at = Math.min(end, span.end);
  }
  return (result + text.slice(at, end)).split('\n');
}

type PictureCleaning = {
  readonly spans: readonly IdentitySpan[];
  readonly replace: (span: IdentitySpan) => string;
  readonly start: number;
  readonly known: KnownText;
};

function cleanPicture(
  picture: PdfPicture | undefined,
  scan: ScannedPage | undefined,
  cleaning: PictureCleaning,
): { readonly picture: PdfPicture; readonly labels: readonly PdfLine[] } | undefined {
  if (picture === undefined || scan === undefined) return undefined;
  const { image, labels } = cleanScan(scan, cleaning);
  const [across, down] = [picture.width / image.width, picture.height / image.height];
  return {
    picture: { ...picture, image },
    labels: labels.map(({ box, text }) => ({
      text,
      x: picture.x + box.x * across,
      y: picture.y + (image.height - box.y - (1 - baseline) * box.height) * down,
      size: Math.max(
        smallestLabel,
        Math.min(labelHeight * box.height * down, (box.width * across) / (letterWidth * text.length)),
      ),
    })),
  };
}

/** Where letters stand in the box of their line, from its lower edge, and how high they are, in heights of it. */
const baseline = 0.28;
const labelHeight = 0.68;

/** Of Helvetica on the mean, in its heights; the smallest letters that are read, in points. */
const letterWidth = 0.6;
const smallestLabel = 3;
