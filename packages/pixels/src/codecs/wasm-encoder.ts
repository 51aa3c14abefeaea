/** Drives the encoders of the WebAssembly codecs, which share most of their calls. */

import { PixelsError } from '../errors.ts';
import type { EncoderInput } from './encoder.ts';
import { bytesOf } from './native.ts';
import { createWasmRunner, type LoadFactory } from './wasm-codec.ts';

/** An encoder object inside an instance; `delete` returns its memory. */
export type WasmEncoder = {
  /** A view for the cells to be copied into: 8 bits a sample up to that precision, else 16. */
  getDecodedBuffer(info: EncodedFrameInfo): Uint8Array;
  encode(): void;
  /** A view of the codestream, valid until `delete`. */
  getEncodedBuffer(): Uint8Array | Uint8ClampedArray;
  delete(): void;
  setNearLossless?(allowedError: number): void;
  setInterleaveMode?(mode: number): void;
  setDecompositions?(levels: number): void;
  setQuality?(lossless: boolean, quality: number): void;
};

export type EncodedFrameInfo = {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
  readonly isUsingColorTransform: boolean;
};

export type WasmEncode = (
  input: EncoderInput,
  options: {
    readonly bitsPerSample: number;
    readonly colorTransform: boolean;
    /** Sets the encoder up before it encodes. */
    configure(encoder: WasmEncoder): void;
  },
) => Promise<Uint8Array>;

/** @param encoderName the class that the module exports */
export function createWasmEncoder(encoderName: string, load: LoadFactory): WasmEncode {
  const runner = createWasmRunner(load);
  return (input, { bitsPerSample, colorTransform, configure }) =>
    runner(
      (module) => {
        // The modules export their classes by name and without types; all three share the shape of WasmEncoder.
        const Encoder = module[encoderName] as new () => WasmEncoder;
        const encoder = new Encoder();
        try {
          const info = {
            width: input.columns,
            height: input.rows,
            bitsPerSample,
            componentCount: input.samplesPerPixel,
            isSigned: input.signed,
            isUsingColorTransform: colorTransform,
          };
          encoder.getDecodedBuffer(info).set(bytesOf(input.cells));
          configure(encoder);
          encoder.encode();
          return new Uint8Array(encoder.getEncodedBuffer());
        } finally {
          encoder.delete();
        }
      },
      () => new PixelsError('not-encodable', 'the codec refuses the frame', { actual: bitsPerSample }),
    );
}
