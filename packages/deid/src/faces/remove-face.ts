/**
 * Writes a plan into a volume, in its own resolution: air in front of the shell, tissue for some millimetres behind it,
 * nothing else. What is before the shell goes up to the border of the volume, so that tubes, masks and ghosts of the face
 * go with it.
 */

import { composeAffine } from './affine.ts';
import type { FacePlan } from './face-plan.ts';
import { type Fill, fillLength } from './fill.ts';
import { ears, ellipseCentre, fillDepth } from './generic-face.ts';
import { rescaleOf, type Volume } from './volume.ts';

type Removing = {
  readonly fill: Fill;
  /** Decides where in the noise each row begins. */
  readonly random: () => number;
  /** Leaves what is less to the side than so many times to the front of the ears; nothing unless given. */
  readonly besideOnly?: number;
};

/** Changes the voxels of the volume and returns how many. */
export function removeFace(volume: Volume, plan: FacePlan, { fill, random, besideOnly = -1 }: Removing): number {
  const [columns, rows, slices] = volume.dimensions;
  const m = composeAffine(plan.frame.toHead, volume.toPatient);
  const write = createWriter(volume, plan, { fill, besideOnly });
  let changed = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const u = m[1] * j + m[2] * k + m[3];
      const v = m[5] * j + m[6] * k + m[7];
      const w = m[9] * j + m[10] * k + m[11];
      const [vEnd, wEnd] = [v + m[4] * (columns - 1), w + m[8] * (columns - 1)];
      if (Math.min(w, wEnd) > ears.top || Math.max(w, wEnd) < plan.face.bottom || Math.min(v, vEnd) > ears.back)
        continue;
      changed += write({ j, k, u, v, w, steps: [m[0], m[4], m[8]], noiseAt: Math.floor(random() * fillLength) });
    }
  }
  return changed;
}

type RowOfVoxels = {
  readonly j: number;
  readonly k: number;
  readonly u: number;
  readonly v: number;
  readonly w: number;
  readonly steps: readonly [number, number, number];
  readonly noiseAt: number;
};

function createWriter(
  volume: Volume,
  plan: FacePlan,
  { fill, besideOnly }: Required<Pick<Removing, 'fill' | 'besideOnly'>>,
): (row: RowOfVoxels) => number {
  const { voxels, dimensions, toPatient: p, lowest, highest, padding } = volume;
  const [columns, rows] = dimensions;
  const { face, kept } = plan;
  const { isKept } = kept;
  const [nx, ny, nz] = kept.dimensions;
  const { air, tissue } = fill;
  const isWhole = !(voxels instanceof Float32Array);
  return ({ j, k, u: u0, v: v0, w: w0, steps: [du, dv, dw], noiseAt }) => {
    const { slope, intercept } = rescaleOf(volume, k);
    const scale = 1 / kept.stepMm;
    const [x0, y0, z0] = [
      (p[1] * j + p[2] * k + p[3] - kept.origin[0]) * scale + 0.5,
      (p[5] * j + p[6] * k + p[7] - kept.origin[1]) * scale + 0.5,
      (p[9] * j + p[10] * k + p[11] - kept.origin[2]) * scale + 0.5,
    ];
    const [dx, dy, dz] = [p[0] * scale, p[4] * scale, p[8] * scale];
    let changed = 0;
    for (let i = 0, at = (k * rows + j) * columns; i < columns; i++, at++) {
      const w = w0 + i * dw;
      const v = v0 + i * dv;
      if (w < face.bottom || v > ears.back) continue;
      if (v > ellipseCentre ? w > ears.top || w < ears.bottom : w > face.top) continue;
      const u = u0 + i * du;
      if (v < ellipseCentre && Math.abs(u) <= besideOnly * (ellipseCentre - v)) continue;
      const height = (w - face.bottom) | 0;
      const halfWidth = face.halfWidths[height] ?? 0;
      const depth = face.depths[height] ?? 0;
      const back = v < ellipseCentre ? (ellipseCentre - v) / (ellipseCentre - depth) : 0;
      const across = u / halfWidth;
      const radius = Math.sqrt(across * across + back * back);
      const under = (1 - radius) * halfWidth;
      if (under > (v < ellipseCentre ? fillDepth : 0)) continue;
      const x = (x0 + i * dx) | 0;
      const y = (y0 + i * dy) | 0;
      const z = (z0 + i * dz) | 0;
      if (x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz && isKept[(z * ny + y) * nx + x] === 1) continue;
      const stored = voxels[at] ?? 0;
      if (padding !== undefined && stored >= padding.lowest && stored <= padding.highest) continue;
      const noise = (noiseAt + i) & (fillLength - 1);
      const value = ((under < 0 ? air[noise] : tissue[noise]) ?? 0) - intercept;
      const written = isWhole ? Math.round(value / slope) : value / slope;
      voxels[at] = written < lowest ? lowest : Math.min(written, highest);
      changed += 1;
    }
    return changed;
  };
}
