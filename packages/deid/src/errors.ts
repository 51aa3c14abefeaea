/**
 * The one error class of this package. Details carry tags, offsets and lines, never a value of a data set, a report or a
 * picture: what could not be taken out of an object must not leave by way of a message.
 */

import { formatTag, type Tag } from '@isocenter/dicom/tag';

export type DeidErrorCode =
  /** The key of a project is shorter than HMAC-SHA-256 asks for. */
  | 'key-too-short'
  /** The object has no SOP Class or SOP Instance UID, so that nobody can say what it is. */
  | 'not-an-instance'
  /** The SOP Class is no Storage SOP Class of the standard: nothing is known of its attributes. */
  | 'sop-class-unknown'
  /** Bytes that are no elements, or that end too early: what they say cannot be told. */
  | 'data-set-malformed'
  /** A character set that cannot be read: names in it would not be found. */
  | 'character-set-unknown'
  /** What the options ask for cannot be done together, PS3.15 §E.3. */
  | 'options-contradict';

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
