/**
 * DIMSE status codes: those of PS3.7 Annex C that this package answers or names, and those of the Storage Service
 * Class, PS3.4 Table B.2-1.
 */

export const dimseStatus = {
  success: 0x0000,
  cancel: 0xfe00,
  pending: 0xff00,
  /** The operation could not be done for a reason that is not the peer's. */
  processingFailure: 0x0110,
  duplicateSopInstance: 0x0111,
  /** The SOP Instance UID breaks the rules of PS3.5 §9. */
  invalidSopInstance: 0x0117,
  classInstanceConflict: 0x0119,
  missingAttribute: 0x0120,
  /** The SOP Class is not supported, or not the one of its presentation context. */
  sopClassNotSupported: 0x0122,
  notAuthorized: 0x0124,
  /** The operation is not one of those agreed for the SOP Class. */
  unrecognizedOperation: 0x0211,
  mistypedArgument: 0x0212,
  /** A7xx */
  outOfResources: 0xa700,
  /** A9xx */
  dataSetDoesNotMatchSopClass: 0xa900,
  /** Cxxx */
  cannotUnderstand: 0xc000,
} as const;

/** True for success and for the warnings of the Storage Service Class (Bxxx), after which an instance is stored. */
export function isStored(status: number): boolean {
  return status === dimseStatus.success || (status & 0xf000) === 0xb000;
}
