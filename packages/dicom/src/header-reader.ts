/**
 * Reads the header of a data set from a stream of chunks: everything before Pixel Data, in memory that does not depend
 * on the size of the object or of its values.
 *
 * A value or top-level sequence longer than the budget's `maxValueBytes` is passed over and stands in the header as
 * `absent` with its length. Chunks are copied, never kept. Files are read by `part10-reader.ts`.
 */

import { type Budget, defaultBudget } from './budget.ts';
import { ChunkWindow } from './chunk-window.ts';
import type { DataSet } from './data-set.ts';
import { DataSetReader } from './data-set-reader.ts';
import { DicomError } from './errors.ts';
import type { Parsed } from './finding.ts';
import { tagFrom } from './tag.ts';
import type { TransferSyntax } from './transfer-syntax.ts';

/** Inflates raw deflate data (RFC 1951) as it arrives, without delay; throws where it is damaged. */
export type StreamingInflater = {
  /** Takes the next deflated bytes; calls `onInflated` for what they inflate to before it returns. */
  push(deflated: Uint8Array, onInflated: (inflated: Uint8Array) => void): void;
  /** The deflated bytes have ended: gives what is left, or throws where more must follow. */
  end?(onInflated: (inflated: Uint8Array) => void): void;
};

export type HeaderReaderOptions = {
  readonly budget?: Partial<Budget>;
  /** Needed for deflated transfer syntaxes. */
  readonly inflater?: StreamingInflater;
};

/** Float, Double Float and plain Pixel Data, PS3.3 §C.7.6.3. */
const pixelDataFrom = tagFrom(0x7fe0, 0x0008);
const pixelDataTo = tagFrom(0x7fe0, 0x0010);

/** Deflated bytes inflated at a time: 1 KiB gives at most 1 MiB, and what is not needed any more is never inflated. */
const inflateStepBytes = 1024;

export class HeaderReader {
  readonly #reader: DataSetReader;
  readonly #window: ChunkWindow;
  readonly #transferSyntax: TransferSyntax;
  readonly #inflater: StreamingInflater | undefined;
  readonly #maxInflatedBytes: number;
  #inflatedBytes = 0;
  #failure: DicomError | undefined;

  constructor(transferSyntax: TransferSyntax, options: HeaderReaderOptions = {}) {
    const budget = { ...defaultBudget, ...options.budget };
    this.#transferSyntax = transferSyntax;
    this.#inflater = options.inflater;
    this.#maxInflatedBytes = budget.maxInflatedBytes;
    this.#reader = new DataSetReader({
      transferSyntax,
      budget,
      stopFrom: pixelDataFrom,
      stopTo: pixelDataTo,
      isHeaderOnly: true,
    });
    this.#window = new ChunkWindow(this.#reader);
    if (transferSyntax.deflated && options.inflater === undefined) {
      this.#failure = new DicomError('inflater-missing', { transferSyntaxUid: transferSyntax.uid });
    }
  }

  /** Takes the next bytes, which are free again when this returns. Once complete, further bytes are ignored. */
  push(chunk: Uint8Array): 'need-more' | 'complete' {
    if (!this.#isComplete) {
      if (this.#transferSyntax.deflated) this.#pushDeflated(chunk);
      else this.#window.push(chunk);
    }
    return this.#isComplete ? 'complete' : 'need-more';
  }

  /** The stream has ended: what there was is all there is. */
  end(): void {
    if (this.#transferSyntax.deflated) this.#inflate((inflater, onInflated) => inflater.end?.(onInflated));
    if (!this.#isComplete) this.#reader.finish();
  }

  /** What was read; empty until `push` has returned `complete` or `end` was called. */
  get header(): Parsed<DataSet> {
    const { littleEndian } = this.#transferSyntax;
    const value = this.#reader.dataSet ?? { elements: [], littleEndian, characterSets: [] };
    return { value, findings: this.#reader.findings };
  }

  /** Offset of the Pixel Data element from the start of the (inflated) data set. */
  get pixelDataOffset(): number | undefined {
    return this.#reader.stoppedAt?.offset;
  }

  /** Why the header could not be read to its end. */
  get failed(): DicomError | undefined {
    const { failed, offset } = this.#reader;
    return this.#failure ?? (failed && new DicomError(failed, { offset }));
  }

  get #isComplete(): boolean {
    return this.#reader.done || this.#failure !== undefined;
  }

  #pushDeflated(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += inflateStepBytes) {
      const step = chunk.subarray(at, at + inflateStepBytes);
      this.#inflate((inflater, onInflated) => inflater.push(step, onInflated));
    }
  }

  #inflate(run: (inflater: StreamingInflater, onInflated: (inflated: Uint8Array) => void) => void): void {
    if (this.#inflater === undefined || this.#isComplete) return;
    try {
      run(this.#inflater, (inflated) => this.#takeInflated(inflated));
    } catch (error) {
      this.#fail(new DicomError('inflate-failed', { offset: this.#reader.offset }, error));
    }
  }

  /** Values that are passed over take no memory but time, of which a few bytes could ask for any amount. */
  #takeInflated(inflated: Uint8Array): void {
    this.#inflatedBytes += inflated.length;
    this.#window.push(inflated);
    if (this.#inflatedBytes <= this.#maxInflatedBytes || this.#isComplete) return;
    this.#fail(new DicomError('budget-exceeded', { offset: this.#reader.offset, limit: this.#maxInflatedBytes }));
  }

  #fail(error: DicomError): void {
    this.#failure = error;
    // What was inflated before is still good.
    this.#reader.finish();
  }
}
