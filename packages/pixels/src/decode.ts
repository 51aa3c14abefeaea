/**
 * Decodes the bytes of one frame, whatever its Transfer Syntax, into cells interleaved by pixel.
 *
 * Cells are what native pixel data would hold, unused bits included; taking values out of them is `stored-values.ts`,
 * showing them is `render.ts`. A decoder keeps WebAssembly instances and belongs to one thread.
 */

import type { Finding } from '@isocenter/dicom/finding';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { Cells, Codec, CodecOutput } from './codecs/codec.ts';
import { deflatedFrameCodec } from './codecs/deflated-frame.ts';
import { createJpegCodec } from './codecs/jpeg.ts';
import { createHtj2kCodec, createJpeg2000Codec } from './codecs/jpeg-2000.ts';
import { createJpegLsCodec } from './codecs/jpeg-ls.ts';
import { createJpegXlCodec } from './codecs/jpeg-xl.ts';
import { cellsOf } from './codecs/native.ts';
import { interleavePlanes } from './codecs/planar.ts';
import { rleCodec } from './codecs/rle.ts';
import type { LoadWasm } from './codecs/wasm-codec.ts';
import { expandSubsampled } from './codecs/ybr.ts';
import { PixelsError } from './errors.ts';
import { type ImageDescription, isSubsampled, nativeFrameBits } from './image-description.ts';

export type DecodedFrame = {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  /** rows × columns × samples, by pixel. */
  readonly cells: Cells;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Of the cells as they are now, such as RGB for a frame that was coded as YBR_FULL_422. */
  readonly photometricInterpretation: string;
  /** Pixels from this one on have no data and are shown blank. */
  readonly validPixels: number;
  readonly findings: readonly Finding[];
};

export type FrameDecoder = {
  /**
   * @param frame the bytes of one frame: of the fragments put together, or of the native cells
   * @throws PixelsError `codec-missing`, `codestream-malformed`, `codestream-mismatch`
   */
  decodeFrame(frame: Uint8Array, transferSyntaxUid: string, description: ImageDescription): Promise<DecodedFrame>;
};

/** @param options.loadWasm needed for JPEG XL in Node, and for all codecs in a bundle */
export function createFrameDecoder(options: { readonly loadWasm?: LoadWasm } = {}): FrameDecoder {
  const codecs = createCodecs(options.loadWasm);
  return {
    async decodeFrame(bytes, transferSyntaxUid, description) {
      // A Node.js Buffer's own `slice` shares memory where that of its class copies.
      const frame = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      const syntax = findTransferSyntax(transferSyntaxUid);
      // Encapsulated Uncompressed Explicit VR Little Endian is native inside its fragments, PS3.5 §A.4.10.
      if (syntax !== undefined && (!syntax.encapsulated || transferSyntaxUid === '1.2.840.10008.1.2.1.98')) {
        return decodeNative(frame, description);
      }
      const codec = codecs.get(transferSyntaxUid);
      if (codec === undefined) {
        throw new PixelsError('codec-missing', 'no codec for the Transfer Syntax', { transferSyntaxUid });
      }
      return frameOf(await codec.decode(frame, description), codec, description);
    },
  };
}

/** True where frames of the Transfer Syntax can be decoded; video and multi-component JPEG 2000 cannot. */
export function isDecodable(transferSyntaxUid: string): boolean {
  const syntax = findTransferSyntax(transferSyntaxUid);
  if (syntax !== undefined && !syntax.encapsulated) return true;
  return transferSyntaxUid === '1.2.840.10008.1.2.1.98' || codecNames.has(transferSyntaxUid);
}

/** Which codec decodes which Transfer Syntax, by the last components of its UID, PS3.6 Table A-1. */
const codecNames: ReadonlyMap<string, 'jpeg' | 'jpegLs' | 'jpeg2000' | 'htj2k' | 'jpegXl' | 'rle' | 'deflated'> =
  new Map([
    ...['50', '51', '53', '55', '57', '70'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'jpeg'] as const),
    ...['80', '81'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'jpegLs'] as const),
    ...['90', '91'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'jpeg2000'] as const),
    ...['201', '202', '203'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'htj2k'] as const),
    ...['110', '111', '112'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'jpegXl'] as const),
    ['1.2.840.10008.1.2.5', 'rle'],
    ['1.2.840.10008.1.2.8.1', 'deflated'],
  ]);

