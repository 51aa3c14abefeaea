/** What a legal hold refuses. */

export type HoldErrorCode = 'legal-hold' | 'hold-released' | 'not-found';

export class HoldError extends Error {
  override readonly name = 'HoldError';
  readonly code: HoldErrorCode;

  constructor(code: HoldErrorCode) {
    super(`legal hold: ${code}`);
    this.code = code;
  }
}
