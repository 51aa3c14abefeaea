/** Files with burned-in text through the whole of de-identification, with the networks themselves. */

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian, findTransferSyntax, jpegBaseline } from '@isocenter/dicom/transfer-syntax';
import { findElement, getItems, getString } from '@isocenter/dicom/values';
import { createFrameDecoder } from '@isocenter/pixels/decode';
import { createFrameEncoder } from '@isocenter/pixels/encode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPictureCleaner, type PictureCleaner } from '../src/burned-in/picture-cleaner.ts';
import { drawnText } from '../src/burned-in/small-letters.ts';
import { openTextReader } from '../src/burned-in/text-reader.ts';
import { createPictureDeidentifier, type DeidentifierOptions } from '../src/deidentify-file.ts';
import type { LedgerEntry } from '../src/ledger.ts';

const [rows, columns] = [160, 240];

/** A disc, and letters 10 pixels high below or beside it. */
function draw(text: string | undefined, direction: 'across' | 'down' | 'up' = 'across'): Uint8Array {
  const letters = text === undefined ? undefined : drawnText(text, { width: 150, height: 12 });
  const isInk = {
    across: (x: number, y: number) => letters?.isInk(x - 40, y - 140) === true,
    down: (x: number, y: number) => letters?.isInk(y - 5, 220 - x) === true,
    up: (x: number, y: number) => letters?.isInk(154 - y, x - 210) === true,
  }[direction];
  return Uint8Array.from({ length: rows * columns }, (_, at) => {
    const [x, y] = [at % columns, Math.floor(at / columns)];
    if (isInk(x, y)) return 240;
    const away = Math.hypot(x - 120, y - 70);
    return away < 60 ? 140 - away : 12;
  });
}

type Area = NonNullable<LedgerEntry['area']>;

const areasOf = (ledger: readonly LedgerEntry[]): readonly Area[] => ledger.flatMap(({ area }) => area ?? []);

function isInside(at: number, { x, y, width, height }: Area): boolean {
  const [column, row] = [at % columns, Math.floor(at / columns)];
  return column >= x && column < x + width && row >= y && row < y + height;
}

const attributes = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.6.1',
  SOPInstanceUID: '1.2.3.4.5',
  StudyInstanceUID: '1.2.3',
  SeriesInstanceUID: '1.2.3.1',
  Modality: 'OT',
  PatientName: 'PRENTICE^TOMAS',
  PatientID: '004821',
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  Rows: rows,
  Columns: columns,
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
};

type Attributes = Parameters<typeof buildDataSet>[0];

function fileOf(more: Attributes, pixels: Uint8Array | undefined, transferSyntax = explicitVrLittleEndian): Buffer {
  const picture = pixels && { PixelData: { vr: 'OB', value: pixels } as const };
  const dataSet = buildDataSet({ ...attributes, ...more, ...picture });
  const meta = encodeFileMeta({
    sopClassUid: attributes.SOPClassUID,
    sopInstanceUid: attributes.SOPInstanceUID,
    transferSyntaxUid: transferSyntax.uid,
  });
  return Buffer.concat([meta, encodeDataSet(dataSet, transferSyntax, { deflate: deflateRawSync })]);
}

const inflate: DeidentifierOptions['inflate'] = (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength });

