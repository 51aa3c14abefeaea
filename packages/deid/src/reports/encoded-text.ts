/** Text that was changed, in the character set that it was read in. */

import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { DicomError } from '@isocenter/dicom/errors';
import { fiducialOf } from '../identity-kind.ts';

/** Returns the element with the text; with a placeholder where the character set lacks a character of it. */
export function encodedText({ tag, vr }: DataElement, text: string, { characterSets }: DataSet): DataElement {
  try {
    return buildElement(tag, vr, text, characterSets);
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return buildElement(tag, vr, fiducialOf('text'));
  }
}
