/**
 * Gives a data set reader a stream of chunks as a sequence of windows. Every byte is copied once into a block and
 * looked at once, whatever the size of the chunks; bytes of values that are passed over are not copied at all.
 *
 * Values that were read are views of their block, so blocks are never reused.
 */

import type { DataSetReader } from './data-set-reader.ts';

/** Most headers fit into the first block; longer ones have many more bytes to come. */
const firstBlockBytes = 8 * 1024;
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
      const skipped = reader.passOver(chunk.length - taken);
      taken += skipped;
      if (skipped > 0) continue;
      if (this.#filled === this.#block.length) this.#nextBlock(chunk.length - taken);
      const copied = Math.min(chunk.length - taken, this.#block.length - this.#filled);
      this.#block.set(chunk.subarray(taken, taken + copied), this.#filled);
      taken += copied;
      this.#filled += copied;
      reader.read(this.#filled);
    }
    return taken;
  }

  /** Returns the bytes that were taken but not read. */
  unread(): Uint8Array {
    return this.#block.subarray(this.#reader.pos, this.#filled);
  }

  /** Begins a block with what the last one has unread. */
  #nextBlock(comingBytes: number): void {
    const unread = this.unread();
    // It doubles while one value does not fit, so that a byte is copied twice on average and no claim is believed.
    const usual =
      this.#block.length === 0 ? firstBlockBytes : Math.max(firstBlockBytes, Math.min(comingBytes, blockBytes));
    const wanted = Math.max(usual, unread.length * 2);
    const block = new Uint8Array(wanted);
    block.set(unread);
    this.#block = block;
    this.#filled = unread.length;
    this.#reader.setWindow(block, unread.length);
  }
}
