/**
 * Encodes decoded frames without loss: RLE, JPEG-LS, JPEG 2000 and High-Throughput JPEG 2000.
 *
 * Each codestream is decoded again and held against the cells that went in, bit by bit, before anybody gets it: what a
 * codec cannot do without loss is refused. Apart from `decode.ts` so that pages which only decode do not load encoders.
 */

import type { Encoder } from './codecs/encoder.ts';
import { createHtj2kEncoder, createJpeg2000Encoder } from './codecs/jpeg-2000-encoder.ts';
import { createJpegLsEncoder } from './codecs/jpeg-ls-encoder.ts';
import { bytesOf } from './codecs/native.ts';
import { rleEncoder } from './codecs/rle-encoder.ts';
import type { LoadWasm } from './codecs/wasm-codec.ts';
import type { DecodedFrame, FrameDecoder } from './decode.ts';
import { PixelsError } from './errors.ts';
import type { PixelEncoding } from './rewritten-elements.ts';

export type EncodedFrame = {
  readonly bytes: Uint8Array;
  /** What the data set says of the codestream. */
  readonly encoding: PixelEncoding;
};

export type FrameEncoder = {
  /** @throws PixelsError `not-encodable` where the codec has no place for the frame or would lose something of it */
  encodeFrame(frame: DecodedFrame, transferSyntaxUid: string): Promise<EncodedFrame>;
};

/** PS3.6 Table A-1. */
const jpegLsLossless = '1.2.840.10008.1.2.4.80';
const jpeg2000Lossless = '1.2.840.10008.1.2.4.90';
const htj2kLossless = '1.2.840.10008.1.2.4.201';
const rleLossless = '1.2.840.10008.1.2.5';

/** What PS3.5 §8.2 lets all of them hold. */
const photometricInterpretations = ['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR', 'RGB', 'YBR_FULL'];

/** The Transfer Syntaxes that frames are encoded in, by how small and how fast they are. */
export const encodableUids: readonly string[] = [jpegLsLossless, htj2kLossless, jpeg2000Lossless, rleLossless];

/** True where frames can be encoded in the Transfer Syntax, as far as they allow. */
export function isEncodable(transferSyntaxUid: string): boolean {
  return encodableUids.includes(transferSyntaxUid);
}

/**
 * @param decoder proves what was encoded
 * @param options.loadWasm as for `createFrameDecoder`
 */
export function createFrameEncoder(
  decoder: FrameDecoder,
  options: { readonly loadWasm?: LoadWasm } = {},
): FrameEncoder {
  const encoders: ReadonlyMap<string, Encoder> = new Map([
    [jpegLsLossless, createJpegLsEncoder(options.loadWasm)],
    [jpeg2000Lossless, createJpeg2000Encoder(options.loadWasm)],
    [htj2kLossless, createHtj2kEncoder(options.loadWasm)],
    [rleLossless, rleEncoder],
  ]);
  return {
    async encodeFrame(frame, transferSyntaxUid) {
      const encoder = encoders.get(transferSyntaxUid);
      if (encoder === undefined) {
        throw new PixelsError('codec-missing', 'no encoder for the Transfer Syntax', { transferSyntaxUid });
      }
      const { cells, samplesPerPixel, bitsAllocated, bitsStored, highBit } = frame;
      const photometricInterpretation = photometricFor(encoder, frame);
      if (!isInteger(cells) || bitsAllocated === 1 || (bitsAllocated > 16 && transferSyntaxUid !== rleLossless)) {
        throw notEncodable(frame, transferSyntaxUid, 'cells');
      }
      if (photometricInterpretation === undefined) throw notEncodable(frame, transferSyntaxUid, 'photometric');
      const bytes = await encoder.encode({ ...frame, cells });
      const encoding = { samplesPerPixel, photometricInterpretation, bitsAllocated, bitsStored, highBit };
      await assertLossless({ bytes, encoding }, frame, { decoder, transferSyntaxUid });
      return { bytes, encoding };
    },
  };
}

function photometricFor(encoder: Encoder, { photometricInterpretation, samplesPerPixel }: DecodedFrame) {
  const isColour = photometricInterpretation === 'RGB' || photometricInterpretation === 'YBR_FULL';
  if (!photometricInterpretations.includes(photometricInterpretation)) return undefined;
  return samplesPerPixel === (isColour ? 3 : 1) ? encoder.photometricOf(photometricInterpretation) : undefined;
}

function isInteger(cells: DecodedFrame['cells']): cells is Uint8Array | Uint16Array | Uint32Array {
  return !(cells instanceof Float32Array || cells instanceof Float64Array);
}

/** @throws PixelsError `not-encodable` */
async function assertLossless(
  { bytes, encoding }: EncodedFrame,
  frame: DecodedFrame,
  { decoder, transferSyntaxUid }: { readonly decoder: FrameDecoder; readonly transferSyntaxUid: string },
): Promise<void> {
  const { rows, columns, signed } = frame;
  const description = { rows, columns, signed, ...encoding, numberOfFrames: 1, planarConfiguration: 0 } as const;
  const decoded = await decoder.decodeFrame(bytes, transferSyntaxUid, { ...description, sampleKind: 'integer' });
  const isSame =
    decoded.findings.length === 0 &&
    decoded.photometricInterpretation === frame.photometricInterpretation &&
    isEqual(bytesOf(decoded.cells), bytesOf(frame.cells));
  if (!isSame) throw notEncodable(frame, transferSyntaxUid, 'lossy');
}

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

function notEncodable(frame: DecodedFrame, transferSyntaxUid: string, reason: 'cells' | 'photometric' | 'lossy') {
  const details = { transferSyntaxUid, reason, actual: frame.bitsAllocated };
  return new PixelsError('not-encodable', 'the Transfer Syntax cannot hold the frame without loss', details);
}
