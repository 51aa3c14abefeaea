/** One frame that can be shown: where it is fetched, how it is decoded, what stands over it. */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getString, getStrings } from '@isocenter/dicom/values';
import { type DisplayParameters, readDisplayParameters } from '@isocenter/pixels/display-parameters';
import { describeImage, type ImageDescription } from '@isocenter/pixels/image-description';
import type { Words } from '../../../languages/catalogue.ts';
import { type FrameGeometry, readFrameGeometry } from '../image/frame-geometry.ts';
import { lossyMark } from '../image/lossy-mark.ts';
import { type OverlayText, readOverlayText } from '../image/overlay-text.ts';
import type { StackFrame } from '../image/series-stack.ts';
import { presetsOf, presetsOfHeader, type WindowPreset } from '../image/window-presets.ts';

export type FrameAddress = {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  /** Counts from 1. */
  readonly frame: number;
};

export type FrameSource = FrameAddress & {
  readonly header: DataSet;
  readonly numberOfFrames: number;
  readonly modality: string;
  readonly description: ImageDescription;
  readonly display: DisplayParameters;
  readonly geometry: FrameGeometry;
  readonly overlay: OverlayText;
  readonly lossy: string | undefined;
  readonly presets: readonly WindowPreset[];
};

export type SeriesAddress = Pick<FrameAddress, 'studyInstanceUid' | 'seriesInstanceUid'>;

/**
 * Reads what the header says of one frame.
 *
 * @throws PixelsError where the header does not describe an image
 */
export function readFrameSource(
  t: Words,
  series: SeriesAddress,
  stacked: StackFrame,
  transferSyntaxUid: string | undefined,
): FrameSource {
  const { header, frame } = stacked;
  const description = describeImage(header).value;
  const display = readDisplayParameters(header, description, frame);
  const modality = getString(header, tagOf('Modality')) ?? '';
  const windows = display.voi.filter((voi) => voi.kind === 'window');
  return {
    ...series,
    sopInstanceUid: stacked.sopInstanceUid,
    frame,
    numberOfFrames: stacked.numberOfFrames,
    header,
    modality,
    description,
    display,
    geometry: readFrameGeometry(header, frame),
    overlay: readOverlayText(t, header, frame),
    lossy: lossyMark(t, header, transferSyntaxUid),
    presets: [
      ...presetsOfHeader(t, windows, getStrings(header, tagOf('WindowCenterWidthExplanation'))),
      ...presetsOf(t, modality),
    ],
  };
}
