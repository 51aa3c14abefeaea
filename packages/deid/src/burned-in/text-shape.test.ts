import type { RenderedImage } from '@isocenter/pixels/render';
import { describe, expect, it } from 'vitest';
import { hasContrast, isLineShaped, isSeveralLines } from './text-shape.ts';

/** Stripes as close as strokes of letters, or a ramp. */
function picture(of: 'stripes' | 'ramp'): RenderedImage {
  const [width, height] = [400, 400];
  const samples = Uint8Array.from({ length: width * height }, (_, at) => {
    const x = at % width;
    return of === 'ramp' ? x / 2 : x % 12 < 4 ? 220 : 20;
  });
  return { width, height, channels: 1, samples };
}

describe('the shape of a line', () => {
  it('is longer than high, and of letters that fit the picture', () => {
    const stripes = picture('stripes');
    expect(isLineShaped({ x: 10, y: 10, width: 60, height: 14 }, stripes)).toBe(true);
    expect(isLineShaped({ x: 10, y: 10, width: 14, height: 60 }, stripes)).toBe(true);
    expect(isLineShaped({ x: 10, y: 10, width: 20, height: 18 }, stripes)).toBe(false);
    expect(isLineShaped({ x: 10, y: 10, width: 200, height: 90 }, stripes)).toBe(false);
    expect(isLineShaped({ x: 10, y: 10, width: 30, height: 4 }, stripes)).toBe(false);
  });

  it('has sharp strokes where it is large', () => {
    const large = { x: 10, y: 10, width: 160, height: 40 };
    expect(isLineShaped(large, picture('stripes'))).toBe(true);
    expect(isLineShaped(large, picture('ramp'))).toBe(false);
  });

  it('has no contrast where all values are about the same', () => {
    expect(hasContrast({ x: 10, y: 10, width: 8, height: 8 }, picture('ramp'))).toBe(false);
    expect(hasContrast({ x: 10, y: 10, width: 30, height: 8 }, picture('stripes'))).toBe(true);
  });

  it('is not that of several lines below one another', () => {
    const upper = { x: 403, y: 2, width: 106, height: 11 };
    const lower = { x: 424, y: 13, width: 86, height: 11 };
    const both = { x: 403, y: 2, width: 108, height: 23 };
    expect(isSeveralLines(both, [upper, lower, both])).toBe(true);
    expect(isSeveralLines(upper, [upper, { ...upper, y: 3, height: 9 }, lower])).toBe(false);
    expect(isSeveralLines({ x: 10, y: 10, width: 60, height: 14 }, [upper, lower])).toBe(false);
    const standing = [upper, lower].map(({ x, y, width, height }) => ({ x: y, y: x, width: height, height: width }));
    expect(isSeveralLines({ x: 2, y: 403, width: 23, height: 108 }, standing)).toBe(true);
  });
});
