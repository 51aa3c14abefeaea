/**
 * Why a link or a code was not taken. A link that has expired, was used, was replaced or never was is `token-invalid`: which of
 * them is nobody's business.
 */

export type VerificationErrorCode =
  | 'token-invalid'
  /** The link is good, in the browser that began. */
  | 'other-browser'
  | 'code-wrong'
  /** Expired, tried too often, used, or never sent. */
  | 'code-invalid'
  /** No more codes are sent. */
  | 'codes-exhausted';

export class VerificationError extends Error {
  override readonly name = 'VerificationError';
  readonly code: VerificationErrorCode;
  /** With `code-wrong`: how often another may be tried. */
  readonly remainingTries: number | undefined;

  constructor(code: VerificationErrorCode, remainingTries?: number) {
    super(`verification: ${code}`);
    this.code = code;
    this.remainingTries = remainingTries;
  }
}
