/**
 * What DICOMweb needs done with pixels, in worker threads: decoding and rendering. Fulfilled by `../rendering`.
 */

import type { ImageObject } from '@isocenter/pixels/frame-table';
import type { RenderedMediaType } from './accept.ts';

/** Rendering parameters, PS3.18 §8.3.5; what is undefined is as the data set proposes. */
export type RenderRequest = {
  /** From 1. */
  readonly frame: number;
  readonly mediaType: RenderedMediaType;
  /** 1 to 100, for JPEG. */
  readonly quality: number | undefined;
  readonly viewport: Viewport | undefined;
  readonly window: Window | undefined;
};

/** The picture fits into width × height pixels and keeps its proportions; it shows `region` of the image, or all of it. */
export type Viewport = {
  readonly width: number;
  readonly height: number;
  readonly region: Region | undefined;
};

/** In pixels of the image; a negative width or height mirrors, PS3.18 §8.3.5.1.3. */
export type Region = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type Window = {
  readonly center: number;
  readonly width: number;
  readonly shape: 'linear' | 'linear-exact' | 'sigmoid';
};

export type PixelPort = {
  /**
   * Yields the data set in Explicit VR Little Endian with native pixels, piece by piece. Rejects with PixelsError before it
   * yields anything where there is no codec or the first frame cannot be decoded.
   */
  decodeToNative(image: ImageObject): AsyncIterable<Uint8Array>;
  /** Returns a frame as native cells: little endian, by pixel, of the width that decoding gives. */
  decodeFrame(image: ImageObject, frame: number): Promise<Uint8Array>;
  /** Returns a picture. These reject with PixelsError. */
  render(image: ImageObject, request: RenderRequest): Promise<Uint8Array>;
};
