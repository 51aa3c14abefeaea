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

/** What is known of a ray, in place of an object for each voxel. */
type Along = { target: number; skin: number; by: number; depth: number };

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
  const { outer, inner } = limitsOf(move);
  const isWhole = !(voxels instanceof Float32Array);
  const along: Along = { target: 0, skin: 0, by: 0, depth: 0 };
  let changed = 0;
  for (let k = 0, at = 0; k < slices; k++) {
    const { slope, intercept } = rescaleOf(volume, k);
    for (let j = 0; j < rows; j++) {
      const noiseAt = Math.floor(random() * fillLength);
      const [wFirst, vFirst] = [m[9] * j + m[10] * k + m[11], m[5] * j + m[6] * k + m[7]];
      const [wLast, vLast] = [wFirst + m[8] * (columns - 1), vFirst + m[4] * (columns - 1)];
      const isBeside =
        Math.max(wFirst, wLast) < bottom ||
        Math.min(wFirst, wLast) >= bottom + heights - 1 ||
        Math.min(vFirst, vLast) >= ellipseCentre;
      if (isBeside) {
        at += columns;
        continue;
      }
      for (let i = 0; i < columns; i++, at++) {
        const w = m[8] * i + m[9] * j + m[10] * k + m[11];
        if (w < bottom || w >= bottom + heights - 1) continue;
        const front = ellipseCentre - (m[4] * i + m[5] * j + m[6] * k + m[7]);
        if (front <= 0) continue;
        const u = m[0] * i + m[1] * j + m[2] * k + m[3];
        const across = u / (Math.abs(u) + front);
        const radius = Math.sqrt(u * u + front * front);
        if (across > lastAcross || across < -lastAcross || radius < leastRadius) continue;
        const height = (w - bottom) | 0;
        if (radius <= (inner[height] ?? 0)) continue;
        let isBefore = radius > (outer[height] ?? 0);
        if (!isBefore) {
          if (!readMove(move, across, w, along)) continue;
          isBefore = radius > along.target;
          if (!isBefore && radius <= along.skin - along.depth) continue;
        }
        const x = p[0] * i + p[1] * j + p[2] * k + p[3];
        const y = p[4] * i + p[5] * j + p[6] * k + p[7];
        const z = p[8] * i + p[9] * j + p[10] * k + p[11];
        if (isKept(x, y, z)) continue;
        const stored = voxels[at] ?? 0;
        if (padding !== undefined && stored >= padding.lowest && stored <= padding.highest) continue;
        let value = fill.air[(noiseAt + i) & (fillLength - 1)] ?? 0;
        if (!isBefore) {
          const { skin, by, depth } = along;
          const under = skin + by - radius;
          const stiff = stiffOf(depth);
          const source = under <= stiff ? under : stiff + ((under - stiff) * (depth - stiff)) / (depth - stiff + by);
          const further = (skin - source) / radius - 1;
          const du = u * further;
          const dv = -front * further;
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

/** Between each height and the next one: beyond `outer` is air, from `inner` on nothing moves, whatever the ray. */
function limitsOf({ skin, target, depths }: SurfaceMove): {
  readonly outer: Float64Array;
  readonly inner: Float64Array;
} {
  const [outer, inner] = [new Float64Array(heights), new Float64Array(heights)];
  const [first, last] = [1 - lastAcross, 1 + lastAcross].map((across) => (across * (rays - 1)) / 2);
  for (let height = 0; height < heights - 1; height++) {
    let [most, least] = [0, Number.POSITIVE_INFINITY];
    for (let column = Math.floor(first ?? 0); column <= Math.ceil(last ?? 0); column++) {
      for (const at of [height * rays + column, (height + 1) * rays + column]) {
        const here = skin[at] ?? Number.NaN;
        if (Number.isNaN(here)) most = Number.POSITIVE_INFINITY;
        else {
          most = Math.max(most, target[at] ?? 0);
          least = Math.min(least, here - (depths[at] ?? 0));
        }
      }
    }
    outer[height] = most;
    inner[height] = least;
  }
  return { outer, inner };
}

/** Puts what lies between four rays into `along`; says whether any of them meets the skin. */
function readMove(move: SurfaceMove, across: number, w: number, along: Along): boolean {
  const [column, height] = [((across + 1) * (rays - 1)) / 2, w - bottom];
  const [c0, h0] = [Math.min(rays - 2, Math.floor(column)), Math.floor(height)];
  const [fc, fh] = [column - c0, height - h0];
  along.target = 0;
  along.skin = 0;
  along.by = 0;
  along.depth = 0;
  const at = h0 * rays + c0;
  const sum =
    addRay(move, at, (1 - fc) * (1 - fh), along) +
    addRay(move, at + 1, fc * (1 - fh), along) +
    addRay(move, at + rays, (1 - fc) * fh, along) +
    addRay(move, at + rays + 1, fc * fh, along);
  if (sum < 1e-6) return false;
  along.skin /= sum;
  along.by /= sum;
  along.target /= sum;
  along.depth /= sum;
  return true;
}

/** Returns the share, or none of a ray that does not meet the skin. */
function addRay({ skin, moves, target, depths }: SurfaceMove, at: number, share: number, along: Along): number {
  const here = skin[at] ?? Number.NaN;
  if (Number.isNaN(here)) return 0;
  along.skin += share * here;
  along.target += share * (target[at] ?? 0);
  along.by += share * (moves[at] ?? 0);
  along.depth += share * (depths[at] ?? 0);
  return share;
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
  const [lowest, highest] = [padding?.lowest ?? 1, padding?.highest ?? 0];
  const slopes = Float64Array.from({ length: slices }, (_, slice) => rescaleOf(volume, slice).slope);
  const intercepts = Float64Array.from({ length: slices }, (_, slice) => rescaleOf(volume, slice).intercept);
  const modalityValue = (at: number, slice: number, ofPadding: number): number => {
    const stored = before[at] ?? 0;
    if (stored >= lowest && stored <= highest) return ofPadding;
    return stored * (slopes[slice] ?? 1) + (intercepts[slice] ?? 0);
  };
  return (i, j, k, ofPadding) => {
    const ci = Math.min(Math.max(i, 0), columns - 1);
    const cj = Math.min(Math.max(j, 0), rows - 1);
    const ck = Math.min(Math.max(k, 0), slices - 1);
    const [i0, j0, k0] = [Math.floor(ci), Math.floor(cj), Math.floor(ck)];
    const [fi, fj, fk] = [ci - i0, cj - j0, ck - k0];
    const [right, down, k1] = [i0 + 1 < columns ? 1 : 0, j0 + 1 < rows ? columns : 0, k0 + 1 < slices ? k0 + 1 : k0];
    const a = (k0 * rows + j0) * columns + i0;
    const b = (k1 * rows + j0) * columns + i0;
    const near =
      (modalityValue(a, k0, ofPadding) * (1 - fi) + modalityValue(a + right, k0, ofPadding) * fi) * (1 - fj) +
      (modalityValue(a + down, k0, ofPadding) * (1 - fi) + modalityValue(a + down + right, k0, ofPadding) * fi) * fj;
    const far =
      (modalityValue(b, k1, ofPadding) * (1 - fi) + modalityValue(b + right, k1, ofPadding) * fi) * (1 - fj) +
      (modalityValue(b + down, k1, ofPadding) * (1 - fi) + modalityValue(b + down + right, k1, ofPadding) * fi) * fj;
    return near * (1 - fk) + far * fk;
  };
}
