/**
 * Big endian values in little endian byte order, PS3.5 §7.3: each number of a value is turned, by the width that its VR
 * gives numbers. Bulk data is always little endian, PS3.18 §8.7.3.
 *
 * Values inside a data set that is encoded anew are turned by the encoder; this is for those that are sent by themselves.
 */

import { numberWidth } from '@isocenter/dicom/vr';
import { swapBytes } from '@isocenter/pixels/codecs/native';

/** Returns a value in little endian byte order; a number cut short at its end stays as it is. */
export function littleEndianBytes(bytes: Uint8Array, vr: string): Uint8Array {
  const width = numberWidth(vr);
  return width === 1 ? bytes : swapBytes(Uint8Array.from(bytes), width);
}

/** Yields a value in little endian byte order as it comes, whatever numbers its chunks cut through. */
export async function* littleEndianChunks(
  chunks: AsyncIterable<Uint8Array>,
  vr: string,
): AsyncGenerator<Uint8Array, void> {
  const width = numberWidth(vr);
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % width);
    rest = bytes.slice(whole);
    yield swapBytes(bytes.subarray(0, whole), width);
  }
  if (rest.length > 0) yield rest;
}
