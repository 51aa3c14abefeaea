/**
 * What lines of text look like, whatever they say: longer than high, of letters no larger than an eighth of the picture, and
 * with sharp strokes where they are large. The detector takes joints, vertebrae and rings for large letters; those are as
 * high as wide, and have few edges or soft ones.
 */

import type { RenderedImage } from '@isocenter/pixels/render';
import { type Box, containsBox } from './box.ts';

/** Length to height of three narrow letters, with what the detector adds around them. */
const leastElongation = 1.6;

/** Height of a line to the picture's shorter side; and in pixels, for pictures that are small themselves. */
const largestShare = 0.12;
const alwaysPossiblePixels = 18;

/** Lines higher than this, in pixels, have strokes with sharp edges: so many in each stretch as long as the line is high. */
const largeLine = 24;
const leastEdges = 1.5;

/** A step from one pixel to the next of this share of the values in a box is an edge. */
const edgeShare = 0.2;

/** The smallest fonts have five pixels, and the detector adds one. */
const leastPixels = 6;

/** Grey levels between ground and letters that make a difference; other views may show more. */
const leastRange = 6;

/** Lines lower than this share of a box are several in it. */
const heightOfOne = 0.5;

export function isLineShaped(box: Box, image: RenderedImage): boolean {
  const long = Math.max(box.width, box.height);
  const short = Math.min(box.width, box.height);
  const largest = Math.max(alwaysPossiblePixels, largestShare * Math.min(image.width, image.height));
  if (long < leastElongation * short || short > largest || short < leastPixels) return false;
  return short <= largeLine || edgesAlong(box, image) >= leastEdges;
}

/**
 * True for a box around lines below one another: it is read as if it were one, and what is read says nothing of the others.
 * @param lines as single looks showed them
 */
export function isSeveralLines(box: Box, lines: readonly Box[]): boolean {
  const inside = lines.filter((line) => containsBox(box, line));
  const heights = inside.map(({ width, height }) => Math.min(width, height)).sort((a, b) => a - b);
  const middle = heights[heights.length >> 1];
  return middle !== undefined && middle < heightOfOne * Math.min(box.width, box.height);
}

/** Returns how many edges of strokes a stretch of the line has that is as long as the line is high. */
function edgesAlong(box: Box, { width, channels, samples }: RenderedImage): number {
  const isUpright = box.height > box.width;
  const step = (isUpright ? width : 1) * channels;
  const [right, bottom] = [box.x + box.width - (isUpright ? 0 : 1), box.y + box.height - (isUpright ? 1 : 0)];
  const values: number[] = [];
  const steps: number[] = [];
  for (let y = box.y; y < bottom; y++) {
    for (let x = box.x; x < right; x++) {
      const at = (y * width + x) * channels;
      values.push(samples[at] ?? 0);
      steps.push(Math.abs((samples[at + step] ?? 0) - (samples[at] ?? 0)));
    }
  }
  values.sort((a, b) => a - b);
  const range = (values[Math.floor(values.length * 0.98)] ?? 0) - (values[Math.floor(values.length * 0.02)] ?? 0);
  const edges = steps.filter((one) => one >= edgeShare * Math.max(1, range)).length;
  return (edges / Math.max(1, steps.length)) * Math.min(box.width, box.height);
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
