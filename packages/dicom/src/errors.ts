/**
 * The one error class of this package. Oddities of data are findings (`finding.ts`); an error is thrown only where
 * there is nothing to return.
 *
 * Neither message nor details ever hold a value of a data set: values may identify a patient.
 */

import { formatTag, type Tag } from './tag.ts';

export type DicomErrorCode =
  /** There are no bytes at all. */
  | 'empty-input'
  /** The bytes are neither a DICOM file nor a data set without preamble. */
  | 'not-dicom'
  /** The header needs more memory, elements or depth than the budget allows. */
  | 'budget-exceeded'
  /** The structure is broken where nothing after it can be found. */
  | 'unreadable'
  /** The data set is deflated and no inflater was given. */
  | 'inflater-missing'
  /** The deflated bytes cannot be inflated, or not within the budget. */
  | 'inflate-failed'
  /** The data set is to be deflated and no deflater was given. */
  | 'deflater-missing'
  /** The value was left out while reading (`kind: 'absent'`), so it cannot be written. */
  | 'value-absent'
  /** What could not be read as elements has no place in another form than it was read in. */
  | 'trailing-not-encodable'
  /** Fragments cannot be written in a transfer syntax that is not encapsulated, PS3.5 §A.4. */
  | 'fragments-not-allowed'
  /** What should be XML is none, or is of another kind than is read. */
  | 'xml-malformed'
  /** A keyword is not in the data dictionary. */
  | 'unknown-keyword'
  /** A value given to build a data set does not fit its VR. */
  | 'value-not-encodable';

export type DicomErrorDetails = {
  readonly tag?: Tag;
  readonly vr?: string;
  /** Bytes from the start of the data set (or of the file, where a file was read). */
  readonly offset?: number;
  readonly lengthBytes?: number;
  readonly limit?: number;
  readonly transferSyntaxUid?: string;
};

export class DicomError extends Error {
  readonly code: DicomErrorCode;
  readonly details: DicomErrorDetails;

  constructor(code: DicomErrorCode, details: DicomErrorDetails = {}, cause?: unknown) {
    super(describe(code, details), cause === undefined ? undefined : { cause });
    this.name = 'DicomError';
    this.code = code;
    this.details = details;
  }
}

function describe(code: DicomErrorCode, details: DicomErrorDetails): string {
  const parts: string[] = [code];
  if (details.tag !== undefined) parts.push(formatTag(details.tag));
  if (details.vr !== undefined) parts.push(details.vr);
  if (details.offset !== undefined) parts.push(`at byte ${details.offset}`);
  if (details.lengthBytes !== undefined) parts.push(`${details.lengthBytes} bytes`);
  if (details.limit !== undefined) parts.push(`limit ${details.limit}`);
  return parts.join(' ');
}
