/**
 * Looks at a face from the front, before and after, along parallel rays: how far the surface moved, how much of what is
 * seen lies in front of the shell that should be seen, and whether what is left goes up and down with what was there.
 */

import { applyAffine, invertAffine, type Vector } from './affine.ts';
import type { FacePlan } from './face-plan.ts';
import { ellipseCentre } from './generic-face.ts';
import { type Grid, sampleAt, surveyOf } from './grid.ts';
import { type OuterSurface, thresholdOf } from './outer-surface.ts';
import type { RegionProof } from './region.ts';
import type { Volume } from './volume.ts';

export type FaceProof = RegionProof & {
  /** Rays that met the face before. */
  readonly rays: number;
  readonly medianMovedMm: number;
  /** Share of the rays that meet something more than 5 mm before the shell. */
  readonly inFrontShare: number;
  /** Correlation of the surface before and after, each less the shell. */
  readonly residualCorrelation: number;
};

const leastMovedMm = 15;
const mostInFront = 0.1;

/** Below this many rays a volume shows too little of a face to judge by. */
const leastRays = 40;

const stepOfRays = 4;

/** @param surface that of the volume as it was */
export function proveFaceGone(
  volume: Volume,
  { plan, surface }: { readonly plan: FacePlan; readonly surface: OuterSurface },
): FaceProof {
  const survey = surveyOf(volume);
  const toPatient = invertAffine(plan.frame.toHead);
  const [moved, before, after]: number[][] = [[], [], []];
  let inFront = 0;
  const threshold = survey && thresholdOf(survey, volume.modality);
  if (survey !== undefined && toPatient !== undefined && threshold !== undefined) {
    const body = (place: Vector) => -sampleAt(surface, surface.heightMm, place);
    const tissue = (place: Vector) => sampleAt(survey, survey.values, place) - threshold;
    for (let w = -108; w <= 8; w += stepOfRays) {
      for (let u = -52; u <= 52; u += stepOfRays) {
        const ray = (v: number) => applyAffine(toPatient, [u, v, w]);
        const was = entry(ray, body);
        if (was === undefined || !isInside(survey, survey.isInside, ray(was + 4))) continue;
        const shell = shellAt(plan, u, w);
        const is = entry(ray, tissue) ?? ellipseCentre;
        if (is < shell - 5 / plan.frame.size) inFront += 1;
        moved?.push(Math.abs(is - was) * plan.frame.size);
        before?.push(was - shell);
        after?.push(is - shell);
      }
    }
  }
  const rays = moved?.length ?? 0;
  const medianMovedMm = [...(moved ?? [])].sort((a, b) => a - b)[rays >> 1] ?? 0;
  const inFrontShare = rays === 0 ? 0 : inFront / rays;
  const holds =
    rays < leastRays ? inFrontShare <= mostInFront : medianMovedMm >= leastMovedMm && inFrontShare <= mostInFront;
  return { holds, rays, medianMovedMm, inFrontShare, residualCorrelation: correlation(before ?? [], after ?? []) };
}

/** Where a ray from the front meets the shell. */
function shellAt({ face }: FacePlan, u: number, w: number): number {
  const height = Math.max(0, Math.floor(w - face.bottom));
  const across = u / (face.halfWidths[height] ?? 1);
  if (Math.abs(across) >= 1) return ellipseCentre;
  return ellipseCentre - (ellipseCentre - (face.depths[height] ?? 0)) * Math.sqrt(1 - across * across);
}

/** The first place of a ray from where on it is inside, and not only at one grain of noise. */
function entry(ray: (v: number) => Vector, inside: (place: Vector) => number): number | undefined {
  let run = 0;
  for (let v = -60; v <= ellipseCentre + 4; v += 2) {
    run = inside(ray(v)) > 0 ? run + 1 : 0;
    if (run === 3) return v - 4;
  }
  return undefined;
}

function isInside({ dimensions, origin, stepMm }: Grid, cells: Uint8Array, place: Vector): boolean {
  const [x, y, z] = place.map((one, axis) => Math.round((one - (origin[axis] ?? 0)) / stepMm)) as [
    number,
    number,
    number,
  ];
  return cells[(z * dimensions[1] + y) * dimensions[0] + x] === 1;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((one, at) => {
    const other = (b[at] ?? 0) - mb;
    ab += (one - ma) * other;
    aa += (one - ma) ** 2;
    bb += other ** 2;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
