/** Where letters are in a part of a picture: what differs from its ground, by columns and by rows. */

import type { RenderedImage } from '@isocenter/pixels/render';
import type { Box } from '../../burned-in/box.ts';

/** Of the largest difference: what differs less is ground with noise, or the edge of a letter. */
const leastShare = 0.35;

/** Pixels of ink. */
export type Ink = { readonly columns: Uint32Array; readonly rows: Uint32Array };

export function inkOf({ x, y, width, height }: Box, { width: row, channels, samples }: RenderedImage): Ink {
  const counts = new Uint32Array(256);
  const at = (column: number, line: number) => samples[((y + line) * row + x + column) * channels] ?? 0;
  for (let line = 0; line < height; line++)
    for (let column = 0; column < width; column++) counts[at(column, line)] = (counts[at(column, line)] ?? 0) + 1;
  const ground = middleOf(counts, (width * height) / 2);
  const most = Math.max(
    ground - counts.findIndex((count) => count > 0),
    counts.findLastIndex((count) => count > 0) - ground,
  );
  const [columns, rows] = [new Uint32Array(width), new Uint32Array(height)];
  for (let line = 0; line < height; line++)
    for (let column = 0; column < width; column++) {
      if (Math.abs(at(column, line) - ground) <= leastShare * most) continue;
      columns[column] = (columns[column] ?? 0) + 1;
      rows[line] = (rows[line] ?? 0) + 1;
    }
  return { columns, rows };
}

export type Gap = { readonly start: number; readonly end: number };

/** Returns stretches without ink between two places, in their order. */
export function gapsIn(ink: Uint32Array, from: number, to: number): readonly Gap[] {
  const gaps: Gap[] = [];
  let start = from;
  for (let at = from; at <= to; at++) {
    if (at < to && ink[at] === 0) continue;
    if (at > start) gaps.push({ start, end: at });
    start = at + 1;
  }
  return gaps;
}

export function widestGap(gaps: readonly Gap[]): Gap | undefined {
  return gaps.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0];
}

function middleOf(counts: Uint32Array, half: number): number {
  let sum = 0;
  return counts.findIndex((count) => {
    sum += count;
    return sum >= half;
  });
}
