import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  findTransferSyntax,
  implicitVrLittleEndian,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';
import { expect, test } from 'vitest';
import { type ByteSource, sourceOfBytes } from './byte-source.ts';
import type { FrameTable } from './frame-table.ts';
import { locateFrames } from './frames.ts';
import type { ImageDescription } from './image-description.ts';

const jpeg = syntax('1.2.840.10008.1.2.4.70');
const rle = syntax('1.2.840.10008.1.2.5');
const video = syntax('1.2.840.10008.1.2.4.102');

const description: ImageDescription = {
  rows: 2,
  columns: 2,
  numberOfFrames: 3,
  samplesPerPixel: 1,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  signed: false,
  sampleKind: 'integer',
};

// Codestreams that begin as JPEG does, each of two fragments.
const soi = [0xff, 0xd8, 0xff, 0xc3];
const frames = [1, 2, 3].map((number) => ({ head: [...soi, number, 0], tail: [number, number] }));

test('finds native frames by arithmetic', async () => {
  const bytes = native('OW', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const { table, findings } = await locate(bytes, explicitVrLittleEndian, description);
  expect([...(await table.read(2))]).toEqual([5, 6, 7, 8]);
  expect(await table.ranges(3)).toEqual([{ offset: 20, lengthBytes: 4 }]);
  expect(findings).toEqual([]);
});

test('finds native frames in implicit VR', async () => {
  const bytes = Uint8Array.of(0xe0, 0x7f, 0x10, 0, 12, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  const { table } = await locate(bytes, implicitVrLittleEndian, description);
  expect([...(await table.read(3))]).toEqual([9, 10, 11, 12]);
});

test.each([
  ['explicit VR that is declared implicit', explicitVrLittleEndian, implicitVrLittleEndian],
  ['implicit VR that is declared explicit', implicitVrLittleEndian, explicitVrLittleEndian],
])('finds native frames in %s', async (_, written, declared) => {
  // A value of 4242H bytes, whose length in implicit VR reads as the letters of a VR, "BB".
  const cells = Uint8Array.from({ length: 0x4242 }, (_, at) => at % 251);
  const bytes = encodeDataSet(buildDataSet({ Rows: 2, PixelData: { vr: 'OW', value: cells } }), written);
  const header = parseDataSet(bytes, declared, { stopAt: tagOf('PixelData') }).value;
  const pixelDataOffset = header.source?.lengthBytes ?? 0;
  const image = { header, transferSyntax: declared, pixelDataOffset, source: sourceOfBytes(bytes) };
  const { value: table } = await locateFrames(image, { ...description, numberOfFrames: 1, columns: 0x2121 });
  expect(await table.read(1)).toEqual(cells);
});

test('brings frames of 1-bit images that begin inside a byte to its start', async () => {
  const oneBit = { ...description, rows: 1, columns: 3, bitsAllocated: 1, bitsStored: 1, highBit: 0 };
  // Frames 101, 011, 110, the first pixel in the least significant bit.
  const { table } = await locate(native('OB', [0b11_110_101, 0b0]), explicitVrLittleEndian, oneBit);
  const bits = async (frame: number) => ((await table.read(frame))[0] ?? 0) & 7;
  expect([await bits(1), await bits(2), await bits(3)]).toEqual([0b101, 0b110, 0b011]);
});

test('turns big endian words, whatever cells they hold', async () => {
  const wide = { ...description, numberOfFrames: 1, bitsAllocated: 16 };
  const big = (value: readonly number[]) => nativeBig(value);
  const cells = await locate(big([1, 2, 3, 4, 5, 6, 7, 8]), explicitVrBigEndian, wide);
  expect([...(await cells.table.read(1))]).toEqual([2, 1, 4, 3, 6, 5, 8, 7]);
  const long = { ...description, rows: 1, columns: 2, numberOfFrames: 1, bitsAllocated: 32 };
  const pairs = await locate(big([1, 2, 3, 4, 5, 6, 7, 8]), explicitVrBigEndian, long);
  expect([...(await pairs.table.read(1))]).toEqual([2, 1, 4, 3, 6, 5, 8, 7]);
  const odd = { ...description, rows: 1, columns: 3, numberOfFrames: 2 };
  const words = await locate(big([2, 1, 4, 3, 6, 5]), explicitVrBigEndian, odd);
  expect([...(await words.table.read(2))]).toEqual([4, 5, 6]);
});

test('gives what there is of a frame that is cut off, and says so', async () => {
  const bytes = native('OW', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).slice(0, 18);
  const { table, findings } = await locate(bytes, explicitVrLittleEndian, description);
  expect([...(await table.read(2))]).toEqual([5, 6]);
  expect(findings.map(({ code }) => code)).toEqual(['pixel-data-short']);
  await expect(table.read(3)).rejects.toMatchObject({ code: 'frame-truncated' });
});

test.each([0, 4, 1.5, Number.NaN])('refuses frame %d of three', async (frame) => {
  const { table } = await locate(native('OW', Array(12).fill(0)), explicitVrLittleEndian, description);
  await expect(table.read(frame)).rejects.toMatchObject({ code: 'frame-out-of-range' });
});

const fragmentsOf = (list: typeof frames) => list.flatMap(({ head, tail }) => [head, tail]);

test('follows the Basic Offset Table over frames of several fragments', async () => {
  const bytes = encapsulated([0, 24, 48], fragmentsOf(frames));
  const { table, findings } = await locate(bytes, jpeg, description);
  expect(await readAll(table)).toEqual(wholeFrames());
  expect(findings).toEqual([]);
});

test('follows the Extended Offset Table and its lengths', async () => {
  const items = frames.map(({ head }) => head);
  const table64 = (values: readonly number[]) => new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer);
  const header = buildDataSet({
    ExtendedOffsetTable: { vr: 'OV', value: table64([0, 14, 28]) },
    ExtendedOffsetTableLengths: { vr: 'OV', value: table64([5, 5, 5]) },
  });
  const { table } = await locate(encapsulated([], items), jpeg, description, header);
  expect(await readAll(table)).toEqual(items.map((item) => item.slice(0, 5)));
});

test('takes one fragment a frame where there is no table', async () => {
  const { table } = await locate(
    encapsulated(
      [],
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ),
    rle,
    description,
  );
  expect(await readAll(table)).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

test('begins a frame where a codestream begins where there is no table', async () => {
  const { table } = await locate(encapsulated([], fragmentsOf(frames)), jpeg, description);
  expect(await readAll(table)).toEqual(wholeFrames());
});

test('puts all fragments of a single frame together', async () => {
  const single = { ...description, numberOfFrames: 1 };
  const { table } = await locate(
    encapsulated(
      [],
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ),
    jpeg,
    single,
  );
  expect(await readAll(table)).toEqual([[1, 2, 3, 4, 5, 6]]);
});

test.each([
  ['of the wrong length', [0, 24]],
  ['that does not begin at 0', [8, 24, 48]],
  ['that descends', [0, 48, 24]],
])('does not follow a table %s, and says so', async (_, offsets) => {
  const { table, findings } = await locate(encapsulated(offsets, fragmentsOf(frames)), jpeg, description);
  expect(await readAll(table)).toEqual(wholeFrames());
  expect(findings.map(({ code }) => code)).toEqual(['offset-table-wrong']);
});

test('scans where a table points into the middle of a fragment', async () => {
  const { table } = await locate(encapsulated([0, 20, 44], fragmentsOf(frames)), jpeg, description);
  expect(await readAll(table)).toEqual(wholeFrames());
});

test('is not misled by a delimiter inside a fragment', async () => {
  const delimiter = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];
  const items = [
    [...soi, ...delimiter],
    [...soi, 2, 2],
    [...soi, 3, 3],
  ];
  const { table } = await locate(encapsulated([], items), jpeg, description);
  expect(await readAll(table)).toEqual(items);
});

test('says that frames cannot be told rather than guess', async () => {
  const { table } = await locate(encapsulated([], [soi, [1, 1], [2, 2], [3, 3]]), jpeg, description);
  await expect(table.read(1)).rejects.toMatchObject({ code: 'frames-undetermined' });
});

test('reads the frames before the place where the object is cut off', async () => {
  const bytes = encapsulated([0, 24, 48], fragmentsOf(frames));
  const { table } = await locate(bytes.slice(0, bytes.length - 8 - 24 - 4), jpeg, description);
  expect([...(await table.read(1))]).toEqual(wholeFrames()[0]);
});

test('takes a value without items as the one frame', async () => {
  const single = { ...description, numberOfFrames: 1 };
  const { table, findings } = await locate(native('OB', [...soi, 9, 9]), jpeg, single);
  expect(await readAll(table)).toEqual([[...soi, 9, 9]]);
  expect(findings.map(({ code }) => code)).toEqual(['fragments-missing']);
});

test('gives video as one stream, whatever the number of its frames', async () => {
  const { table } = await locate(
    encapsulated(
      [],
      [
        [1, 2],
        [3, 4],
      ],
    ),
    video,
    description,
  );
  expect(table.numberOfFrames).toBe(1);
  expect(await readAll(table)).toEqual([[1, 2, 3, 4]]);
});

test('does not read the frames while it looks for them', async () => {
  const large = Array.from({ length: 3 }, () => new Array<number>(200_000).fill(7));
  const bytes = encapsulated([], large);
  let readBytes = 0;
  const source: ByteSource = {
    lengthBytes: bytes.length,
    readAt: async (offset, lengthBytes) => {
      readBytes += lengthBytes;
      return bytes.subarray(offset, offset + lengthBytes);
    },
  };
  const image = { header: buildDataSet({}), transferSyntax: rle, pixelDataOffset: 0, source };
  const { value: table } = await locateFrames(image, description);
  await table.ranges(3);
  expect(readBytes).toBeLessThan(100_000);
});

const item = [0xfe, 0xff, 0x00, 0xe0];

test.each([
  ['fragment', [...item, ...uint32(0), ...item, ...uint32(3_000_000_000)]],
  ['fragment, cut off,', [...item, ...uint32(0), ...item, ...uint32(4_000_000_000)]],
  ['value without items', []],
])('refuses a frame whose %s has gigabytes before it is read', async (_, items) => {
  // (7FE0,0010) OB, undefined length; then zeros.
  const start = Uint8Array.of(0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff, ...items);
  let readBytes = 0;
  const source: ByteSource = {
    lengthBytes: start.length + 3_000_000_000,
    async readAt(offset, lengthBytes) {
      readBytes += lengthBytes;
      const bytes = new Uint8Array(Math.min(lengthBytes, 1 << 16));
      bytes.set(start.subarray(offset, offset + bytes.length));
      return bytes;
    },
  };
  const image = { header: buildDataSet({}), transferSyntax: jpeg, pixelDataOffset: 0, source };
  const { value: table } = await locateFrames(image, { ...description, numberOfFrames: 1 });
  await expect(table.read(1)).rejects.toMatchObject({ code: 'image-too-large' });
  expect(readBytes).toBeLessThan(100_000);
});

test('fragments without end are refused', async () => {
  const empty = new Uint8Array(20 + 8 * 2_000_002);
  empty.set(encapsulated([], []).subarray(0, 20));
  for (let at = 20; at < empty.length; at += 8) empty.set([0xfe, 0xff, 0, 0xe0], at);
  const { table } = await locate(empty, jpeg, description);
  await expect(table.read(1)).rejects.toMatchObject({ code: 'image-too-large' });
});

function wholeFrames(): readonly (readonly number[])[] {
  return frames.map(({ head, tail }) => [...head, ...tail]);
}

async function locate(
  bytes: Uint8Array,
  transferSyntax: TransferSyntax,
  image: ImageDescription,
  header = buildDataSet({}),
): Promise<{ table: FrameTable; findings: readonly { code: string }[] }> {
  const source = { lengthBytes: bytes.length, readAt: async (at: number, n: number) => bytes.subarray(at, at + n) };
  const located = await locateFrames({ header, transferSyntax, pixelDataOffset: 0, source }, image);
  return { table: located.value, findings: located.findings };
}

async function readAll(table: FrameTable): Promise<readonly (readonly number[])[]> {
  const read: number[][] = [];
  for (let frame = 1; frame <= table.numberOfFrames; frame++) read.push([...(await table.read(frame))]);
  return read;
}

/** (7FE0,0010), VR, 32-bit length, value. */
function native(vr: string, value: readonly number[]): Uint8Array {
  const header = [0xe0, 0x7f, 0x10, 0, vr.charCodeAt(0), vr.charCodeAt(1), 0, 0];
  return Uint8Array.of(...header, ...uint32(value.length), ...value);
}

function nativeBig(value: readonly number[]): Uint8Array {
  return Uint8Array.of(0x7f, 0xe0, 0, 0x10, 0x4f, 0x57, 0, 0, ...uint32(value.length).reverse(), ...value);
}

/** The element of undefined length, the table as first item, an item for each fragment, the delimiter. */
function encapsulated(offsets: readonly number[], fragments: readonly (readonly number[])[]): Uint8Array {
  const items = [offsets.flatMap(uint32), ...fragments].map((value) => [
    ...[0xfe, 0xff, 0x00, 0xe0],
    ...uint32(value.length),
    ...value,
  ]);
  const header = [0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff];
  return Uint8Array.from([...header, ...items.flat(), 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
}

function uint32(value: number): number[] {
  return [...new Uint8Array(Uint32Array.of(value).buffer)];
}

function syntax(uid: string): TransferSyntax {
  const found = findTransferSyntax(uid);
  if (found === undefined) throw new Error(`${uid} is not in PS3.6`);
  return found;
}
