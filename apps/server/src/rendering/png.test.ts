import type { RenderedImage } from '@isocenter/pixels/render';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodePng } from './png.ts';

test.each([
  { what: 'one grey pixel', width: 1, height: 1, channels: 1 },
  { what: 'grey of an odd width', width: 37, height: 5, channels: 1 },
  { what: 'colour', width: 33, height: 20, channels: 3 },
  { what: 'more noise than can be compressed', width: 512, height: 512, channels: 3 },
] as const)('a PNG reads back as what was drawn: $what', async ({ width, height, channels }) => {
  const samples = noise(width * height * channels);
  const drawn = samples.slice();

  const png = await encodePng({ width, height, channels, samples } satisfies RenderedImage);

  const read = sharp(png).toColourspace(channels === 1 ? 'b-w' : 'srgb');
  const { data, info } = await read.raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width, height, channels });
  expect(data.equals(drawn)).toBe(true);
});

/** The same every time: a linear congruential generator's high bytes. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
