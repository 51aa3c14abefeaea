/** Which of the proposed transfer syntaxes the listener takes. */

import { transferSyntaxes } from '@isocenter/dicom/transfer-syntax';
import { verificationSopClass } from '@isocenter/dicom/uids';
import { storageCommitmentSopClass } from '../commitment/service-class.ts';
import { isInformationModel } from '../query-retrieve/information-models.ts';
import { outputSyntaxes } from '../retrieval/transcode.ts';

const nativeUids: ReadonlySet<string> = new Set(
  transferSyntaxes.filter((syntax) => !syntax.encapsulated && !syntax.deflated).map((syntax) => syntax.uid),
);
const implicitVrLittleEndianUid = '1.2.840.10008.1.2';
const explicitVrLittleEndianUid = '1.2.840.10008.1.2.1';
const outputUids: ReadonlySet<string> = new Set(outputSyntaxes.map((syntax) => syntax.uid));
const knownUids: ReadonlySet<string> = new Set(transferSyntaxes.map((syntax) => syntax.uid));

/**
 * Returns the transfer syntax to take of those proposed, or undefined.
 *
 * Senders name first what they have, and what comes is kept as it is; only among the uncompressed ones, between which
 * any sender converts freely, Explicit VR Little Endian is preferred. Receivers name first what they would like: of a
 * context for C-GET the first is taken that whatever is stored can be turned into.
 *
 * @param options.isReceiver the proposer offers to be SCP of the SOP Class, PS3.7 §D.3.3.4
 */
export function chooseTransferSyntax(
  abstractSyntax: string,
  proposed: readonly string[],
  { isReceiver = false }: { readonly isReceiver?: boolean } = {},
): string | undefined {
  if (isService(abstractSyntax)) {
    return proposed.find((uid) => uid === implicitVrLittleEndianUid || uid === explicitVrLittleEndianUid);
  }
  const made = isReceiver ? proposed.find((uid) => outputUids.has(uid)) : undefined;
  const first = made ?? proposed.find((uid) => knownUids.has(uid));
  if (first === undefined || !nativeUids.has(first)) return first;
  return proposed.includes(explicitVrLittleEndianUid) ? explicitVrLittleEndianUid : first;
}

/** Services whose data sets have no pixels: nothing but the two common encodings is of use. */
export function isService(abstractSyntax: string): boolean {
  return (
    abstractSyntax === verificationSopClass ||
    abstractSyntax === storageCommitmentSopClass ||
    isInformationModel(abstractSyntax)
  );
}
