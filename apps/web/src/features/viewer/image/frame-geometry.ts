/**
 * How a frame lies in the patient and how large its pixels are: what orientation letters, the scale bar and measurements
 * rest on.
 *
 * A projection knows the size of its pixels at the detector only; anatomy in front of it is smaller by an unknown factor.
 * Lengths say on what they rest (`Spacing.kind`) and never pass for more (PS3.3 §C.8.7.10, §10.7.1.3).
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { getItems, getNumber, getNumbers, getStrings } from '@isocenter/dicom/values';
import { frameGroupOrDataSet } from './functional-groups.ts';
import { type ImageOrientation, parseImageOrientation, type Vector } from './orientation.ts';

/** Millimetres between rows and between columns; of `none` their ratio only. */
export type Spacing = {
  readonly kind: SpacingKind;
  readonly row: number;
  readonly column: number;
};

export type SpacingKind =
  /** Measured in the patient. */
  | 'patient'
  /** A projection, corrected for magnification by a fiducial or by assumed geometry. */
  | 'calibrated'
  /** A projection, corrected by its own estimated magnification. */
  | 'estimated'
  /** A projection, at the detector. */
  | 'detector'
  | 'none';

/** A part of an ultrasound image with its own scale, PS3.3 §C.8.5.5.1, with the attributes' numbers as they stand. */
export type UltrasoundRegion = {
  readonly regionLocationMinX0: number;
  readonly regionLocationMinY0: number;
  readonly regionLocationMaxX1: number;
  readonly regionLocationMaxY1: number;
  readonly regionDataType: number;
  readonly physicalUnitsXDirection: number;
  readonly physicalUnitsYDirection: number;
  readonly physicalDeltaX: number;
  readonly physicalDeltaY: number;
};

export type FrameGeometry = {
  readonly orientation: ImageOrientation | undefined;
  readonly position: Vector | undefined;
  /** Patient Orientation (0020,0020), for projections: directions of rows and columns as letters. */
  readonly patientOrientation: readonly string[];
  readonly spacing: Spacing;
  readonly ultrasoundRegions: readonly UltrasoundRegion[];
  /** Millimetres a unit of `spacing`, for an image without spacing whose ultrasound regions tell the scale of its middle. */
  readonly regionScale: number | undefined;
  readonly sliceThickness: number | undefined;
};

/** `frame` counts from 1. */
export function readFrameGeometry(dataSet: DataSet, frame: number): FrameGeometry {
  const plane = frameGroupOrDataSet(dataSet, frame, 'PlaneOrientationSequence');
  const place = frameGroupOrDataSet(dataSet, frame, 'PlanePositionSequence');
  const measures = frameGroupOrDataSet(dataSet, frame, 'PixelMeasuresSequence');
  const [x, y, z] = getNumbers(place, tagOf('ImagePositionPatient'));
  const orientation = parseImageOrientation(getNumbers(plane, tagOf('ImageOrientationPatient')));
  const spacing = readSpacing(dataSet, measures, orientation !== undefined);
  const ultrasoundRegions = getItems(dataSet, tagOf('SequenceOfUltrasoundRegions')).flatMap(readRegion);
  return {
    orientation,
    position: x === undefined || y === undefined || z === undefined ? undefined : [x, y, z],
    patientOrientation: getStrings(dataSet, tagOf('PatientOrientation')).filter((letters) => letters !== ''),
    spacing,
    ultrasoundRegions,
    regionScale: spacing.kind === 'none' ? readRegionScale(dataSet, spacing, ultrasoundRegions) : undefined,
    sliceThickness: getNumber(measures, tagOf('SliceThickness')),
  };
}

/** How far along its normal a frame lies, in millimetres: what slices are ordered by. */
export function positionAlongNormal({ orientation, position }: FrameGeometry): number | undefined {
  if (orientation === undefined || position === undefined) return undefined;
  const { row, column } = orientation;
  const normal = [
    row[1] * column[2] - row[2] * column[1],
    row[2] * column[0] - row[0] * column[2],
    row[0] * column[1] - row[1] * column[0],
  ] as const;
  return normal[0] * position[0] + normal[1] * position[1] + normal[2] * position[2];
}

