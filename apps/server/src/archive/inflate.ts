/** Raw deflate for `packages/dicom`, which has no codec of its own: Deflated Explicit VR Little Endian, PS3.5 §A.5. */

import { inflateRawSync } from 'node:zlib';

/** Inflates a whole data set; throws RangeError beyond `maxBytes`, so that no bomb is unpacked. */
export function inflateRaw(deflated: Uint8Array, maxBytes: number): Uint8Array {
  return inflateRawSync(deflated, { maxOutputLength: maxBytes });
}
