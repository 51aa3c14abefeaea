/**
 * The one reader of data sets, PS3.5 §7: implicit and explicit VR, both byte orders, sequences and fragments of any
 * nesting. It reads a window of bytes as far as it goes and resumes where it paused; `parse.ts` gives it everything at
 * once, `header-reader.ts` piece by piece.
 *
 * It never fails on bytes whose end is known: what breaks the standard is a finding, and bytes that are no element are
 * kept as `trailing` where they stood, so that every input can be written again as it was. Deflated data sets are
 * inflated by the caller.
 */

import type { DataSet } from './data-set.ts';
import { ElementHeaderReader } from './element-header.ts';
import type { Finding } from './finding.ts';
import { readElements } from './read-elements.ts';
import { readFragment, readItem } from './read-items.ts';
import { undefinedLength, unknownEnd } from './reader-frame.ts';
import { type DataSetReaderOptions, ReaderState } from './reader-state.ts';
import type { Tag } from './tag.ts';

export type { DataSetReaderOptions };

export class DataSetReader {
  readonly #state: ReaderState;
  readonly #header = new ElementHeaderReader();

  constructor(options: DataSetReaderOptions) {
    this.#state = new ReaderState(options);
  }

  /** What was read; there once reading is done. */
  get dataSet(): DataSet | undefined {
    return this.#state.dataSet;
  }

  get findings(): readonly Finding[] {
    return this.#state.findings;
  }

  get done(): boolean {
    return this.#state.done;
  }

  /** Why reading ended before the data set did. */
  get failed(): 'unreadable' | 'budget-exceeded' | undefined {
    return this.#state.failed;
  }

  /** Where the element stands that reading stopped at. */
  get stoppedAt(): { readonly tag: Tag; readonly offset: number } | undefined {
    return this.#state.stoppedAt;
  }

  /** Offset of the next byte to be read, from the start of the data set. */
  get offset(): number {
    return this.#state.offset;
  }

  /** Bytes of the window that have been read. */
  get pos(): number {
    return this.#state.pos;
  }

  /** Begins a window of which `filled` bytes are there; its first byte is the next to be read. */
  setWindow(bytes: Uint8Array, filled: number): void {
    this.#state.setWindow(bytes, filled);
  }

  /** Reads as far as the window goes, of which `filled` bytes are there. */
  read(filled: number): void {
    const state = this.#state;
    state.filled = filled;
    while (!state.done) {
      if (state.skipBytes > 0) {
        const skipped = Math.min(state.skipBytes, filled - state.pos);
        state.pos += skipped;
        state.skipBytes -= skipped;
        if (state.skipBytes > 0) return;
      }
      const goesOn = this.#step();
      if (state.isOverBudget && !state.done) state.fail('budget-exceeded');
      if (!goesOn) return;
    }
  }

  /**
   * Passes over bytes that come after the window, of which no more than `availableBytes` are at hand, where the next to
   * be read are of a value that is left out; returns how many.
   */
  passOver(availableBytes: number): number {
    const state = this.#state;
    if (state.skipBytes === 0 || state.pos < state.filled) return 0;
    const skipped = Math.min(state.skipBytes, availableBytes);
    state.skipBytes -= skipped;
    state.base += skipped;
    return skipped;
  }

  /** Reads what is left, now that the end of the window is the end of the data set. */
  finish(): void {
    const state = this.#state;
    if (state.done) return;
    const end = state.base + state.filled;
    if (state.skipBytes > 0) state.report('length-beyond-end', end);
    state.skipBytes = 0;
    for (const frame of state.stack) {
      if (frame.end <= end) continue;
      if (frame.end !== unknownEnd && frame.lengthBytes !== undefinedLength) {
        if (frame.missingBytes === 0) state.report('length-beyond-end', frame.offset);
        frame.missingBytes += frame.end - end;
      }
      frame.end = end;
    }
    this.read(state.filled);
  }

  #step(): boolean {
    const state = this.#state;
    const frame = state.stack[state.stack.length - 1];
    if (frame === undefined) return false;
    if (frame.kind === 'data-set') return readElements(state, this.#header, frame);
    return frame.kind === 'sequence' ? readItem(state, frame) : readFragment(state, frame);
  }
}
