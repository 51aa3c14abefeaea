/**
 * A stack of slices as one block of stored values, and where it lies in the patient: PS3.3 §C.7.6.2.1.1, in the
 * Reference Coordinate System, +x left, +y posterior, +z head. Slices may lean (gantry tilt): the map is affine.
 */

import type { Affine } from './affine.ts';

export type Voxels = Int8Array | Uint8Array | Int16Array | Uint16Array | Float32Array;

export type HeadModality = 'CT' | 'MR' | 'PT' | 'NM';

/** What turns stored values into those of the modality, PS3.3 §C.11.1.1.2: of PET each slice has its own. */
export type Rescale = { readonly slope: number; readonly intercept: number };

export type Volume = {
  readonly modality: HeadModality;
  /** Stored values by slice, row, column. */
  readonly voxels: Voxels;
  /** Columns, rows, slices. */
  readonly dimensions: readonly [number, number, number];
  /** From column, row and slice, each from 0 at the centre of the first voxel, to millimetres in the patient. */
  readonly toPatient: Affine;
  /** One for each slice, or one for all. */
  readonly rescale: readonly Rescale[];
  /** What can be stored. */
  readonly lowest: number;
  readonly highest: number;
  /** Stored values that stand for nothing: Pixel Padding Value (0028,0120). */
  readonly padding?: { readonly lowest: number; readonly highest: number };
};

export function rescaleOf({ rescale }: Volume, slice: number): Rescale {
  return rescale[slice] ?? rescale[0] ?? { slope: 1, intercept: 0 };
}
