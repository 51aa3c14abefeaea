/**
 * Renders a decoded frame as it would be shown: 8-bit grey or RGB, in the frame's own size.
 *
 * Scaling, cropping and writing JPEG or PNG is the server's (`apps/server/src/rendering`). Overlays, presentation states
 * and shutters are not applied.
 */

import { renderColour, renderPalette } from './colour.ts';
import type { DecodedFrame } from './decode.ts';
import type { DisplayParameters } from './display-parameters.ts';
import { PixelsError } from './errors.ts';
import { renderGrey } from './grey.ts';
import type { Voi } from './voi.ts';

export type RenderedImage = {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** By pixel, row by row. */
  readonly samples: Uint8Array;
};

/**
 * @param options.voi a transformation to use in place of those that the data set proposes; not for colour
 * @throws PixelsError `not-renderable`
 */
export function renderFrame(
  frame: DecodedFrame,
  display: DisplayParameters,
  options: { readonly voi?: Voi } = {},
): RenderedImage {
  const size = { width: frame.columns, height: frame.rows };
  if (frame.samplesPerPixel > 1) return { ...size, channels: 3, samples: renderColour(frame) };
  if (frame.photometricInterpretation === 'PALETTE COLOR') {
    if (display.palette === undefined) throw new PixelsError('not-renderable', 'palette colour without palette');
    return { ...size, channels: 3, samples: renderPalette(frame, display.palette) };
  }
  return { ...size, channels: 1, samples: renderGrey(frame, display, options.voi) };
}
