/**
 * Where a face is taken off, in millimetres of the patient, so that one plan serves every series of a Frame of Reference
 * (0020,0052): the frame of the head, the shell that takes the place of the face, and the cells that stay as they are.
 *
 * No cell is given up that may hold brain: those that the image shows to, and those 10 mm or more under the surface, above
 * where the frame has the base of the skull.
 */

import type { Vector } from './affine.ts';
import { type BrainCells, lowestBrain } from './brain-cells.ts';
import { createGenericFace, type GenericFace } from './generic-face.ts';
import type { Grid } from './grid.ts';
import type { HeadFrame } from './head-frame.ts';
import type { OuterSurface } from './outer-surface.ts';

export type FacePlan = {
  readonly frame: HeadFrame;
  readonly face: GenericFace;
  readonly brain: BrainCells;
  /** 1 where a cell stays as it is. */
  readonly kept: Grid & { readonly isKept: Uint8Array };
};

/** Under the skin of an adult: brain lies 13 mm deep or deeper, and a cell is 2 mm wide. */
const keptDepth = 9.5;

/** Where a scan ends inside of the head, depth does not tell what is brain. */
const brainHalfWidth = 66;

type Found = { readonly surface: OuterSurface; readonly frame: HeadFrame; readonly brain: BrainCells };

export function planFace({ surface, frame, brain }: Found, random: () => number): FacePlan {
  const { dimensions, origin, stepMm } = surface;
  const [nx, ny, nz] = dimensions;
  const isKept = brain.isBrain.slice();
  const [m, least] = [frame.toHead, keptDepth * frame.size];
  for (let z = 0, at = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, at++) {
        if (surface.isBody[at] !== 1 || -(surface.heightMm[at] ?? 0) < least) continue;
        const place: Vector = [origin[0] + x * stepMm, origin[1] + y * stepMm, origin[2] + z * stepMm];
        const v = m[4] * place[0] + m[5] * place[1] + m[6] * place[2] + m[7];
        const w = m[8] * place[0] + m[9] * place[1] + m[10] * place[2] + m[11];
        const u = m[0] * place[0] + m[1] * place[1] + m[2] * place[2] + m[3];
        if (w > lowestBrain(v) && Math.abs(u) < brainHalfWidth) isKept[at] = 1;
      }
    }
  }
  return { frame, face: createGenericFace(random), brain, kept: { dimensions, origin, stepMm, isKept } };
}
