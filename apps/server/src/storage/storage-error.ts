/**
 * What can go wrong in the log of segments and its keys.
 *
 * Details carry positions, lengths and system error names only: never a path from outside, never a key, never a value
 * of a data set. The edges map `code` to a DIMSE status (A700H for a refused write) or an HTTP problem.
 */

export type StorageErrorCode =
  /** No space, quota or file table left; the log stays usable. */
  | 'disk-full'
  /** A write or sync failed for another reason; nothing of the record will come back. */
  | 'write-failed'
  /** Bytes on disk contradict their CRC or authentication tag. */
  | 'corrupt-record'
  /** No such object or segment (any more). */
  | 'not-found'
  /** The bytes lie in the S3 store, which does not answer as it should: they may be read later. */
  | 'store-unavailable'
  /** The S3 store is not the one that this node's objects were moved to. */
  | 'wrong-store'
  /** Objects lie in an S3 store, and none is configured. */
  | 'store-not-configured'
  /** More metadata than a record header can name, or a range outside the object. */
  | 'out-of-range'
  /** Another process owns the data folder. */
  | 'locked'
  | 'closed'
  | 'key-destroyed'
  | 'key-missing'
  /** There are objects, and no file with the keys to read them. */
  | 'key-file-missing'
  | 'wrong-master-key'
  /** What the master key was wrapped by is not configured. */
  | 'key-service-not-configured'
  /** Custodians have the master key. */
  | 'key-in-custody'
  | 'shares-differ'
  | 'share-malformed'
  /** No process waits for shares. */
  | 'nobody-waits'
  /** An earlier master key still wraps something. */
  | 'master-key-needed'
  /** The master key is kept by a service that does not answer now. */
  | 'key-service-unavailable'
  | 'master-key-permissions'
  | 'master-key-length';

export type StorageErrorDetails = {
  readonly segment?: number;
  readonly offset?: number;
  readonly lengthBytes?: number;
  /** The system's name of the error, such as `ENOSPC`. */
  readonly system?: string;
};

export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;
  readonly details: StorageErrorDetails;

  constructor(code: StorageErrorCode, message: string, details: StorageErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

const spaceErrors: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EMFILE', 'ENFILE']);

/** Returns what a failed write or sync means for the store that waited for it. */
export function refusalFrom(cause: unknown, details: StorageErrorDetails = {}): StorageError {
  const system = systemErrorName(cause);
  const named = system === undefined ? details : { ...details, system };
  return system !== undefined && spaceErrors.has(system)
    ? new StorageError('disk-full', 'There is no space to store the object', named, cause)
    : new StorageError('write-failed', 'The object could not be made durable', named, cause);
}

/** Returns the system's name of an error (`ENOENT`), or undefined for other errors. */
export function systemErrorName(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
