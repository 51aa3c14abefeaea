/** A configuration that cannot be used. The message names the key as it was given, and never a value. */

export type ConfigErrorCode =
  | 'file-missing'
  | 'file-unreadable'
  | 'unknown-key'
  | 'invalid-value'
  | 'given-twice'
  | 'unsafe-exposure'
  | 'address-unavailable';

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigErrorCode;

  constructor(code: ConfigErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
