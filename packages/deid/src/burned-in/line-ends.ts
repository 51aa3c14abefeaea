/**
 * Follows a line of text beyond where it was found: letters that pass from dark ground to bright are lost to a look at the
 * whole picture, and stand out in a strip of the line's own height with its contrast stretched from place to place.
 */

import type { RenderedImage } from '@isocenter/pixels/render';
import { type Box, clipBox, type ScoredBox, uniteBoxes } from './box.ts';
import { flatten } from './local-contrast.ts';
import { resample, turn } from './resample.ts';
import type { TextDetector } from './text-detector.ts';

/** How far the strip reaches beyond each end, in heights of the line. */
const reach = 8;

/** The height of a line in the strip, in pixels of the network's input. */
const enlargedHeight = 32;

/** Letters of one line follow one another within this many heights. */
const largestGap = 1.2;

/** Returns the box, longer where the line goes on. */
export async function followLine(image: RenderedImage, box: ScoredBox, detector: TextDetector): Promise<ScoredBox> {
  const isUpright = box.height > box.width;
  const high = Math.min(box.width, box.height);
  const [beyondX, beyondY] = isUpright ? [high / 2, reach * high] : [reach * high, high / 2];
  const around = {
    x: box.x - beyondX,
    y: box.y - beyondY,
    width: box.width + 2 * beyondX,
    height: box.height + 2 * beyondY,
  };
  const part = clipBox(around, image.width, image.height);
  if (part === undefined) return box;
  const strip = resample(image, part, part.width, part.height);
  const flat = flatten(isUpright ? turn(strip, true) : strip, Math.max(3, Math.round(high * 0.6)));
  const scale = Math.min(3, Math.max(0.5, enlargedHeight / high));
  const found = await detector.detect(flat, [scale]);
  let line = box;
  // The nearest first, since each one found may lead to the next.
  const placed = found
    .map((one) => inPicture(one, { part, isUpright }))
    .sort((a, b) => gapOf(a, box, isUpright) - gapOf(b, box, isUpright));
  for (const one of placed) if (isNext(one, line, isUpright)) line = alongLine(uniteBoxes(line, one), line, isUpright);
  return line;
}

/** Of the turned strip back to the picture. */
function inPicture(
  box: ScoredBox,
  { part, isUpright }: { readonly part: Box; readonly isUpright: boolean },
): ScoredBox {
  if (!isUpright) return { ...box, x: part.x + box.x, y: part.y + box.y };
  return {
    x: part.x + box.y,
    y: part.y + part.height - box.x - box.width,
    width: box.height,
    height: box.width,
    score: box.score,
  };
}

/** Longer, but no more than a quarter higher on each side. */
function alongLine(united: ScoredBox, line: Box, isUpright: boolean): ScoredBox {
  const limit = Math.min(line.width, line.height) / 4;
  if (isUpright) {
    const x = Math.max(united.x, line.x - limit);
    return { ...united, x, width: Math.min(united.x + united.width, line.x + line.width + limit) - x };
  }
  const y = Math.max(united.y, line.y - limit);
  return { ...united, y, height: Math.min(united.y + united.height, line.y + line.height + limit) - y };
}

function isNext(one: Box, line: Box, isUpright: boolean): boolean {
  const [ownStart, ownLength, start, length] = isUpright
    ? [one.x, one.width, line.x, line.width]
    : [one.y, one.height, line.y, line.height];
  const shared = Math.min(ownStart + ownLength, start + length) - Math.max(ownStart, start);
  const isBeside = shared >= 0.5 * Math.min(ownLength, length) && ownLength <= 1.8 * length;
  return isBeside && gapOf(one, line, isUpright) <= largestGap * length;
}

function gapOf(one: Box, line: Box, isUpright: boolean): number {
  const [ownStart, ownEnd, start, end] = isUpright
    ? [one.y, one.y + one.height, line.y, line.y + line.height]
    : [one.x, one.x + one.width, line.x, line.x + line.width];
  return Math.max(0, start - ownEnd, ownStart - end);
}
