/**
 * Lossless JPEG 2000 through OpenJPEG and High-Throughput JPEG 2000 through OpenJPH as encoders, PS3.5 §A.4.4 and its
 * HTJ2K sibling. RGB is coded with the reversible component transformation, so it comes out as YBR_RCT.
 */

import { codestreamPrecision } from './codestream-precision.ts';
import type { Encoder, EncoderInput } from './encoder.ts';
import type { LoadWasm } from './wasm-codec.ts';
import { createWasmEncoder, type WasmEncode } from './wasm-encoder.ts';

/** More levels gain nothing; OpenJPEG refuses more than the shorter side can be halved. */
const mostDecompositions = 5;

export function createJpeg2000Encoder(loadWasm: LoadWasm | undefined): Encoder {
  const openJpeg = createWasmEncoder('J2KEncoder', async () => ({
    factory: (await import('@cornerstonejs/codec-openjpeg/wasmjs')).default,
    wasmBinary: await loadWasm?.('@cornerstonejs/codec-openjpeg/wasm'),
  }));
  return {
    // OpenJPEG as it is built transforms any three components, which other colour models do not survive by name.
    photometricOf: (photometric) => (photometric === 'YBR_FULL' ? undefined : transformed(photometric)),
    encode: (input) => encodeWith(openJpeg, input),
  };
}

export function createHtj2kEncoder(loadWasm: LoadWasm | undefined): Encoder {
  const openJph = createWasmEncoder('HTJ2KEncoder', async () => ({
    factory: (await import('@cornerstonejs/codec-openjph/wasmjs')).default,
    wasmBinary: await loadWasm?.('@cornerstonejs/codec-openjph/wasm'),
  }));
  return { photometricOf: transformed, encode: (input) => encodeWith(openJph, input) };
}

function encodeWith(encode: WasmEncode, input: EncoderInput): Promise<Uint8Array> {
  return encode(input, {
    bitsPerSample: codestreamPrecision(input, { knowsSign: true }),
    colorTransform: input.photometricInterpretation === 'RGB',
    configure(encoder) {
      const halvings = Math.floor(Math.log2(Math.min(input.rows, input.columns)));
      encoder.setDecompositions?.(Math.min(mostDecompositions, halvings));
      encoder.setQuality?.(true, 0);
    },
  });
}

function transformed(photometric: string): string {
  return photometric === 'RGB' ? 'YBR_RCT' : photometric;
}
