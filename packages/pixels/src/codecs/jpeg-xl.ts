/**
 * JPEG XL through libjxl, PS3.5 §A.4.11. Its size header (ISO/IEC 18181-1 Annex D) is read first, so that libjxl never
 * allocates from a claim that the data set does not make as well.
 */

import { PixelsError } from '../errors.ts';
import type { Codec } from './codec.ts';
import { createWasmCodec, type LoadWasm } from './wasm-codec.ts';

const codestreamSignature = 0xff0a;
/** Boxes 'jxlc' and 'jxlp' of the container, ISO/IEC 18181-2. */
const wholeCodestreamBox = 0x6a786c63;
const partCodestreamBox = 0x6a786c70;

/** Bits of a dimension by its selector, and width by height for each ratio. */
const dimensionBits = [9, 13, 18, 30] as const;
const ratios: readonly (readonly [number, number])[] = [
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
];

export function createJpegXlCodec(loadWasm: LoadWasm | undefined): Codec {
  const libjxl = createWasmCodec('JpegXLDecoder', async () => {
    const { default: factory } = await import('@cornerstonejs/codec-libjxl/decodewasmjs');
    const wasmBinary = await loadWasm?.('@cornerstonejs/codec-libjxl/decodewasm');
    return { factory, ...(wasmBinary && { wasmBinary }) };
  });
  return {
    name: 'JPEG XL',
    async decode(frame, target) {
      const { rows, columns } = parseJpegXlSize(frame);
      if (rows !== target.rows || columns !== target.columns) {
        throw new PixelsError('codestream-mismatch', 'JPEG XL frame of another size than the data set says', {
          expected: target.rows * target.columns,
          actual: rows * columns,
        });
      }
      const { info, cells } = await libjxl.decode(frame);
      if (info.componentCount !== target.samplesPerPixel) {
        throw new PixelsError('codestream-mismatch', 'JPEG XL frame with another number of components', {
          expected: target.samplesPerPixel,
          actual: info.componentCount,
        });
      }
      const colour = info.componentCount === 3 ? 'rgb' : 'as-coded';
      return { cells, precision: info.bitsPerSample, colour, complete: true };
    },
  };
}

/** @throws PixelsError `codestream-malformed` where the bytes are no JPEG XL */
export function parseJpegXlSize(bytes: Uint8Array): { readonly rows: number; readonly columns: number } {
  const offset = findCodestream(bytes);
  let at = (offset + 2) * 8;
  const read = (count: number): number => {
    let value = 0;
    for (let bit = 0; bit < count; bit++, at++) value += (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) * 2 ** bit;
    return value;
  };
  const small = read(1) === 1;
  const dimension = (): number => (small ? (read(5) + 1) * 8 : read(dimensionBits[read(2)] ?? 9) + 1);
  const rows = dimension();
  const ratio = ratios[read(3) - 1];
  const columns = ratio === undefined ? dimension() : Math.floor((rows * ratio[0]) / ratio[1]);
  return { rows, columns };
}

function findCodestream(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isCodestream = (at: number) => at + 8 <= view.byteLength && view.getUint16(at) === codestreamSignature;
  if (isCodestream(0)) return 0;
  for (let at = 0; at + 20 <= view.byteLength; ) {
    const length = view.getUint32(at);
    const kind = view.getUint32(at + 4);
    const headerBytes = (length === 1 ? 16 : 8) + (kind === partCodestreamBox ? 4 : 0);
    const holdsIt = kind === wholeCodestreamBox || kind === partCodestreamBox;
    if (holdsIt && isCodestream(at + headerBytes)) return at + headerBytes;
    if (length < 8) break;
    at += length;
  }
  throw new PixelsError('codestream-malformed', 'no JPEG XL codestream in the frame', { lengthBytes: bytes.length });
}
