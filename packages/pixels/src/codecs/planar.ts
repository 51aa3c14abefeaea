/**
 * Planar Configuration, PS3.3 §C.7.6.3.1.3: from colour planes to colour by pixel.
 */

import type { Cells } from './codec.ts';

/** Returns cells interleaved by pixel of cells that lie plane by plane; the same array where there is one plane. */
export function interleavePlanes(cells: Cells, planes: number): Cells {
  if (planes === 1) return cells;
  const interleaved = cells.slice();
  const perPlane = Math.floor(cells.length / planes);
  for (let plane = 0; plane < planes; plane++) {
    const from = plane * perPlane;
    for (let i = 0, to = plane; i < perPlane; i++, to += planes) interleaved[to] = cells[from + i] ?? 0;
  }
  return interleaved;
}
