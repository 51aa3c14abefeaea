/**
 * What lines of text look like, whatever they say: longer than high, of letters no larger than a fifth of the picture. The
 * detector takes joints, vertebrae and rings for large letters; those are as high as wide.
 */

import type { RenderedImage } from '@isocenter/pixels/render';
import type { Box } from './box.ts';

/** Length to height of three narrow letters, with what the detector adds around them. */
const leastElongation = 1.6;

/** Height of a line to the picture's shorter side; and in pixels, for pictures that are small themselves. */
const largestShare = 0.2;
const alwaysPossiblePixels = 18;

/** The smallest fonts have five pixels, and the detector adds one. */
const leastPixels = 6;

/** Grey levels between ground and letters that make a difference; other views may show more. */
const leastRange = 6;

export function isLineShaped(box: Box, image: RenderedImage): boolean {
  const long = Math.max(box.width, box.height);
  const short = Math.min(box.width, box.height);
  const largest = Math.max(alwaysPossiblePixels, largestShare * Math.min(image.width, image.height));
  return long >= leastElongation * short && short <= largest && short >= leastPixels;
}

/** True where values in the box differ enough for letters to be seen. */
export function hasContrast(box: Box, { width, channels, samples }: RenderedImage): boolean {
  let low = 255;
  let high = 0;
  for (let y = box.y; y < box.y + box.height; y++) {
    const end = (y * width + box.x + box.width) * channels;
    for (let at = (y * width + box.x) * channels; at < end; at++) {
      const value = samples[at] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low >= leastRange;
}
