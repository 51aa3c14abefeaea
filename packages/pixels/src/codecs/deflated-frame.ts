/**
 * Deflated Image Frame Compression, PS3.5 §A.4.13: each frame is a raw deflate stream of its native bytes.
 *
 * Inflates at most as many bytes as the frame has; a bomb is cut off there.
 */

import { PixelsError } from '../errors.ts';
import type { Codec } from './codec.ts';
import { cellsOf } from './native.ts';

export const deflatedFrameCodec: Codec = {
  name: 'Deflated Image Frame',
  async decode(frame, target) {
    const { rows, columns, samplesPerPixel, bitsAllocated } = target;
    const lengthBytes = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated) / 8);
    const { bytes, complete } = await inflate(frame, lengthBytes);
    return { cells: cellsOf(bytes, target), precision: bitsAllocated, colour: 'as-coded', complete };
  },
};

async function inflate(frame: Uint8Array, lengthBytes: number): Promise<{ bytes: Uint8Array; complete: boolean }> {
  const bytes = new Uint8Array(lengthBytes);
  // A copy, since the stream wants bytes of an ArrayBuffer that nobody shares.
  const source = new Blob([new Uint8Array(frame)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = source.getReader();
  let length = 0;
  try {
    while (length < lengthBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      const taken = value.subarray(0, lengthBytes - length);
      bytes.set(taken, length);
      length += taken.length;
    }
  } catch {
    // A stream that ends early or is damaged yields what it held until there.
    if (length === 0) {
      throw new PixelsError('codestream-malformed', 'frame is no deflate stream', { lengthBytes: frame.length });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return { bytes, complete: length === lengthBytes };
}
