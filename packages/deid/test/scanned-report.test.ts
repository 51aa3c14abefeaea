/** Scanned reports: pages are drawn, wrapped into PDFs as scanners do, cleaned, and read again. */

import { deflateSync } from 'node:zlib';
import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getBytes, getString } from '@isocenter/dicom/values';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTextReader } from '../src/burned-in/text-reader.ts';
import { createDocumentDeidentifier } from '../src/deidentify-file.ts';
import { createPagesDeidentifier } from '../src/reports/deidentify-pages.ts';
import { createDocumentCleaner } from '../src/reports/encapsulated-document.ts';
import { type ReadPage, readPdf } from '../src/reports/pdf/read-pdf.ts';
import { textOfScan } from '../src/reports/scan/clean-scan.ts';
import { readScannedPage } from '../src/reports/scan/scanned-page.ts';
import { asScanned, straighten } from '../src/reports/scan/straighten.ts';
import { createWordLists } from '../src/text/word-lists.ts';

const [columns, rows] = [800, 400];

/** Part of a page at 120 dots an inch, with a scribble for a signature. */
function drawPage(lines: readonly string[], { degrees = 0 } = {}): Promise<Buffer> {
  const texts = lines.map((line, at) => `<text x="40" y="${50 + 36 * at}">${line}</text>`).join('');
  const scribble =
    '<path d="M 100 330 q 60 -120 120 0 t 120 -50 t 130 30" stroke="black" fill="none" stroke-width="4"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${columns}" height="${rows}" font-family="sans-serif" font-size="20"
    xml:space="preserve"><rect width="100%" height="100%" fill="white"/><g transform="rotate(${degrees})">${texts}${scribble}</g></svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: 'white' }).greyscale().toColourspace('b-w').raw().toBuffer();
}

type Image = { readonly dictionary: string; readonly bytes: Uint8Array };

