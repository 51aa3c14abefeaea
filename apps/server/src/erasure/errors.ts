/** What keeps a patient from being erased. */

export type ErasureErrorCode =
  | 'not-found'
  /** The patient is being erased already. */
  | 'erasure-under-way'
  /** What would go is not what the person was shown. */
  | 'erasure-mismatch'
  /** A delivery of the patient's studies has not let go yet. */
  | 'erasure-waits'
  /** Something of a patient who was erased is still in the index after all of it was removed. */
  | 'erasure-incomplete';

export class ErasureError extends Error {
  override readonly name = 'ErasureError';
  readonly code: ErasureErrorCode;

  constructor(code: ErasureErrorCode) {
    super(`erasure: ${code}`);
    this.code = code;
  }
}
