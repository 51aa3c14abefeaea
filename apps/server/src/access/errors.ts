/**
 * Why something about users, sessions or tokens was refused. The edge maps codes to problems (`problems.ts`).
 *
 * Messages never hold a password, a token or an e-mail address; `wrong-credentials` does not say which part was wrong,
 * nor `link-invalid` whether a link was ever issued.
 */

export type AccessErrorCode =
  | 'wrong-credentials'
  | 'rate-limited'
  | 'weak-password'
  | 'link-invalid'
  | 'email-missing'
  | 'email-taken'
  | 'last-admin'
  | 'user-disabled'
  | 'not-found'
  /** An unsafe request of a browser that comes from elsewhere, or without the token of its session. */
  | 'cross-site'
  | 'csrf-token';

export type AccessErrorDetails = {
  /** With `rate-limited`. */
  readonly retryAfterSeconds?: number;
  /** With `weak-password`: what is wrong with it, for the person who chooses it. */
  readonly reason?: string;
};

export class AccessError extends Error {
  override readonly name = 'AccessError';
  readonly code: AccessErrorCode;
  readonly details: AccessErrorDetails;

  constructor(code: AccessErrorCode, details: AccessErrorDetails = {}, options?: ErrorOptions) {
    super(`access: ${code}`, options);
    this.code = code;
    this.details = details;
  }
}
