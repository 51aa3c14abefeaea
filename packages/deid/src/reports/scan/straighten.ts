/**
 * Lays the lines of a page level that was scanned askew: each column is moved up or down by whole pixels, so that it can be
 * moved back without loss.
 */

import type { RenderedImage } from '@isocenter/pixels/render';

export type StraightPage = {
  readonly image: RenderedImage;
  /** Rows by which each column was moved down. */
  readonly shifts: readonly number[];
  /** Rows of the page itself. */
  readonly height: number;
};

/** Rise of a line to its length, up to 3 degrees; in steps that move the end of a line by less than its letters' height. */
const steepest = 0.052;
const step = 0.002;

/** Columns that are looked at for the slope: every so many. */
const stride = 3;

/** Grey levels from the ground on which something is written. */
const ink = 64;

export function straighten(image: RenderedImage, ground: readonly number[]): StraightPage {
  const slope = slopeOf(image, ground[0] ?? 255);
  const moved = Array.from({ length: image.width }, (_, x) => Math.round(-slope * (x - image.width / 2)));
  const least = Math.min(...moved);
  const shifts = moved.map((shift) => shift - least);
  if (slope === 0) return { image, shifts, height: image.height };
  const { width, channels } = image;
  const height = image.height + Math.max(...shifts);
  const samples = new Uint8Array(width * height * channels);
  for (let at = 0; at < samples.length; at++) samples[at] = ground[at % channels] ?? 255;
  move(image, { width, height, channels, samples }, (x) => shifts[x] ?? 0);
  return { image: { width, height, channels, samples }, shifts, height: image.height };
}

/** Returns a picture of the size of the straight page as it lay before. */
export function asScanned(image: RenderedImage, { shifts, height }: StraightPage): RenderedImage {
  const { width, channels } = image;
  if (height === image.height) return image;
  const back = { width, height, channels, samples: new Uint8Array(width * height * channels) };
  move(image, back, (x) => -(shifts[x] ?? 0));
  return back;
}

function move(from: RenderedImage, to: RenderedImage, shiftOf: (x: number) => number): void {
  const { width, channels } = from;
  for (let x = 0; x < width; x++) {
    const shift = shiftOf(x);
    for (let y = Math.max(0, -shift); y < Math.min(from.height, to.height - shift); y++)
      for (let channel = 0; channel < channels; channel++)
        to.samples[((y + shift) * width + x) * channels + channel] =
          from.samples[(y * width + x) * channels + channel] ?? 0;
  }
}

/** Returns the slope in which lines and the room between them differ most. */
function slopeOf({ width, height, channels, samples }: RenderedImage, ground: number): number {
  const dark: (readonly [number, number])[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x += stride)
      if (Math.abs((samples[(y * width + x) * channels] ?? 0) - ground) > ink) dark.push([x, y]);
  const reach = Math.ceil(steepest * width);
  const contrastOf = (slope: number): number => {
    const rows = new Uint32Array(height + 2 * reach + 1);
    for (const [x, y] of dark) {
      const row = Math.round(y - slope * (x - width / 2)) + reach;
      rows[row] = (rows[row] ?? 0) + 1;
    }
    return rows.reduce((sum, count, at) => sum + (count - (rows[at - 1] ?? 0)) ** 2, 0);
  };
  let [best, most] = [0, contrastOf(0) * levelBonus];
  for (let steps = -Math.round(steepest / step); steps <= Math.round(steepest / step); steps++) {
    const contrast = contrastOf(steps * step);
    if (contrast > most) [best, most] = [steps * step, contrast];
  }
  return best;
}

/** A page stays as it is unless another slope is clearly better. */
const levelBonus = 1.1;
