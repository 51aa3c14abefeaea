/** Why a source could not be read or written; messages name no host and no patient. */

export type SourceErrorCode =
  | 'not-found'
  /** There is one with the same name. */
  | 'source-taken'
  /** There is no such peer. */
  | 'peer-unknown'
  /** A key is no keyword of the data dictionary, or one that the node asks for itself, or its value does not fit it. */
  | 'source-key-invalid';

export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, options?: ErrorOptions) {
    super(`source: ${code}`, options);
    this.code = code;
  }
}
