/** A loaded frame in the form in which Cornerstone draws images. */

import { Enums, type Types, utilities } from '@cornerstonejs/core';
import type { LoadedFrame } from '../frames/frame-loader.ts';
import type { FramePixels } from '../frames/frame-pixels.ts';
import type { FrameSource } from '../frames/frame-source.ts';

/** What a frame's image carries beyond Cornerstone's own members. */
export type FrameImage = Types.IImage & { readonly isRendered: boolean };

/** How Cornerstone calls the functions of PS3.3 §C.11.2.1.2 and §C.11.2.1.3. */
export const voiFunctions = {
  LINEAR: Enums.VOILUTFunctionType.LINEAR,
  LINEAR_EXACT: Enums.VOILUTFunctionType.LINEAR_EXACT,
  SIGMOID: Enums.VOILUTFunctionType.SAMPLED_SIGMOID,
} as const;

export function createCornerstoneImage(imageId: string, source: FrameSource, loaded: LoadedFrame): FrameImage {
  const { pixels } = loaded;
  const { rows, columns, samples } = pixels;
  const numberOfComponents = pixels.kind === 'colour' ? 3 : 1;
  const range = rangeOf(pixels);
  const { spacing } = source.geometry;
  return {
    imageId,
    isRendered: loaded.isRendered,
    rows,
    columns,
    height: rows,
    width: columns,
    color: pixels.kind === 'colour',
    rgba: false,
    numberOfComponents,
    // Values are what they are after the modality transformation; nothing is left to be scaled.
    slope: 1,
    intercept: 0,
    minPixelValue: range.lowest,
    maxPixelValue: range.highest,
    windowCenter: range.center,
    windowWidth: range.width,
    voiLUTFunction: voiFunctions[range.function],
    invert: source.display.inverse && pixels.kind === 'grey',
    columnPixelSpacing: spacing.column,
    rowPixelSpacing: spacing.row,
    sizeInBytes: samples.byteLength,
    dataType: samples.constructor.name as Types.PixelDataTypedArrayString, // One of four types that it knows.
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      width: columns,
      height: rows,
      scalarData: samples,
      numberOfComponents,
    }),
    getPixelData: () => samples,
    getCanvas: () => {
      throw new Error('Pictures are drawn from their samples.');
    },
  };
}

function rangeOf(pixels: FramePixels) {
  if (pixels.kind === 'grey') return { ...pixels.window, lowest: pixels.lowest, highest: pixels.highest };
  return { lowest: 0, highest: 255, center: 127.5, width: 255, function: 'LINEAR_EXACT' } as const;
}
