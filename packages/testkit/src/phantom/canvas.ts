/**
 * A slice under the brush: real values on a square grid from −1 to 1, x to the viewer's right, y down.
 */

import type { Random } from '../random.ts';

export type Canvas = { readonly columns: number; readonly rows: number; readonly values: Float32Array };

export type Ellipse = {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  /** Turned clockwise by this many radians. */
  readonly angle?: number;
  readonly value: number;
  /** Width of the edge in grid units; half a pixel where absent. */
  readonly edge?: number;
};

export function createCanvas(columns: number, rows: number, background: number): Canvas {
  return { columns, rows, values: new Float32Array(columns * rows).fill(background) };
}

/** Paints an ellipse over what is there, its edge blended. */
export function paint(canvas: Canvas, ellipse: Ellipse): void {
  const { columns, rows, values } = canvas;
  const { x, y, rx, ry, angle = 0, value } = ellipse;
  const edge = ellipse.edge ?? 1 / columns;
  const reach = Math.max(rx, ry) + edge;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const thickness = Math.min(rx, ry);
  const firstRow = Math.max(0, toIndex(y - reach, rows));
  const lastRow = Math.min(rows - 1, toIndex(y + reach, rows) + 1);
  const firstColumn = Math.max(0, toIndex(x - reach, columns));
  const lastColumn = Math.min(columns - 1, toIndex(x + reach, columns) + 1);
  for (let row = firstRow; row <= lastRow; row++) {
    const dy = toGrid(row, rows) - y;
    for (let column = firstColumn; column <= lastColumn; column++) {
      const dx = toGrid(column, columns) - x;
      const u = (dx * cos + dy * sin) / rx;
      const v = (dy * cos - dx * sin) / ry;
      const inside = ((1 - Math.sqrt(u * u + v * v)) * thickness) / edge + 0.5;
      if (inside <= 0) continue;
      const at = row * columns + column;
      const before = values[at] ?? 0;
      values[at] = inside >= 1 ? value : before + (value - before) * inside;
    }
  }
}

/** Adds noise of a standard deviation, a little smeared, as reconstruction leaves it. */
export function addNoise(canvas: Canvas, deviation: number, gaussian: Float32Array, random: Random): void {
  const { columns, values } = canvas;
  const noise = new Float32Array(values.length);
  const start = random.below(gaussian.length);
  const stride = 1 + 2 * random.below(gaussian.length >> 1);
  for (let i = 0, at = start; i < noise.length; i++) {
    // Two walks over the table do not repeat within a slice.
    at = (at + stride + (i >> 9)) & (gaussian.length - 1);
    noise[i] = gaussian[at] ?? 0;
  }
  for (let i = columns + 1; i < values.length; i++) {
    const smeared = (noise[i] ?? 0) + 0.6 * (noise[i - 1] ?? 0) + 0.6 * (noise[i - columns] ?? 0);
    values[i] = (values[i] ?? 0) + smeared * deviation * 0.76;
  }
}

/** A table of normally distributed numbers, its length a power of two. */
export function gaussianTable(random: Random): Float32Array {
  return Float32Array.from({ length: 1 << 15 }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += random.below(2 ** 32) / 2 ** 32;
    return sum;
  });
}

function toIndex(grid: number, count: number): number {
  return Math.floor(((grid + 1) / 2) * count);
}

function toGrid(index: number, count: number): number {
  return ((index + 0.5) / count) * 2 - 1;
}
