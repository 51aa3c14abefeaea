/**
 * Native pixel cells, PS3.5 §8.1 and §8.2: from bytes to one number a sample, and back to little-endian bytes.
 *
 * Knows 1, 8, 16, 32 and 64 bits; a frame that is too short leaves the rest of its cells zero, which the caller
 * reports. Planar images and subsampled colour are put in order in `planar.ts` and `ybr.ts`.
 */

import type { Cells } from './codec.ts';

type CellLayout = { readonly bitsAllocated: number; readonly rows: number; readonly columns: number };

/**
 * Returns the cells of little-endian bytes. Bits of 1-bit images become one cell each, first pixel in the least
 * significant bit, PS3.5 §8.1.1. Shares memory with `bytes` where its alignment allows.
 */
export function cellsOf(bytes: Uint8Array, layout: CellLayout): Cells {
  const { bitsAllocated } = layout;
  if (bitsAllocated === 1) return unpackBits(bytes, layout.rows * layout.columns);
  if (bitsAllocated <= 8) return bytes;
  const bytesPerCell = bitsAllocated >> 3;
  const aligned = bytes.byteOffset % bytesPerCell === 0 ? bytes : bytes.slice();
  const count = Math.floor(bytes.length / bytesPerCell);
  if (bitsAllocated === 16) return new Uint16Array(aligned.buffer, aligned.byteOffset, count);
  if (bitsAllocated === 32) return new Uint32Array(aligned.buffer, aligned.byteOffset, count);
  return new Float64Array(aligned.buffer, aligned.byteOffset, count);
}

/** Returns the cells as native little-endian bytes; 1-bit cells stay one a byte and are packed across frames elsewhere. */
export function bytesOf(cells: Cells): Uint8Array {
  return new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength);
}

/** Swaps the bytes of every cell in place, for Explicit VR Big Endian, PS3.5 §7.3. */
export function swapBytes(bytes: Uint8Array, bytesPerCell: number): Uint8Array {
  for (let at = 0; at + bytesPerCell <= bytes.length; at += bytesPerCell) {
    for (let low = at, high = at + bytesPerCell - 1; low < high; low++, high--) {
      const byte = bytes[low] ?? 0;
      bytes[low] = bytes[high] ?? 0;
      bytes[high] = byte;
    }
  }
  return bytes;
}

function unpackBits(bytes: Uint8Array, count: number): Uint8Array {
  const cells = new Uint8Array(count);
  const available = Math.min(count, bytes.length * 8);
  for (let i = 0; i < available; i++) cells[i] = ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1;
  return cells;
}
