/**
 * Gives a data set reader a stream of chunks as a sequence of windows. Every byte is copied once into a block and
 * looked at once, whatever the size of the chunks; bytes of values that are passed over are not copied at all.
 *
 * Values that were read are views of their block, so blocks are never reused.
 */

import type { DataSetReader } from './data-set-reader.ts';

const smallestBlockBytes = 4 * 1024;
const blockBytes = 32 * 1024;

export class ChunkWindow {
  readonly #reader: DataSetReader;
  #block: Uint8Array = new Uint8Array(0);
  #filled = 0;

  constructor(reader: DataSetReader) {
    this.#reader = reader;
  }

  /** Lets the reader read a chunk; returns how many of its bytes were taken, all unless the reader is done. */
  push(chunk: Uint8Array): number {
    const reader = this.#reader;
    let taken = 0;
    while (taken < chunk.length && !reader.done) {
      const skipped = this.#skip(chunk.length - taken);
      taken += skipped;
      if (skipped > 0) continue;
      if (this.#filled === this.#block.length) this.#nextBlock(chunk.length - taken);
      const copied = Math.min(chunk.length - taken, this.#block.length - this.#filled);
      this.#block.set(chunk.subarray(taken, taken + copied), this.#filled);
      taken += copied;
      this.#filled += copied;
      reader.filled = this.#filled;
      reader.run();
    }
    return taken;
  }

  /** Returns the bytes that were taken but not read. */
  unread(): Uint8Array {
    return this.#block.subarray(this.#reader.pos, this.#filled);
  }

  #skip(availableBytes: number): number {
    const reader = this.#reader;
    if (reader.skipBytes === 0 || reader.pos < this.#filled) return 0;
    const skipped = Math.min(reader.skipBytes, availableBytes);
    reader.skipBytes -= skipped;
    reader.base += skipped;
    return skipped;
  }

  /** Begins a block with what the last one has unread. */
  #nextBlock(comingBytes: number): void {
    const unread = this.unread();
    // It doubles while one value does not fit, so that a byte is copied twice on average and no claim is believed.
    const wanted = Math.max(smallestBlockBytes, Math.min(comingBytes, blockBytes), unread.length * 2);
    const block = new Uint8Array(wanted);
    block.set(unread);
    this.#block = block;
    this.#filled = unread.length;
    this.#reader.setWindow(block, unread.length);
  }
}
