/**
 * The face as a region that identifies: in CT, MR and PET of heads, in any orientation.
 */

import { findBrainCells } from './brain-cells.ts';
import { type FacePlan, planFace } from './face-plan.ts';
import { type FaceProof, proveFaceGone } from './face-proof.ts';
import { fillOf } from './fill.ts';
import { surveyOf } from './grid.ts';
import { extentsMm, mayShowHead } from './head-evidence.ts';
import { findHeadFrame } from './head-frame.ts';
import { findOuterSurface, type OuterSurface } from './outer-surface.ts';
import type { IdentifyingRegion } from './region.ts';
import { removeFace } from './remove-face.ts';
import type { Volume, Voxels } from './volume.ts';

/** A face that was found: where it is taken off, and the surface by which it was found. */
export type FoundFace = {
  readonly plan: FacePlan;
  readonly surface: OuterSurface;
  /** Of the volume in which it was found. */
  readonly voxels: Voxels;
};

/** What misses its mirror image by more in the mean is no head, or not seen well enough. */
const mostMirrorMissMm = 4;

/** What is thinner than this is a slab in which no head can be found. */
const leastExtentMm = 60;

export const faceRegion: IdentifyingRegion<FoundFace, FaceProof> = {
  name: 'face',
  detect(volume, { bodyPart }, random) {
    const survey = surveyOf(volume);
    const surface = survey && findOuterSurface(survey, volume.modality);
    if (survey === undefined || surface === undefined) return { kind: 'unsure', reason: 'no-surface' };
    if (!mayShowHead(surface, bodyPart)) return { kind: 'absent', reason: 'no-head' };
    if (Math.min(...extentsMm(surface)) < leastExtentMm) return { kind: 'unsure', reason: 'too-flat' };
    const frame = findHeadFrame(surface);
    if (frame === undefined) return { kind: 'unsure', reason: 'head-not-located' };
    if (frame.mirrorMissMm > mostMirrorMissMm) return { kind: 'unsure', reason: 'head-not-symmetric' };
    if (frame.pitchDegrees === undefined) return { kind: 'unsure', reason: 'vault-not-shown' };
    const brain = findBrainCells(survey, { surface, frame, modality: volume.modality });
    const plan = planFace({ surface, frame, brain }, random);
    return { kind: 'found', plan: { plan, surface, voxels: volume.voxels } };
  },
  obfuscate(volume, { plan, surface, voxels }, random) {
    const own = volume.voxels === voxels ? surface : (surfaceOf(volume) ?? surface);
    return removeFace(volume, plan, { fill: fillOf(volume, own, random), random });
  },
  prove: (volume, found, before) => proveFaceGone(volume, found, before),
};

function surfaceOf(volume: Volume): OuterSurface | undefined {
  const survey = surveyOf(volume);
  return survey && findOuterSurface(survey, volume.modality);
}
