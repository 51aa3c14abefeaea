/**
 * Where each frame of an image lies in the patient and what its values mean: of a single slice in its data set, PS3.3
 * §C.7.6.2.1.1 and §C.11.1, of an enhanced multi-frame image in its functional groups, §C.7.6.16.2.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { findElement, getItems, getNumber, getNumbers } from '@isocenter/dicom/values';
import type { Vector } from './affine.ts';
import type { Rescale } from './volume.ts';

export type FramePlace = {
  /** Directions of rows and of columns. */
  readonly alongRow: Vector;
  readonly alongColumn: Vector;
  readonly position: Vector;
  /** Between rows and between columns, in millimetres. */
  readonly spacing: readonly [number, number];
  readonly thicknessMm: number | undefined;
  readonly rescale: Rescale;
};

/** Returns undefined where the header does not say it all. */
export function findFramePlace(dataSet: DataSet, frame: number): FramePlace | undefined {
  const shared = getItems(dataSet, tagOf('SharedFunctionalGroupsSequence'))[0];
  const own = getItems(dataSet, tagOf('PerFrameFunctionalGroupsSequence'))[frame - 1];
  const group = (macro: Macro): DataSet => {
    const inGroup = (groups: DataSet | undefined) => groups && getItems(groups, tagOf(macro))[0];
    return inGroup(own) ?? inGroup(shared) ?? dataSet;
  };
  const orientation = getNumbers(group('PlaneOrientationSequence'), tagOf('ImageOrientationPatient'));
  const position = getNumbers(group('PlanePositionSequence'), tagOf('ImagePositionPatient'));
  const measures = group('PixelMeasuresSequence');
  const spacing = getNumbers(measures, tagOf('PixelSpacing'));
  const values = group('PixelValueTransformationSequence');
  // Tables of values are not read here: what they make of a voxel cannot be undone.
  if (findElement(dataSet, tagOf('ModalityLUTSequence')) !== undefined) return undefined;
  if (orientation.length !== 6 || position.length !== 3 || spacing.length !== 2) return undefined;
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = orientation;
  const [x = 0, y = 0, z = 0] = position;
  const [between = 0, across = 0] = spacing;
  const rescale = {
    slope: getNumber(values, tagOf('RescaleSlope')) ?? 1,
    intercept: getNumber(values, tagOf('RescaleIntercept')) ?? 0,
  };
  const all = [...orientation, ...position, ...spacing, rescale.slope, rescale.intercept];
  if (!all.every(Number.isFinite) || !(between > 0) || !(across > 0) || rescale.slope === 0) return undefined;
  const lengths = [Math.hypot(rx, ry, rz), Math.hypot(cx, cy, cz)];
  const slant = rx * cx + ry * cy + rz * cz;
  if (lengths.some((length) => Math.abs(length - 1) > 0.01) || Math.abs(slant) > 0.01) return undefined;
  return {
    alongRow: [rx, ry, rz],
    alongColumn: [cx, cy, cz],
    position: [x, y, z],
    spacing: [between, across],
    thicknessMm: getNumber(measures, tagOf('SliceThickness')),
    rescale,
  };
}

type Macro =
  | 'PlaneOrientationSequence'
  | 'PlanePositionSequence'
  | 'PixelMeasuresSequence'
  | 'PixelValueTransformationSequence';
