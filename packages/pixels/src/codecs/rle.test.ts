import { expect, test } from 'vitest';
import { decodeRle } from './rle.ts';

const target = { rows: 2, columns: 3, samplesPerPixel: 1, bitsAllocated: 8, photometricInterpretation: 'MONOCHROME2' };

test('unpacks literal runs, repetitions and the code that does nothing', () => {
  // 02: three literal bytes · 80: nothing · FE: the next byte three times
  const segment = [0x02, 7, 8, 9, 0x80, 0xfe, 5];
  const { cells, complete } = decodeRle(frameOf([segment]), target);
  expect([...cells]).toEqual([7, 8, 9, 5, 5, 5]);
  expect(complete).toBe(true);
});

test('puts the most significant byte plane first', () => {
  const high = [0xfb, 0x12];
  const low = [0x05, 1, 2, 3, 4, 5, 6];
  const { cells } = decodeRle(frameOf([high, low]), { ...target, bitsAllocated: 16 });
  expect([...cells]).toEqual([0x1201, 0x1202, 0x1203, 0x1204, 0x1205, 0x1206]);
});

test('turns the byte planes of colour into pixels', () => {
  const planes = [1, 2, 3].map((value) => [0xfb, value]);
  const { cells } = decodeRle(frameOf(planes), { ...target, samplesPerPixel: 3 });
  expect([...cells]).toEqual(Array.from({ length: 6 }, () => [1, 2, 3]).flat());
});

test('keeps 1-bit images packed in their segment', () => {
  const { cells } = decodeRle(frameOf([[0x00, 0b101001]]), { ...target, bitsAllocated: 1 });
  expect([...cells]).toEqual([1, 0, 0, 1, 0, 1]);
});

test('reports a segment that ends early and leaves the rest zero', () => {
  const { cells, complete } = decodeRle(frameOf([[0x01, 7, 8]]), target);
  expect([...cells]).toEqual([7, 8, 0, 0, 0, 0]);
  expect(complete).toBe(false);
});

test('does not write beyond the frame, however long a run is', () => {
  const { cells } = decodeRle(frameOf([[0x81, 9, 0x81, 9]]), target);
  expect([...cells]).toEqual([9, 9, 9, 9, 9, 9]);
});

test.each([
  ['another number of segments than the image has', frameOf([[0], [0]]), 'codestream-mismatch'],
  ['no whole header', new Uint8Array(63), 'codestream-malformed'],
  ['a segment outside the frame', withOffset(frameOf([[0x00, 1]]), 4000), 'codestream-malformed'],
  ['a segment inside the header', withOffset(frameOf([[0x00, 1]]), 8), 'codestream-malformed'],
])('refuses a frame with %s', (_, frame, code) => {
  expect(() => decodeRle(frame, target)).toThrow(expect.objectContaining({ code }));
});

/** Header of 64 bytes: number of segments, 15 offsets; then the segments. */
function frameOf(segments: readonly (readonly number[])[]): Uint8Array {
  const frame = new Uint8Array(64 + segments.flat().length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, segments.length, true);
  let offset = 64;
  segments.forEach((segment, i) => {
    view.setUint32(4 + 4 * i, offset, true);
    frame.set(segment, offset);
    offset += segment.length;
  });
  return frame;
}

function withOffset(frame: Uint8Array, offset: number): Uint8Array {
  new DataView(frame.buffer).setUint32(4, offset, true);
  return frame;
}
