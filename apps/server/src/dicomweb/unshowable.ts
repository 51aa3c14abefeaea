/** What is wrong with an image, rather than with the node or the request: the image is left out of an answer that has more. */

import { DicomError } from '@isocenter/dicom/errors';
import { PixelsError } from '@isocenter/pixels/errors';
import { RenderingError } from '../rendering/errors.ts';

export type Unshowable = PixelsError | DicomError | RenderingError;

/** True for what lies in the image; that too much is asked for at once does not. */
export function isUnshowable(error: unknown): error is Unshowable {
  if (error instanceof RenderingError) return error.code !== 'renderer-busy';
  return error instanceof PixelsError || error instanceof DicomError;
}
