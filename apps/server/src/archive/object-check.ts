/**
 * Decides whether an object can be taken: it must be readable up to its end and say which instance it is.
 *
 * Everything else that is odd is a finding kept with the instance, not a reason to refuse (PS3.4 §B.2.3 leaves the
 * choice; what a sender was refused it still has, so nothing is lost).
 */

import type { HeaderReader } from '@isocenter/dicom/header-reader';
import type { PixelDataCheck } from './pixel-data-check.ts';
import type { InstanceSummary } from './summary.ts';

/** Why an object was not taken; each has its DIMSE status and STOW-RS failure reason at the edges. */
export type RefusalCode =
  | 'unreadable'
  | 'truncated'
  | 'missing-uid'
  | 'invalid-uid'
  | 'sop-class-mismatch'
  | 'sop-instance-mismatch'
  | 'different-content'
  | 'out-of-resources';

export type Refusal = { readonly code: RefusalCode; readonly message: string };

/** PS3.5 §9.1 allows 64; devices that exceed it exist, and an index entry has its bounds. */
const maxUidCharacters = 128;

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
  if (lengthBytes === 0) return { code: 'unreadable', message: 'The object is empty.' };
  if (reader.failed !== undefined) {
    return { code: 'unreadable', message: `The data set cannot be read (${reader.failed.code}).` };
  }
  const broken = reader.header.findings.find((finding) => finding.severity === 'error');
  if (broken === undefined && pixelData?.ended !== false) return undefined;
  if (broken === undefined) return { code: 'truncated', message: 'Pixel Data does not end where it says.' };
  const at = broken.offset === undefined ? '' : ` at byte ${broken.offset}`;
  return { code: 'truncated', message: `The data set does not end where it says (${broken.code}${at}).` };
}

/** Returns why an object cannot be identified, or is not the one that was announced; otherwise undefined. */
export function checkIdentity(
  summary: InstanceSummary,
  expected: { readonly sopClassUid: string; readonly sopInstanceUid: string } | undefined,
): Refusal | undefined {
  const uids = [summary.instance.sopClassUid, summary.instance.uid, summary.study.uid, summary.series.uid];
  if (uids.includes('')) {
    return { code: 'missing-uid', message: 'SOP Class, SOP Instance, Study or Series Instance UID is missing.' };
  }
  if (uids.some((uid) => uid.length > maxUidCharacters)) {
    return { code: 'invalid-uid', message: `A UID is longer than ${maxUidCharacters} characters.` };
  }
  if (expected === undefined) return undefined;
  if (expected.sopClassUid !== summary.instance.sopClassUid) {
    return { code: 'sop-class-mismatch', message: 'The SOP Class UID is not the one announced.' };
  }
  if (expected.sopInstanceUid !== summary.instance.uid) {
    return { code: 'sop-instance-mismatch', message: 'The SOP Instance UID is not the one announced.' };
  }
  return undefined;
}
