import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  rleLossless,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';
import { findElement, getBytes, getNumber } from '@isocenter/dicom/values';
import { expect, test } from 'vitest';
import { buildImage, openImage, type Shape, shapes } from '../test/generated-image.ts';
import { createFrameDecoder } from './decode.ts';
import { encodeToFragments } from './encapsulated-data-set.ts';
import { createFrameEncoder } from './encode.ts';
import { PixelsError } from './errors.ts';
import type { LocatedImage } from './native-data-set.ts';

const decoder = createFrameDecoder();
const encoder = createFrameEncoder(decoder);
const many: Shape = { ...(shapes['frames of odd length'] as Shape), frames: 50 };

/** Encodes in RLE, and counts the frames that were begun. */
function begin({ image, table, description }: LocatedImage, isBroken = (_frame: number) => false) {
  let begun = 0;
  const pieces = encodeToFragments({ image, table, description }, rleLossless, {
    decode: decoder.decodeFrame,
    async encode(frame) {
      begun += 1;
      if (isBroken(frame)) throw new PixelsError('frame-truncated', 'this frame is broken', { frame });
      const decoded = await decoder.decodeFrame(await table.read(frame), image.transferSyntax.uid, description);
      return encoder.encodeFrame(decoded, rleLossless.uid);
    },
  });
  return { pieces, begun: () => begun };
}

async function encode(dataSet: Uint8Array, transferSyntax: TransferSyntax) {
  const gathered: Uint8Array[] = [];
  for await (const piece of begin(await openImage(dataSet, transferSyntax)).pieces) gathered.push(piece);
  const { value, findings } = parseDataSet(new Uint8Array(Buffer.concat(gathered)), rleLossless);
  expect(findings).toEqual([]);
  return value;
}

test('has one frame ahead of the one that is taken, and no more', async () => {
  const { pieces, begun } = begin(await openImage(buildImage(many), explicitVrLittleEndian));
  let fragments = 0;
  for await (const piece of pieces) {
    // Every item is a piece of eight bytes: the table, a frame each, and the delimiter.
    if (piece.length === 8) fragments += 1;
    expect(begun()).toBeLessThanOrEqual(Math.max(1, fragments + 1));
  }
  expect([fragments, begun()]).toEqual([52, 50]);
});

test('says before it yields that the first frame cannot be encoded, and of a later one when its turn comes', async () => {
  const image = await openImage(buildImage(many), explicitVrLittleEndian);
  const broken = begin(image, (frame) => frame === 1);
  await expect(broken.pieces.next()).rejects.toMatchObject({ code: 'frame-truncated' });
  const later = begin(image, (frame) => frame === 3).pieces;
  const lengths: number[] = [];
  const reading = async () => {
    for await (const piece of later) lengths.push(piece.length);
  };
  await expect(reading()).rejects.toMatchObject({ details: { frame: 3 } });
  expect(lengths.filter((length) => length === 8)).toHaveLength(3);
});

test('keeps what stands after the pixels and leaves out the offset tables of other fragments', async () => {
  const offsets = { vr: 'OV' as const, value: new Uint8Array(8) };
  const padding = { vr: 'OB' as const, value: Uint8Array.of(1, 2) };
  const changes = {
    ExtendedOffsetTable: offsets,
    ExtendedOffsetTableLengths: offsets,
    DataSetTrailingPadding: padding,
  };
  const value = await encode(buildImage(shapes['8 bits'] as Shape, changes), explicitVrLittleEndian);
  expect(getBytes(value, tagOf('DataSetTrailingPadding'))).toEqual(padding.value);
  expect(findElement(value, tagOf('ExtendedOffsetTable'))).toBeUndefined();
  expect(findElement(value, tagOf('ExtendedOffsetTableLengths'))).toBeUndefined();
});

test('describes the pixels of a big endian image in little endian', async () => {
  const { value: little } = parseDataSet(buildImage(shapes['12 bits, MONOCHROME1'] as Shape), explicitVrLittleEndian);
  const value = await encode(
    encodeDataSet({ ...buildDataSet({}), ...little }, explicitVrBigEndian),
    explicitVrBigEndian,
  );
  const numbers = (['BitsAllocated', 'BitsStored', 'HighBit', 'Rows'] as const).map((keyword) =>
    getNumber(value, tagOf(keyword)),
  );
  expect(numbers).toEqual([16, 12, 11, 37]);
});
