/**
 * A coarse block of cubes along the axes of the patient, on which a head is found: distances, components, samples.
 */

import { applyAffine, invertAffine, type Vector } from './affine.ts';
import { rescaleOf, type Volume } from './volume.ts';

export type Grid = {
  /** Cells along x, y and z. */
  readonly dimensions: readonly [number, number, number];
  /** Centre of the first cell, in millimetres of the patient. */
  readonly origin: Vector;
  readonly stepMm: number;
};

export type Survey = Grid & {
  /** Of the modality: Hounsfield units for CT. */
  readonly values: Float32Array;
  /** 1 where the volume has data. */
  readonly isInside: Uint8Array;
};

const surveyStepMm = 2;

/** Cells around the volume, so that closing does not meet the border. */
const marginCells = 6;

/** Of the volume only so much is looked at, from its top: a head lies within, and a whole body costs as little. */
const searchedHeightMm = 340;

/** Cells beyond which a grid is refused: they take about 40 bytes each. */
const maxCells = 24_000_000;

/** The value of cells without data: below air of any scanner. */
const beyondVolume = -4096;

/** Returns undefined where the volume has no place in space or is too large. */
export function surveyOf(volume: Volume): Survey | undefined {
  const toIndex = invertAffine(volume.toPatient);
  if (toIndex === undefined) return undefined;
  const { low, high } = boundsOf(volume);
  const bottom = Math.max(low[2], high[2] - searchedHeightMm);
  const margin = marginCells * surveyStepMm;
  const origin: Vector = [low[0] - margin, low[1] - margin, bottom - margin];
  const cells = (from: number, to: number) => Math.ceil((to + margin - from) / surveyStepMm) + 1;
  const dimensions = [cells(origin[0], high[0]), cells(origin[1], high[1]), cells(origin[2], high[2])] as const;
  const count = dimensions[0] * dimensions[1] * dimensions[2];
  if (!(count <= maxCells)) return undefined;
  const survey = { dimensions, origin, stepMm: surveyStepMm };
  return { ...survey, ...sample(volume, survey, bottom) };
}

function boundsOf({ dimensions, toPatient }: Volume): { readonly low: Vector; readonly high: Vector } {
  const corners: Vector[] = [];
  for (let corner = 0; corner < 8; corner++) {
    const at = (axis: 0 | 1 | 2) => ((corner >> axis) & 1) * (dimensions[axis] - 1);
    corners.push(applyAffine(toPatient, [at(0), at(1), at(2)]));
  }
  const of = (pick: (...numbers: number[]) => number): Vector => [
    pick(...corners.map(([x]) => x)),
    pick(...corners.map(([, y]) => y)),
    pick(...corners.map(([, , z]) => z)),
  ];
  return { low: of(Math.min), high: of(Math.max) };
}

/** Values between voxels, trilinear: thick slices would else make steps of the surface. */
function sample(volume: Volume, grid: Grid, bottom: number): Pick<Survey, 'values' | 'isInside'> {
  const m = invertAffine(volume.toPatient);
  const [nx, ny, nz] = grid.dimensions;
  const values = new Float32Array(nx * ny * nz).fill(beyondVolume);
  const isInside = new Uint8Array(values.length);
  if (m === undefined) return { values, isInside };
  const [columns, rows, slices] = volume.dimensions;
  const { voxels } = volume;
  const slopes = Float64Array.from({ length: slices }, (_, slice) => rescaleOf(volume, slice).slope);
  const intercepts = Float64Array.from({ length: slices }, (_, slice) => rescaleOf(volume, slice).intercept);
  const sliceSize = columns * rows;
  for (let z = 0, at = 0; z < nz; z++) {
    const pz = grid.origin[2] + z * grid.stepMm;
    if (pz < bottom - 1e-6) {
      at += nx * ny;
      continue;
    }
    for (let y = 0; y < ny; y++) {
      const [px, py] = [grid.origin[0], grid.origin[1] + y * grid.stepMm];
      let i = m[0] * px + m[1] * py + m[2] * pz + m[3];
      let j = m[4] * px + m[5] * py + m[6] * pz + m[7];
      let k = m[8] * px + m[9] * py + m[10] * pz + m[11];
      const [di, dj, dk] = [m[0] * grid.stepMm, m[4] * grid.stepMm, m[8] * grid.stepMm];
      for (let x = 0; x < nx; x++, at++, i += di, j += dj, k += dk) {
        if (i < -0.5 || j < -0.5 || k < -0.5 || i > columns - 0.5 || j > rows - 0.5 || k > slices - 0.5) continue;
        const i0 = i <= 0 ? 0 : Math.min(i | 0, columns - 1);
        const j0 = j <= 0 ? 0 : Math.min(j | 0, rows - 1);
        const k0 = k <= 0 ? 0 : Math.min(k | 0, slices - 1);
        const fi = i <= 0 ? 0 : i - i0;
        const fj = j <= 0 ? 0 : j - j0;
        const fk = k <= 0 ? 0 : k - k0;
        const right = i0 + 1 < columns ? 1 : 0;
        const down = j0 + 1 < rows ? columns : 0;
        const k1 = k0 + 1 < slices ? k0 + 1 : k0;
        const a = k0 * sliceSize + j0 * columns + i0;
        const b = k1 * sliceSize + j0 * columns + i0;
        const near =
          ((voxels[a] ?? 0) * (1 - fi) + (voxels[a + right] ?? 0) * fi) * (1 - fj) +
          ((voxels[a + down] ?? 0) * (1 - fi) + (voxels[a + down + right] ?? 0) * fi) * fj;
        const far =
          ((voxels[b] ?? 0) * (1 - fi) + (voxels[b + right] ?? 0) * fi) * (1 - fj) +
          ((voxels[b + down] ?? 0) * (1 - fi) + (voxels[b + down + right] ?? 0) * fi) * fj;
        values[at] =
          (near * (slopes[k0] ?? 1) + (intercepts[k0] ?? 0)) * (1 - fk) +
          (far * (slopes[k1] ?? 1) + (intercepts[k1] ?? 0)) * fk;
        isInside[at] = 1;
      }
    }
  }
  return { values, isInside };
}

/** Returns the value between cells, trilinear; that of the nearest border cell beyond the grid. */
export function sampleAt({ dimensions, origin, stepMm }: Grid, values: Float32Array, place: Vector): number {
  // Called millions of times: nothing is made here but numbers.
  const [nx, ny] = dimensions;
  const i = Math.min(Math.max((place[0] - origin[0]) / stepMm, 0), nx - 1.001);
  const j = Math.min(Math.max((place[1] - origin[1]) / stepMm, 0), ny - 1.001);
  const k = Math.min(Math.max((place[2] - origin[2]) / stepMm, 0), dimensions[2] - 1.001);
  const [i0, j0, k0] = [Math.floor(i), Math.floor(j), Math.floor(k)];
  const [fi, fj, fk] = [i - i0, j - j0, k - k0];
  const a = (k0 * ny + j0) * nx + i0;
  const b = a + nx * ny;
  const near =
    ((values[a] ?? 0) * (1 - fi) + (values[a + 1] ?? 0) * fi) * (1 - fj) +
    ((values[a + nx] ?? 0) * (1 - fi) + (values[a + nx + 1] ?? 0) * fi) * fj;
  const far =
    ((values[b] ?? 0) * (1 - fi) + (values[b + 1] ?? 0) * fi) * (1 - fj) +
    ((values[b + nx] ?? 0) * (1 - fi) + (values[b + nx + 1] ?? 0) * fi) * fj;
  return near * (1 - fk) + far * fk;
}
