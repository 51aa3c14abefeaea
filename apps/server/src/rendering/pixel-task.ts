/** What the renderer and its workers say to one another; all of it plain data. */

import type { DecodedFrame } from '@isocenter/pixels/decode';
import type { DisplayParameters } from '@isocenter/pixels/display-parameters';
import type { EncodedFrame } from '@isocenter/pixels/encode';
import type { PixelsErrorCode, PixelsErrorDetails } from '@isocenter/pixels/errors';
import type { ImageDescription } from '@isocenter/pixels/image-description';
import type { RenderedImage } from '@isocenter/pixels/render';
import type { Voi } from '@isocenter/pixels/voi';

export type DecodeTask = {
  readonly kind: 'decode';
  /** Moves to the worker. */
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly transferSyntaxUid: string;
  readonly description: ImageDescription;
};

export type RenderTask = Omit<DecodeTask, 'kind'> & {
  readonly kind: 'render';
  readonly display: DisplayParameters;
  readonly voi?: Voi;
};

export type EncodeTask = Omit<DecodeTask, 'kind'> & {
  readonly kind: 'encode';
  /** Of what comes out; `transferSyntaxUid` is that of the frame. */
  readonly targetUid: string;
};

export type PixelTask = DecodeTask | RenderTask | EncodeTask;

/** Errors of the pixels come back as data, since a clone of an error loses its code. */
export type PixelAnswer =
  | { readonly kind: 'decoded'; readonly frame: DecodedFrame }
  | { readonly kind: 'encoded'; readonly frame: EncodedFrame }
  | { readonly kind: 'rendered'; readonly image: RenderedImage; readonly findings: DecodedFrame['findings'] }
  | {
      readonly kind: 'refused';
      readonly code: PixelsErrorCode;
      readonly message: string;
      readonly details: PixelsErrorDetails;
    };
