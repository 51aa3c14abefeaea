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

describe('areas at an angle', () => {
  const size = { width: 120, height: 120 };
  const barAt = (angle: number, [length, high]: readonly [number, number]) => {
    const values = Float32Array.from({ length: size.width * size.height }, (_, at) => {
      const [x, y] = [(at % size.width) - 60, Math.floor(at / size.width) - 60];
      const along = x * Math.cos(angle) + y * Math.sin(angle);
      const across = y * Math.cos(angle) - x * Math.sin(angle);
      return Math.abs(along) <= length / 2 && Math.abs(across) <= high / 2 ? 1 : 0;
    });
    return boxesOf({ ...size, values }, 0.5)[0]?.tilt;
  };

  it('says how a long area leans, where its middle is and how large it is with what is added', () => {
    const tilt = barAt(0.5, [80, 12]);
    expect(tilt?.angle).toBeCloseTo(0.5, 2);
    expect(tilt?.middleX).toBeCloseTo(60, 0);
    expect(tilt?.middleY).toBeCloseTo(60, 0);
    expect(Math.abs((tilt?.length ?? 0) - 80 - 18.8)).toBeLessThan(2);
    expect(Math.abs((tilt?.height ?? 0) - 12 - 18.8)).toBeLessThan(2);
  });

  it.each([
    ['lies', 0, [80, 12]],
    ['stands', Math.PI / 2, [80, 12]],
    ['is as wide as high', 0.5, [40, 36]],
  ] as const)('has none where an area %s', (_, angle, shape) => {
    expect(barAt(angle, shape)).toBeUndefined();
  });
});