describe('a file whose picture is cleaned', () => {
  let reader: Awaited<ReturnType<typeof openTextReader>>;
  let cleanPicture: PictureCleaner;
  beforeAll(async () => {
    reader = await openTextReader();
    const decoder = createFrameDecoder();
    cleanPicture = createPictureCleaner({ reader, decoder, encoder: createFrameEncoder(decoder) });
  });
  afterAll(() => reader.close());

  const run = (input: Uint8Array, options: Partial<DeidentifierOptions> = {}) =>
    createPictureDeidentifier(
      { key: Buffer.alloc(32, 9), profile: {}, inflate, deflate: deflateRawSync, ...options },
      cleanPicture,
    )(input);

  const done = async (input: Uint8Array, options: Partial<DeidentifierOptions> = {}) => {
    const result = await run(input, options);
    if (result.kind === 'held') throw new Error(`held: ${result.reason}`);
    const { dataSet, transferSyntax } = parsePart10(Buffer.concat(result.chunks), { inflate }).value;
    const value = findElement(dataSet, tagOf('PixelData'))?.value;
    const pixels = value?.kind === 'bytes' ? Uint8Array.from(value.bytes) : undefined;
    const codes = getItems(dataSet, tagOf('DeidentificationMethodCodeSequence'));
    return {
      ...{ dataSet, transferSyntax, pixels, ledger: result.ledger },
      codes: codes.map((item) => getString(item, tagOf('CodeValue'))),
      burnedIn: getString(dataSet, tagOf('BurnedInAnnotation')),
    };
  };

  /** Outside of the masks, in which the placeholder stands. */
  const lettersLeft = ({ pixels, ledger }: Awaited<ReturnType<typeof done>>) =>
    pixels?.filter((value, at) => value === 240 && !areasOf(ledger).some((area) => isInside(at, area))).length;

  it('loses its text, and says so without it', async () => {
    const { pixels, ledger, codes, burnedIn } = await done(
      fileOf({ BurnedInAnnotation: 'YES' }, draw('PRENTICE TOMAS')),
    );
    const masks = ledger.filter(({ action }) => action === 'mask');
    expect(masks).toEqual([{ path: '(7FE0,0010)', action: 'mask', area: expect.any(Object) }]);
    const original = draw('PRENTICE TOMAS');
    const isMasked = (at: number) => areasOf(ledger).some((area) => isInside(at, area));
    expect(original.every((value, at) => isMasked(at) || pixels?.[at] === value)).toBe(true);
    expect(original.every((value, at) => value !== 240 || isMasked(at))).toBe(true);
    expect(codes).toEqual(['113100', '113101']);
    expect(burnedIn).toBe('NO');
    expect(JSON.stringify(ledger)).not.toMatch(/prentice|tomas/i);
  });

  it('loses what stands after its last element, too', async () => {
    const file = Buffer.concat([fileOf({}, draw('PRENTICE TOMAS')), Buffer.from('TOMAS PRENTICE, 004821')]);
    const cleaned = await done(file);
    expect(cleaned.ledger.filter(({ action }) => action === 'mask')).toHaveLength(1);
    expect(lettersLeft(cleaned)).toBe(0);
    expect(cleaned.dataSet.source?.trailing).toBeUndefined();
  });

  it('keeps its Pixel Data to the byte where nothing is found, and says that it was looked at', async () => {
    const { pixels, ledger, codes, burnedIn } = await done(fileOf({}, draw(undefined)));
    expect(pixels).toEqual(draw(undefined));
    expect(ledger.filter(({ action }) => action === 'mask')).toEqual([]);
    expect(codes).toEqual(['113100', '113101']);
    expect(burnedIn).toBe('NO');
  });

  it('keeps a side, but not where the header has it for a name', async () => {
    const side = draw('SUPINE');
    expect((await done(fileOf({}, side))).pixels).toEqual(side);
    expect(lettersLeft(await done(fileOf({ PatientName: 'Supine^Anna' }, side)))).toBe(0);
  });

  it.each(['down', 'up'] as const)('loses text that is read %s the picture', async (direction) => {
    const cleaned = await done(fileOf({}, draw('PRENTICE TOMAS', direction)));
    expect(lettersLeft(cleaned)).toBe(0);
    expect(cleaned.ledger.filter(({ action }) => action === 'mask')).toHaveLength(1);
  });

  it('says nothing of a picture where there is none', async () => {
    const { codes, burnedIn } = await done(fileOf({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.11' }, undefined));
    expect(codes).toEqual(['113100']);
    expect(burnedIn).toBe(undefined);
  });

  const capture = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.7' };

  it('is looked at where captures are accepted, and stays deflated', async () => {
    const deflated = findTransferSyntax('1.2.840.10008.1.2.1.99') ?? explicitVrLittleEndian;
    const cleaned = await done(fileOf(capture, draw('PRENTICE TOMAS'), deflated), { acceptPictures: true });
    expect(lettersLeft(cleaned)).toBe(0);
    expect(cleaned.codes).toEqual(['113100', '113101']);
    expect(cleaned.transferSyntax.uid).toBe(deflated.uid);
  });

  it.each([
    ['a capture', fileOf(capture, draw(undefined)), 'secondary-capture'],
    ['a screen', fileOf({ ImageType: ['DERIVED', 'SECONDARY', 'SCREEN SAVE'] }, draw(undefined)), 'screen'],
    ['what cannot be described', fileOf({ Rows: 0 }, draw(undefined)), 'picture-unreadable'],
    ['a document', fileOf({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1' }, undefined), 'encapsulated-document'],
  ])('is held back: %s', async (_, input, reason) => {
    expect(await run(input)).toEqual({ kind: 'held', reason });
  });

  it.each([
    ['1.2.840.10008.1.2.4.102', 'not-decodable'],
    [jpegBaseline.uid, 'picture-unreadable'],
  ])('is held back where its frames cannot be decoded: %s', async (uid, reason) => {
    const transferSyntax = findTransferSyntax(uid) ?? explicitVrLittleEndian;
    const fragments = [new Uint8Array(0), Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)];
    const dataSet = buildDataSet(attributes);
    const element = { tag: tagOf('PixelData'), vr: 'OB', value: { kind: 'fragments', fragments } } as const;
    const meta = encodeFileMeta({
      sopClassUid: attributes.SOPClassUID,
      sopInstanceUid: attributes.SOPInstanceUID,
      transferSyntaxUid: uid,
    });
    const body = encodeDataSet({ ...dataSet, elements: [...dataSet.elements, element] }, transferSyntax);
    expect(await run(Buffer.concat([meta, body]))).toEqual({ kind: 'held', reason });
  });
});
