/**
 * What can go wrong around the database as a whole: finding binaries, starting, adopting, migrating, connecting.
 *
 * Messages name paths, versions and processes, never anything from a row. Failures of single statements stay the
 * driver's `DatabaseError`; `isUnavailable` tells those that mean "not now" from those that mean "not like this".
 */

export type DatabaseErrorCode =
  | 'binaries-missing'
  | 'version-missing'
  | 'user-missing'
  | 'cluster-unreachable'
  | 'cluster-missing'
  | 'initdb-failed'
  | 'start-failed'
  | 'owned-by-another'
  | 'migration-failed'
  | 'schema-newer'
  | 'unavailable';

export class IsocenterDatabaseError extends Error {
  override readonly name = 'IsocenterDatabaseError';
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** SQLSTATE classes and codes of a server that goes, comes or is full: PostgreSQL manual, Appendix A. */
const unavailableStates = /^(08...|57P0[1-5]|53300)$/;

/** Data exceptions, limits of the program such as the length of an index entry, and what a column does not allow. */
const refusedStates = /^(22...|54...|23502|23514)$/;

/** System errors of a socket whose server is not there (any more). */
const unavailableSystemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** The driver reports a connection lost under a statement only in words. */
const lostConnection =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;

/** True where the same statement can succeed later, because the server could not be reached or went away meanwhile. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof IsocenterDatabaseError) return error.code === 'unavailable';
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // A file that is not there is no server that is not there.
  const isOfFile = code === 'ENOENT' && !('syscall' in error && error.syscall === 'connect');
  if (unavailableStates.test(code) || (unavailableSystemCodes.has(code) && !isOfFile)) return true;
  return lostConnection.test(error.message);
}

/** True where the database refuses a value for what it is: the same statement will never succeed. */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && refusedStates.test(error.code);
}
