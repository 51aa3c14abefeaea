/**
 * What Cornerstone asks about a frame, by the names of its metadata modules. Everything is made from the frame's header;
 * values that the header lacks are defaults that are marked as such, never measurements.
 */

import { Enums, type Types } from '@cornerstonejs/core';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getString } from '@isocenter/dicom/values';
import type { FrameSource } from '../frames/frame-source.ts';
import type { FrameGeometry, SpacingKind } from '../image/frame-geometry.ts';
import type { FrameRegistry } from './frame-registry.ts';

const { MetadataModules, CalibrationTypes } = Enums;

/** How each basis of lengths is called in Cornerstone; `length-unit.ts` has the words for people. */
const calibrationTypes: Readonly<Record<SpacingKind, Types.IImageCalibration['type'] | undefined>> = {
  patient: undefined,
  calibrated: CalibrationTypes.CALIBRATED,
  estimated: CalibrationTypes.ERMF,
  detector: CalibrationTypes.PROJECTION,
  none: CalibrationTypes.UNCALIBRATED,
};

/** Returns the provider to register. Calibrations are kept, since Cornerstone compares them by identity. */
export function createMetadataProvider(registry: FrameRegistry) {
  const calibrations = new WeakMap<FrameSource, { readonly value: Types.IImageCalibration | undefined }>();
  const calibrationOf = (source: FrameSource) => {
    const known = calibrations.get(source) ?? { value: readCalibration(source.geometry) };
    calibrations.set(source, known);
    return known.value;
  };
  return (module: string, imageId: unknown): unknown => {
    if (typeof imageId !== 'string') return undefined;
    const source = registry.find(imageId);
    if (source === undefined) return undefined;
    switch (module) {
      case MetadataModules.IMAGE_PLANE:
        return planeModule(source);
      case MetadataModules.IMAGE_PIXEL:
        return pixelModule(source, registry.isRendered(imageId));
      case MetadataModules.GENERAL_SERIES:
        return {
          modality: source.modality,
          seriesInstanceUID: source.seriesInstanceUid,
          studyInstanceUID: source.studyInstanceUid,
        };
      case MetadataModules.SOP_COMMON:
        return {
          sopInstanceUID: source.sopInstanceUid,
          sopClassUID: getString(source.header, tagOf('SOPClassUID')),
        };
      case MetadataModules.MODALITY_LUT:
        return { rescaleSlope: 1, rescaleIntercept: 0 }; // The worker has applied it already.
      case MetadataModules.CALIBRATION:
      case 'calibratedPixelSpacing':
        return calibrationOf(source);
      default:
        return undefined;
    }
  };
}

function planeModule({ geometry, description, header }: FrameSource) {
  const { orientation, position, spacing } = geometry;
  const row = orientation?.row ?? [1, 0, 0];
  const column = orientation?.column ?? [0, 1, 0];
  return {
    frameOfReferenceUID: getString(header, tagOf('FrameOfReferenceUID')),
    rows: description.rows,
    columns: description.columns,
    rowCosines: [...row],
    columnCosines: [...column],
    imageOrientationPatient: [...row, ...column],
    imagePositionPatient: [...(position ?? [0, 0, 0])],
    rowPixelSpacing: spacing.row,
    columnPixelSpacing: spacing.column,
    pixelSpacing: [spacing.row, spacing.column],
    sliceThickness: geometry.sliceThickness,
    // Cornerstone measures in millimetres unless it is told that the spacing is made up.
    usingDefaultValues: spacing.kind === 'none',
  };
}

function pixelModule({ description, display }: FrameSource, isRendered: boolean) {
  const isColour =
    isRendered || description.samplesPerPixel > 1 || description.photometricInterpretation === 'PALETTE COLOR';
  const grey = display.inverse ? 'MONOCHROME1' : 'MONOCHROME2';
  return {
    rows: description.rows,
    columns: description.columns,
    bitsAllocated: isColour ? 8 : description.bitsAllocated,
    bitsStored: isColour ? 8 : description.bitsStored,
    highBit: isColour ? 7 : description.highBit,
    samplesPerPixel: isColour ? 3 : 1,
    pixelRepresentation: description.signed ? 1 : 0,
    photometricInterpretation: isColour ? 'RGB' : grey,
  };
}

function readCalibration({ spacing, ultrasoundRegions }: FrameGeometry): Types.IImageCalibration | undefined {
  if (ultrasoundRegions.length > 0) {
    // The regions' members have the names under which Cornerstone looks for them.
    return { sequenceOfUltrasoundRegions: ultrasoundRegions } as unknown as Types.IImageCalibration;
  }
  const type = calibrationTypes[spacing.kind];
  return type === undefined ? undefined : ({ type } as Types.IImageCalibration); // The spacing itself is in the plane.
}
