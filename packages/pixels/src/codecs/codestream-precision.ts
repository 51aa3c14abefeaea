/**
 * How many bits a sample has in a codestream. Bits Stored is right, PS3.5 §8.2, as long as nothing else lies in the cells:
 * a retired overlay, or a sign that is carried on by a codec that knows none, needs all of them.
 */

import { storedValueOf } from '../stored-values.ts';
import type { EncoderInput } from './encoder.ts';

/**
 * Returns bits a sample with which every cell comes out as it went in.
 * @param options.knowsSign whether the codec itself extends the sign
 */
export function codestreamPrecision(input: EncoderInput, { knowsSign }: { readonly knowsSign: boolean }): number {
  const { cells, bitsStored, highBit, signed } = input;
  const width = cells.BYTES_PER_ELEMENT * 8;
  if (bitsStored === width || highBit !== bitsStored - 1 || (signed && !knowsSign)) return width;
  // Up to 8 bits decoders hand out bytes, which is not what cells of 16 bits are; DCMTK takes no fewer than 8.
  if (bitsStored <= 8) return width;
  return holdsValuesOnly(input) ? bitsStored : width;
}

function holdsValuesOnly({ cells, ...format }: EncoderInput): boolean {
  const toValue = storedValueOf(format);
  const mask = cells.BYTES_PER_ELEMENT === 1 ? 0xff : 0xffff;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? 0;
    if ((toValue(cell) & mask) !== cell) return false;
  }
  return true;
}
