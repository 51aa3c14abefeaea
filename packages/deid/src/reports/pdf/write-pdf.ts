/**
 * Writes a PDF of lines of text, ISO 32000-1: made anew, with nothing in it but pages, one font that every reader has, and
 * the lines. It tells neither when nor by what it was made.
 */

import type { PdfPage } from './read-pdf.ts';

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
  const firstPage = 4;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${firstPage + 2 * at} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap(({ width, height }, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${number(width)} ${number(height)}] ` +
        `/Contents ${firstPage + 2 * at + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      `<< /Length ${contents[at]?.length ?? 0} >>\nstream\n${contents[at] ?? ''}\nendstream`,
    ]),
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = body.length;
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + table + trailer, 'latin1');
}

function contentOf({ lines }: PdfPage): string | undefined {
  const drawn: string[] = [];
  for (const { text, x, y, size } of lines) {
    const encoded = encode(text);
    if (encoded === undefined) return undefined;
    drawn.push(`/F1 ${number(size)} Tf 1 0 0 1 ${number(x)} ${number(y)} Tm (${encoded}) Tj`);
  }
  return ['BT', ...drawn, 'ET'].join('\n');
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
