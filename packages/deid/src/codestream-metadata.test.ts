import { expect, test } from 'vitest';
import { stripCodestream } from './codestream-metadata.ts';

const text = (value: string): number[] => [...Buffer.from(value, 'latin1')];
const segment = (marker: number, content: readonly number[]): number[] => {
  const length = content.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...content];
};
const concat = (...parts: readonly (readonly number[])[]): Uint8Array => Uint8Array.from(parts.flat());

// Start of image, quantization, start of scan, entropy-coded data with a stuffed FF and a restart marker.
const start = [0xff, 0xd8];
const table = segment(0xdb, [0, 1, 2, 3]);
const adobe = segment(0xee, [...text('Adobe'), 0, 100, 0, 0, 0, 0, 1]);
const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56];
const end = [0xff, 0xd9];
const exif = segment(0xe1, text('Exif\0\0TEST^PHANTOM 19700101'));
const comment = segment(0xfe, text('TEST^PHANTOM'));

test('application and comment segments of JPEG go, before and between scans, and what follows the end', () => {
  const clean = concat(start, table, adobe, scan, table, scan, end);
  const dirty = concat(start, exif, table, comment, adobe, scan, comment, table, scan, end, text('TEST^PHANTOM'));
  expect(Buffer.from(stripCodestream(dirty)).subarray(0, clean.length)).toEqual(Buffer.from(clean));
  expect(stripCodestream(dirty).length).toBe(clean.length + (clean.length & 1));
});

test('a codestream without metadata is the same afterwards, padding included', () => {
  for (const clean of [concat(start, table, adobe, scan, end), concat(start, table, scan, end, [0])])
    expect(stripCodestream(clean)).toBe(clean);
});

test('a byte of padding that says something goes', () => {
  const clean = concat(start, table, scan, end);
  const padded = concat(start, table, scan, end, [0x41], clean.length % 2 === 0 ? [0x42] : []);
  expect(Buffer.from(stripCodestream(padded)).includes(0x41)).toBe(false);
});

test('a frame that goes on in another fragment keeps its end', () => {
  const first = concat(start, exif, table, scan);
  expect(Buffer.from(stripCodestream(first)).subarray(0, -1)).toEqual(
    Buffer.from(concat(start, table, scan)).subarray(0, stripCodestream(first).length - 1),
  );
});

// Start of codestream, size, comment, tile-part of 12 + header + data bytes, end of codestream.
const size = segment(0x51, [0, 0, 0, 0]);
const comment2000 = segment(0x64, [0, 1, ...text('TEST^PHANTOM')]);
const tilePart = (header: readonly number[], lengthBytes: number): number[] => [
  ...segment(0x90, [0, 0, 0, 0, lengthBytes >> 8, lengthBytes & 0xff, 0, 1]),
  ...header,
  ...[0xff, 0x93, 1, 2, 3, 4],
];

test('comments of JPEG 2000 go, in the main header and in tile-parts, whose lengths follow', () => {
  const dirty = concat([0xff, 0x4f], size, comment2000, tilePart(comment2000, 12 + comment2000.length + 6), end);
  const clean = concat([0xff, 0x4f], size, tilePart([], 18), end);
  expect(Buffer.from(stripCodestream(dirty)).subarray(0, clean.length)).toEqual(Buffer.from(clean));
});

test('a last tile-part of open length ends with the codestream', () => {
  const dirty = concat([0xff, 0x4f], size, comment2000, tilePart([], 0), end);
  expect(Buffer.from(stripCodestream(dirty)).includes('PHANTOM')).toBe(false);
  expect(stripCodestream(concat([0xff, 0x4f], size, tilePart([], 0), end)).length % 2).toBe(0);
});

test('what is neither stays as it is', () => {
  const rle = concat([1, 0, 0, 0, 64, 0, 0, 0], text('TEST'));
  expect(stripCodestream(rle)).toBe(rle);
});
