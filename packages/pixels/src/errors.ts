/**
 * The one error class of this package. Details carry sizes, offsets and Transfer Syntaxes, never a value that could
 * identify a patient.
 */

import type { Tag } from '@isocenter/dicom/tag';

export type PixelsErrorCode =
  /** An attribute that PS3.3 §C.7.6.3 requires is absent or outside its range. */
  | 'image-attribute-invalid'
  /** The data set has no Pixel Data of any kind. */
  | 'pixel-data-missing'
  /** Rows × columns × samples × bits, or an encoded frame, is beyond the budget; nothing was allocated. */
  | 'image-too-large'
  | 'frame-out-of-range'
  /** Which fragments belong to which frame cannot be told. */
  | 'frames-undetermined'
  /** The bytes end before the frame does. */
  | 'frame-truncated'
  /** No codec for the Transfer Syntax, such as video. */
  | 'codec-missing'
  /** The codestream breaks the rules of its own standard. */
  | 'codestream-malformed'
  /** The codestream holds another size or number of components than the data set says. */
  | 'codestream-mismatch'
  /** The frame cannot be shown, such as a Photometric Interpretation that PS3.3 does not define. */
  | 'not-renderable'
  /** The native encoding would not fit in a value of 2^32 − 2 bytes. */
  | 'native-too-large'
  /** A codec has no place for the frame, or would lose something of it; `reason` says which. */
  | 'not-encodable'
  /** What stands after Pixel Data is too much to hold, or where it begins cannot be told. */
  | 'trailer-not-readable';

export type PixelsErrorDetails = {
  readonly tag?: Tag;
  readonly offset?: number;
  readonly lengthBytes?: number;
  readonly expected?: number;
  readonly actual?: number;
  readonly frame?: number;
  readonly transferSyntaxUid?: string;
  readonly reason?: string;
};

export class PixelsError extends Error {
  override readonly name = 'PixelsError';
  readonly code: PixelsErrorCode;
  readonly details: PixelsErrorDetails;

  constructor(code: PixelsErrorCode, message: string, details: PixelsErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
