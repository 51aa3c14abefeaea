/**
 * Packs 1-bit cells eight to a byte, the first in the least significant bit, PS3.5 §8.1.1. Frames follow one another
 * without padding, so bits left over from one begin the next.
 */

export type BitPacker = {
  /** Takes cells of 0 and 1 and returns the bytes that are full. */
  push(cells: ArrayLike<number>): Uint8Array;
  /** Returns the last byte, if one was begun. */
  finish(): Uint8Array;
};

export function createBitPacker(): BitPacker {
  let pending = 0;
  let count = 0;
  return {
    push(cells) {
      const bytes = new Uint8Array((count + cells.length) >> 3);
      let to = 0;
      for (let i = 0; i < cells.length; i++) {
        pending |= ((cells[i] ?? 0) & 1) << count;
        count++;
        if (count < 8) continue;
        bytes[to++] = pending;
        pending = 0;
        count = 0;
      }
      return bytes;
    },
    finish() {
      return count === 0 ? new Uint8Array() : Uint8Array.of(pending);
    },
  };
}
