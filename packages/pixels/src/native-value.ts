/**
 * The value of native Pixel Data as little-endian bytes, in pieces of about a megabyte, PS3.5 §8.1.
 */

import { swapBytes } from './codecs/native.ts';
import type { ImageObject } from './frame-table.ts';
import type { ImageDescription } from './image-description.ts';
import type { PixelDataElement } from './pixel-data-element.ts';

/** A multiple of every cell width, in bytes. */
const pieceBytes = 2 ** 20;

export type NativeValue = {
  /** What the source holds, which is less than the element claims where the object was cut off. */
  readonly lengthBytes: number;
  pieces(): AsyncGenerator<Uint8Array>;
};

export function readNativeValue(
  image: ImageObject,
  element: PixelDataElement,
  description: ImageDescription,
): NativeValue {
  const { source } = image;
  const lengthBytes = Math.max(0, Math.min(element.lengthBytes ?? 0, source.lengthBytes - element.valueOffset));
  const width = swapWidthOf(image, element, description);
  return {
    lengthBytes,
    async *pieces() {
      for (let at = 0; at < lengthBytes; at += pieceBytes) {
        const piece = await source.readAt(element.valueOffset + at, Math.min(pieceBytes, lengthBytes - at));
        yield width > 1 ? swapBytes(new Uint8Array(piece), width) : piece;
      }
    },
  };
}

/**
 * Bytes to a unit whose order must be turned: a cell, or a 16-bit word where cells are smaller than the words that OW
 * writes them in, PS3.5 §8.1.1 and Annex D; 1 where nothing is to be turned.
 */
export function swapWidthOf(image: ImageObject, element: PixelDataElement, description: ImageDescription): number {
  if (image.transferSyntax.littleEndian) return 1;
  if (description.bitsAllocated > 8) return description.bitsAllocated >> 3;
  return element.vr === 'OW' ? 2 : 1;
}
