/**
 * The text of a PDF (ISO 32000-1) with the place of each of its lines, and what its pictures show, in one picture a page.
 *
 * Documents with filled forms, letters that nobody can name, or pictures that are not decoded here are not read: what they
 * show cannot be searched. Neither are those with pictures for whoever has nothing to read them with.
 */

import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { type Area, boundsOf, composePage } from './compose-page.ts';
import { type Matrix, type PageProxy, product, readPaintedPictures } from './painted-pictures.ts';
import type { PdfLine, PdfPage } from './pdf-page.ts';

const maxBytes = 2 ** 26;
const maxPages = 500;

/** Samples of all pictures, which are in memory together: 35 pages of A4, grey, at 300 dots an inch. */
const maxSamples = 3e8;

/** Reports are not: of what is larger than this in points nobody reads letters. */
const maxSide = 14_400;

export type ReadPage = PdfPage & {
  /** Lines that cannot be seen, as those that scanners write under a picture of them: they are not shown, but searched. */
  readonly hidden: readonly string[];
};

/**
 * Returns the pages; undefined where they show what is not read, or nothing that is.
 *
 * @param takesPictures whether pictures are wanted; else there must be none
 */
export async function readPdf(
  bytes: Uint8Array,
  { takesPictures = false } = {},
): Promise<readonly ReadPage[] | undefined> {
  if (bytes.length > maxBytes) return undefined;
  const pdfjs = await getResolvedPDFJS();
  try {
    // The bytes are handed over to the reader, which may change them.
    const document = await getDocumentProxy(Uint8Array.from(bytes), {
      verbosity: 0,
      stopAtErrors: true,
      disableFontFace: true,
      useSystemFonts: false,
    });
    try {
      if (document.numPages > maxPages) return undefined;
      const pages: ReadPage[] = [];
      let samples = 0;
      for (let number = 1; number <= document.numPages; number += 1) {
        const proxy = await document.getPage(number);
        const page = await readPage(proxy, pdfjs);
        if (page === undefined || (page.picture !== undefined && !takesPictures)) return undefined;
        samples += page.picture?.image.samples.length ?? 0;
        if (samples > maxSamples) return undefined;
        pages.push(page);
        // What was decoded for it is of no use to the others.
        proxy.cleanup();
      }
      const hasText = ({ lines }: PdfPage) => lines.some(({ text }) => /\p{L}/u.test(text));
      return pages.some((page) => page.picture !== undefined || hasText(page)) ? pages : undefined;
    } finally {
      await document.loadingTask.destroy();
    }
  } catch {
    // Damaged, encrypted or of a kind that is not read: whatever the reader says of it, nothing of it goes out.
    return undefined;
  }
}

type Pdfjs = Awaited<ReturnType<typeof getResolvedPDFJS>>;

async function readPage(page: PageProxy, pdfjs: Pdfjs): Promise<ReadPage | undefined> {
  if ((await page.getAnnotations()).some(({ subtype }) => subtype !== 'Link')) return undefined;
  // As it is shown, with y down.
  const { width, height, transform } = page.getViewport({ scale: 1 });
  if (!(width > 0 && height > 0 && width <= maxSide && height <= maxSide)) return undefined;
  const painted = await readPaintedPictures(page, pdfjs);
  if (painted === undefined) return undefined;
  const { pictures, hidesText } = painted;
  const picture = pictures.length === 0 ? undefined : composePage(pictures, { width, height });
  if (pictures.length > 0 && picture === undefined) return undefined;
  const { items } = await page.getTextContent({ disableNormalization: true });
  const [a = 1, b = 0, c = 0, d = -1, e = 0, f = height] = transform.map(Number);
  const shown: Matrix = [a, b, c, d, e, f];
  const pieces = items.flatMap((item): Piece[] => {
    // The room between pieces says how many spaces are there.
    if (!('str' in item) || item.str.trim() === '') return [];
    const [k = 1, l = 0, m = 0, n = 1, o = 0, p = 0] = item.transform.map(Number);
    const [, , skew, scale, x, y] = product(shown, [k, l, m, n, o, p]);
    return [{ text: item.str, x, y: height - y, width: item.width, size: Math.hypot(skew, scale) || 10 }];
  });
  if (pieces.some(({ text }) => unnamed.test(text))) return undefined;
  const areas = hidesText ? pictures.map(({ matrix }) => boundsOf(matrix)) : [];
  const isHidden = ({ x, y }: Piece) => areas.some((area) => isInside(area, x, height - y));
  return {
    ...{ width, height, lines: linesOf(pieces.filter((piece) => !isHidden(piece))) },
    hidden: linesOf(pieces.filter(isHidden)).map(({ text }) => text),
    ...(picture && { picture }),
  };
}

function isInside({ left, top, width, height }: Area, x: number, y: number): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/** Letters of private use, and signs that no text has. */
const unnamed = /[\p{Co}\p{Cn}\ufffd]|(?![\t\n\r])\p{Cc}/u;

type Piece = PdfLine & { readonly width: number };

/** Pieces at one height are one line, with as many spaces between them as there is room for. */
function linesOf(pieces: readonly Piece[]): readonly PdfLine[] {
  const rows: Piece[][] = [];
  for (const piece of pieces) {
    const row = rows.find(([first]) => first !== undefined && Math.abs(first.y - piece.y) < first.size / 3);
    if (row === undefined) rows.push([piece]);
    else row.push(piece);
  }
  return rows
    .sort(([a], [b]) => (b?.y ?? 0) - (a?.y ?? 0))
    .flatMap((row) => {
      const ordered = row.toSorted((a, b) => a.x - b.x);
      const [first] = ordered;
      let [text, end] = ['', first?.x ?? 0];
      for (const piece of ordered) {
        const spaces = Math.round((piece.x - end) / (piece.size / 3.6));
        text += (text === '' || /\s$/.test(text) ? '' : ' '.repeat(Math.max(0, Math.min(spaces, 80)))) + piece.text;
        end = piece.x + piece.width;
      }
      const line = text.trimEnd();
      return first === undefined || line === '' ? [] : [{ text: line, x: first.x, y: first.y, size: first.size }];
    });
}
