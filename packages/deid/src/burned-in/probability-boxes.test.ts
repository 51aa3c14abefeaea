import { describe, expect, it } from 'vitest';
import { boxesOf } from './probability-boxes.ts';

function mapOf(width: number, height: number, areas: readonly (readonly [number, number, number, number, number])[]) {
  const values = new Float32Array(width * height);
  for (const [left, top, wide, high, value] of areas) {
    for (let y = top; y < top + high; y++) values.fill(value, y * width + left, y * width + left + wide);
  }
  return { width, height, values };
}

describe('areas of a map as boxes', () => {
  it('are widened by area × 1.8 ÷ perimeter', () => {
    // 40 × 10: 400 × 1.8 ÷ 100 = 7.2 on each side.
    const [box] = boxesOf(mapOf(100, 50, [[30, 20, 40, 10, 0.9]]), 0.7);
    expect(box?.x).toBeCloseTo(22.8);
    expect(box?.y).toBeCloseTo(12.8);
    expect(box?.width).toBeCloseTo(54.4);
    expect(box?.height).toBeCloseTo(24.4);
    expect(box?.score).toBeCloseTo(0.9);
  });

  it('are one where they touch at a corner, and two where a pixel lies between them', () => {
    expect(
      boxesOf(
        mapOf(60, 40, [
          [5, 5, 10, 5, 1],
          [15, 10, 10, 5, 1],
        ]),
        0.5,
      ),
    ).toHaveLength(1);
    expect(
      boxesOf(
        mapOf(60, 40, [
          [5, 5, 10, 5, 1],
          [16, 5, 10, 5, 1],
        ]),
        0.5,
      ),
    ).toHaveLength(2);
  });

  it('are none where the detector is not sure, nor of single pixels', () => {
    expect(boxesOf(mapOf(60, 40, [[5, 5, 20, 8, 0.4]]), 0.5)).toEqual([]);
    expect(boxesOf(mapOf(60, 40, [[5, 5, 20, 2, 1]]), 0.5)).toEqual([]);
  });
});
