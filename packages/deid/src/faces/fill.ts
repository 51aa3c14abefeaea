/**
 * What is written where a face was: air and tissue with the noise of the scanner, drawn from the air at the borders of
 * the volume, so that texture tells a changed voxel from an unchanged one as little as possible.
 */

import { applyAffine, invertAffine, type Vector } from './affine.ts';
import type { OuterSurface } from './outer-surface.ts';
import { rescaleOf, type Volume } from './volume.ts';

export type Fill = {
  /** Values of the modality, as many as fit a power of two, to be taken one after the other. */
  readonly air: Float32Array;
  readonly tissue: Float32Array;
};

/** A power of two; long enough that its repetition is not seen in a slice. */
export const fillLength = 65_536;

/** Air nearer to the head may hold blurred skin. */
const leastHeightMm = 12;

const muscleHounsfield = 45;

export function fillOf(volume: Volume, surface: OuterSurface, random: () => number): Fill {
  const air = sampleAir(volume, surface, random);
  const noise = deviationOf(air);
  const tissue = new Float32Array(fillLength);
  const level = volume.modality === 'CT' ? muscleHounsfield : levelOf(volume, surface, random);
  const deviation = volume.modality === 'CT' ? Math.min(60, Math.max(4, noise)) : Math.max(0.06 * level, noise);
  for (let at = 0; at < fillLength; at++) tissue[at] = level + deviation * normal(random);
  return { air, tissue };
}

function sampleAir(volume: Volume, surface: OuterSurface, random: () => number): Float32Array {
  const accepts = (at: number) => surface.isAir[at] === 1 && (surface.heightMm[at] ?? 0) > leastHeightMm;
  const seen = withoutOutliers(sampleCells(volume, { random, accepts }, surface));
  const air = new Float32Array(fillLength);
  const blank = volume.modality === 'CT' ? -1000 : 0;
  for (let at = 0; at < fillLength; at++) {
    air[at] = seen.length === 0 ? blank : (seen[Math.floor(random() * seen.length)] ?? blank);
  }
  return air;
}

/** Leaves out thin things in the air: sheets of a holder, cables. */
function withoutOutliers(values: Float32Array): Float32Array {
  const sorted = values.slice().sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  const misses = sorted.map((value) => Math.abs(value - median)).sort();
  const limit = 4.5 * Math.max(1e-3, misses[misses.length >> 1] ?? 0);
  return values.filter((value) => Math.abs(value - median) <= limit);
}

/** Half way up the brightness of what is inside of the head. */
function levelOf(volume: Volume, surface: OuterSurface, random: () => number): number {
  const seen = sampleCells(volume, { random, accepts: (at) => (surface.heightMm[at] ?? 0) < -4 }, surface).sort();
  return seen[seen.length >> 1] ?? surface.threshold * 2;
}

type Choice = { readonly random: () => number; readonly accepts: (cell: number) => boolean };

const samples = 20_000;

/** The values of the voxels at the centres of random cells. */
function sampleCells(volume: Volume, { random, accepts }: Choice, surface: OuterSurface): Float32Array {
  const toIndex = invertAffine(volume.toPatient);
  const [nx, ny] = surface.dimensions;
  const found: number[] = [];
  for (let round = 0; toIndex !== undefined && round < 20 * samples && found.length < samples; round++) {
    const cell = Math.floor(random() * surface.isAir.length);
    if (!accepts(cell)) continue;
    const place: Vector = [cell % nx, Math.floor(cell / nx) % ny, Math.floor(cell / (nx * ny))].map(
      (one, axis) => (surface.origin[axis] ?? 0) + one * surface.stepMm,
    ) as [number, number, number];
    const value = valueAt(volume, applyAffine(toIndex, place));
    if (value !== undefined) found.push(value);
  }
  return Float32Array.from(found);
}

function valueAt(volume: Volume, index: Vector): number | undefined {
  const [columns, rows, slices] = volume.dimensions;
  const [i, j, k] = index.map(Math.round) as [number, number, number];
  if (i < 0 || j < 0 || k < 0 || i >= columns || j >= rows || k >= slices) return undefined;
  const stored = volume.voxels[(k * rows + j) * columns + i] ?? 0;
  const { padding } = volume;
  if (padding !== undefined && stored >= padding.lowest && stored <= padding.highest) return undefined;
  const { slope, intercept } = rescaleOf(volume, k);
  return stored * slope + intercept;
}

function deviationOf(values: Float32Array): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length);
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
