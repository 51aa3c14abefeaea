/**
 * Fiducials drawn with letters of 3 × 5 pixels, the smallest that can be read, in whole multiples of that size: what is
 * written over a masked text has no more room than the text had.
 */

import type { Box } from './box.ts';

/** Five rows from the top, each an octal digit of three pixels. */
const glyphs: Readonly<Record<string, string>> = {
  A: '25755',
  B: '65656',
  C: '34443',
  D: '65556',
  E: '74647',
  F: '74644',
  G: '34553',
  H: '55755',
  I: '72227',
  J: '11152',
  K: '55655',
  L: '44447',
  M: '57755',
  N: '57775',
  O: '25552',
  P: '65644',
  Q: '25573',
  R: '65655',
  S: '34216',
  T: '72222',
  U: '55557',
  V: '55522',
  W: '55775',
  X: '55255',
  Y: '55222',
  Z: '71247',
  '%': '51245',
};

const glyphWidth = 3;
const glyphHeight = 5;

/** Letters stay readable without growing beyond this many pixels to each of their own. */
const largestScale = 4;

export type Glyphs = {
  /** True where a pixel, counted from the corner of the box, is part of a letter. */
  isInk(x: number, y: number): boolean;
};

/** Returns the text set in the middle of a box, along its longer side; undefined where it does not fit. */
export function drawnText(text: string, { width, height }: Pick<Box, 'width' | 'height'>): Glyphs | undefined {
  const isUpright = height > width;
  const [along, across] = isUpright ? [height, width] : [width, height];
  const length = text.length * (glyphWidth + 1) - 1;
  const scale = Math.min(largestScale, Math.floor(along / length), Math.floor(across / glyphHeight));
  if (scale < 1 || text.length === 0) return undefined;
  const left = (along - length * scale) >> 1;
  const top = (across - glyphHeight * scale) >> 1;
  const isInk = (x: number, y: number): boolean => {
    const column = Math.floor((x - left) / scale);
    const row = Math.floor((y - top) / scale);
    if (column < 0 || row < 0 || row >= glyphHeight) return false;
    const at = Math.floor(column / (glyphWidth + 1));
    const bits = Number(glyphs[text[at] ?? '']?.[row] ?? 0);
    const bit = column % (glyphWidth + 1);
    return bit < glyphWidth && ((bits >> (glyphWidth - 1 - bit)) & 1) === 1;
  };
  // Upright boxes are read from the bottom up.
  return { isInk: isUpright ? (x, y) => isInk(height - 1 - y, x) : isInk };
}
