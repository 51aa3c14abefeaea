import { buildDataSet } from '@isocenter/dicom/build';
import { describe, expect, test } from 'vitest';
import { positionAlongNormal, readFrameGeometry } from './frame-geometry.ts';

describe('the spacing of pixels', () => {
  test('of a slice is measured in the patient', () => {
    const slice = buildDataSet({ ImageOrientationPatient: [1, 0, 0, 0, 1, 0], PixelSpacing: [0.5, 0.6] });
    expect(readFrameGeometry(slice, 1).spacing).toEqual({ kind: 'patient', row: 0.5, column: 0.6 });
  });

  test('of a projection is that of the detector unless it was calibrated', () => {
    const spacingOf = (attributes: Parameters<typeof buildDataSet>[0]) =>
      readFrameGeometry(buildDataSet({ Modality: 'DX', ...attributes }), 1).spacing;
    expect(spacingOf({ ImagerPixelSpacing: [0.2, 0.2] }).kind).toBe('detector');
    expect(spacingOf({ ImagerPixelSpacing: [0.2, 0.2], PixelSpacing: [0.2, 0.2] }).kind).toBe('detector');
    expect(spacingOf({ ImagerPixelSpacing: [0.2, 0.2], PixelSpacing: [0.17, 0.17] }).kind).toBe('calibrated');
    expect(spacingOf({ PixelSpacing: [0.17, 0.17] }).kind).toBe('detector');
    expect(spacingOf({ ImagerPixelSpacing: [0.2, 0.2], EstimatedRadiographicMagnificationFactor: 1.25 })).toEqual({
      kind: 'estimated',
      row: 0.16,
      column: 0.16,
    });
  });

  test('is unknown without any, but keeps the aspect of the pixels', () => {
    expect(readFrameGeometry(buildDataSet({ Modality: 'US' }), 1).spacing).toEqual({ kind: 'none', row: 1, column: 1 });
    expect(readFrameGeometry(buildDataSet({ PixelAspectRatio: [4, 3] }), 1).spacing).toEqual({
      kind: 'none',
      row: 4,
      column: 3,
    });
    expect(readFrameGeometry(buildDataSet({ PixelSpacing: [0, 0] }), 1).spacing.kind).toBe('none');
  });
});

test('a frame takes its plane from its own functional groups, its spacing from the shared ones', () => {
  const enhanced = buildDataSet({
    SharedFunctionalGroupsSequence: [
      {
        PixelMeasuresSequence: [{ PixelSpacing: [0.9, 0.9], SliceThickness: 3 }],
        PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
      },
    ],
    PerFrameFunctionalGroupsSequence: [
      { PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 10] }] },
      { PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 13] }] },
    ],
  });
  const second = readFrameGeometry(enhanced, 2);
  expect(second.position).toEqual([0, 0, 13]);
  expect(second.spacing).toEqual({ kind: 'patient', row: 0.9, column: 0.9 });
  expect(second.sliceThickness).toBe(3);
  expect(positionAlongNormal(second)).toBe(13);
});

/** Tissue, centimetres in both directions, over the whole of an image of 640 × 480. */
const region = {
  RegionLocationMinX0: 0,
  RegionLocationMinY0: 0,
  RegionLocationMaxX1: 639,
  RegionLocationMaxY1: 479,
  RegionDataType: 1,
  PhysicalUnitsXDirection: 3,
  PhysicalUnitsYDirection: 3,
  PhysicalDeltaX: 0.05,
  PhysicalDeltaY: 0.05,
};

describe('the scale of an ultrasound image', () => {
  type Spacings = { readonly PixelSpacing?: readonly number[]; readonly PixelAspectRatio?: readonly number[] };
  const scaleOf = (regions: readonly (typeof region)[], more: Spacings = {}) =>
    readFrameGeometry(buildDataSet({ Rows: 480, Columns: 640, SequenceOfUltrasoundRegions: [...regions], ...more }), 1)
      .regionScale;

  test('is that of the region in centimetres over its middle', () => {
    const motion = { ...region, RegionLocationMinY0: 400, PhysicalUnitsXDirection: 4, PhysicalDeltaX: 0.01 };
    expect(scaleOf([{ ...region, RegionLocationMaxY1: 399 }, motion])).toBe(0.5);
    expect(scaleOf([{ ...region, PhysicalDeltaX: -0.05 }])).toBe(0.5);
    expect(scaleOf([region], { PixelAspectRatio: [2, 2] })).toBe(0.25);
  });

  test('is unknown where no such region lies there, or two differ', () => {
    expect(scaleOf([{ ...region, RegionLocationMaxX1: 200 }])).toBeUndefined();
    expect(scaleOf([{ ...region, PhysicalUnitsXDirection: 4 }])).toBeUndefined();
    expect(scaleOf([region, { ...region, PhysicalDeltaX: 0.1, PhysicalDeltaY: 0.1 }])).toBeUndefined();
    expect(scaleOf([{ ...region, PhysicalDeltaY: 0.07 }])).toBeUndefined();
    expect(scaleOf([])).toBeUndefined();
  });

  test('gives way to a spacing', () => {
    expect(scaleOf([region], { PixelSpacing: [0.3, 0.3] })).toBeUndefined();
  });
});

test('an ultrasound region with a number missing is left out', () => {
  const { PhysicalDeltaY: _, ...broken } = region;
  const dataSet = buildDataSet({ SequenceOfUltrasoundRegions: [region, broken] });
  expect(readFrameGeometry(dataSet, 1).ultrasoundRegions).toHaveLength(1);
});
