/** The inflaters that `packages/dicom` wants injected, for tests: whole inputs by Node.js, streams by fflate. */

import { inflateRawSync } from 'node:zlib';
import type { StreamingInflater } from '@isocenter/dicom/header-reader';
import { Inflate } from 'fflate/node';

export function inflate(deflated: Uint8Array, maxBytes: number): Uint8Array {
  return inflateRawSync(deflated, { maxOutputLength: maxBytes });
}

export function createInflater(): StreamingInflater {
  const stream = new Inflate();
  return {
    push(deflated, onInflated) {
      stream.ondata = onInflated;
      // Copied, which `slice` of a Buffer does not: fflate keeps what it cannot use yet, and the buffer is used again.
      stream.push(new Uint8Array(deflated));
    },
    end(onInflated) {
      stream.ondata = onInflated;
      stream.push(new Uint8Array(0), true);
    },
  };
}
