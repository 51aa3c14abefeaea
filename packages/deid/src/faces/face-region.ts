/**
 * The face as a region that identifies: in CT, MR and PET of heads, in any orientation. It is cut off, or moved to the
 * surface of another one with what lies in the skin.
 */

import { findBrainCells } from './brain-cells.ts';
import { type FacePlan, planFace } from './face-plan.ts';
import { type FaceProof, proveFaceGone } from './face-proof.ts';
import { fillOf } from './fill.ts';
import { type Survey, surveyOf } from './grid.ts';
import { extentsMm, mayShowHead } from './head-evidence.ts';
import { findHeadFrame } from './head-frame.ts';
import { moveFace } from './move-face.ts';
import { proveFaceMoved } from './move-proof.ts';
import { findOuterSurface, type OuterSurface } from './outer-surface.ts';
import { lastAcross, planMove, type SurfaceMove } from './plan-move.ts';
import type { IdentifyingRegion, RegionDetection, RegionEvidence } from './region.ts';
import { removeFace } from './remove-face.ts';
import type { Volume, Voxels } from './volume.ts';

/** A face that was found: where it is taken off, and the surface by which it was found. */
export type FoundFace = {
  readonly plan: FacePlan;
  readonly surface: OuterSurface;
  /** Of the volume in which it was found. */
  readonly voxels: Voxels;
  /** Where the skin goes, when it is moved and not cut off. */
  readonly move?: SurfaceMove;
};

/** Why nobody can tell where a face is. */
export type FaceUnsure =
  | 'no-surface'
  | 'too-flat'
  | 'head-not-located'
  | 'head-not-symmetric'
  | 'vault-not-shown'
  /** Of much of the face the volume shows what is under the skin and not the skin: there is nothing to be moved. */
  | 'skin-not-shown';

/** What misses its mirror image by more in the mean is no head, or not seen well enough. */
const mostMirrorMissMm = 4;

/** What is thinner than this is a slab in which no head can be found. */
const leastExtentMm = 60;

export const faceRegion: IdentifyingRegion<FoundFace, FaceProof, FaceUnsure> = {
  name: 'face',
  detect(volume, evidence, random) {
    const located = locateFace(volume, evidence, random);
    return located.kind === 'found' ? { kind: 'found', plan: located.plan.face } : located;
  },
  obfuscate(volume, { plan, surface, voxels }, random) {
    const own = volume.voxels === voxels ? surface : (surfaceOf(volume) ?? surface);
    return removeFace(volume, plan, { fill: fillOf(volume, own, random), random });
  },
  prove: (volume, found, before) => proveFaceGone(volume, found, before),
};

/** The skin of the face is moved with what lies in it; ears are cut off. */
export const movedFaceRegion: IdentifyingRegion<FoundFace, FaceProof, FaceUnsure> = {
  name: 'face-moved',
  detect(volume, evidence, random) {
    const located = locateFace(volume, evidence, random);
    if (located.kind !== 'found') return located;
    const { face, survey } = located.plan;
    const move = planMove({ survey, ...face }, random);
    return move === undefined
      ? { kind: 'unsure', reason: 'skin-not-shown' }
      : { kind: 'found', plan: { ...face, move } };
  },
  obfuscate(volume, { plan, surface, voxels, move }, random) {
    if (move === undefined) throw new RangeError('the face was found to be cut off');
    const own = volume.voxels === voxels ? surface : (surfaceOf(volume) ?? surface);
    const fill = fillOf(volume, own, random);
    const moved = moveFace(volume, { plan, move, fill, random });
    return moved + removeFace(volume, plan, { fill, random, besideOnly: lastAcross / (1 - lastAcross) });
  },
  prove(volume, { plan, move }, before) {
    if (move === undefined) throw new RangeError('the face was found to be cut off');
    return proveFaceMoved(volume, { plan, move }, before);
  },
};

type Located = { readonly face: FoundFace; readonly survey: Survey };

function locateFace(
  volume: Volume,
  { bodyPart }: RegionEvidence,
  random: () => number,
): RegionDetection<Located, FaceUnsure> {
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
  return { kind: 'found', plan: { face: { plan, surface, voxels: volume.voxels }, survey } };
}

function surfaceOf(volume: Volume): OuterSurface | undefined {
  const survey = surveyOf(volume);
  return survey && findOuterSurface(survey, volume.modality);
}
