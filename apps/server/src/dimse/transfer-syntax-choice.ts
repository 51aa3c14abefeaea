/** Which of the proposed transfer syntaxes the listener takes. */

import { transferSyntaxes } from '@isocenter/dicom/transfer-syntax';
import { verificationSopClass } from '@isocenter/dicom/uids';
import { isInformationModel } from '../query-retrieve/information-models.ts';

const nativeUids: ReadonlySet<string> = new Set(
  transferSyntaxes.filter((syntax) => !syntax.encapsulated && !syntax.deflated).map((syntax) => syntax.uid),
);
const implicitVrLittleEndianUid = '1.2.840.10008.1.2';
const explicitVrLittleEndianUid = '1.2.840.10008.1.2.1';
const knownUids: ReadonlySet<string> = new Set(transferSyntaxes.map((syntax) => syntax.uid));

/**
 * Returns the transfer syntax to take of those proposed, or undefined.
 *
 * Senders name first what they have, and what comes is kept as it is; only among the uncompressed ones, between which
 * any sender converts freely, Explicit VR Little Endian is preferred.
 */
export function chooseTransferSyntax(abstractSyntax: string, proposed: readonly string[]): string | undefined {
  if (isService(abstractSyntax)) {
    return proposed.find((uid) => uid === implicitVrLittleEndianUid || uid === explicitVrLittleEndianUid);
  }
  const first = proposed.find((uid) => knownUids.has(uid));
  if (first === undefined || !nativeUids.has(first)) return first;
  return proposed.includes(explicitVrLittleEndianUid) ? explicitVrLittleEndianUid : first;
}

/** Services whose data sets have no pixels: nothing but the two common encodings is of use. */
export function isService(abstractSyntax: string): boolean {
  return abstractSyntax === verificationSopClass || isInformationModel(abstractSyntax);
}
