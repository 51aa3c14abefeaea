/**
 * A head such as no patient has, as a T1-weighted image: scalp, skull, folded cortex, white matter, ventricles.
 */

import type { Random } from '../random.ts';
import { addNoise, type Canvas, createCanvas, gaussianTable, paint } from './canvas.ts';

export type MrHead = {
  /** Returns a slice in units of 0 to about 1000; `z` runs from 0 (base) to 1 (vertex). */
  slice(z: number): Canvas;
};

const noise = 9;

export function createMrHead(sidePixels: number, random: Random): MrHead {
  const gaussian = gaussianTable(random);
  const folds = Array.from({ length: 5 }, () => random.below(6283) / 1000);
  return {
    slice(z) {
      const canvas = createCanvas(sidePixels, sidePixels, 8);
      const size = Math.sqrt(Math.max(0.05, 1 - (z - 0.42) ** 2 / 0.42));
      paintHead(canvas, size);
      foldCortex(canvas, size, z, folds);
      paintDeep(canvas, size, z);
      addNoise(canvas, noise, gaussian, random);
      return canvas;
    },
  };
}

function paintHead(canvas: Canvas, size: number): void {
  const layers: readonly (readonly [number, number, number])[] = [
    [0.7, 0.86, 330],
    [0.685, 0.845, 880],
    [0.655, 0.81, 160],
    [0.645, 0.8, 420],
    [0.625, 0.775, 130],
    [0.6, 0.745, 210],
  ];
  for (const [rx, ry, value] of layers) paint(canvas, { x: 0, y: 0, rx: rx * size, ry: ry * size, value, edge: 0.01 });
}

/** Cortex follows a wavy line around white matter; the waves go deep at the fissures. */
function foldCortex(canvas: Canvas, size: number, z: number, folds: readonly number[]): void {
  const { columns, rows, values } = canvas;
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = folds;
  for (let row = 0; row < rows; row++) {
    const y = (((row + 0.5) / rows) * 2 - 1) / (0.725 * size);
    for (let column = 0; column < columns; column++) {
      const x = (((column + 0.5) / columns) * 2 - 1) / (0.58 * size);
      const radius = Math.hypot(x, y);
      if (radius > 1) continue;
      const turn = Math.atan2(y, x);
      const wave =
        0.045 * Math.sin(9 * turn + a + 3 * z) +
        0.04 * Math.sin(17 * turn + b - 5 * z) +
        0.035 * Math.sin(29 * turn + c + 7 * z) +
        0.02 * Math.sin(47 * turn + d + e * radius * 3);
      const midline = Math.max(0, 1 - Math.abs(x) * 26) * (Math.abs(y) > 0.35 ? 1 : 0);
      const ridge = 0.83 + wave;
      const grey = 1 / (1 + Math.exp(-(radius - ridge) * 45));
      const sulcus = Math.max(0, Math.sin(17 * turn + b - 5 * z + 1.2)) ** 7 * (radius > 0.8 ? 1 : 0);
      const value = 690 - 210 * grey - 260 * sulcus - 380 * midline;
      values[row * columns + column] = Math.max(150, value);
    }
  }
}

function paintDeep(canvas: Canvas, size: number, z: number): void {
  const open = Math.max(0, 1 - Math.abs(z - 0.52) / 0.24);
  for (const side of [-1, 1]) {
    paint(canvas, { x: side * 0.17 * size, y: -0.02, rx: 0.085 * size, ry: 0.13 * size, value: 545, edge: 0.03 });
    if (open === 0) continue;
    const horn = { x: side * 0.085 * size, angle: side * -0.32, value: 130, edge: 0.015 };
    paint(canvas, { ...horn, y: -0.17 * size, rx: 0.045 * open, ry: 0.16 * open });
    paint(canvas, {
      ...horn,
      x: side * 0.12 * size,
      y: 0.24 * size,
      angle: side * 0.35,
      rx: 0.04 * open,
      ry: 0.17 * open,
    });
  }
  paint(canvas, { x: 0, y: 0.03, rx: 0.016, ry: 0.08 * (0.3 + open), value: 140, edge: 0.012 });
}
