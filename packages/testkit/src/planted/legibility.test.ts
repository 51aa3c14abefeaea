import { describe, expect, test } from 'vitest';
import { forEachGlyphPixel, sizeOfGlyphs } from './glyphs.ts';
import { isLegibleIn } from './legibility.ts';

const scale = 2;
const text = '64777330';
const box = { x: 4, y: 4, text, scale, ...sizeOfGlyphs(text, scale) };

/** A dark frame with texts in it, each from its upper left corner on. */
function frameWith(...texts: readonly (readonly [text: string, x: number, y: number])[]) {
  const [columns, rows] = [120, 24];
  const cells = new Uint8Array(columns * rows).fill(60);
  for (const [written, x, y] of texts)
    forEachGlyphPixel(written, scale, (dx, dy) => {
      cells[(y + dy) * columns + x + dx] = 255;
    });
  return { cells, columns, samplesPerPixel: 1 };
}

describe('a text in a picture', () => {
  test('is legible as it was written, and when one letter of it is left', () => {
    expect(isLegibleIn(frameWith([text, 4, 4]), box)).toBe(true);
    expect(isLegibleIn(frameWith(['6', 4, 4]), box)).toBe(true);
  });

  test('is not legible where it is gone, or where others are written over it', () => {
    expect(isLegibleIn(frameWith(), box)).toBe(false);
    for (const x of [0, 7, 11, 13, 20]) expect(isLegibleIn(frameWith(['PATIENT', x, 7]), box)).toBe(false);
  });
});
