/**
 * Why an association ends before or against its will: the tables of A-ASSOCIATE-RJ (PS3.8 Table 9-21), A-ABORT
 * (PS3.8 Table 9-26) and of refused presentation contexts (PS3.8 Table 9-18), as named constants.
 *
 * Which caller deserves which rejection is decided by the `accept` callback of the server.
 */

export const rejectResult = { permanent: 1, transient: 2 } as const;

const rejectSource = { serviceUser: 1, serviceProviderAcse: 2, serviceProviderPresentation: 3 } as const;

export type Rejection = { readonly result: number; readonly source: number; readonly reason: number };

/** Every combination that PS3.8 Table 9-21 names; the usual result stands with each. */
export const rejection = {
  noReason: { result: rejectResult.permanent, source: rejectSource.serviceUser, reason: 1 },
  applicationContextNameNotSupported: { result: rejectResult.permanent, source: rejectSource.serviceUser, reason: 2 },
  callingAeTitleNotRecognized: { result: rejectResult.permanent, source: rejectSource.serviceUser, reason: 3 },
  calledAeTitleNotRecognized: { result: rejectResult.permanent, source: rejectSource.serviceUser, reason: 7 },
  noReasonAcse: { result: rejectResult.permanent, source: rejectSource.serviceProviderAcse, reason: 1 },
  protocolVersionNotSupported: { result: rejectResult.permanent, source: rejectSource.serviceProviderAcse, reason: 2 },
  temporaryCongestion: {
    result: rejectResult.transient,
    source: rejectSource.serviceProviderPresentation,
    reason: 1,
  },
  localLimitExceeded: {
    result: rejectResult.transient,
    source: rejectSource.serviceProviderPresentation,
    reason: 2,
  },
} as const satisfies Record<string, Rejection>;

export const abortSource = { serviceUser: 0, serviceProvider: 2 } as const;

/** Significant with source service-provider only; 0 with source service-user. */
export const abortReason = {
  notSpecified: 0,
  unrecognizedPdu: 1,
  unexpectedPdu: 2,
  unrecognizedPduParameter: 4,
  unexpectedPduParameter: 5,
  invalidPduParameterValue: 6,
} as const;

export type AbortReason = (typeof abortReason)[keyof typeof abortReason];

/** Result/Reason of a presentation context in A-ASSOCIATE-AC, PS3.8 Table 9-18. */
export const contextResult = {
  acceptance: 0,
  userRejection: 1,
  noReason: 2,
  abstractSyntaxNotSupported: 3,
  transferSyntaxesNotSupported: 4,
} as const;

/** Names a rejection for a person, such as `calledAeTitleNotRecognized`; `unknown` for numbers the table lacks. */
export function rejectionName(rejected: Rejection): string {
  for (const [name, entry] of Object.entries(rejection)) {
    if (entry.source === rejected.source && entry.reason === rejected.reason) return name;
  }
  return 'unknown';
}
