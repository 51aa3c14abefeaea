/**
 * JPEG 2000 through OpenJPEG and High-Throughput JPEG 2000 through OpenJPH, PS3.5 §A.4.4 and its HTJ2K sibling.
 *
 * Either library decodes up to 16 bits. Multi-component (Part 2) syntaxes are not decoded.
 */

import { PixelsError } from '../errors.ts';
import type { Codec, CodecTarget } from './codec.ts';
import { type Jpeg2000Header, parseJpeg2000Header } from './jpeg-2000-header.ts';
import { createWasmCodec, type LoadWasm, type WasmCodec } from './wasm-codec.ts';

/** ITU-T T.800 §A.3.2 lets a codestream have this many tiles; no image needs as many tiles as pixels. */
const mostTiles = 65535;

export function createJpeg2000Codec(loadWasm: LoadWasm | undefined): Codec {
  const openJpeg = createWasmCodec('J2KDecoder', async () => ({
    factory: (await import('@cornerstonejs/codec-openjpeg/decodewasmjs')).default,
    wasmBinary: await loadWasm?.('@cornerstonejs/codec-openjpeg/decodewasm'),
  }));
  return codecOver('JPEG 2000', openJpeg, false);
}

export function createHtj2kCodec(loadWasm: LoadWasm | undefined): Codec {
  const openJph = createWasmCodec('HTJ2KDecoder', async () => ({
    factory: (await import('@cornerstonejs/codec-openjph/wasmjs')).default,
    wasmBinary: await loadWasm?.('@cornerstonejs/codec-openjph/wasm'),
  }));
  return codecOver('HTJ2K', openJph, true);
}

/** @param acceptsCut the library decodes what there is of a cut codestream and does not say so */
function codecOver(name: string, library: WasmCodec, acceptsCut: boolean): Codec {
  return {
    name,
    async decode(frame, target) {
      const header = parseJpeg2000Header(frame);
      checkSize(header, target);
      const { info, cells } = await library.decode(acceptsCut ? frame.subarray(header.offset) : frame);
      return {
        cells,
        precision: info.bitsPerSample,
        colour: header.componentsTransformed ? 'rgb' : 'as-coded',
        complete: !acceptsCut || endsWithMarker(frame),
      };
    },
  };
}

function checkSize(header: Jpeg2000Header, target: CodecTarget): void {
  const { rows, columns, components, tiles } = header;
  if (rows !== target.rows || columns !== target.columns || components.length !== target.samplesPerPixel) {
    throw new PixelsError('codestream-mismatch', 'JPEG 2000 frame of another size than the data set says', {
      expected: target.rows * target.columns * target.samplesPerPixel,
      actual: rows * columns * components.length,
    });
  }
  const precision = Math.max(...components.map((c) => c.precision));
  if (precision > 16 || components.some((c) => c.subsampled) || tiles > mostTiles) {
    throw new PixelsError('codec-missing', 'JPEG 2000 frame beyond what the codec decodes', { actual: precision });
  }
}

/** True where End of Codestream (FFD9H) ends the frame, padding aside. */
function endsWithMarker(frame: Uint8Array): boolean {
  let end = frame.length;
  while (end > 2 && frame[end - 1] === 0) end--;
  return frame[end - 2] === 0xff && frame[end - 1] === 0xd9;
}
