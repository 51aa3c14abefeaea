/**
 * YBR_FULL to RGB and its relatives, PS3.3 §C.7.6.3.1.2, on cells interleaved by pixel, in place.
 */

import type { Cells } from './codec.ts';

/**
 * What is added to red, green and blue before they are cut to whole numbers. Exact rounding would add 0.5; with these a
 * result stays within one step both of that and of the decoders that put the middle of Cb and Cr at 127.5 and cut.
 */
const [addedToRed, addedToGreen, addedToBlue] = [0.7, 0.45, 0.88];

/** Turns YBR_FULL cells of `bits` bits into RGB. */
export function ybrFullToRgb(cells: Cells, bits: number): void {
  const middle = 2 ** (bits - 1);
  const highest = 2 ** bits - 1;
  for (let at = 0; at + 2 < cells.length; at += 3) {
    const y = cells[at] ?? 0;
    const cb = (cells[at + 1] ?? 0) - middle;
    const cr = (cells[at + 2] ?? 0) - middle;
    cells[at] = clamp(y + 1.402 * cr + addedToRed, highest);
    cells[at + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr + addedToGreen, highest);
    cells[at + 2] = clamp(y + 1.772 * cb + addedToBlue, highest);
  }
}

/** Turns YBR_PARTIAL cells (luminance from 1/16 to 235/256 of the range) of `bits` bits into RGB. */
export function ybrPartialToRgb(cells: Cells, bits: number): void {
  const scale = 2 ** (bits - 8);
  const highest = 2 ** bits - 1;
  for (let at = 0; at + 2 < cells.length; at += 3) {
    const y = 1.1644 * ((cells[at] ?? 0) - 16 * scale);
    const cb = (cells[at + 1] ?? 0) - 128 * scale;
    const cr = (cells[at + 2] ?? 0) - 128 * scale;
    cells[at] = clamp(y + 1.596 * cr + 0.5, highest);
    cells[at + 1] = clamp(y - 0.3917 * cb - 0.8129 * cr + 0.5, highest);
    cells[at + 2] = clamp(y + 2.0173 * cb + 0.5, highest);
  }
}

/** Gives every pixel its own colour of cells in the order Y1 Y2 Cb Cr, two pixels to four cells. */
export function expandSubsampled(cells: Cells): Cells {
  const pixels = cells.length >> 1;
  const full = cells instanceof Uint16Array ? new Uint16Array(pixels * 3) : new Uint8Array(pixels * 3);
  for (let pixel = 0, to = 0; pixel < pixels; pixel++, to += 3) {
    const pair = (pixel >> 1) * 4;
    full[to] = cells[pair + (pixel & 1)] ?? 0;
    full[to + 1] = cells[pair + 2] ?? 0;
    full[to + 2] = cells[pair + 3] ?? 0;
  }
  return full;
}

function clamp(value: number, highest: number): number {
  return Math.min(Math.max(Math.floor(value), 0), highest);
}
