/**
 * Decides whether an object can be taken: it must be readable up to its end and say which instance it is.
 *
 * Everything else that is odd is a finding kept with the instance, not a reason to refuse (PS3.4 §B.2.3 leaves the
 * choice; what a sender was refused it still has, so nothing is lost).
 */

import type { DicomError } from '@isocenter/dicom/errors';
import type { HeaderReader } from '@isocenter/dicom/header-reader';
import { mediaStorageDirectorySopClass } from '@isocenter/dicom/uids';
import type { PixelDataCheck } from './pixel-data-check.ts';
import { isStoredSopClass, type SopClassPolicy } from './sop-class-policy.ts';
import type { InstanceSummary } from './summary.ts';

/** Why an object was not taken; each has its DIMSE status, STOW-RS failure reason and problem at the edges. */
export type RefusalCode =
  | 'empty'
  | 'not-dicom'
  | 'unreadable'
  | 'truncated'
  | 'budget-exceeded'
  | 'missing-uid'
  | 'invalid-uid'
  | 'dicomdir'
  | 'sop-class-disabled'
  | 'sop-class-mismatch'
  | 'sop-instance-mismatch'
  | 'study-mismatch'
  | 'different-content'
  | 'out-of-resources';

/** What was announced of an object before it came; undefined where nothing was said. */
export type ExpectedIdentity = {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly studyInstanceUid?: string;
};

export type Refusal = { readonly code: RefusalCode; readonly message: string };

/** A directory names its class in the file meta information only, PS3.10 §8.6. */
export const isDicomdir: Refusal = {
  code: 'dicomdir',
  message: 'A DICOMDIR lists images and is none; import the files it names.',
};

/**
 * Deviation: PS3.5 §9.1 allows 64 digits and points; devices that use more and others exist. What is not of these cannot
 * stand in an address, and one that begins with a point may be taken for a way up.
 */
const takenUid = /^[\w-][\w.-]{0,127}$/;

/** True for what an object that is stored here may have as a UID. */
export function isTakenUid(text: string): boolean {
  return takenUid.test(text);
}

/**
 * Returns why an object is not readable to its end, or undefined.
 *
 * @param pixelData undefined for objects without Pixel Data
 * @param lengthBytes how much of the object came
 */
export function checkObject(
  reader: HeaderReader,
  pixelData: PixelDataCheck | undefined,
  lengthBytes: number,
): Refusal | undefined {
  if (lengthBytes === 0) return { code: 'empty', message: 'The object is empty.' };
  const broken = reader.header.findings.find(({ code }) => code in fatalFindings);
  // That it is unreadable from some byte on may be for a reason that a finding names.
  const isExplained = broken !== undefined && reader.failed?.code === 'unreadable';
  if (reader.failed !== undefined && !isExplained) return refusalOf(reader.failed);
  if (broken !== undefined) {
    const at = broken.offset === undefined ? '' : ` at byte ${broken.offset}`;
    return { code: fatalFindings[broken.code] ?? 'unreadable', message: `${broken.message} (${broken.code}${at})` };
  }
  if (pixelData?.ended === false) return { code: 'truncated', message: 'Pixel Data does not end where it says.' };
  return undefined;
}

/** Findings after which what was read is not all that was meant. Others are kept with the instance. */
const fatalFindings: Readonly<Record<string, RefusalCode>> = {
  'length-beyond-end': 'truncated',
  'missing-sequence-delimiter': 'truncated',
  'inflate-failed': 'unreadable',
  'unreadable-element': 'unreadable',
  'too-deep': 'budget-exceeded',
  'too-many-elements': 'budget-exceeded',
};

/** Returns what an error of the parser means for the sender. */
export function refusalOf(error: Pick<DicomError, 'code'>): Refusal {
  switch (error.code) {
    case 'empty-input':
      return { code: 'empty', message: 'The file is empty.' };
    case 'not-dicom':
      return { code: 'not-dicom', message: 'This is not a DICOM file.' };
    case 'budget-exceeded':
      return { code: 'budget-exceeded', message: 'The header is larger or deeper nested than is taken.' };
    default:
      return { code: 'unreadable', message: `The data set cannot be read (${error.code}).` };
  }
}

/** Returns why an object cannot be identified, or is not the one that was announced; otherwise undefined. */
export function checkIdentity(
  summary: InstanceSummary,
  expected: ExpectedIdentity | undefined,
  sopClasses: SopClassPolicy,
): Refusal | undefined {
  if (summary.instance.sopClassUid === mediaStorageDirectorySopClass) {
    return isDicomdir;
  }
  const uids = [summary.instance.sopClassUid, summary.instance.uid, summary.study.uid, summary.series.uid];
  if (uids.includes('')) {
    return { code: 'missing-uid', message: 'SOP Class, SOP Instance, Study or Series Instance UID is missing.' };
  }
  if (!uids.every(isTakenUid)) {
    return { code: 'invalid-uid', message: 'A UID is too long, or has characters that no UID has.' };
  }
  if (!isStoredSopClass(summary.instance.sopClassUid, sopClasses)) {
    return { code: 'sop-class-disabled', message: 'Objects of this SOP Class are not stored here.' };
  }
  if (expected === undefined) return undefined;
  const differs = (announced: string | undefined, found: string) => announced !== undefined && announced !== found;
  if (differs(expected.sopClassUid, summary.instance.sopClassUid)) {
    return { code: 'sop-class-mismatch', message: 'The SOP Class UID is not the one announced.' };
  }
  if (differs(expected.sopInstanceUid, summary.instance.uid)) {
    return { code: 'sop-instance-mismatch', message: 'The SOP Instance UID is not the one announced.' };
  }
  if (differs(expected.studyInstanceUid, summary.study.uid)) {
    return { code: 'study-mismatch', message: 'The Study Instance UID is not the one of the address.' };
  }
  return undefined;
}
