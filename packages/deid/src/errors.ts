/**
 * The one error class of this package. Details carry tags, offsets and lines, never a value of a data set, a report or a
 * picture: what could not be taken out of an object must not leave by way of a message.
 */

import { formatTag, type Tag } from '@isocenter/dicom/tag';

export type DeidErrorCode =
  /** The key of a project is shorter than HMAC-SHA-256 asks for. */
  'key-too-short';

export type DeidErrorDetails = {
  readonly tag?: Tag;
  readonly offset?: number;
  readonly lengthBytes?: number;
  readonly sopClassUid?: string;
  readonly reason?: string;
};

export class DeidError extends Error {
  override readonly name = 'DeidError';
  readonly code: DeidErrorCode;
  readonly details: DeidErrorDetails;

  constructor(code: DeidErrorCode, details: DeidErrorDetails = {}, options?: ErrorOptions) {
    super(details.tag === undefined ? code : `${code} ${formatTag(details.tag)}`, options);
    this.code = code;
    this.details = details;
  }
}
