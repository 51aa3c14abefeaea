/** Why a peer could not be read or written; messages name no host. */

export type PeerErrorCode =
  | 'not-found'
  /** There is one with the same AE title and host. */
  | 'peer-taken'
  /** One of the networks is neither an IP address nor a network. */
  | 'network-invalid'
  /** A certificate is to be pinned, and none is named. */
  | 'fingerprint-missing';

export class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly code: PeerErrorCode;

  constructor(code: PeerErrorCode, options?: ErrorOptions) {
    super(`peer: ${code}`, options);
    this.code = code;
  }
}
