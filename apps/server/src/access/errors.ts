/**
 * Why something about users, service accounts, sessions or tokens was refused. The edge maps codes to problems (`problems.ts`).
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
  /** A one-time or recovery code that is none, or was used. */
  | 'wrong-code'
  /** Whatever a browser began is over: expired, used, or of another browser. */
  | 'ceremony-over'
  | 'passkey-refused'
  | 'too-many-passkeys'
  | 'totp-present'
  /** The last second factor of an account that needs one. */
  | 'factor-needed'
  /** The identity provider answered something wrong, or did not answer. */
  | 'provider-refused'
  | 'provider-unavailable'
  /** Known to the identity provider, and not admitted here. */
  | 'account-unknown'
  | 'user-disabled'
  | 'service-taken'
  /** Disabled, or at its end. */
  | 'service-disabled'
  /** Neither disabled nor at its end. */
  | 'service-active'
  /** An account that would have ended already. */
  | 'end-in-past'
  | 'network-invalid'
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

/** For people at the command line; HTTP answers have their own titles. */
const messages: Record<AccessErrorCode, string> = {
  'wrong-credentials': 'e-mail address or password is wrong',
  'rate-limited': 'too many attempts: try again later',
  'weak-password': 'the password is not good enough',
  'link-invalid': 'the link has expired or was used already',
  'email-missing': 'an e-mail address is needed',
  'email-taken': 'there is a user with this e-mail address',
  'last-admin': 'the last active administrator has to stay one',
  'wrong-code': 'the code is wrong or was used already',
  'ceremony-over': 'it took too long, or was begun in another browser',
  'passkey-refused': 'the passkey is not accepted',
  'too-many-passkeys': 'the account has as many passkeys as it can have',
  'totp-present': 'an authenticator application is set up already',
  'factor-needed': 'the account needs a second factor, and this is its last',
  'provider-refused': 'the answer of the identity provider cannot be used',
  'provider-unavailable': 'the identity provider cannot be reached',
  'account-unknown': 'the account of the identity provider is not admitted',
  'user-disabled': 'the user is disabled',
  'service-taken': 'there is a service account with this name',
  'service-disabled': 'the service account is disabled, or has ended',
  'service-active': 'the service account is neither disabled nor at its end',
  'end-in-past': 'the end lies in the past',
  'network-invalid': 'one of the networks is neither an IP address nor a network',
  'not-found': 'there is no such object',
  'cross-site': 'the request comes from another site',
  'csrf-token': 'the request lacks the token of its session',
};

export class AccessError extends Error {
  override readonly name = 'AccessError';
  readonly code: AccessErrorCode;
  readonly details: AccessErrorDetails;

  constructor(code: AccessErrorCode, details: AccessErrorDetails = {}, options?: ErrorOptions) {
    super(details.reason ?? messages[code], options);
    this.code = code;
    this.details = details;
  }
}
