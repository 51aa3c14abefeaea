/** What can go wrong around the audit trail; messages name files and numbers, never what an entry says. */

export type AuditErrorCode =
  /** Other users of the machine may read the signing key. */
  'key-exposed' | 'key-unreadable';

export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly code: AuditErrorCode;

  constructor(code: AuditErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
