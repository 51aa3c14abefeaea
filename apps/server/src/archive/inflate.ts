/** Raw deflate for `packages/dicom`, which has no codec of its own: Deflated Explicit VR Little Endian, PS3.5 §A.5. */

import { inflateRawSync } from 'node:zlib';
import type { StreamingInflater } from '@isocenter/dicom/header-reader';
import { Inflate } from 'fflate/node';

/** Inflates a whole data set; throws RangeError beyond `maxBytes`, so that no bomb is unpacked. */
export function inflateRaw(deflated: Uint8Array, maxBytes: number): Uint8Array {
  return inflateRawSync(deflated, { maxOutputLength: maxBytes });
}

/** Inflates as bytes arrive, in the caller's turn; Node's own streams would answer in a later one. */
export function createStreamInflater(): StreamingInflater {
  const inflate = new Inflate();
  return {
    push(deflated, onInflated) {
      inflate.ondata = (chunk) => onInflated(chunk);
      // Copied, which `slice` of a Buffer does not: the library keeps what it cannot use yet, and the buffer is used again.
      inflate.push(new Uint8Array(deflated));
    },
    end(onInflated) {
      inflate.ondata = (chunk) => onInflated(chunk);
      inflate.push(new Uint8Array(0), true);
    },
  };
}
