/**
 * Looks at a face that was moved, along the rays by which it was: whether the skin now lies where it was put and whether
 * what is left goes up and down with what was there. Brain is looked at as in `face-proof.ts`.
 */

import { applyAffine, invertAffine } from './affine.ts';
import type { FacePlan } from './face-plan.ts';
import { correlation, type FaceProof, proveBrain } from './face-proof.ts';
import { ellipseCentre } from './generic-face.ts';
import { rayOf, surfaceRays } from './generic-surface.ts';
import { surveyOf } from './grid.ts';
import { findOuterSurface } from './outer-surface.ts';
import { cellIs, findSkin, type SurfaceMove } from './plan-move.ts';
import type { Volume, Voxels } from './volume.ts';

const { columns, bottom, heights } = surfaceRays;
const everyRay = 4;

/** In units of the frame: more than the noise of scans and what lies between rays make. */
const mostOff = 3;
const mostShareOff = 0.1;

/** The proof of a face looks from the brow to below the chin. */
const [lowest, highest] = [-108, 8];

export function proveFaceMoved(
  volume: Volume,
  { plan, move }: { readonly plan: FacePlan; readonly move: SurfaceMove },
  voxels: Voxels,
): FaceProof {
  const toPatient = invertAffine(plan.frame.toHead);
  const survey = surveyOf(volume);
  const surface = survey && findOuterSurface(survey, volume.modality);
  const [moved, before, after]: [number[], number[], number[]] = [[], [], []];
  let off = 0;
  for (let height = lowest - bottom; height <= Math.min(heights - 1, highest - bottom); height += everyRay) {
    for (let column = 0; column < columns; column += everyRay) {
      const at = height * columns + column;
      const [was, target] = [move.skin[at] ?? Number.NaN, move.target[at] ?? 0];
      if (Number.isNaN(was) || survey === undefined || surface === undefined || toPatient === undefined) continue;
      const ray = rayOf(column);
      const w = bottom + height;
      const place = (distance: number) =>
        applyAffine(toPatient, [distance * ray.left, ellipseCentre - distance * ray.front, w]);
      // Another series of the Frame of Reference may show less.
      if (![was, target].every((one) => cellIs(survey, survey.isInside, place(one)))) continue;
      const found = findSkin({ survey, surface }, place);
      const is = typeof found === 'number' ? found : was;
      if (typeof found !== 'number' || Math.abs(is - target) > mostOff) off += 1;
      moved.push(Math.abs(is - was) * plan.frame.size);
      before.push(was - target);
      after.push(is - target);
    }
  }
  const rays = moved.length;
  const medianMovedMm = [...moved].sort((a, b) => a - b)[rays >> 1] ?? 0;
  const offShare = rays === 0 ? 0 : off / rays;
  const brain = proveBrain(volume, voxels, plan);
  return {
    ...{ rays, medianMovedMm, inFrontShare: offShare, residualCorrelation: correlation(before, after) },
    ...brain,
    holds: brain.holds && offShare <= mostShareOff,
  };
}
