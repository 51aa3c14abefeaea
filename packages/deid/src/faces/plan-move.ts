/**
 * How the skin of a face is moved to another surface with what lies in it: along each level ray from an axis before the
 * ears by so much, some millimetres of skin without a change in form, what lies under them pressed together or drawn out
 * down to where everything stays.
 */

import { applyAffine, invertAffine, type Vector } from './affine.ts';
import type { FacePlan } from './face-plan.ts';
import { ellipseCentre } from './generic-face.ts';
import { createSurfaceMixture, rayOf, type SurfaceRay, surfaceRays } from './generic-surface.ts';
import { type Grid, type Survey, sampleAt } from './grid.ts';
import type { OuterSurface } from './outer-surface.ts';

/** Of each ray, by height and column, in units of the frame. */
export type SurfaceMove = {
  /** Distances of the skin from the axis; not a number where the volume shows none. */
  readonly skin: Float32Array;
  /** By how much it moves: outwards above 0. */
  readonly moves: Float32Array;
  /** Where the surface is then; what moves out of it is cut off. */
  readonly target: Float32Array;
  /** So far under the skin things move. */
  readonly depths: Float32Array;
};

/** Beside it the ears begin, which are cut off; as `rayOf` counts. */
export const lastAcross = 0.8;

/** From here on to the side the surface goes over into that of what is cut. */
const blendFrom = 0.62;

const { columns, bottom, heights } = surfaceRays;

/** Nothing farther under the skin moves. */
const mostDepth = 55;

/** Before what is kept. */
const spareDepth = 2;

/** Of the depth so much is skin and moves as it is; in units of the frame at most. */
const stiff = { share: 0.35, most: 18 } as const;

/** What is pressed together keeps this part of its thickness at least. */
const leastShare = 0.35;

const farthestOut = 50;

/** Of rays to the front that meet the head, so many may meet it where the scan begins. */
const mostCutOff = 0.15;

/** As `rayOf` counts, what is looked at from the front. */
const frontAcross = 0.5;

type Subject = { readonly survey: Survey; readonly surface: OuterSurface; readonly plan: FacePlan };

/** Returns undefined where the volume does not show the skin of the face. */
export function planMove(subject: Subject, random: () => number): SurfaceMove | undefined {
  const toPatient = invertAffine(subject.plan.frame.toHead);
  if (toPatient === undefined) return undefined;
  const mixture = createSurfaceMixture(random);
  const blank = () => new Float32Array(mixture.length);
  const [skin, moves, target, depths] = [blank().fill(Number.NaN), blank(), blank(), blank()];
  const counts = { shown: 0, cutOff: 0 };
  for (let column = 0; column < columns; column++) {
    const across = Math.abs((2 * column) / (columns - 1) - 1);
    if (across > lastAcross + 0.02) continue;
    const ray = rayOf(column);
    const toShell = Math.min(1, Math.max(0, (across - blendFrom) / (lastAcross - blendFrom)));
    for (let height = 0; height < heights; height++) {
      const at = height * columns + column;
      const w = bottom + height;
      const place = (distance: number) =>
        applyAffine(toPatient, [distance * ray.left, ellipseCentre - distance * ray.front, w]);
      const here = findSkin(subject, place);
      if (here === undefined) continue;
      if (across < frontAcross) counts[here === 'cut-off' ? 'cutOff' : 'shown'] += 1;
      if (here === 'cut-off') continue;
      const depth = depthOf(subject.plan.kept, place, here);
      const wanted = (mixture[at] ?? 0) * (1 - toShell) + shellAt(subject.plan, ray, w) * toShell;
      const least = -(1 - leastShare) * (depth - stiffOf(depth));
      const apart = Math.min(farthestOut, wanted - here) * shareAt(w);
      skin[at] = here;
      moves[at] = Math.max(least, apart);
      target[at] = here + apart;
      depths[at] = depth;
    }
  }
  const isShown = counts.shown > 0 && counts.cutOff <= mostCutOff * (counts.shown + counts.cutOff);
  return isShown ? { skin, moves, target, depths } : undefined;
}

/** Of so much the uppermost part moves without a change in form. */
export function stiffOf(depth: number): number {
  return Math.min(stiff.most, stiff.share * depth);
}

/** Toward forehead and neck the surface goes over into that of the patient. */
function shareAt(w: number): number {
  return Math.min(1, Math.max(0, (bottom + heights - 1 - w) / 10), Math.max(0, (w - bottom) / 12));
}

/** Farther behind the closed surface, what is no tissue is a mouth or a nostril. */
const mostOpen = 6;

const rayStep = 1.5;

/**
 * The distance from the axis at which a ray from outside meets the skin; undefined where it meets nothing, `cut-off` where
 * the volume begins under the skin.
 */
export function findSkin(
  { survey, surface }: Pick<Subject, 'survey' | 'surface'>,
  place: (distance: number) => Vector,
): number | 'cut-off' | undefined {
  let closed: number | undefined;
  let [before, isAirBefore] = [0, false];
  for (let distance = 165; distance > 20; distance -= rayStep) {
    const at = place(distance);
    if (closed === undefined) {
      const height = sampleAt(surface, surface.heightMm, at);
      if (height >= 0) {
        isAirBefore = cellIs(survey, survey.isInside, at);
        // Nothing is nearer than that.
        if (height > 6) distance -= height / 2;
        continue;
      }
      if (!isAirBefore) return 'cut-off';
      closed = distance;
      before = sampleAt(survey, survey.values, place(distance + rayStep)) - surface.threshold;
    }
    const here = sampleAt(survey, survey.values, at) - surface.threshold;
    if (here > 0) return before >= 0 ? distance : distance + (rayStep * here) / (here - before);
    before = here;
    if (closed - distance > mostOpen) return closed;
  }
  return undefined;
}

export function cellIs({ dimensions, origin, stepMm }: Grid, cells: Uint8Array, place: Vector): boolean {
  const [x, y, z] = place.map((one, axis) => Math.round((one - (origin[axis] ?? 0)) / stepMm)) as [
    number,
    number,
    number,
  ];
  const [nx, ny, nz] = dimensions;
  return x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz && cells[(z * ny + y) * nx + x] === 1;
}

/** How far under the skin things may move before what is kept. */
function depthOf(kept: FacePlan['kept'], place: (distance: number) => Vector, skin: number): number {
  for (let depth = 0; depth < mostDepth + spareDepth; depth++) {
    if (cellIs(kept, kept.isKept, place(skin - depth))) return Math.max(0, depth - spareDepth);
  }
  return mostDepth;
}

/** Of the shell to which the sides of a head are cut (`generic-face.ts`). */
function shellAt({ face }: FacePlan, { left, front }: SurfaceRay, w: number): number {
  const height = Math.min(face.depths.length - 1, Math.max(0, Math.floor(w - face.bottom)));
  const [halfWidth, depth] = [face.halfWidths[height] ?? 1, ellipseCentre - (face.depths[height] ?? 0)];
  return 1 / Math.hypot(left / halfWidth, front / depth);
}