/** A document of one page that shows a picture, and has text that nobody sees, ISO 32000-1 §9.3.6. */
function pdfOf({ dictionary, bytes }: Image, hidden = ''): Buffer {
  const content = `q 600 0 0 420 0 0 cm /Im1 Do Q\nBT /F1 10 Tf 3 Tr 30 380 Td (${hidden}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 420] /Contents 4 0 R /Resources << /XObject << /Im1 5 0 R >> /Font << /F1 6 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    `<< /Type /XObject /Subtype /Image /Width ${columns} /Height ${rows} ${dictionary} /Length ${bytes.length} >>\nstream\n${Buffer.from(bytes).toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  const body = objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer\n<< /Size 7 /Root 1 0 R >>\n`, 'latin1');
}

const flate = '/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode';

/** A bit a pixel, white for one. */
function bilevel(page: Uint8Array): Uint8Array {
  const bits = new Uint8Array((columns / 8) * rows);
  for (const [at, sample] of page.entries()) if (sample > 127) bits[at >> 3] = (bits[at >> 3] ?? 0) | (128 >> (at & 7));
  return bits;
}

const lines = [
  'RADIOLOGY REPORT',
  'Patient: Testova, Quirina    MRN: 00390464',
  'Exam date: 03/04/2024',
  'FINDINGS: Nodule of 4.2 x 3.1 cm in the right upper lobe.',
  'No evidence of Parkinson disease. Mrs. Testova was informed.',
  'Dictated by: Cob Quajoro, MD',
];

const sopClassUid = '1.2.840.10008.5.1.4.1.1.104.1';

function objectOf(document: Uint8Array): Buffer {
  const even = document.length % 2 === 0 ? document : Buffer.concat([document, Uint8Array.of(0)]);
  const dataSet = buildDataSet({
    ...{ SOPClassUID: sopClassUid, SOPInstanceUID: '1.2.3.4', StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1' },
    ...{ Modality: 'DOC', PatientName: 'TESTOVA^QUIRINA', PatientID: '00390464', BurnedInAnnotation: 'YES' },
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
    EncapsulatedDocument: { vr: 'OB', value: even },
  });
  const meta = encodeFileMeta({
    sopClassUid,
    sopInstanceUid: '1.2.3.4',
    transferSyntaxUid: explicitVrLittleEndian.uid,
  });
  return Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]);
}

describe('the picture of a page', () => {
  it('is as it was in a bit a pixel, in bytes, and nearly in a JPEG', async () => {
    const drawn = await drawPage(lines);
    const jpeg = await sharp(drawn, { raw: { width: columns, height: rows, channels: 1 } })
      .jpeg()
      .toBuffer();
    const pictureOf = async (image: Image) => {
      const [page] = (await readPdf(pdfOf(image), { takesPictures: true })) ?? [];
      return page?.picture?.image;
    };
    const bits = { dictionary: '/ColorSpace /DeviceGray /BitsPerComponent 1', bytes: bilevel(drawn) };
    const black = drawn.map((sample) => (sample > 127 ? 255 : 0));
    expect(await pictureOf(bits)).toEqual({
      width: columns,
      height: rows,
      channels: 1,
      samples: new Uint8Array(black),
    });
    const stencil = { dictionary: '/ImageMask true /BitsPerComponent 1', bytes: bits.bytes };
    expect((await pictureOf(stencil))?.samples).toEqual(new Uint8Array(black));
    const coded = await pictureOf({
      dictionary: '/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode',
      bytes: jpeg,
    });
    expect([coded?.width, coded?.height]).toEqual([columns, rows]);
    const off = (coded?.samples ?? new Uint8Array()).map((sample, at) => Math.abs(sample - (drawn[at] ?? 0)));
    expect(off.length).toBe(columns * rows);
    expect(off.every((difference) => difference < 64)).toBe(true);
  });

  it('is laid straight and back without a difference', async () => {
    const samples = new Uint8Array(await drawPage(lines, { degrees: 1 }));
    const askew = { width: columns, height: rows, channels: 1, samples } as const;
    const straight = straighten(askew, [255]);
    expect(Math.max(...straight.shifts)).toBeGreaterThan(columns * 0.01);
    expect(asScanned(straight.image, straight)).toEqual(askew);
  });
});

describe('a scanned report', () => {
  let reader: Awaited<ReturnType<typeof openTextReader>>;
  beforeAll(async () => {
    reader = await openTextReader();
  });
  afterAll(() => reader.close());

  const options = { key: Buffer.alloc(32, 9), profile: { dates: 'modified' }, wordLists: createWordLists() } as const;

  async function clean(
    document: Uint8Array,
  ): Promise<{ readonly page: ReadPage; readonly id: string; readonly bytes: Buffer }> {
    const cleaner = createDocumentCleaner({ ...options, openReader: async () => reader });
    const result = await createDocumentDeidentifier(options, cleaner)(objectOf(document));
    if (result.kind === 'held') throw new Error(result.reason);
    const bytes = Buffer.concat(result.chunks);
    const { dataSet } = parsePart10(bytes).value;
    expect(getString(dataSet, tagOf('BurnedInAnnotation'))).toBe('NO');
    const [page] =
      (await readPdf(getBytes(dataSet, tagOf('EncapsulatedDocument')) ?? bytes, { takesPictures: true })) ?? [];
    if (page === undefined) throw new Error('no page');
    return { page, id: getString(dataSet, tagOf('PatientID')) ?? '', bytes };
  }

  async function shownOf({ picture }: ReadPage): Promise<string> {
    return picture === undefined ? '' : textOfScan(await readScannedPage(picture.image, reader));
  }

  it('keeps what is clinical and shows nothing that identifies', async () => {
    const drawn = await drawPage(lines);
    const { page, id, bytes } = await clean(
      pdfOf({ dictionary: flate, bytes: deflateSync(drawn) }, 'Patient Testova 00390464, phone 555-0143-220'),
    );
    const shown = await shownOf(page);
    expect(shown).toMatch(/^RADIOLOGY REPORT/);
    for (const kept of [
      'Patient:',
      'FINDINGS:',
      '4.2 x 3.1 cm in the right upper lobe',
      'Parkinson disease',
      'was informed',
    ])
      expect(shown).toContain(kept);
    expect(shown).not.toMatch(/test[o0]va|quir|390464|qua[ij]|03.04.2024/i);
    expect(bytes.toString('latin1')).not.toMatch(/testova|390464|555-0143/i);
    const written = page.lines.map(({ text }) => text).join('\n');
    expect(written).toContain('% PATIENT NAME %');
    expect(written).toContain(id);
    expect(written).toMatch(/\d\d\/\d\d\/20\d\d/);
    const samples = page.picture?.image.samples ?? [];
    // The scribble is gone, and of the letters that stay each pixel is what it was.
    expect(samples.slice(250 * columns).every((sample) => sample === 255)).toBe(true);
    const isAsDrawn = [...samples.entries()].every(([at, sample]) => sample === 255 || sample === drawn[at]);
    expect(isAsDrawn).toBe(true);
  });

  it('is a PNG, too, and becomes a PDF', async () => {
    const raw = { raw: { width: columns, height: rows, channels: 1 } } as const;
    const drawn = await drawPage(['IMPRESSION: Normal heart.', 'Mrs. Testova', 'MRN: 00390464']);
    const png = await sharp(drawn, raw).withMetadata({ density: 120 }).png().toBuffer();
    const clean = createPagesDeidentifier({ ...options, openReader: async () => reader });
    const result = await clean(png, 'picture');
    if (result.kind === 'held') throw new Error(result.reason);
    expect(result.name).toMatch(/^[A-Z2-7]{16}\.pdf$/);
    const [page] = (await readPdf(result.bytes, { takesPictures: true })) ?? [];
    expect([page?.width, page?.height]).toEqual([480, 240]);
    expect(page && (await shownOf(page))).toMatch(/^IMPRESSION: Normal heart\.\nMrs\.\nMRN:$/);
    expect(page?.lines.map(({ text }) => text)).toEqual(['% PATIENT NAME %', expect.stringMatching(/^[A-Z2-7]{16}$/)]);
    for (const [input, form] of [
      [png.subarray(0, 200), 'picture'],
      [png, 'pdf'],
    ] as const)
      expect(await clean(input, form)).toEqual({ kind: 'held', reason: 'encapsulated-document' });
  });

  it('is held back where nothing reads pictures, and where its picture is not decoded', async () => {
    const whole = objectOf(pdfOf({ dictionary: flate, bytes: deflateSync(await drawPage(lines)) }));
    const withoutReader = createDocumentDeidentifier(options, createDocumentCleaner(options));
    expect(await withoutReader(whole)).toEqual({ kind: 'held', reason: 'encapsulated-document' });
    const broken = pdfOf({
      dictionary: '/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode',
      bytes: Buffer.from('no picture'),
    });
    const cleaner = createDocumentCleaner({ ...options, openReader: async () => reader });
    expect(await createDocumentDeidentifier(options, cleaner)(objectOf(broken))).toEqual({
      kind: 'held',
      reason: 'encapsulated-document',
    });
  });
});
