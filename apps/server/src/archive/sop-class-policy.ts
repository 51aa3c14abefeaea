/**
 * Objects of which SOP Classes are stored, by whatever way they come: every storage SOP Class of the standard, those of
 * editions after ours included, less those that the configuration refuses, and private classes where it allows them.
 */

import { findSopClass, isStorageSopClass } from '@isocenter/dicom/uids';

export type SopClassPolicy = {
  /** UIDs that are refused whatever they are. */
  readonly refused: readonly string[];
  /** Whether classes outside the standard's root are stored. */
  readonly acceptPrivate: boolean;
};

/** Every UID of the standard begins so, PS3.5 §9 and PS3.6 Annex A. */
const standardRoot = '1.2.840.10008.';
/** Below it the standard has nothing but storage SOP Classes, PS3.6 Table A-1. */
const storageRoot = '1.2.840.10008.5.1.4.1.1.';

/** True where objects of a SOP Class are stored. */
export function isStoredSopClass(uid: string, policy: SopClassPolicy): boolean {
  if (policy.refused.includes(uid)) return false;
  if (!uid.startsWith(standardRoot)) return policy.acceptPrivate;
  return isStorageSopClass(uid) || (uid.startsWith(storageRoot) && findSopClass(uid) === undefined);
}
