/**
 * Moves the skin of a face with what lies in it, in the resolution of the volume: air before the surface to which it is
 * moved, behind it what lay so deep under the skin. Values between voxels are trilinear.
 */

import { composeAffine, invertAffine } from './affine.ts';
import type { FacePlan } from './face-plan.ts';
import { type Fill, fillLength } from './fill.ts';
import { ellipseCentre } from './generic-face.ts';
import { surfaceRays } from './generic-surface.ts';
import { lastAcross, type SurfaceMove, stiffOf } from './plan-move.ts';
import { rescaleOf, type Volume, type Voxels } from './volume.ts';

const { columns: rays, bottom, heights } = surfaceRays;

/** Nothing so near to the axis moves. */
const leastRadius = 25;

type Moving = {
  readonly plan: FacePlan;
  readonly move: SurfaceMove;
  readonly fill: Fill;
  readonly random: () => number;
};

/** Changes the voxels of the volume and returns how many. */
export function moveFace(volume: Volume, { plan, move, fill, random }: Moving): number {
  const m = composeAffine(plan.frame.toHead, volume.toPatient);
  const toIndex = invertAffine(m);
  if (toIndex === undefined) return 0;
  const [columns, rows, slices] = volume.dimensions;
  const { voxels, toPatient: p, lowest, highest, padding } = volume;
  const valueAt = createSampler(volume, voxels.slice());
  const isKept = createKept(plan);
  const isWhole = !(voxels instanceof Float32Array);
  const along = { target: 0, skin: 0, by: 0, depth: 0 };
  let changed = 0;
  for (let k = 0, at = 0; k < slices; k++) {
    const { slope, intercept } = rescaleOf(volume, k);
    for (let j = 0; j < rows; j++) {
      const noiseAt = Math.floor(random() * fillLength);
      for (let i = 0; i < columns; i++, at++) {
        const w = m[8] * i + m[9] * j + m[10] * k + m[11];
        if (w < bottom || w >= bottom + heights - 1) continue;
        const front = ellipseCentre - (m[4] * i + m[5] * j + m[6] * k + m[7]);
        if (front <= 0) continue;
        const u = m[0] * i + m[1] * j + m[2] * k + m[3];
        const across = u / (Math.abs(u) + front);
        const radius = Math.sqrt(u * u + front * front);
        if (across > lastAcross || across < -lastAcross || radius < leastRadius) continue;
        if (!readMove(move, across, w, along)) continue;
        const { target, skin, by, depth } = along;
        const isBefore = radius > target;
        const under = skin + by - radius;
        if (!isBefore && under >= depth + by) continue;
        const x = p[0] * i + p[1] * j + p[2] * k + p[3];
        const y = p[4] * i + p[5] * j + p[6] * k + p[7];
        const z = p[8] * i + p[9] * j + p[10] * k + p[11];
        if (isKept(x, y, z)) continue;
        const stored = voxels[at] ?? 0;
        if (padding !== undefined && stored >= padding.lowest && stored <= padding.highest) continue;
        let value = fill.air[(noiseAt + i) & (fillLength - 1)] ?? 0;
        if (!isBefore) {
          const stiff = stiffOf(depth);
          const source = under <= stiff ? under : stiff + ((under - stiff) * (depth - stiff)) / (depth - stiff + by);
          const further = (skin - source) / radius - 1;
          const [du, dv] = [u * further, -front * further];
          value = valueAt(
            i + toIndex[0] * du + toIndex[1] * dv,
            j + toIndex[4] * du + toIndex[5] * dv,
            k + toIndex[8] * du + toIndex[9] * dv,
            value,
          );
        }
        const written = (value - intercept) / slope;
        voxels[at] = Math.min(highest, Math.max(lowest, isWhole ? Math.round(written) : written));
        changed += 1;
      }
    }
  }
  return changed;
}

/** Puts what lies between four rays into `along`; says whether any of them meets the skin. */
function readMove(
  { skin, moves, target, depths }: SurfaceMove,
  across: number,
  w: number,
  along: { target: number; skin: number; by: number; depth: number },
): boolean {
  const [column, height] = [((across + 1) * (rays - 1)) / 2, w - bottom];
  const [c0, h0] = [Math.min(rays - 2, Math.floor(column)), Math.floor(height)];
  const [fc, fh] = [column - c0, height - h0];
  let sum = 0;
  along.target = 0;
  along.skin = 0;
  along.by = 0;
  along.depth = 0;
  for (let corner = 0; corner < 4; corner++) {
    const [right, up] = [corner & 1, corner >> 1];
    const at = (h0 + up) * rays + c0 + right;
    const here = skin[at] ?? Number.NaN;
    if (Number.isNaN(here)) continue;
    const share = (right === 1 ? fc : 1 - fc) * (up === 1 ? fh : 1 - fh);
    sum += share;
    along.skin += share * here;
    along.target += share * (target[at] ?? 0);
    along.by += share * (moves[at] ?? 0);
    along.depth += share * (depths[at] ?? 0);
  }
  if (sum < 1e-6) return false;
  along.skin /= sum;
  along.by /= sum;
  along.target /= sum;
  along.depth /= sum;
  return true;
}

function createKept({ kept }: FacePlan): (x: number, y: number, z: number) => boolean {
  const [nx, ny, nz] = kept.dimensions;
  const { origin, stepMm, isKept } = kept;
  return (px, py, pz) => {
    const x = Math.floor((px - origin[0]) / stepMm + 0.5);
    const y = Math.floor((py - origin[1]) / stepMm + 0.5);
    const z = Math.floor((pz - origin[2]) / stepMm + 0.5);
    return x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz && isKept[(z * ny + y) * nx + x] === 1;
  };
}

/** Values of the modality between voxels; beyond the volume those at its border, of padding what is given. */
function createSampler(volume: Volume, before: Voxels): (i: number, j: number, k: number, ofPadding: number) => number {
  const [columns, rows, slices] = volume.dimensions;
  const { padding } = volume;
  const rescales = Array.from({ length: slices }, (_, slice) => rescaleOf(volume, slice));
  const clamp = (at: number, count: number) => Math.min(Math.max(at, 0), count - 1);
  return (i, j, k, ofPadding) => {
    const [ci, cj, ck] = [clamp(i, columns), clamp(j, rows), clamp(k, slices)];
    const [i0, j0, k0] = [Math.floor(ci), Math.floor(cj), Math.floor(ck)];
    const [fi, fj, fk] = [ci - i0, cj - j0, ck - k0];
    let value = 0;
    for (let corner = 0; corner < 8; corner++) {
      const [di, dj, dk] = [corner & 1, (corner >> 1) & 1, corner >> 2];
      const share = (di === 1 ? fi : 1 - fi) * (dj === 1 ? fj : 1 - fj) * (dk === 1 ? fk : 1 - fk);
      if (share === 0) continue;
      const stored = before[((k0 + dk) * rows + j0 + dj) * columns + i0 + di] ?? 0;
      const isPadding = padding !== undefined && stored >= padding.lowest && stored <= padding.highest;
      const rescale = rescales[k0 + dk];
      value += share * (isPadding ? ofPadding : stored * (rescale?.slope ?? 1) + (rescale?.intercept ?? 0));
    }
    return value;
  };
}
