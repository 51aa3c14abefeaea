/**
 * Reads the header of a data set from a stream of chunks: everything before Pixel Data, in memory that does not depend
 * on the size of the object or of its values.
 *
 * A value or top-level sequence longer than the budget's `maxValueBytes` is passed over and stands in the header as
 * `absent` with its length. Every byte is looked at once, whatever the size of the chunks. Chunks are copied, never
 * kept. Files are read by `part10-reader.ts`.
 */

import { type Budget, defaultBudget } from './budget.ts';
import type { DataSet } from './data-set.ts';
import { DataSetReader } from './data-set-reader.ts';
import { DicomError } from './errors.ts';
import type { Parsed } from './finding.ts';
import { tagFrom } from './tag.ts';
import type { TransferSyntax } from './transfer-syntax.ts';

/** Inflates raw deflate data (RFC 1951) as it arrives, without delay; throws where it is damaged. */
export type StreamingInflater = {
  /** Takes the next deflated bytes; calls `onInflated` for what they inflate to. */
  push(deflated: Uint8Array, onInflated: (inflated: Uint8Array) => void): void;
};

export type HeaderReaderOptions = {
  readonly budget?: Partial<Budget>;
  /** Needed for deflated transfer syntaxes. */
  readonly inflater?: StreamingInflater;
};

/** Float, Double Float and plain Pixel Data, PS3.3 §C.7.6.3. */
const pixelDataFrom = tagFrom(0x7fe0, 0x0008);
const pixelDataTo = tagFrom(0x7fe0, 0x0010);

const smallestBlockBytes = 4 * 1024;
const blockBytes = 32 * 1024;
/** Deflated bytes inflated at a time: 1 KiB gives at most 1 MiB, and what is not needed any more is never inflated. */
const inflateStepBytes = 1024;

export class HeaderReader {
  readonly #reader: DataSetReader;
  readonly #transferSyntax: TransferSyntax;
  readonly #inflater: StreamingInflater | undefined;
  #block: Uint8Array = new Uint8Array(0);
  #filled = 0;
  #failure: DicomError | undefined;

  constructor(transferSyntax: TransferSyntax, options: HeaderReaderOptions = {}) {
    const budget = { ...defaultBudget, ...options.budget };
    this.#transferSyntax = transferSyntax;
    this.#inflater = options.inflater;
    this.#reader = new DataSetReader({
      transferSyntax,
      budget,
      stopFrom: pixelDataFrom,
      stopTo: pixelDataTo,
      maxValueBytes: budget.maxValueBytes,
    });
    if (transferSyntax.deflated && options.inflater === undefined) {
      this.#failure = new DicomError('inflater-missing', { transferSyntaxUid: transferSyntax.uid });
    }
  }

  /** Takes the next bytes, which are free again when this returns. Once complete, further bytes are ignored. */
  push(chunk: Uint8Array): 'need-more' | 'complete' {
    if (this.#isComplete) return 'complete';
    if (this.#transferSyntax.deflated) this.#inflate(chunk);
    else this.#read(chunk);
    return this.#isComplete ? 'complete' : 'need-more';
  }

  /** The stream has ended: what there was is all there is. */
  end(): void {
    if (!this.#isComplete) this.#reader.finish();
  }

  /** What was read; complete once `push` says so or `end` was called, else what was read until now. */
  get header(): Parsed<DataSet> {
    const { littleEndian } = this.#transferSyntax;
    const value = this.#reader.dataSet ?? { elements: [], littleEndian, characterSets: [] };
    return { value, findings: this.#reader.findings };
  }

  /** Offset of the Pixel Data element from the start of the (inflated) data set. */
  get pixelDataOffset(): number | undefined {
    return this.#reader.stoppedAt?.offset;
  }

  get failed(): DicomError | undefined {
    const { failed, base, pos } = this.#reader;
    return this.#failure ?? (failed && new DicomError(failed, { offset: base + pos }));
  }

  get #isComplete(): boolean {
    return this.#reader.done || this.#failure !== undefined;
  }

  #inflate(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.#isComplete; at += inflateStepBytes) {
      try {
        this.#inflater?.push(chunk.subarray(at, at + inflateStepBytes), (inflated) => this.#read(inflated));
      } catch (error) {
        this.#failure = new DicomError('inflate-failed', { offset: this.#reader.base + this.#reader.pos }, error);
      }
    }
  }

  #read(chunk: Uint8Array): void {
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
  }

  /** Passes over bytes of a value that is left out without copying them; returns how many. */
  #skip(availableBytes: number): number {
    const reader = this.#reader;
    if (reader.skipBytes === 0 || reader.pos < this.#filled) return 0;
    const skipped = Math.min(reader.skipBytes, availableBytes);
    reader.skipBytes -= skipped;
    reader.base += skipped;
    return skipped;
  }

  /** Begins a block with what the last one has unread. Values that were read stay where they are. */
  #nextBlock(comingBytes: number): void {
    const reader = this.#reader;
    const unread = this.#block.subarray(reader.pos, this.#filled);
    // It doubles while one value does not fit, so that a value is copied at most twice on average.
    const wanted = Math.max(smallestBlockBytes, Math.min(comingBytes, blockBytes), unread.length * 2);
    const block = new Uint8Array(wanted);
    block.set(unread);
    this.#block = block;
    this.#filled = unread.length;
    reader.setWindow(block, unread.length);
  }
}
