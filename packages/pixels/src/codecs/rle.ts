/**
 * RLE Lossless, PS3.5 Annex G: each byte plane of a frame as one PackBits segment, most significant byte first.
 *
 * Decodes only. Segments that are short or too long are decoded as far as they go and reported as incomplete.
 */

import { PixelsError } from '../errors.ts';
import type { Codec, CodecOutput, CodecTarget } from './codec.ts';
import { cellsOf } from './native.ts';

/** Number of segments and 15 offsets, each 32 bits, PS3.5 §G.5. */
const headerBytes = 64;

export const rleCodec: Codec = { name: 'RLE', decode: decodeRle };

/** @throws PixelsError `codestream-malformed` where the header fits neither the bytes nor the image */
export function decodeRle(frame: Uint8Array, target: CodecTarget): CodecOutput {
  const { rows, columns, samplesPerPixel, bitsAllocated } = target;
  const bytesPerSample = Math.max(1, bitsAllocated >> 3);
  const planes = samplesPerPixel * bytesPerSample;
  const offsets = readHeader(frame, planes);
  const planeBytes = bitsAllocated === 1 ? Math.ceil((rows * columns) / 8) : rows * columns;
  const decoded = new Uint8Array(planeBytes * planes);
  let complete = true;
  for (let plane = 0; plane < planes; plane++) {
    const segment = frame.subarray(offsets[plane], offsets[plane + 1]);
    const sample = Math.floor(plane / bytesPerSample);
    const significance = bytesPerSample - 1 - (plane % bytesPerSample);
    const written = unpack(segment, decoded, sample * bytesPerSample + significance, planes);
    complete = complete && written === planeBytes;
  }
  return { cells: cellsOf(decoded, target), precision: bitsAllocated, colour: 'as-coded', complete };
}

/** Returns the bounds of the segments, the end of the last included. */
function readHeader(frame: Uint8Array, planes: number): readonly number[] {
  if (frame.length < headerBytes) {
    throw new PixelsError('codestream-malformed', 'RLE header is cut short', { lengthBytes: frame.length });
  }
  const view = new DataView(frame.buffer, frame.byteOffset, headerBytes);
  const count = view.getUint32(0, true);
  if (count !== planes) {
    throw new PixelsError('codestream-mismatch', 'RLE frame with another number of segments than the image has', {
      expected: planes,
      actual: count,
    });
  }
  const bounds = Array.from({ length: count }, (_, i) => view.getUint32(4 + 4 * i, true));
  bounds.push(frame.length);
  const ascending = bounds.every((offset, i) => offset >= (bounds[i - 1] ?? headerBytes) && offset <= frame.length);
  if (!ascending) throw new PixelsError('codestream-malformed', 'RLE segments lie outside the frame', { offset: 4 });
  return bounds;
}

/** Unpacks one segment, PS3.5 §G.3.2, into every `stride`-th byte from `first`; returns how many it wrote. */
function unpack(segment: Uint8Array, into: Uint8Array, first: number, stride: number): number {
  let to = first;
  let from = 0;
  while (from < segment.length && to < into.length) {
    const control = segment[from++] ?? 0;
    if (control < 128) {
      const last = Math.min(from + control + 1, segment.length);
      for (; from < last && to < into.length; to += stride) into[to] = segment[from++] ?? 0;
    } else if (control > 128) {
      if (from >= segment.length) break;
      const value = segment[from++] ?? 0;
      for (let left = 257 - control; left > 0 && to < into.length; left--, to += stride) into[to] = value;
    }
  }
  return (to - first) / stride;
}
