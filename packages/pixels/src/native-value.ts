/**
 * The value of native Pixel Data as little-endian bytes, in pieces of about a megabyte, PS3.5 §8.1.
 */

import { numberWidth } from '@isocenter/dicom/vr';
import { swapBytes } from './codecs/native.ts';
import type { ImageObject } from './frame-table.ts';
import type { PixelDataElement } from './pixel-data-element.ts';

/** A multiple of every cell width, in bytes. */
const pieceBytes = 2 ** 20;

export type NativeValue = {
  /** What the source holds, which is less than the element claims where the object was cut off. */
  readonly lengthBytes: number;
  pieces(): AsyncGenerator<Uint8Array>;
};

export function readNativeValue(image: ImageObject, element: PixelDataElement): NativeValue {
  const { source } = image;
  const lengthBytes = Math.max(0, Math.min(element.lengthBytes ?? 0, source.lengthBytes - element.valueOffset));
  const width = swapWidthOf(image, element);
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
 * Bytes to a unit whose order must be turned: that of the numbers of the VR, PS3.5 §7.3, whatever cells lie in them; 1 where
 * nothing is to be turned. OW is 16-bit words, also where a cell takes two of them, as DCMTK has it, too.
 */
export function swapWidthOf(image: ImageObject, element: PixelDataElement): number {
  return image.transferSyntax.littleEndian ? 1 : numberWidth(element.vr);
}
