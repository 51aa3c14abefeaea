import { type ImageDescription, nativeFrameBits } from '@isocenter/pixels/image-description';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskFrame } from './mask-frame.ts';

const grey: ImageDescription = {
  rows: 24,
  columns: 32,
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

const layouts: readonly (readonly [string, Partial<ImageDescription>])[] = [
  ['12 of 16 bits', {}],
  ['signed', { signed: true }],
  ['12 bits at the top of 16', { highBit: 15 }],
  ['8 bits, MONOCHROME1', { bitsAllocated: 8, bitsStored: 8, highBit: 7, photometricInterpretation: 'MONOCHROME1' }],
  ['1 bit', { bitsAllocated: 1, bitsStored: 1, highBit: 0 }],
  ['32 bits', { bitsAllocated: 32, bitsStored: 32, highBit: 31 }],
  ['32 bits signed', { bitsAllocated: 32, bitsStored: 32, highBit: 31, signed: true }],
  ['float', { bitsAllocated: 32, bitsStored: 32, highBit: 31, signed: true, sampleKind: 'float' }],
  ['double', { bitsAllocated: 64, bitsStored: 64, highBit: 63, signed: true, sampleKind: 'double' }],
  ['palette', { bitsAllocated: 8, bitsStored: 8, highBit: 7, photometricInterpretation: 'PALETTE COLOR' }],
  ...(['RGB', 'YBR_FULL'] as const).flatMap((photometricInterpretation) =>
    ([0, 1] as const).map((planarConfiguration) => {
      const colour = { samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, highBit: 7, photometricInterpretation };
      return [`${photometricInterpretation} ${planarConfiguration}`, { ...colour, planarConfiguration }] as const;
    }),
  ),
];

/** Which bits of a native frame belong to a pixel, by an own arithmetic: bit numbers of the frame. */
function bitsOfPixel(description: ImageDescription, x: number, y: number): readonly number[] {
  const { rows, columns, samplesPerPixel, planarConfiguration, bitsAllocated, bitsStored, highBit } = description;
  return Array.from({ length: samplesPerPixel }).flatMap((_, sample) => {
    const cell =
      planarConfiguration === 1
        ? sample * rows * columns + y * columns + x
        : (y * columns + x) * samplesPerPixel + sample;
    const lowest = cell * bitsAllocated + highBit + 1 - bitsStored;
    return Array.from({ length: bitsStored }, (_, bit) => lowest + bit);
  });
}

describe('masking a native frame', () => {
  it.each(layouts)('changes nothing outside of the box: %s', (_, changed) => {
    const description = { ...grey, ...changed };
    const lengthBytes = Math.ceil(nativeFrameBits(description) / 8);
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: lengthBytes, maxLength: lengthBytes }),
        fc.record({
          x: fc.integer({ min: -4, max: 30 }),
          y: fc.integer({ min: -4, max: 22 }),
          width: fc.integer({ min: 1, max: 40 }),
          height: fc.integer({ min: 1, max: 30 }),
        }),
        (bytes, box) => {
          const masked = maskFrame(bytes, description, [{ ...box, label: '% ID %' }]);
          const allowed = new Set<number>();
          for (let y = Math.max(0, box.y); y < Math.min(24, box.y + box.height); y++) {
            for (let x = Math.max(0, box.x); x < Math.min(32, box.x + box.width); x++) {
              for (const bit of bitsOfPixel(description, x, y)) allowed.add(bit);
            }
          }
          let wrong = 0;
          for (let at = 0; at < bytes.length; at++) {
            const difference = (bytes[at] ?? 0) ^ (masked[at] ?? 0);
            for (let bit = 0; difference !== 0 && bit < 8; bit++) {
              if ((difference >> bit) & 1 && !allowed.has(at * 8 + bit)) wrong++;
            }
          }
          expect(wrong).toBe(0);
        },
      ),
      { numRuns: 12, seed: 5 },
    );
  });

  it('takes the value of the ground around the box', () => {
    const cells = new Int16Array(24 * 32).fill(-700);
    for (let x = 5; x < 20; x++) cells[8 * 32 + x] = 900;
    const signed = { ...grey, bitsStored: 16, highBit: 15, signed: true };
    const masked = maskFrame(new Uint8Array(cells.buffer), signed, [{ x: 4, y: 7, width: 18, height: 3 }]);
    expect(new Set(new Int16Array(masked.buffer))).toEqual(new Set([-700]));
  });

  it('writes the fiducial where it has room, and in no value that the frame did not have', () => {
    const wide = { ...grey, columns: 80 };
    const cells = new Uint16Array(24 * 80).fill(100);
    cells[0] = 3000;
    const box = { x: 4, y: 6, width: 70, height: 9 };
    const masked = new Uint16Array(
      maskFrame(new Uint8Array(cells.buffer), wide, [{ ...box, label: '% PATIENT ID %' }]).buffer,
    );
    const rows = Array.from({ length: 5 }, (_, row) =>
      Array.from(masked.subarray((8 + row) * 80 + 11, (8 + row) * 80 + 23), (value) =>
        value === 3000 ? '#' : '.',
      ).join(''),
    );
    expect(new Set(masked)).toEqual(new Set([100, 3000]));
    // The first letters, "% P", with three pixels and one between each.
    expect(rows).toEqual(['#.#.....##..', '..#.....#.#.', '.#......##..', '#.......#...', '#.#.....#...']);
  });

  it('masks two pixels of YBR_FULL_422 that share their colour', () => {
    const shared = {
      ...grey,
      samplesPerPixel: 3,
      bitsAllocated: 8,
      bitsStored: 8,
      highBit: 7,
      photometricInterpretation: 'YBR_FULL_422',
    };
    const frame = new Uint8Array(24 * 32 * 2).fill(128);
    const at = (10 * 32 + 6) * 2;
    frame.set([250, 250, 30, 220], at);
    const masked = maskFrame(frame, shared, [{ x: 7, y: 10, width: 1, height: 1 }]);
    expect(Array.from(masked.subarray(at, at + 4))).toEqual([128, 128, 128, 128]);
    expect(masked.every((byte) => byte === 128)).toBe(true);
  });

  it('leaves a frame alone that ends before the box', () => {
    const cut = new Uint8Array(100).fill(7);
    expect(maskFrame(cut, grey, [{ x: 0, y: 10, width: 32, height: 5 }])).toEqual(cut);
  });
});
