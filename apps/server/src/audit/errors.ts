/** What can go wrong around the audit trail; messages name files and numbers, never what an entry says. */

export type AuditErrorCode =
  /** Other users of the machine may read the signing key. */
  | 'key-exposed'
  | 'key-unreadable'
  /** The audit repository cannot be reached, is not believed, or went away before it had read everything. */
  | 'repository-unreachable';

export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly code: AuditErrorCode;

  constructor(code: AuditErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
