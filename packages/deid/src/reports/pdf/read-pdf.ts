/**
 * The text of a PDF (ISO 32000-1) with the place of each of its lines, as far as text is all that it shows.
 *
 * Documents with pictures, filled forms or letters that nobody can name are not read: what they show cannot be searched.
 */

import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';

export type PdfLine = {
  readonly text: string;
  /** From the lower left corner of the page, in points; of the base of the first letter. */
  readonly x: number;
  readonly y: number;
  /** Height of the letters, in points. */
  readonly size: number;
};

export type PdfPage = { readonly width: number; readonly height: number; readonly lines: readonly PdfLine[] };

const maxBytes = 2 ** 26;
const maxPages = 500;

/** Reports are not: of what is larger than this in points nobody reads letters. */
const maxSide = 14_400;

/** Returns the pages; undefined where there is anything but text, or no text at all. */
export async function readPdf(bytes: Uint8Array): Promise<readonly PdfPage[] | undefined> {
  if (bytes.length > maxBytes) return undefined;
  const pdfjs = await getResolvedPDFJS();
  const pictures = new Set(
    Object.entries(pdfjs.OPS).flatMap(([name, operator]) => (/image/i.test(name) ? [operator as number] : [])),
  );
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
      const pages: PdfPage[] = [];
      for (let number = 1; number <= document.numPages; number += 1) {
        const page = await readPage(await document.getPage(number), pictures);
        if (page === undefined) return undefined;
        pages.push(page);
      }
      const text = pages.flatMap(({ lines }) => lines.map((line) => line.text)).join('');
      return /\p{L}/u.test(text) ? pages : undefined;
    } finally {
      await document.loadingTask.destroy();
    }
  } catch {
    // Damaged, encrypted or of a kind that is not read: whatever the reader says of it, nothing of it goes out.
    return undefined;
  }
}

type Proxy = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;

async function readPage(page: Proxy, pictures: ReadonlySet<number>): Promise<PdfPage | undefined> {
  const { fnArray } = await page.getOperatorList();
  if (fnArray.some((operator) => pictures.has(operator))) return undefined;
  if ((await page.getAnnotations()).some(({ subtype }) => subtype !== 'Link')) return undefined;
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const [width, height] = [right - left, top - bottom];
  if (!(width > 0 && height > 0 && width <= maxSide && height <= maxSide)) return undefined;
  const { items } = await page.getTextContent({ disableNormalization: true });
  const pieces = items.flatMap((item): Piece[] => {
    // The room between pieces says how many spaces are there.
    if (!('str' in item) || item.str.trim() === '') return [];
    const [, , skew = 0, scale = 0, x = 0, y = 0] = item.transform.map(Number);
    return [{ text: item.str, x: x - left, y: y - bottom, width: item.width, size: Math.hypot(skew, scale) || 10 }];
  });
  if (pieces.some(({ text }) => unnamed.test(text))) return undefined;
  return { width, height, lines: linesOf(pieces) };
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
