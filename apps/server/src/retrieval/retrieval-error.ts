/** What can go wrong in retrieval besides the disk, the codecs and the network, which have errors of their own. */

import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';

export type RetrievalErrorCode =
  /** The instance cannot be had in that transfer syntax here; as received it can. */
  'transcoding-not-possible';

export class RetrievalError extends Error {
  override readonly name = 'RetrievalError';
  readonly code: RetrievalErrorCode;

  constructor(code: RetrievalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Returns the refusal to turn an instance; what stands in the way is its cause. */
export function notPossible(stored: TransferSyntax, cause?: unknown): RetrievalError {
  const message = `This object in ${stored.name} cannot be turned here; transfer-syntax=* gives it as received.`;
  return new RetrievalError('transcoding-not-possible', message, { cause });
}
