/** Cuts lines of print into pieces of some words, as high as their letters are: the network reads those best. */

import type { RenderedImage } from '@isocenter/pixels/render';
import { type Box, clipBox } from '../../burned-in/box.ts';
import { type Gap, gapsIn, inkOf, widestGap } from './ink.ts';

/** In heights of the line: room between words, between columns of a table, and the lengths of pieces. */
const wordGap = 0.2;
const columnGap = 1.2;
const shortestPiece = 5;
const longestPiece = 12;

/** Of the row in which most is written: rows with less are between lines. */
const leastInk = 0.02;

/** Ground around a piece, in its heights: letters at the very edge are read less well. */
const margin = 0.2;

/** Returns what a line is cut into, from left to right. */
export function cutLine(found: Box, image: RenderedImage): readonly Box[] {
  const line = tightened(found, image);
  const { x, y, width, height } = line;
  const gaps = gapsIn(inkOf(line, image).columns, 0, width).filter(({ start, end }) => end - start >= wordGap * height);
  const pieces: Box[] = [];
  let start = 0;
  let words: Gap[] = [];
  const add = (end: number, next: number): void => {
    if (end > start) pieces.push({ x: x + start, y, width: end - start, height });
    start = next;
    words = words.filter((gap) => gap.start >= next);
  };
  for (const gap of [...gaps, { start: width, end: width }]) {
    while (gap.start - start > longestPiece * height) {
      // The widest of the later ones: letters of typewriters have room between them, too.
      const cut = widestGap(words.filter((word) => word.start - start > shortestPiece * height));
      if (cut === undefined) break;
      const middle = Math.round((cut.start + cut.end) / 2);
      add(middle, middle);
    }
    if (gap.end - gap.start >= columnGap * height || gap.end >= width) add(gap.start, gap.end);
    else words.push(gap);
  }
  return pieces.flatMap((piece) => {
    const tight = tightened(piece, image);
    const more = Math.max(1, Math.round(margin * tight.height));
    const wide = {
      x: tight.x - more,
      y: tight.y - more,
      width: tight.width + 2 * more,
      height: tight.height + 2 * more,
    };
    return clipBox(wide, image.width, image.height) ?? [];
  });
}

/** Returns the rows around the one in which most is written, up to where nothing is: neighbouring lines reach into a box. */
function tightened(box: Box, image: RenderedImage): Box {
  const { rows } = inkOf(box, image);
  const most = Math.max(...rows);
  const isEmpty = (row: number): boolean => (rows[row] ?? 0) <= leastInk * most;
  let first = rows.indexOf(most);
  let last = first;
  while (first > 0 && !isEmpty(first - 1)) first--;
  while (last < rows.length - 1 && !isEmpty(last + 1)) last++;
  return { ...box, y: box.y + first, height: last + 1 - first };
}
