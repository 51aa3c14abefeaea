/** Decodes whole data sets in memory, for the comparison of two copies of one instance. */

import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import type { PixelDecoder } from '../archive/same-object.ts';
import type { Renderer } from './renderer.ts';
import { openStoredImage } from './stored-image.ts';

export function createNativeDecoder(renderer: Pick<Renderer, 'decodeToNative'>): PixelDecoder {
  return {
    async decodeToNative(dataSet: Uint8Array, transferSyntax: TransferSyntax) {
      const image = await openStoredImage(sourceOfBytes(dataSet), transferSyntax);
      const pieces: Uint8Array[] = [];
      for await (const piece of renderer.decodeToNative(image)) pieces.push(piece);
      return Buffer.concat(pieces);
    },
  };
}
