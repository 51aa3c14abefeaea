/** What can go wrong in rendering besides the pixels themselves, which are `PixelsError`. */

export type RenderingErrorCode =
  /** So many frames wait already that another would be late in any case. */
  | 'renderer-busy'
  /** The frame took longer than a frame may take; its worker was ended. */
  | 'renderer-timeout'
  /** The worker died, most likely of memory. */
  | 'renderer-failed'
  /** A query parameter of PS3.18 §8.3.5 has a value it cannot have. */
  | 'rendering-parameter-invalid';

export class RenderingError extends Error {
  override readonly name = 'RenderingError';
  readonly code: RenderingErrorCode;

  constructor(code: RenderingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
