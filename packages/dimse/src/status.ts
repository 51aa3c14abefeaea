/**
 * DIMSE status codes: those of PS3.7 Annex C that this package answers or names, and those of the Storage and
 * Query/Retrieve Service Classes, PS3.4 Tables B.2-1, C.4-1, C.4-2 and C.4-3.
 */

export const dimseStatus = {
  success: 0x0000,
  cancel: 0xfe00,
  pending: 0xff00,
  /** Pending, and some optional keys of the query were not supported, PS3.4 Table C.4-1. */
  pendingWithUnsupportedKeys: 0xff01,
  /** The operation could not be done for a reason that is not the peer's. */
  processingFailure: 0x0110,
  duplicateSopInstance: 0x0111,
  noSuchObjectInstance: 0x0112,
  noSuchEventType: 0x0113,
  invalidArgumentValue: 0x0115,
  /** The SOP Instance UID breaks the rules of PS3.5 §9. */
  invalidSopInstance: 0x0117,
  classInstanceConflict: 0x0119,
  missingAttribute: 0x0120,
  /** The SOP Class is not supported, or not the one of its presentation context. */
  sopClassNotSupported: 0x0122,
  noSuchActionType: 0x0123,
  notAuthorized: 0x0124,
  /** The operation is not one of those agreed for the SOP Class. */
  unrecognizedOperation: 0x0211,
  mistypedArgument: 0x0212,
  /** A7xx */
  outOfResources: 0xa700,
  /** Refused, PS3.4 Table C.4-2. */
  moveDestinationUnknown: 0xa801,
  /** A9xx */
  dataSetDoesNotMatchSopClass: 0xa900,
  /** Cxxx */
  cannotUnderstand: 0xc000,
} as const;

/** True for success and for the warnings of the Storage Service Class (Bxxx), after which an instance is stored. */
export function isStored(status: number): boolean {
  return status === dimseStatus.success || (status & 0xf000) === 0xb000;
}

/** True for the responses of C-FIND, C-MOVE and C-GET that others follow. */
export function isPending(status: number): boolean {
  return status === dimseStatus.pending || status === dimseStatus.pendingWithUnsupportedKeys;
}
