/**
 * Reads the header of a DICOM file from a stream of chunks, PS3.10 §7: preamble, file meta information, then the data
 * set up to Pixel Data by `header-reader.ts`. As lenient about the start of the file as `part10.ts`.
 */

import { type Budget, defaultBudget } from './budget.ts';
import { ChunkWindow } from './chunk-window.ts';
import type { DataSet } from './data-set.ts';
import type { DataSetReader } from './data-set-reader.ts';
import { DicomError } from './errors.ts';
import { chooseTransferSyntax, closeFileMeta, fileMetaReader, findFileMeta, prefixBytes } from './file-meta.ts';
import type { Finding, Parsed } from './finding.ts';
import { HeaderReader, type HeaderReaderOptions, type StreamingInflater } from './header-reader.ts';
import { moveFinding } from './structure-finding.ts';
import type { TransferSyntax } from './transfer-syntax.ts';

export type Part10ReaderOptions = {
  readonly budget?: Partial<Budget>;
  /** Needed for deflated transfer syntaxes; called when one is met. */
  readonly createInflater?: () => StreamingInflater;
};

/** Bytes from which the start of a file is recognised: preamble, prefix and the header of an element. */
const startBytes = prefixBytes + 12;

type Meta = { readonly offset: number; readonly reader: DataSetReader; readonly window: ChunkWindow };

export class Part10Reader {
  readonly #options: Part10ReaderOptions;
  readonly #budget: Budget;
  readonly #start = new Uint8Array(startBytes);
  #startFilled = 0;
  #meta: Meta | undefined;
  #findings: Finding[] = [];
  #header: HeaderReader | undefined;
  #failure: DicomError | undefined;
  #fileMeta: DataSet = { elements: [], littleEndian: true, characterSets: [] };
  #transferSyntax: TransferSyntax | undefined;
  #dataSetOffset: number | undefined;

  constructor(options: Part10ReaderOptions = {}) {
    this.#options = options;
    this.#budget = { ...defaultBudget, ...options.budget };
  }

  /** Takes the next bytes, which are free again when this returns. Once complete, further bytes are ignored. */
  push(chunk: Uint8Array): 'need-more' | 'complete' {
    if (this.failed !== undefined) return 'complete';
    if (this.#header !== undefined) return this.#header.push(chunk);
    let rest = chunk;
    if (this.#meta === undefined) {
      const copied = Math.min(chunk.length, startBytes - this.#startFilled);
      this.#start.set(chunk.subarray(0, copied), this.#startFilled);
      this.#startFilled += copied;
      if (this.#startFilled < startBytes) return 'need-more';
      this.#beginMeta();
      rest = chunk.subarray(copied);
    }
    this.#pushMeta(rest);
    return this.#isComplete ? 'complete' : 'need-more';
  }

  /** The stream has ended: what there was is all there is. */
  end(): void {
    if (this.failed !== undefined) return;
    if (this.#meta === undefined) {
      if (this.#startFilled === 0) this.#failure = new DicomError('empty-input');
      else this.#beginMeta();
    }
    if (this.#header === undefined && this.#failure === undefined) this.#endMeta(new Uint8Array(0), true);
    this.#header?.end();
  }

  /** File meta information; empty until it was read, and where there is none. */
  get fileMeta(): DataSet {
    return this.#fileMeta;
  }

  /** Known once the file meta information was read. */
  get transferSyntax(): TransferSyntax | undefined {
    return this.#transferSyntax;
  }

  /** Offset of the data set from the start of the file; known with the transfer syntax. */
  get dataSetOffset(): number | undefined {
    return this.#dataSetOffset;
  }

  /** What was read of the data set; offsets of findings count from the start of the file unless it is deflated. */
  get header(): Parsed<DataSet> {
    const { value, findings } = this.#header?.header ?? { value: { ...this.#fileMeta, elements: [] }, findings: [] };
    const by = this.#transferSyntax?.deflated ? 0 : (this.#dataSetOffset ?? 0);
    return { value, findings: [...this.#findings, ...findings.map((finding) => moveFinding(finding, by))] };
  }

  /** Offset of the Pixel Data element from the start of the (inflated) data set. */
  get pixelDataOffset(): number | undefined {
    return this.#header?.pixelDataOffset;
  }

  /** Why the header could not be read to its end. */
  get failed(): DicomError | undefined {
    return this.#failure ?? this.#header?.failed;
  }

  get #isComplete(): boolean {
    return this.failed !== undefined || this.#header?.pixelDataOffset !== undefined;
  }

  #beginMeta(): void {
    const start = this.#start.subarray(0, this.#startFilled);
    const place = findFileMeta(start);
    this.#findings.push(...place.findings);
    const reader = fileMetaReader(this.#budget, true);
    this.#meta = { offset: place.offset, reader, window: new ChunkWindow(reader) };
    const after = start.subarray(place.offset);
    if (place.isThere) this.#pushMeta(after);
    else this.#endMeta(after, false);
  }

  #pushMeta(bytes: Uint8Array): void {
    if (this.#header !== undefined) this.#header.push(bytes);
    const meta = this.#meta;
    if (this.#header !== undefined || meta === undefined || this.#failure !== undefined) return;
    const taken = meta.window.push(bytes);
    if (meta.reader.failed) this.#failure = new DicomError(meta.reader.failed, { offset: meta.offset });
    else if (meta.reader.done) this.#endMeta(bytes.subarray(taken), false);
  }

  /** Ends the file meta information; what was taken for it but follows it, and `rest`, are the data set's. */
  #endMeta(rest: Uint8Array, isEnd: boolean): void {
    const meta = this.#meta;
    if (meta === undefined) return;
    meta.reader.finish();
    const { value, findings, lengthBytes } = closeFileMeta(meta.reader, meta.offset);
    this.#findings.push(...findings);
    this.#fileMeta = value;
    this.#dataSetOffset = meta.offset + lengthBytes;
    const unread = meta.window.unread();
    const first = unread.length > 0 ? unread : rest;
    try {
      const remainingBytes = isEnd ? first.length : Number.POSITIVE_INFINITY;
      const start = { bytes: first, offset: this.#dataSetOffset, remainingBytes };
      this.#transferSyntax = chooseTransferSyntax(value, start, this.#findings);
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      this.#failure = error;
      return;
    }
    const inflater = this.#transferSyntax.deflated ? this.#options.createInflater?.() : undefined;
    const options: HeaderReaderOptions = { budget: this.#budget, ...(inflater && { inflater }) };
    this.#header = new HeaderReader(this.#transferSyntax, options);
    this.#header.push(unread);
    this.#header.push(rest);
  }
}
