import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getBytes, getNumber, getString } from '@isocenter/dicom/values';
import { describe, expect, test } from 'vitest';
import { createDocumentDeidentifier } from '../deidentify-file.ts';
import { createWordLists } from '../text/word-lists.ts';
import { createDocumentCleaner } from './encapsulated-document.ts';
import type { PdfPage } from './pdf/pdf-page.ts';
import { readPdf } from './pdf/read-pdf.ts';
import { writePdf } from './pdf/write-pdf.ts';

const options = { key: Buffer.alloc(32, 9), profile: { dates: 'modified' }, wordLists: createWordLists() } as const;
const deidentify = createDocumentDeidentifier(options, createDocumentCleaner(options));
const sopClassUid = '1.2.840.10008.5.1.4.1.1.104.1';

const pageOf = (...texts: readonly string[]): PdfPage => ({
  width: 612,
  height: 792,
  lines: texts.map((text, at) => ({ text, x: 72, y: 700 - 20 * at, size: 12 })),
});

const textsOf = (pages: readonly PdfPage[] | undefined) => pages?.map(({ lines }) => lines.map(({ text }) => text));

/** A PDF as the writer makes it, with something put into the stream of its page. */
function withContent(content: string): Uint8Array {
  const bytes = Buffer.from(writePdf([pageOf('Mrs. Testova')]) ?? []).toString('latin1');
  return Buffer.from(
    bytes.replace(/<< \/Length \d+ >>\nstream\nBT/, `<< /Length 9999 >>\nstream\n${content}\nBT`),
    'latin1',
  );
}

function objectOf(document: Uint8Array): Buffer {
  const even = document.length % 2 === 0 ? document : Buffer.concat([document, Uint8Array.of(0)]);
  const dataSet = buildDataSet({
    SOPClassUID: sopClassUid,
    SOPInstanceUID: '1.2.3.4',
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: '1.2.3.1',
    Modality: 'DOC',
    StudyDate: '20240301',
    PatientName: 'TESTOVA^QUIRINA',
    PatientID: '00390464',
    BurnedInAnnotation: 'YES',
    DocumentTitle: 'Letter about Mrs. Testova',
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
    EncapsulatedDocument: { vr: 'OB', value: even },
    EncapsulatedDocumentLength: document.length,
  });
  const meta = encodeFileMeta({
    sopClassUid,
    sopInstanceUid: '1.2.3.4',
    transferSyntaxUid: explicitVrLittleEndian.uid,
  });
  return Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]);
}

test('a PDF becomes another of its text without what identifies', async () => {
  const page = pageOf(
    'RADIOLOGY REPORT',
    'Patient: Testova, Quirina   MRN 390464',
    'FINDINGS: nodule of 4.2 x 3.1 cm (T4/5), 3 µm – stable.',
    'Dictated by: Cob Quajoro, MD',
  );
  const result = await deidentify(objectOf(writePdf([page, pageOf('Page 2: Quajoro agrees')]) ?? Buffer.of()));
  if (result.kind === 'held') throw new Error(result.reason);
  const bytes = Buffer.concat(result.chunks);
  const { dataSet } = parsePart10(bytes).value;
  const document = getBytes(dataSet, tagOf('EncapsulatedDocument'))?.subarray(
    0,
    getNumber(dataSet, tagOf('EncapsulatedDocumentLength')),
  );
  expect(textsOf(await readPdf(document ?? Buffer.of()))).toEqual([
    [
      'RADIOLOGY REPORT',
      `Patient: % PATIENT NAME %   MRN ${getString(dataSet, tagOf('PatientID'))}`,
      'FINDINGS: nodule of 4.2 x 3.1 cm (T4/5), 3 µm – stable.',
      'Dictated by: % OTHER PERSON %, MD',
    ],
    ['Page 2: % OTHER PERSON % agrees'],
  ]);
  expect(getString(dataSet, tagOf('BurnedInAnnotation'))).toBe('NO');
  expect(bytes.toString('latin1')).not.toMatch(/testova|quirina|390464|quajoro/i);
  expect(result.ledger).toContainEqual({ path: '(0042,0011)', action: 'clean' });
});

describe('held back is', () => {
  test.each([
    ['a picture', withContent('q 10 0 0 10 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q')],
    ['no text', writePdf([pageOf()]) ?? Buffer.of()],
    ['what is no PDF', Buffer.from('Mrs. Testova')],
    ['a PDF that is cut off', (writePdf([pageOf('Mrs. Testova')]) ?? Buffer.of()).subarray(0, 60)],
  ])('%s', async (_, document) => {
    expect(await deidentify(objectOf(document))).toEqual({ kind: 'held', reason: 'encapsulated-document' });
  });
});

describe('lines of a page', () => {
  test('keep their places and the room between their parts', async () => {
    const columns: PdfPage = {
      width: 300,
      height: 200,
      lines: [
        { text: 'Left', x: 20, y: 150, size: 10 },
        { text: 'Right', x: 200, y: 150, size: 10 },
        { text: 'Below', x: 20, y: 100, size: 10 },
      ],
    };
    const [page] = (await readPdf(writePdf([columns]) ?? Buffer.of())) ?? [];
    expect(page?.lines.map(({ text }) => text)).toEqual([expect.stringMatching(/^Left {20,}Right$/), 'Below']);
    expect(page?.lines.map(({ x, y }) => [x, y])).toEqual([
      [20, 150],
      [20, 100],
    ]);
  });

  test('in letters that no reader has a font for are not written', () => {
    expect(writePdf([pageOf('Größe – “4 mm” ≥')])).toBe(undefined);
    expect(writePdf([pageOf('Größe – “4 mm”')])).toBeDefined();
  });
});
