/**
 * RLE Lossless as an encoder, PS3.5 Annex G: each byte plane of a frame as one PackBits segment, most significant byte
 * first, rows encoded each by itself. Decoding is `rle.ts`.
 */

import { PixelsError } from '../errors.ts';
import type { Encoder } from './encoder.ts';
import { bytesOf } from './native.ts';

/** Number of segments and 15 offsets, each 32 bits, PS3.5 §G.5. */
const headerBytes = 64;
const mostSegments = 15;
/** A run as long as a control byte can say, PS3.5 §G.3.1. */
const longestRun = 128;

export const rleEncoder: Encoder = {
  photometricOf: (photometric) => photometric,
  encode({ cells, rows, columns, samplesPerPixel }) {
    const bytesPerSample = cells.BYTES_PER_ELEMENT;
    const planes = samplesPerPixel * bytesPerSample;
    if (planes > mostSegments) {
      throw new PixelsError('not-encodable', 'the frame has more byte planes than RLE has segments', {
        actual: planes,
      });
    }
    const bytes = bytesOf(cells);
    // Every literal run takes a byte more than it has, and all but the last are followed by a run that saves one.
    const rowBytes = columns + Math.ceil(columns / longestRun) + 1;
    const encoded = new Uint8Array(headerBytes + planes * (rows * rowBytes + 1));
    const header = new DataView(encoded.buffer, 0, headerBytes);
    header.setUint32(0, planes, true);
    const row = new Uint8Array(columns);
    let to = headerBytes;
    for (let plane = 0; plane < planes; plane++) {
      header.setUint32(4 + 4 * plane, to, true);
      const sample = Math.floor(plane / bytesPerSample);
      const significance = bytesPerSample - 1 - (plane % bytesPerSample);
      let from = sample * bytesPerSample + significance;
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++, from += planes) row[x] = bytes[from] ?? 0;
        to = packRow(row, encoded, to);
      }
      // Segments have even length, PS3.5 §G.3.1.
      to += to & 1;
    }
    return encoded.slice(0, to);
  },
};

/** Writes a row as literal and replicate runs; returns the offset after it. Two equal bytes do not end a literal run. */
function packRow(row: Uint8Array, into: Uint8Array, at: number): number {
  let to = at;
  let literal = 0;
  for (let x = 0; x < row.length; ) {
    const value = row[x];
    let end = x + 1;
    while (end < row.length && end - x < longestRun && row[end] === value) end++;
    if (end - x >= 3 || (end - x === 2 && literal === x)) {
      to = writeLiteral(row.subarray(literal, x), into, to);
      into[to++] = 257 - (end - x);
      into[to++] = value ?? 0;
      literal = end;
    }
    x = end;
  }
  return writeLiteral(row.subarray(literal), into, to);
}

function writeLiteral(bytes: Uint8Array, into: Uint8Array, at: number): number {
  let to = at;
  for (let from = 0; from < bytes.length; from += longestRun) {
    const run = bytes.subarray(from, from + longestRun);
    into[to++] = run.length - 1;
    into.set(run, to);
    to += run.length;
  }
  return to;
}
