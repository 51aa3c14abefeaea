/**
 * Which abstract syntaxes the listener takes: Verification and every storage SOP Class, less those that the
 * configuration refuses; private classes where it allows them.
 */

import { transferSyntaxes } from '@isocenter/dicom/transfer-syntax';
import { isStorageSopClass, verificationSopClass } from '@isocenter/dicom/uids';

export type SopClassPolicy = {
  /** UIDs that are refused whatever they are. */
  readonly refused: readonly string[];
  /** Whether classes outside the standard's root are stored. */
  readonly acceptPrivate: boolean;
};

/** Every UID of the standard begins so, PS3.5 §9 and PS3.6 Annex A. */
const standardRoot = '1.2.840.10008.';

/** True where objects of a SOP Class are stored. */
export function isStoredSopClass(uid: string, policy: SopClassPolicy): boolean {
  if (policy.refused.includes(uid)) return false;
  return uid.startsWith(standardRoot) ? isStorageSopClass(uid) : policy.acceptPrivate;
}

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
  if (abstractSyntax === verificationSopClass) {
    return proposed.find((uid) => uid === implicitVrLittleEndianUid || uid === explicitVrLittleEndianUid);
  }
  const first = proposed.find((uid) => knownUids.has(uid));
  if (first === undefined || !nativeUids.has(first)) return first;
  return proposed.includes(explicitVrLittleEndianUid) ? explicitVrLittleEndianUid : first;
}