function readSpacing(dataSet: DataSet, measures: DataSet, isSlice: boolean): Spacing {
  const pixel = pair(measures, 'PixelSpacing');
  if (isSlice && pixel !== undefined) return { kind: 'patient', ...pixel };
  const imager = pair(dataSet, 'ImagerPixelSpacing');
  if (pixel !== undefined && imager === undefined)
    return { kind: isProjection(dataSet) ? 'detector' : 'patient', ...pixel };
  // Both: equal ones say nothing of calibration; different ones mean that Pixel Spacing has been corrected.
  if (pixel !== undefined && imager !== undefined && !isSame(pixel, imager)) return { kind: 'calibrated', ...pixel };
  const magnification = getNumber(dataSet, tagOf('EstimatedRadiographicMagnificationFactor'));
  if (imager !== undefined && magnification !== undefined && magnification > 0) {
    return { kind: 'estimated', row: imager.row / magnification, column: imager.column / magnification };
  }
  if (imager !== undefined) return { kind: 'detector', ...imager };
  const nominal = pair(dataSet, 'NominalScannedPixelSpacing');
  if (nominal !== undefined) return { kind: 'detector', ...nominal };
  const aspect = pair(dataSet, 'PixelAspectRatio');
  return { kind: 'none', row: aspect?.row ?? 1, column: aspect?.column ?? 1 };
}

/** SOP Classes whose images are projections through the patient, by modality. */
function isProjection(dataSet: DataSet): boolean {
  const [modality = ''] = getStrings(dataSet, tagOf('Modality'));
  return ['CR', 'DX', 'MG', 'IO', 'PX', 'XA', 'RF', 'RG', 'RTIMAGE'].includes(modality);
}

/** Two positive numbers, of the rows and of the columns. */
function pair(dataSet: DataSet, keyword: Keyword): { readonly row: number; readonly column: number } | undefined {
  const [row, column] = getNumbers(dataSet, tagOf(keyword));
  return row !== undefined && column !== undefined && row > 0 && column > 0 ? { row, column } : undefined;
}

function isSame(a: { row: number; column: number }, b: { row: number; column: number }): boolean {
  return Math.abs(a.row - b.row) < 1e-4 && Math.abs(a.column - b.column) < 1e-4;
}

/** Physical Units X and Y Direction (0018,6024) and (0018,6026), PS3.3 §C.8.5.5.1. */
const centimetres = 3;

/**
 * One scale for the picture: of the regions in centimetres in both directions, one lies over the middle, and the others,
 * as of an image in two halves, have no other scale. Regions of time or velocity have none and do not count.
 */
function readRegionScale(dataSet: DataSet, spacing: Spacing, regions: readonly UltrasoundRegion[]): number | undefined {
  const [x, y] = [(getNumber(dataSet, tagOf('Columns')) ?? 0) / 2, (getNumber(dataSet, tagOf('Rows')) ?? 0) / 2];
  const spatial = regions.filter(
    (region) => region.physicalUnitsXDirection === centimetres && region.physicalUnitsYDirection === centimetres,
  );
  const isInMiddle = (region: UltrasoundRegion) =>
    region.regionLocationMinX0 <= x &&
    x <= region.regionLocationMaxX1 &&
    region.regionLocationMinY0 <= y &&
    y <= region.regionLocationMaxY1;
  if (!spatial.some(isInMiddle)) return undefined;
  const scales = spatial.flatMap(({ physicalDeltaX, physicalDeltaY }) => [
    (Math.abs(physicalDeltaX) * 10) / spacing.column,
    (Math.abs(physicalDeltaY) * 10) / spacing.row,
  ]);
  const [lowest, highest] = [Math.min(...scales), Math.max(...scales)];
  return lowest > 0 && highest / lowest < 1.001 ? highest : undefined;
}

function readRegion(item: DataSet): readonly UltrasoundRegion[] {
  const number = (keyword: Keyword) => getNumber(item, tagOf(keyword)) ?? Number.NaN;
  const region = {
    regionLocationMinX0: number('RegionLocationMinX0'),
    regionLocationMinY0: number('RegionLocationMinY0'),
    regionLocationMaxX1: number('RegionLocationMaxX1'),
    regionLocationMaxY1: number('RegionLocationMaxY1'),
    regionDataType: number('RegionDataType'),
    physicalUnitsXDirection: number('PhysicalUnitsXDirection'),
    physicalUnitsYDirection: number('PhysicalUnitsYDirection'),
    physicalDeltaX: number('PhysicalDeltaX'),
    physicalDeltaY: number('PhysicalDeltaY'),
  };
  return Object.values(region).every(Number.isFinite) ? [region] : [];
}
