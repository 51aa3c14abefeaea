/**
 * Drives the WebAssembly codecs, which all have the same five calls. An instance is made at first use and kept; it is
 * given up when it has failed below C++ or has grown large, since WebAssembly memory never shrinks.
 *
 * The codecs print to standard output by default and are silenced here.
 */

import { PixelsError } from '../errors.ts';
import type { Cells } from './codec.ts';

/** An instance whose memory is larger than this is not kept for the next frame, in bytes. */
const keptMemoryBytes = 256 * 2 ** 20;

export type WasmFrameInfo = {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
};

/** A decoder object inside an instance; `delete` returns its memory. */
export type WasmDecoder = {
  /** A view for the encoded bytes to be copied into. */
  getEncodedBuffer(lengthBytes: number): Uint8Array;
  decode(): void;
  getFrameInfo(): WasmFrameInfo;
  getInterleaveMode?(): number;
  /** A view of the decoded bytes, valid until `delete`: 8 bits a sample up to that precision, else 16. */
  getDecodedBuffer(): Uint8Array | Uint8ClampedArray;
  delete(): void;
};

type WasmModule = { readonly HEAPU8: Uint8Array } & Readonly<Record<string, unknown>>;

export type WasmFactory = (options: {
  print(line: string): void;
  printErr(line: string): void;
  wasmBinary?: Uint8Array;
}) => Promise<WasmModule>;

/**
 * Finds the bytes of a `.wasm` file by its package path. Node finds those of all codecs but libjxl beside their modules;
 * a bundle finds none but libjxl's.
 */
export type LoadWasm = (specifier: string) => Promise<Uint8Array>;

/** Imports a module's factory, and its binary where the module cannot find it. */
export type LoadFactory = () => Promise<{
  readonly factory: WasmFactory;
  readonly wasmBinary?: Uint8Array | undefined;
}>;

/** Does some work in an instance; `refusal` makes the error of what the codec throws. */
export type WasmRunner = <T>(work: (module: WasmModule) => T, refusal: () => PixelsError) => Promise<T>;

export type WasmCodec = {
  /** Decodes one frame and returns a copy of what came out. */
  decode(frame: Uint8Array): Promise<{ readonly info: WasmFrameInfo; readonly cells: Cells; readonly mode: number }>;
};

/** @param decoderName the class that the module exports */
export function createWasmCodec(decoderName: string, load: LoadFactory): WasmCodec {
  const run = createWasmRunner(load);
  return {
    decode: (frame) =>
      run(
        (module) => decodeWith(module, decoderName, frame),
        () =>
          new PixelsError('codestream-malformed', 'the codec refuses the codestream', { lengthBytes: frame.length }),
      ),
  };
}

export function createWasmRunner(load: LoadFactory): WasmRunner {
  let instance: Promise<WasmModule> | undefined;
  const open = async (): Promise<WasmModule> => {
    const { factory, wasmBinary } = await load();
    return factory({ print: ignore, printErr: ignore, ...(wasmBinary && { wasmBinary }) });
  };
  return async (work, refusal) => {
    instance ??= open();
    const module = await instance.catch((error: unknown) => {
      instance = undefined;
      throw error;
    });
    try {
      return work(module);
    } catch (cause) {
      // C++ exceptions arrive as numbers and leave the instance usable; a trap may have left its memory torn.
      if (cause instanceof PixelsError) throw cause;
      if (cause instanceof Error) instance = undefined;
      throw refusal();
    } finally {
      if (module.HEAPU8.length > keptMemoryBytes) instance = undefined;
    }
  };
}

function decodeWith(
  module: WasmModule,
  decoderName: string,
  frame: Uint8Array,
): { info: WasmFrameInfo; cells: Cells; mode: number } {
  // The modules export their classes by name and without types; all five share the shape of WasmDecoder.
  const Decoder = module[decoderName] as new () => WasmDecoder;
  const decoder = new Decoder();
  try {
    decoder.getEncodedBuffer(frame.length).set(frame);
    decoder.decode();
    const info = decoder.getFrameInfo();
    const decoded = decoder.getDecodedBuffer();
    const expectedBytes = info.width * info.height * info.componentCount * (info.bitsPerSample > 8 ? 2 : 1);
    if (decoded.length === 0 || decoded.length !== expectedBytes) {
      throw new PixelsError('codestream-malformed', 'the codec returned no picture', { lengthBytes: frame.length });
    }
    // A copy: the view ends with the decoder, and its memory is used again for the next frame.
    const bytes = new Uint8Array(decoded.length);
    bytes.set(decoded);
    const cells = info.bitsPerSample > 8 ? new Uint16Array(bytes.buffer) : bytes;
    return { info, cells, mode: decoder.getInterleaveMode?.() ?? 0 };
  } finally {
    decoder.delete();
  }
}

function ignore(): void {}
