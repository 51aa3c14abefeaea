/**
 * What it takes to read frames of an image, and what reading them looks like, whichever way the frames are kept.
 *
 * Frames are numbered from 1, as in PS3.18 §8.2.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { ByteRange, ByteSource } from './byte-source.ts';
import { PixelsError } from './errors.ts';

/** An image as it lies in an archive: its header parsed, the rest still where it is. */
export type ImageObject = {
  /** The elements before Pixel Data; what follows is read in the form in which they stand. */
  readonly header: DataSet;
  readonly transferSyntax: TransferSyntax;
  /** Offset of the Pixel Data element from the start of the data set. */
  readonly pixelDataOffset: number;
  /** The data set's bytes; inflated where the Transfer Syntax deflates. */
  readonly source: ByteSource;
};

export type FrameTable = {
  readonly numberOfFrames: number;
  /**
   * Where the encoded bytes of a frame lie: one range, or one for each fragment.
   * @throws PixelsError `frame-out-of-range`, `frames-undetermined`
   */
  ranges(frame: number): Promise<readonly ByteRange[]>;
  /**
   * Returns what `decodeFrame` takes: the codestream of the frame, or its native cells in little-endian order
   * beginning at a byte. Shorter than the frame where the data set ends before it.
   * @throws PixelsError `frame-out-of-range`, `frames-undetermined`, `frame-truncated` where nothing is there,
   *   `image-too-large` where the encoded frame is longer than the budget allows
   */
  read(frame: number): Promise<Uint8Array>;
};

/** @throws PixelsError `frame-out-of-range` */
export function assertFrameInRange(frame: number, numberOfFrames: number): void {
  if (Number.isInteger(frame) && frame >= 1 && frame <= numberOfFrames) return;
  throw new PixelsError('frame-out-of-range', 'the image has no such frame', { frame, expected: numberOfFrames });
}
