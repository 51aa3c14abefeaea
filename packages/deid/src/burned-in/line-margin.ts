/** What is masked around a line of text that was found: a short word at either end, and edges of letters, are often not. */

import type { Box } from './box.ts';

/** A label and the space after it, such as `MRN` or `ID:`, in heights of the line; in pixels no more than the second. */
const addedAtEnds = 2.5;
const mostAddedAtEnds = 32;

/** In heights of the line; in pixels no less than the second. */
const addedBeside = 0.15;
const leastAddedBeside = 2;

/** May reach beyond the picture. */
export function withMargin(box: Box): Box {
  const high = Math.min(box.width, box.height);
  const atEnds = Math.min(mostAddedAtEnds, Math.ceil(addedAtEnds * high));
  const beside = Math.max(leastAddedBeside, Math.round(addedBeside * high));
  const [across, down] = box.height > box.width ? [beside, atEnds] : [atEnds, beside];
  return { x: box.x - across, y: box.y - down, width: box.width + 2 * across, height: box.height + 2 * down };
}
