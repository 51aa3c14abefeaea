/**
 * JPEG-LS lossless and near-lossless, PS3.5 §A.4.3, through CharLS. Its three interleave modes come out alike: by pixel.
 */

import { PixelsError } from '../errors.ts';
import { findFrameHeader, marker } from '../jpeg/segments.ts';
import type { Cells, Codec } from './codec.ts';
import { interleavePlanes } from './planar.ts';
import { createWasmCodec, type LoadWasm } from './wasm-codec.ts';

/** CharLS: no interleaving, the components follow one another as planes. */
const modePlanes = 0;

export function createJpegLsCodec(loadWasm: LoadWasm | undefined): Codec {
  const charls = createWasmCodec('JpegLSDecoder', async () => ({
    factory: (await import('@cornerstonejs/codec-charls/decodewasmjs')).default,
    wasmBinary: await loadWasm?.('@cornerstonejs/codec-charls/decodewasm'),
  }));
  return {
    name: 'JPEG-LS',
    async decode(frame, target) {
      const { rows, columns, samplesPerPixel } = target;
      const header = findFrameHeader(frame);
      if (header.rows !== rows || header.columns !== columns || header.components.length !== samplesPerPixel) {
        throw new PixelsError('codestream-mismatch', 'JPEG-LS frame of another size than the data set says', {
          expected: rows * columns * samplesPerPixel,
          actual: header.rows * header.columns * header.components.length,
        });
      }
      const { info, cells, mode } = await charls.decode(withEnd(frame));
      const byPixel: Cells = mode === modePlanes ? interleavePlanes(cells, samplesPerPixel) : cells;
      return { cells: byPixel, precision: info.bitsPerSample, colour: 'as-coded', complete: true };
    },
  };
}

/** CharLS searches the bits after a cut-off frame for minutes; an End of Image where there is none stops it at once. */
function withEnd(frame: Uint8Array): Uint8Array {
  let end = frame.length;
  while (end > 2 && frame[end - 1] === 0) end--;
  if (frame[end - 2] === 0xff && frame[end - 1] === marker.endOfImage) return frame;
  const ended = new Uint8Array(frame.length + 2);
  ended.set(frame);
  ended.set([0xff, marker.endOfImage], frame.length);
  return ended;
}
