/**
 * The one error class of this package, PS3.7 and PS3.8.
 *
 * Protocol outcomes (a DIMSE status, a rejected presentation context) are values, not errors; an error means that an
 * association could not be opened, broke, or was used wrongly. Messages and details name AE titles, addresses, SOP
 * Classes, Transfer Syntaxes, lengths and codes, and never a value of a data set.
 */

export type DimseErrorCode =
  /** The peer answered A-ASSOCIATE-RJ; details hold result, source and reason, PS3.8 Table 9-21. */
  | 'association-rejected'
  /** A-ABORT was received or sent; details hold source and reason, PS3.8 Table 9-26. */
  | 'association-aborted'
  /** The association is released, or its end was asked for, so that nothing more can be sent. */
  | 'association-closed'
  /** No TCP connection could be opened. */
  | 'connection-failed'
  /** No TLS was agreed on, or one side does not trust the other; details hold the code of Node or OpenSSL. */
  | 'tls-failed'
  /** The TCP connection ended without A-RELEASE or A-ABORT. */
  | 'connection-lost'
  /** A limit of time passed; details hold the phase. */
  | 'timeout'
  /** A PDU breaks PS3.8 §9.3. */
  | 'invalid-pdu'
  /** A command set breaks PS3.7 §6.3 or Annex E. */
  | 'invalid-command-set'
  /** A message breaks the order or the contents that PS3.7 asks for. */
  | 'invalid-message'
  /** No accepted presentation context fits what shall be sent. */
  | 'context-not-accepted'
  /** Arguments of the caller cannot be expressed in the protocol. */
  | 'invalid-argument'
  /** Thrown by a verb or a StoreSink to answer with a status of its own; details hold the status. */
  | 'operation-refused';

export type DimseErrorDetails = {
  readonly result?: number;
  readonly source?: number;
  readonly reason?: number;
  readonly status?: number;
  /** Answered to the peer with `operation-refused`, 64 characters at most; never a value of a data set. */
  readonly errorComment?: string;
  readonly pduType?: number;
  readonly itemType?: number;
  /** Bytes from the start of the PDU's or command set's variable part. */
  readonly offset?: number;
  readonly lengthBytes?: number;
  readonly limitBytes?: number;
  readonly element?: number;
  readonly contextId?: number;
  readonly commandField?: number;
  readonly sopClassUid?: string;
  readonly transferSyntaxUid?: string;
  readonly host?: string;
  readonly port?: number;
  /** What was waited for, such as `connect`, `associate`, `response`, `release`, `idle`. */
  readonly phase?: string;
  readonly timeoutMs?: number;
  /** Code of the operating system, such as `ECONNREFUSED`. */
  readonly systemCode?: string;
};

export class DimseError extends Error {
  override readonly name = 'DimseError';
  readonly code: DimseErrorCode;
  readonly details: DimseErrorDetails;

  constructor(code: DimseErrorCode, message: string, details: DimseErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}
