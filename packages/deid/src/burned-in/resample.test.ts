import { describe, expect, it } from 'vitest';
import { shrink, straighten } from './resample.ts';

const picture = (width: number, height: number, valueAt: (x: number, y: number) => number) => ({
  ...{ width, height, channels: 1 as const },
  samples: Uint8Array.from({ length: width * height }, (_, at) => valueAt(at % width, Math.floor(at / width))),
});

describe('straighten', () => {
  it('lays a line at an angle flat, its start at the left', () => {
    const angle = Math.PI / 6;
    const along = (x: number, y: number) => (x - 50) * Math.cos(angle) + (y - 50) * Math.sin(angle);
    const slope = picture(100, 100, (x, y) => 128 + along(x, y));
    const tilt = { middleX: 50, middleY: 50, angle, length: 60, height: 10 };
    const { width, height, samples } = straighten(slope, tilt, 20);
    expect([width, height]).toEqual([120, 20]);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const expected = 128 + (column - 59.5) / 2;
        expect(Math.abs((samples[row * width + column] ?? 0) - expected)).toBeLessThan(2);
      }
    }
  });
});

describe('shrink', () => {
  it('takes the mean of each block, and leaves out what is left at the ends', () => {
    const { width, height, samples } = shrink(
      picture(5, 3, (x, y) => 10 * x + 100 * y),
      2,
    );
    expect([width, height, ...samples]).toEqual([2, 1, 55, 75]);
  });
});
