import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian, findTransferSyntax, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { findElement } from '@isocenter/dicom/values';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import { createFrameDecoder } from '@isocenter/pixels/decode';
import { encodeToFragments } from '@isocenter/pixels/encapsulated-data-set';
import { createFrameEncoder } from '@isocenter/pixels/encode';
import { locateFrames } from '@isocenter/pixels/frames';
import { describeImage } from '@isocenter/pixels/image-description';
import type { LocatedImage } from '@isocenter/pixels/native-data-set';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CleaningTools, cleanPixels } from '../src/burned-in/clean-pixels.ts';
import { drawnText } from '../src/burned-in/small-letters.ts';
import { openTextReader } from '../src/burned-in/text-reader.ts';

const [rows, columns] = [160, 240];
const decoder = createFrameDecoder();
const encoder = createFrameEncoder(decoder);

/** A disc, and on frame 2 a line of letters 10 pixels high; one value a pixel. */
function drawFrames(text: string | undefined): Uint8Array {
  const frames = new Uint8Array(2 * rows * columns);
  for (let frame = 0; frame < 2; frame++) {
    const pixels = frames.subarray(frame * rows * columns);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const away = Math.hypot(x - 120, y - 80) + frame;
        pixels[y * columns + x] = away < 70 ? 140 - away : 12;
      }
    }
    if (text === undefined || frame !== 1) continue;
    const letters = drawnText(text, { width: 150, height: 12 });
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 150; x++) if (letters?.isInk(x, y) === true) pixels[(140 + y) * columns + 40 + x] = 240;
    }
  }
  return frames;
}

const image = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.6.1',
  SOPInstanceUID: '1.2.3.4.5',
  Modality: 'OT',
  PatientName: 'TEST^CLEAN',
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  NumberOfFrames: 2,
  Rows: rows,
  Columns: columns,
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
} as const;

async function locate(attributes: Parameters<typeof buildDataSet>[0], frames: Uint8Array): Promise<LocatedImage> {
  const bytes = encodeDataSet(
    buildDataSet({ ...attributes, PixelData: { vr: 'OB', value: frames } }),
    explicitVrLittleEndian,
  );
  return locateBytes(bytes, explicitVrLittleEndian);
}

async function locateBytes(bytes: Uint8Array, transferSyntax: TransferSyntax): Promise<LocatedImage> {
  const { value: header } = parseDataSet(bytes, transferSyntax);
  const pixelDataOffset = findElement(header, tagOf('PixelData'))?.source?.offset ?? bytes.length;
  const located = { header, transferSyntax, pixelDataOffset, source: sourceOfBytes(bytes) };
  const description = describeImage(header).value;
  return { image: located, description, table: (await locateFrames(located, description)).value };
}

async function bytesOfAll(pieces: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece.slice());
  return new Uint8Array(Buffer.concat(parts));
}

async function framesOf({ image, table, description }: LocatedImage): Promise<readonly Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (let frame = 1; frame <= table.numberOfFrames; frame++) {
    const { cells } = await decoder.decodeFrame(await table.read(frame), image.transferSyntax.uid, description);
    frames.push(Uint8Array.from(cells));
  }
  return frames;
}

describe('burned-in text of an object', () => {
  let tools: CleaningTools & { reader: Awaited<ReturnType<typeof openTextReader>> };
  let native: LocatedImage;
  let fromNative: Extract<Awaited<ReturnType<typeof cleanPixels>>, { kind: 'masked' }>;
  beforeAll(async () => {
    tools = { reader: await openTextReader(), decoder, encoder };
    native = await locate(image, drawFrames('PRENTICE TOMAS'));
    const cleaned = await cleanPixels(native, native.image.header, tools);
    if (cleaned.kind !== 'masked') throw new Error(cleaned.kind);
    fromNative = cleaned;
  });
  afterAll(() => tools.reader.close());

  it('masks in all frames what one of them shows, and changes nothing else', async () => {
    const written = await locateBytes(await bytesOfAll(fromNative.encode()), fromNative.transferSyntax);
    const before = await framesOf(native);
    const after = await framesOf(written);
    const isMasked = (at: number) => {
      const [x, y] = [at % columns, Math.floor(at / columns)];
      return fromNative.masks.some(
        (box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
      );
    };
    for (const [number, frame] of before.entries()) {
      const changed = [...frame.keys()].filter((at) => frame[at] !== after[number]?.[at]);
      expect(changed.every(isMasked)).toBe(true);
    }
    const letters = before[1]?.reduce((count, value, at) => count + (value === 240 && !isMasked(at) ? 1 : 0), 0);
    expect(letters).toBe(0);
    expect(fromNative.masks.map(({ label }) => label)).toEqual(['% TEXT %']);
  });

  it('keeps a lossless Transfer Syntax', async () => {
    const rle = findTransferSyntax('1.2.840.10008.1.2.5');
    if (rle === undefined) throw new Error('no RLE');
    const encoded = encodeToFragments(native, rle, {
      decode: decoder.decodeFrame.bind(decoder),
      encode: async (frame) =>
        encoder.encodeFrame(
          await decoder.decodeFrame(await native.table.read(frame), explicitVrLittleEndian.uid, native.description),
          rle.uid,
        ),
    });
    const located = await locateBytes(await bytesOfAll(encoded), rle);
    const cleaned = await cleanPixels(located, located.image.header, tools);
    if (cleaned.kind !== 'masked') throw new Error(cleaned.kind);
    expect(cleaned.transferSyntax.uid).toBe(rle.uid);
    const written = await locateBytes(await bytesOfAll(cleaned.encode()), rle);
    const expected = await locateBytes(await bytesOfAll(fromNative.encode()), explicitVrLittleEndian);
    expect(await framesOf(written)).toEqual(await framesOf(expected));
  });

  it('leaves an image without text untouched', async () => {
    const located = await locate(image, drawFrames(undefined));
    expect(await cleanPixels(located, located.image.header, tools)).toEqual({ kind: 'untouched' });
  });

  it('blanks what lies outside of the regions of an ultrasound picture', async () => {
    const region = {
      RegionLocationMinX0: 20,
      RegionLocationMinY0: 10,
      RegionLocationMaxX1: 219,
      RegionLocationMaxY1: 149,
    };
    const located = await locate(
      { ...image, Modality: 'US', SequenceOfUltrasoundRegions: [region] },
      drawFrames(undefined),
    );
    const cleaned = await cleanPixels(located, located.image.header, tools);
    if (cleaned.kind !== 'masked') throw new Error(cleaned.kind);
    expect(cleaned.masks).toEqual([
      { x: 0, y: 0, width: 240, height: 10 },
      { x: 0, y: 10, width: 20, height: 140 },
      { x: 220, y: 10, width: 20, height: 140 },
      { x: 0, y: 150, width: 240, height: 10 },
    ]);
  });

  it.each([
    ['secondary-capture', { SOPClassUID: '1.2.840.10008.5.1.4.1.1.7' }],
    ['screen', { ImageType: ['DERIVED', 'SECONDARY', 'SCREEN SAVE'] }],
    ['dose-report', { SeriesDescription: 'Dose Report' }],
    ['scanned', { ConversionType: 'SD' }],
    ['slide-label', { ImageType: ['ORIGINAL', 'PRIMARY', 'LABEL', 'NONE'] }],
  ] as const)('leaves out a picture of text: %s', async (reason, attributes) => {
    const located = await locate({ ...image, ...attributes }, drawFrames(undefined));
    expect(await cleanPixels(located, located.image.header, tools)).toEqual({ kind: 'left-out', reason });
  });
});
