/**
 * What DICOMweb answers when it cannot do what was asked: one table from code to HTTP status, PS3.18 §8.5.
 *
 * Thrown anywhere below a route and turned into a problem (RFC 9457) at the edge, `edge.ts`. The detail is a sentence for a
 * person and holds names of parameters and positions, never a value of the request or of a data set.
 */

export const statusOf = {
  'query-parameter-repeated': 400,
  'query-parameter-invalid': 400,
  'query-too-many-parameters': 400,
  'query-value-too-long': 400,
  'query-list-too-long': 400,
  'query-date-invalid': 400,
  'query-time-invalid': 400,
  'query-date-time-invalid': 400,
  'query-uid-invalid': 400,
  'query-wildcard-not-allowed': 400,
  'uid-invalid': 400,
  'frame-list-invalid': 400,
  'rendering-parameter-invalid': 400,
  'multipart-malformed': 400,
  'multipart-limit': 400,
  'stow-no-instances': 400,
  'not-found': 404,
  'frame-not-found': 404,
  'bulk-data-not-found': 404,
  'not-acceptable': 406,
  'not-renderable': 406,
  'transcoding-not-possible': 406,
  'stow-media-type': 415,
} as const satisfies Record<string, number>;

export type DicomwebErrorCode = keyof typeof statusOf;

export class DicomwebError extends Error {
  override readonly name = 'DicomwebError';
  readonly code: DicomwebErrorCode;

  constructor(code: DicomwebErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }

  get status(): number {
    return statusOf[this.code];
  }
}
