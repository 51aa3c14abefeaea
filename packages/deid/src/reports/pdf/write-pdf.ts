/**
 * Writes a PDF of lines of text and pictures, ISO 32000-1: made anew, with nothing in it but pages, one font that every
 * reader has, the lines, and the samples of the pictures without loss. It tells neither when nor by what it was made.
 */

import { deflateSync } from 'node:zlib';
import type { RenderedImage } from '@isocenter/pixels/render';
import type { PdfPage } from './pdf-page.ts';

/** Of WinAnsiEncoding (ISO 32000-1 Annex D) what differs from ISO 8859-1, from 80H on. */
const winAnsi = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** What reads the same in letters that the font has. */
const alike: Readonly<Record<string, string>> = {
  '\u2010': '-',
  '\u2011': '-',
  '\u2212': '-',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  ﬁ: 'fi',
  ﬂ: 'fl',
  μ: 'µ',
  '\t': ' ',
};

/** Returns the document; undefined where a letter is in no encoding that every reader has a font for. */
export function writePdf(pages: readonly PdfPage[]): Uint8Array | undefined {
  const contents = pages.map(contentOf);
  if (contents.some((content) => content === undefined)) return undefined;
  const objects: Buffer[] = [];
  const add = (...parts: readonly (string | Uint8Array)[]): number =>
    objects.push(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))));
  const kids = pages.map(() => '');
  // The catalogue comes first, and what it leads to where it says.
  const [catalog, tree] = [add('<< /Type /Catalog /Pages 2 0 R >>'), add('')];
  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  for (const [at, { width, height, picture }] of pages.entries()) {
    const content = contents[at] ?? '';
    const stream = add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const image = picture && add(...imageObject(picture.image));
    const images = image === undefined ? '' : ` /XObject << /Im1 ${image} 0 R >>`;
    const page = add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${number(width)} ${number(height)}] ` +
        `/Contents ${stream} 0 R /Resources << /Font << /F1 ${font} 0 R >>${images} >> >>`,
    );
    kids[at] = `${page} 0 R`;
  }
  objects[tree - 1] = Buffer.from(`<< /Type /Pages /Count ${pages.length} /Kids [${kids.join(' ')}] >>`);
  return documentOf(objects, catalog);
}

function documentOf(objects: readonly Buffer[], catalog: number): Uint8Array {
  const pieces = [Buffer.from('%PDF-1.4\n')];
  let length = pieces[0]?.length ?? 0;
  const rows = objects.map((object, at) => {
    const row = `${String(length).padStart(10, '0')} 00000 n \n`;
    const piece = Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    pieces.push(piece);
    length += piece.length;
    return row;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root ${catalog} 0 R >>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...pieces, Buffer.from(table + trailer)]);
}

function contentOf({ lines, picture }: PdfPage): string | undefined {
  const drawn: string[] = [];
  for (const { text, x, y, size } of lines) {
    const encoded = encode(text);
    if (encoded === undefined) return undefined;
    drawn.push(`/F1 ${number(size)} Tf 1 0 0 1 ${number(x)} ${number(y)} Tm (${encoded}) Tj`);
  }
  const place = picture && [picture.width, 0, 0, picture.height, picture.x, picture.y].map(number).join(' ');
  return [...(place === undefined ? [] : [`q ${place} cm /Im1 Do Q`]), 'BT', ...drawn, 'ET'].join('\n');
}

/** Black and white in a bit, all else in a byte a sample; each row as it differs from the one above (PNG predictor 2). */
function imageObject({ width, height, channels, samples }: RenderedImage): readonly (string | Uint8Array)[] {
  const isBilevel = channels === 1 && samples.every((sample) => sample === 0 || sample === 255);
  const rowBytes = isBilevel ? Math.ceil(width / 8) : width * channels;
  const rows = new Uint8Array(height * (rowBytes + 1));
  const row = new Uint8Array(rowBytes);
  const above = new Uint8Array(rowBytes);
  for (let y = 0; y < height; y++) {
    const from = samples.subarray(y * width * channels, (y + 1) * width * channels);
    if (isBilevel) {
      row.fill(0);
      for (let x = 0; x < width; x++) if (from[x] === 255) row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7));
    } else row.set(from);
    const start = y * (rowBytes + 1);
    rows[start] = 2;
    for (let at = 0; at < rowBytes; at++) rows[start + 1 + at] = (row[at] ?? 0) - (above[at] ?? 0);
    above.set(row);
  }
  const bytes = deflateSync(rows);
  const bits = isBilevel ? 1 : 8;
  return [
    `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent ${bits} ` +
      `/ColorSpace /${channels === 1 ? 'DeviceGray' : 'DeviceRGB'} /Filter /FlateDecode ` +
      `/DecodeParms << /Predictor 12 /Colors ${channels} /BitsPerComponent ${bits} /Columns ${width} >> ` +
      `/Length ${bytes.length} >>\nstream\n`,
    bytes,
    '\nendstream',
  ];
}

/** Returns a string as it stands between brackets, each character of it for one byte. */
function encode(text: string): string | undefined {
  let encoded = '';
  for (const letter of Array.from(text, (one) => alike[one] ?? one).join('')) {
    const special = winAnsi.indexOf(letter);
    const code = letter.codePointAt(0) ?? 0;
    if (special !== -1 && code > 0xff) encoded += String.fromCharCode(0x80 + special);
    else if (code >= 0x20 && code <= 0xff && (code < 0x7f || code > 0x9f))
      encoded += /[\\()]/.test(letter) ? `\\${letter}` : letter;
    else return undefined;
  }
  return encoded;
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
