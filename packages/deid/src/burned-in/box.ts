/** Rectangles of a picture, in whole pixels from its upper left corner. */

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A line that does not lie along the edges of the picture: its middle, how it leans in radians, clockwise, and how large it is. */
export type Tilt = {
  readonly middleX: number;
  readonly middleY: number;
  readonly angle: number;
  readonly length: number;
  readonly height: number;
};

export type ScoredBox = Box & {
  /** How sure the detector is that there is text, 0 to 1. */
  readonly score: number;
  /** What lies in the box, where that is long and at an angle. */
  readonly tilt?: Tilt | undefined;
};

/** Returns the smallest box around both, with the higher of their scores. */
export function uniteBoxes(a: ScoredBox, b: ScoredBox): ScoredBox {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const width = Math.max(a.x + a.width, b.x + b.width) - x;
  const height = Math.max(a.y + a.height, b.y + b.height) - y;
  return { x, y, width, height, score: Math.max(a.score, b.score) };
}

/** Pixels that both boxes have. */
function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * Puts together what several looks at one picture found: boxes that cover much of one another become one around both.
 * @param share of the smaller box that the larger must cover
 */
export function mergeBoxes(boxes: readonly ScoredBox[], share = 0.4): readonly ScoredBox[] {
  const merged: ScoredBox[] = [];
  for (const box of boxes) {
    let grown = box;
    // A box that has grown may now reach others.
    for (let at = 0; at < merged.length; ) {
      const other = merged[at];
      if (other === undefined || !areOne(grown, other, share)) {
        at++;
        continue;
      }
      grown = uniteBoxes(grown, other);
      merged.splice(at, 1);
      at = 0;
    }
    merged.push(grown);
  }
  return merged;
}

/** Returns the part of a box that lies in a picture; undefined where none does. */
export function clipBox(box: Box, width: number, height: number): Box | undefined {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const right = Math.min(width, Math.ceil(box.x + box.width));
  const bottom = Math.min(height, Math.ceil(box.y + box.height));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : undefined;
}

/** True where the outer box holds all of the inner, but for a pixel that rounding adds. */
export function containsBox(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x - 1 &&
    inner.y >= outer.y - 1 &&
    inner.x + inner.width <= outer.x + outer.width + 1 &&
    inner.y + inner.height <= outer.y + outer.height + 1
  );
}

function areOne(a: Box, b: Box, share: number): boolean {
  return overlapOf(a, b) >= share * Math.min(a.width * a.height, b.width * b.height);
}
