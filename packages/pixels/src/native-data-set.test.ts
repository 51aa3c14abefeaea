import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import {
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  rleLossless,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';
import { getBytes } from '@isocenter/dicom/values';
import { expect, test } from 'vitest';
import { type ByteSource, sourceOfBytes } from './byte-source.ts';
import type { DecodedFrame } from './decode.ts';
import { locateFrames } from './frames.ts';
import { describeImage } from './image-description.ts';
import { type DecodeFrame, decodeToNative } from './native-data-set.ts';

const mebibyte = 2 ** 20;

const attributes = {
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  NumberOfFrames: 2,
  Rows: 1,
  Columns: 2,
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
};

/** (7FE0,0010) OB of undefined length, an empty Basic Offset Table, an item of two bytes for each frame. */
const fragments = [
  ...[0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff],
  ...[0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0],
  ...[0xfe, 0xff, 0, 0xe0, 2, 0, 0, 0, 1, 2],
  ...[0xfe, 0xff, 0, 0xe0, 2, 0, 0, 0, 3, 4],
];
const surplusFragment = [0xfe, 0xff, 0, 0xe0, 2, 0, 0, 0, 5, 6];
const delimiter = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];
/** (0088,0200) SQ of 50 bytes { 42 bytes { Pixel Data of one fragment; 4 bytes that are no element } }. */
const brokenIcon = [
  ...[0x88, 0, 0, 2, 0x53, 0x51, 0, 0, 50, 0, 0, 0, 0xfe, 0xff, 0, 0xe0, 42, 0, 0, 0],
  ...[...fragments.slice(0, 30), ...delimiter, 1, 2, 3, 4],
];
/** (7FE0,0010), length 4, in implicit VR. */
const native = [0xe0, 0x7f, 0x10, 0, 4, 0, 0, 0, 1, 2, 3, 4];

test.each([
  ['native pixels', native, implicitVrLittleEndian],
  ['fragments', [...fragments, ...delimiter], rleLossless],
  ['more fragments than frames', [...fragments, ...surplusFragment, ...delimiter], rleLossless],
])('keeps what stands after %s', async (_, pixels, transferSyntax) => {
  const padding = new Uint8Array(2 * mebibyte).fill(7);
  const trailer = buildDataSet({ DataSetTrailingPadding: { vr: 'OB', value: padding } });
  const source = sourceOfBytes(join(transferSyntax, pixels, encodeDataSet(trailer, transferSyntax)));
  const pieces: Uint8Array[] = [];
  for await (const piece of await decode(source, transferSyntax)) pieces.push(piece);
  const { value, findings } = parseDataSet(new Uint8Array(Buffer.concat(pieces)), explicitVrLittleEndian);
  expect(findings).toEqual([]);
  expect(getBytes(value, tagOf('PixelData'))).toEqual(Uint8Array.of(1, 2, 3, 4));
  expect(getBytes(value, tagOf('DataSetTrailingPadding'))).toEqual(padding);
});

test.each([
  ['native pixels', native, implicitVrLittleEndian],
  ['fragments', [...fragments, ...delimiter], rleLossless],
])('refuses to begin where more stands after %s than is held', async (_, pixels, transferSyntax) => {
  const bytes = join(transferSyntax, pixels, new Uint8Array());
  let longest = 0;
  const source: ByteSource = {
    lengthBytes: bytes.length + 33 * mebibyte,
    async readAt(offset, lengthBytes) {
      longest = Math.max(longest, lengthBytes);
      return bytes.subarray(offset, offset + lengthBytes);
    },
  };
  const refused = expect.objectContaining({ code: 'trailer-not-readable' });
  await expect((await decode(source, transferSyntax)).next()).rejects.toEqual(refused);
  expect(longest).toBeLessThan(mebibyte);
});

test.each([
  ['that no delimiter ends', [...fragments, 1, 2, 3, 4, 5, 6, 7, 8], 'trailer-not-readable'],
  ['after which something stands that is no element', [...fragments, ...delimiter, 1, 2, 3], 'trailing-not-encodable'],
  [
    'after an icon with bytes that are no element',
    [...brokenIcon, ...fragments, ...delimiter],
    'trailing-not-encodable',
  ],
])('refuses to begin with fragments %s', async (_, pixels, code) => {
  const pieces = await decode(sourceOfBytes(join(rleLossless, pixels, new Uint8Array())), rleLossless);
  await expect(pieces.next()).rejects.toMatchObject({ code });
});

test('takes fragments that the object ends with for the last', async () => {
  const pieces = await decode(sourceOfBytes(join(rleLossless, fragments, new Uint8Array())), rleLossless);
  expect((await pieces.next()).done).toBe(false);
});

function join(transferSyntax: TransferSyntax, pixels: readonly number[], trailer: Uint8Array): Uint8Array {
  const header = encodeDataSet(buildDataSet(attributes), transferSyntax);
  return new Uint8Array(Buffer.concat([header, Uint8Array.from(pixels), trailer]));
}

async function decode(source: ByteSource, transferSyntax: TransferSyntax): Promise<AsyncGenerator<Uint8Array>> {
  const bytes = await source.readAt(0, 4096);
  const { value: header } = parseDataSet(bytes, transferSyntax, { stopAt: tagOf('PixelData') });
  const pixelDataOffset = header.source?.lengthBytes ?? 0;
  const image = { header, transferSyntax, pixelDataOffset, source };
  const description = describeImage(header).value;
  const table = (await locateFrames(image, description)).value;
  return decodeToNative({ image, description, table }, takeAsCells);
}

const takeAsCells: DecodeFrame = async (frame, _, description): Promise<DecodedFrame> => {
  return { ...description, cells: frame.slice(), validPixels: 2, findings: [] };
};
