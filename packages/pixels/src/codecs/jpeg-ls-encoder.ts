/** JPEG-LS lossless as an encoder, PS3.5 §A.4.3, through CharLS: colour interleaved by sample, no colour transform. */

import { codestreamPrecision } from './codestream-precision.ts';
import type { Encoder } from './encoder.ts';
import type { LoadWasm } from './wasm-codec.ts';
import { createWasmEncoder } from './wasm-encoder.ts';

/** CharLS: the samples of a pixel follow one another. */
const modeSample = 2;

export function createJpegLsEncoder(loadWasm: LoadWasm | undefined): Encoder {
  const encode = createWasmEncoder('JpegLSEncoder', async () => ({
    factory: (await import('@cornerstonejs/codec-charls/wasmjs')).default,
    wasmBinary: await loadWasm?.('@cornerstonejs/codec-charls/wasm'),
  }));
  return {
    photometricOf: (photometric) => photometric,
    encode: (input) =>
      encode(input, {
        bitsPerSample: codestreamPrecision(input, { knowsSign: false }),
        colorTransform: false,
        configure(encoder) {
          encoder.setNearLossless?.(0);
          encoder.setInterleaveMode?.(input.samplesPerPixel > 1 ? modeSample : 0);
        },
      }),
  };
}
