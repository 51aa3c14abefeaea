/**
 * A picture in which letters stand out from what is around them, however faint: each pixel by how far it lies from the mean
 * of its neighbours, in units of how far they do.
 */

import type { RenderedImage } from '@isocenter/pixels/render';

/** Grey levels to one mean deviation. */
const gain = 56;

/** Deviations below this many steps are rounding, and are not blown up. */
const leastDeviation = 0.7;

/** One number a pixel. */
export type Plane = { readonly width: number; readonly height: number; readonly values: Float32Array };

/** Returns 8-bit grey with 128 for whatever is as its neighbours are. */
export function flattenPlane({ width, height, values }: Plane, radius: number, step = 1): Uint8Array {
  const mean = blur(values, { width, height }, radius);
  const away = values.map((value, at) => Math.abs(value - (mean[at] ?? 0)));
  const deviation = blur(away, { width, height }, radius);
  const samples = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const stretched = ((values[at] ?? 0) - (mean[at] ?? 0)) / ((deviation[at] ?? 0) + leastDeviation * step);
    samples[at] = Math.min(255, Math.max(0, 128 + gain * stretched));
  }
  return samples;
}

/** @param radius of the neighbourhood, in pixels */
export function flatten({ width, height, channels, samples }: RenderedImage, radius: number): RenderedImage {
  const flat = new Uint8Array(samples.length);
  for (let channel = 0; channel < channels; channel++) {
    const values = new Float32Array(width * height);
    for (let at = 0; at < values.length; at++) values[at] = samples[at * channels + channel] ?? 0;
    const plane = flattenPlane({ width, height, values }, radius);
    for (let at = 0; at < plane.length; at++) flat[at * channels + channel] = plane[at] ?? 0;
  }
  return { width, height, channels, samples: flat };
}

/** The mean over a square, by sums over rows and columns; smaller at the edges. */
function blur(values: Float32Array, size: { readonly width: number; readonly height: number }, radius: number) {
  const { width, height } = size;
  const rows = alongLines(values, { lines: height, length: width, stride: width, step: 1 }, radius);
  return alongLines(rows, { lines: width, length: height, stride: 1, step: width }, radius);
}

type Lines = { readonly lines: number; readonly length: number; readonly stride: number; readonly step: number };

function alongLines(values: Float32Array, { lines, length, stride, step }: Lines, radius: number): Float32Array {
  const blurred = new Float32Array(values.length);
  const sums = new Float64Array(length + 1);
  for (let line = 0; line < lines; line++) {
    const start = line * stride;
    for (let i = 0; i < length; i++) sums[i + 1] = (sums[i] ?? 0) + (values[start + i * step] ?? 0);
    for (let i = 0; i < length; i++) {
      const from = Math.max(0, i - radius);
      const to = Math.min(length, i + radius + 1);
      blurred[start + i * step] = ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
    }
  }
  return blurred;
}
