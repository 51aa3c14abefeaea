import {
  explicitVrLittleEndian,
  findTransferSyntax,
  jpegLosslessSv1,
  transferSyntaxes,
} from '@isocenter/dicom/transfer-syntax';
import { expect, test } from 'vitest';
import { encodeLosslessJpeg } from '../test/lossless-jpeg.ts';
import { parseJpegXlSize } from './codecs/jpeg-xl.ts';
import { createFrameDecoder, isDecodable } from './decode.ts';
import type { ImageDescription } from './image-description.ts';

const description: ImageDescription = {
  rows: 2,
  columns: 2,
  numberOfFrames: 1,
  samplesPerPixel: 1,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  signed: false,
  sampleKind: 'integer',
};
const decoder = createFrameDecoder();
const jpegOf = (precision: number, components = 1) =>
  encodeLosslessJpeg(
    { rows: 2, columns: 2, components, precision, samples: Uint16Array.from({ length: 4 * components }, (_, i) => i) },
    { predictor: 1, pointTransform: 0, restartRows: 0 },
  );

test('keeps unused bits in the cells of native frames', async () => {
  const frame = new Uint8Array(Uint16Array.of(0xf001, 2, 3, 4).buffer);
  const { cells } = await decoder.decodeFrame(frame, explicitVrLittleEndian.uid, description);
  expect([...cells]).toEqual([0xf001, 2, 3, 4]);
});

test('reads native frames wherever they lie in a buffer, and leaves it as it was', async () => {
  // Samples of 16 bits at an odd address; three planes of 8 bits that come out by pixel.
  const odd = Buffer.from([0, 1, 0, 2, 0, 3, 0, 4, 0]).subarray(1);
  const { cells } = await decoder.decodeFrame(odd, explicitVrLittleEndian.uid, description);
  expect([...cells]).toEqual([1, 2, 3, 4]);
  const planes = Buffer.from([1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24]);
  const colour = {
    samplesPerPixel: 3,
    photometricInterpretation: 'RGB',
    planarConfiguration: 1,
    bitsAllocated: 8,
  } as const;
  const decoded = await decoder.decodeFrame(planes, explicitVrLittleEndian.uid, { ...description, ...colour });
  expect([...decoded.cells]).toEqual([1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24]);
  expect(planes[1]).toBe(2);
});

test('says from which pixel on a short native frame has no data', async () => {
  const { validPixels, findings } = await decoder.decodeFrame(
    new Uint8Array(5),
    explicitVrLittleEndian.uid,
    description,
  );
  expect(validPixels).toBe(2);
  expect(findings.map(({ code }) => code)).toEqual(['frame-incomplete']);
});

test('widens samples of few bits to Bits Allocated', async () => {
  const decoded = await decoder.decodeFrame(jpegOf(8), jpegLosslessSv1.uid, description);
  expect(decoded.cells).toEqual(Uint16Array.of(0, 1, 2, 3));
  expect(decoded.bitsAllocated).toBe(16);
});

test('keeps samples of more bits than Bits Allocated, and says so', async () => {
  const narrow = { ...description, bitsAllocated: 8, bitsStored: 8, highBit: 7 };
  const decoded = await decoder.decodeFrame(jpegOf(12), jpegLosslessSv1.uid, narrow);
  expect(decoded).toMatchObject({ bitsAllocated: 16, bitsStored: 12, highBit: 11 });
  expect(decoded.findings.map(({ code }) => code)).toEqual(['codestream-precision']);
});

test('leaves the colours of lossless JPEG as they were coded', async () => {
  const ybr = { ...description, samplesPerPixel: 3, photometricInterpretation: 'YBR_FULL', bitsAllocated: 8 };
  const decoded = await decoder.decodeFrame(jpegOf(8, 3), jpegLosslessSv1.uid, ybr);
  expect(decoded.photometricInterpretation).toBe('YBR_FULL');
  expect([...decoded.cells]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

const jpeg2000Size = (columns: number, rows: number) => [
  ...[0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0],
  ...[columns, rows, 0, 0, columns, rows, 0, 0].flatMap((value) =>
    [...new Uint8Array(Uint32Array.of(value).buffer)].reverse(),
  ),
  ...[0, 1, 7, 1, 1],
  ...[0xff, 0x52, 0, 12, 0, 0, 0, 1, 0, 1, 4, 4, 0, 1],
];

// None of these reach a codec: what a codestream claims of its size is not believed.
test.each([
  ['1.2.840.10008.1.2.4.90', jpeg2000Size(65535, 65535)],
  ['1.2.840.10008.1.2.4.201', jpeg2000Size(65535, 65535)],
  ['1.2.840.10008.1.2.4.80', [0xff, 0xd8, 0xff, 0xf7, 0, 11, 16, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]],
  ['1.2.840.10008.1.2.4.50', [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]],
  ['1.2.840.10008.1.2.4.110', [0xff, 0x0a, 0xfa, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
])('%s: refuses a codestream larger than the data set says before it is decoded', async (uid, bytes) => {
  const decoding = decoder.decodeFrame(Uint8Array.from(bytes), uid, description);
  await expect(decoding).rejects.toMatchObject({ code: 'codestream-mismatch' });
});

test('reads the size of a JPEG XL codestream in each of its forms', () => {
  // Bit by bit: small, height / 8 − 1 = 1, ratio 1:1.
  expect(parseJpegXlSize(Uint8Array.of(0xff, 0x0a, 0b0100_0011, 0, 0, 0, 0, 0))).toEqual({ rows: 16, columns: 16 });
  // Not small, 9 bits, height − 1 = 99, no ratio, 9 bits, width − 1 = 49.
  const bits = ['0', '00', '110001100', '000', '00', '100011000'].join('').padEnd(48, '0');
  const bytes = Array.from({ length: 6 }, (_, i) =>
    Number.parseInt([...bits.slice(8 * i, 8 * i + 8)].reverse().join(''), 2),
  );
  expect(parseJpegXlSize(Uint8Array.of(0xff, 0x0a, ...bytes))).toEqual({ rows: 100, columns: 50 });
});

test('has a codec for every transfer syntax but video, hierarchy and several components at once', () => {
  const without = transferSyntaxes.filter(({ uid }) => !isDecodable(uid)).map(({ uid }) => uid);
  expect(without.every((uid) => /\.4\.(5[24-9]|6\d|9[2-5]|10\d)|\.2\.6\.|\.7\.|\.20[45]/.test(uid))).toBe(true);
  expect(findTransferSyntax('1.2.840.10008.1.2.4.102')).toBeDefined();
  expect(isDecodable('1.2.840.10008.1.2.4.102')).toBe(false);
});

test('refuses a transfer syntax without codec', async () => {
  const decoding = decoder.decodeFrame(new Uint8Array(8), '1.2.840.10008.1.2.4.102', description);
  await expect(decoding).rejects.toMatchObject({ code: 'codec-missing' });
});
