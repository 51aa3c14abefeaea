/**
 * Looks at a face from the front, before and after, along parallel rays: how far the surface moved, how much of what is
 * seen lies in front of the shell that should be seen, and whether what is left goes up and down with what was there.
 * Then voxel by voxel at the brain, which must be as it was, and at whether it lies where it does in heads: where it does
 * not, the face was looked for in the wrong place.
 */

import { applyAffine, invertAffine, type Vector } from './affine.ts';
import type { BrainExtent } from './brain-cells.ts';
import type { FacePlan } from './face-plan.ts';
import { ellipseCentre } from './generic-face.ts';
import { type Grid, sampleAt, surveyOf } from './grid.ts';
import { type OuterSurface, thresholdOf } from './outer-surface.ts';
import type { RegionProof } from './region.ts';
import type { Volume, Voxels } from './volume.ts';

export type FaceProof = RegionProof & {
  /** Rays that met the face before. */
  readonly rays: number;
  readonly medianMovedMm: number;
  /** Share of the rays that meet something more than 5 mm before the shell; of a moved face, that miss where it was put. */
  readonly inFrontShare: number;
  /** Correlation of the surface before and after, each less the shell. */
  readonly residualCorrelation: number;
  /** Of those that the image shows to be brain. */
  readonly brainVoxelsChanged: number;
  /** By how much the brain misses its place in the frame of the head, by how much heads differ in it; infinity without one. */
  readonly frameMiss: number;
  /** As in `brain-cells.ts`. */
  readonly brainOpenMm2: number;
};

const leastMovedMm = 15;
const mostInFront = 0.1;
const mostOpenMm2 = 40;

/** Below this many rays a volume shows too little of a face to judge by. */
const leastRays = 40;

const stepOfRays = 4;

/**
 * @param surface that of the volume as it was
 * @param voxels as they were
 */
export function proveFaceGone(
  volume: Volume,
  { plan, surface }: { readonly plan: FacePlan; readonly surface: OuterSurface },
  voxels: Voxels,
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
  const isGone = inFrontShare <= mostInFront && (rays < leastRays || medianMovedMm >= leastMovedMm);
  const brain = proveBrain(volume, voxels, plan);
  return {
    ...{ rays, medianMovedMm, inFrontShare, residualCorrelation: correlation(before ?? [], after ?? []) },
    ...brain,
    holds: isGone && brain.holds,
  };
}

/** Whether the brain lies where it does in heads, and no voxel of it has changed. */
export function proveBrain(
  volume: Volume,
  voxels: Voxels,
  plan: FacePlan,
): Pick<FaceProof, 'holds' | 'brainVoxelsChanged' | 'frameMiss' | 'brainOpenMm2'> {
  const brainVoxelsChanged = countChanged(volume, voxels, plan);
  const frameMiss = missOf(plan.brain.extent);
  const { openMm2: brainOpenMm2 } = plan.brain;
  const holds = brainVoxelsChanged === 0 && frameMiss <= 1 && brainOpenMm2 <= mostOpenMm2;
  return { holds, brainVoxelsChanged, frameMiss, brainOpenMm2 };
}

function countChanged({ voxels, dimensions, toPatient: m }: Volume, before: Voxels, plan: FacePlan): number {
  const [columns, rows, slices] = dimensions;
  const { origin, stepMm, dimensions: cells } = plan.kept;
  const { isBrain } = plan.brain;
  let count = 0;
  for (let k = 0, at = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) {
        if (voxels[at] === before[at]) continue;
        const x = Math.floor((m[0] * i + m[1] * j + m[2] * k + m[3] - origin[0]) / stepMm + 0.5);
        const y = Math.floor((m[4] * i + m[5] * j + m[6] * k + m[7] - origin[1]) / stepMm + 0.5);
        const z = Math.floor((m[8] * i + m[9] * j + m[10] * k + m[11] - origin[2]) / stepMm + 0.5);
        if (x < 0 || y < 0 || z < 0 || x >= cells[0] || y >= cells[1] || z >= cells[2]) continue;
        if (isBrain[(z * cells[1] + y) * cells[0] + x] === 1) count += 1;
      }
    }
  }
  return count;
}

/** Where the brain of adults lies, from the nasion, and by how much heads differ in it. */
const usual: BrainExtent = { front: 17, top: 99, middle: 0, halfWidth: 58 };
const usualMiss: BrainExtent = { front: 12, top: 17, middle: 6, halfWidth: 10 };

/** 1 is as much as heads differ. */
function missOf(extent: BrainExtent | undefined): number {
  if (extent === undefined) return Number.POSITIVE_INFINITY;
  const keys = ['front', 'top', 'middle', 'halfWidth'] as const;
  return Math.max(...keys.map((key) => Math.abs(extent[key] - usual[key]) / usualMiss[key]));
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

export function correlation(a: readonly number[], b: readonly number[]): number {
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
