/**
 * A part of the body by which a patient is known again: how it is found, made unrecognizable and shown to be. Faces that
 * are cut off and faces that are moved are two; `series-region.ts` takes any other in the same way.
 *
 * Who cannot tell says so: a volume whose region was not found for sure is for a person to look at.
 */

import type { Volume, Voxels } from './volume.ts';

/** @typeParam Unsure why nobody can tell, as stable codes */
export type RegionDetection<Plan, Unsure extends string = string> =
  | { readonly kind: 'found'; readonly plan: Plan }
  /** The volume does not show the region. */
  | { readonly kind: 'absent'; readonly reason: string }
  /** It may, and nobody can tell. */
  | { readonly kind: 'unsure'; readonly reason: Unsure };

export type RegionEvidence = { readonly bodyPart?: string };

export type IdentifyingRegion<Plan, Proof extends RegionProof, Unsure extends string = string> = {
  readonly name: string;
  /** @param random from 0 up to 1, from a source that nobody can repeat; seeded in tests only */
  detect(volume: Volume, evidence: RegionEvidence, random: () => number): RegionDetection<Plan, Unsure>;
  /** Changes the voxels of a volume in the Frame of Reference in which the plan was made; returns how many. */
  obfuscate(volume: Volume, plan: Plan, random: () => number): number;
  /**
   * Looks at the changed volume anew.
   * @param before the stored values as they were
   */
  prove(volume: Volume, plan: Plan, before: Voxels): Proof;
};

export type RegionProof = { readonly holds: boolean };