function createCodecs(loadWasm: LoadWasm | undefined): ReadonlyMap<string, Codec> {
  const byName = {
    jpeg: createJpegCodec(loadWasm),
    jpegLs: createJpegLsCodec(loadWasm),
    jpeg2000: createJpeg2000Codec(loadWasm),
    htj2k: createHtj2kCodec(loadWasm),
    jpegXl: createJpegXlCodec(loadWasm),
    rle: rleCodec,
    deflated: deflatedFrameCodec,
  };
  return new Map(Array.from(codecNames, ([uid, name]) => [uid, byName[name]]));
}

/** Frames of native pixel data come in little-endian order, whatever the Transfer Syntax; see `FrameTable.read`. */
function decodeNative(frame: Uint8Array, description: ImageDescription): DecodedFrame {
  const { rows, columns, samplesPerPixel, planarConfiguration } = description;
  const expectedBytes = Math.ceil(nativeFrameBits(description) / 8);
  const complete = frame.length >= expectedBytes;
  let bytes = frame.subarray(0, expectedBytes);
  if (!complete) {
    bytes = new Uint8Array(expectedBytes);
    bytes.set(frame);
  }
  const subsampled = isSubsampled(description.photometricInterpretation);
  let cells = cellsOf(bytes, description);
  if (description.sampleKind === 'float') cells = new Float32Array(cells.buffer, cells.byteOffset, cells.length);
  if (planarConfiguration === 1 && !subsampled) cells = interleavePlanes(cells, samplesPerPixel);
  if (subsampled) cells = expandSubsampled(cells);
  const bitsPerPixel = nativeFrameBits(description) / (rows * columns);
  const planar = planarConfiguration === 1 && samplesPerPixel > 1;
  const missing = planar ? 0 : Math.floor((frame.length * 8) / bitsPerPixel);
  return {
    ...description,
    cells,
    photometricInterpretation: description.photometricInterpretation.replace(/_422$/, ''),
    validPixels: complete ? rows * columns : missing,
    findings: complete ? [] : [incomplete(frame.length, expectedBytes)],
  };
}

function frameOf(output: CodecOutput, codec: Codec, description: ImageDescription): DecodedFrame {
  const { rows, columns, samplesPerPixel } = description;
  const expected = rows * columns * samplesPerPixel;
  if (output.cells.length !== expected) {
    throw new PixelsError('codestream-mismatch', `${codec.name} frame came out in another size`, {
      expected,
      actual: output.cells.length,
    });
  }
  const findings: Finding[] = output.complete ? [] : [incomplete(output.cells.length, expected)];
  const bits = bitsOf(output, description, findings);
  return {
    rows,
    columns,
    samplesPerPixel,
    ...bits,
    signed: description.signed,
    photometricInterpretation: photometricOf(output, description),
    validPixels: rows * columns,
    findings,
  };
}

type FrameBits = Pick<DecodedFrame, 'cells' | 'bitsAllocated' | 'bitsStored' | 'highBit'>;

/** Puts the codec's cells in the width of Bits Allocated, or widens that where the codestream holds more bits. */
function bitsOf(output: CodecOutput, description: ImageDescription, findings: Finding[]): FrameBits {
  const { bitsAllocated, bitsStored, highBit } = description;
  const { cells, precision } = output;
  const width = cells.BYTES_PER_ELEMENT * 8;
  if (bitsAllocated === 1 || width === bitsAllocated) return { cells, bitsAllocated, bitsStored, highBit };
  if (width < bitsAllocated) {
    const wide = bitsAllocated === 16 ? Uint16Array.from(cells) : Uint32Array.from(cells);
    return { cells: wide, bitsAllocated, bitsStored, highBit };
  }
  findings.push({
    code: 'codestream-precision',
    severity: 'warning',
    message: 'The codestream holds more bits a sample than Bits Allocated.',
  });
  return { cells, bitsAllocated: width, bitsStored: precision, highBit: precision - 1 };
}

function photometricOf(output: CodecOutput, description: ImageDescription): string {
  const declared = description.photometricInterpretation;
  if (description.samplesPerPixel !== 3 || output.colour === 'rgb') {
    return description.samplesPerPixel === 3 ? 'RGB' : declared;
  }
  // The component transformation is part of the codestream: without one, RCT and ICT name nothing.
  if (declared === 'YBR_RCT' || declared === 'YBR_ICT') return 'RGB';
  return declared === 'YBR_FULL_422' ? 'YBR_FULL' : declared;
}

function incomplete(actual: number, expected: number): Finding {
  const message = `The frame ends after ${actual} of ${expected} bytes or samples; what is missing is left blank.`;
  return { code: 'frame-incomplete', severity: 'error', message };
}
