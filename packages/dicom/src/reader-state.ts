/**
 * What a data set reader knows while it reads: the window of bytes, what is open, what was found, and what of the
 * budget is used up. The reading itself is in `read-elements.ts` and `read-items.ts`.
 */

import { type Budget, elementOverheadBytes } from './budget.ts';
import type { DataSet, ElementValue } from './data-set.ts';
import type { Finding } from './finding.ts';
import {
  type DataSetFrame,
  dataSetOf,
  elementSourceOf,
  type FragmentsFrame,
  openDataSet,
  type ReaderFrame,
  type SequenceFrame,
  undefinedLength,
  unknownEnd,
} from './reader-frame.ts';
import { type StructureFindingCode, structureFinding } from './structure-finding.ts';
import type { Tag } from './tag.ts';
import type { TransferSyntax } from './transfer-syntax.ts';

export type DataSetReaderOptions = {
  readonly transferSyntax: TransferSyntax;
  readonly budget: Budget;
  /** Reading is done where a top-level element below this tag begins. */
  readonly stopBelow?: Tag;
  /** Reading is done where a top-level element from this tag to `stopTo` begins. */
  readonly stopFrom?: Tag;
  readonly stopTo?: Tag;
  /** Hold no more than the budget allows a header, and leave out values that are too long. */
  readonly isHeaderOnly?: boolean;
};

/** A tag and a length; PS3.5 §7.1.3. */
const smallestElementBytes = 8;
/** A value up to this length is kept as long as the budget lasts; of longer ones, only half of the budget is made. */
const smallValueBytes = 1024;

export const noBytes = new Uint8Array(0);

export class ReaderState {
  readonly options: DataSetReaderOptions;
  readonly isHeaderOnly: boolean;
  readonly stack: ReaderFrame[] = [];
  readonly findings: Finding[] = [];
  dataSet: DataSet | undefined;
  done = false;
  failed: 'unreadable' | 'budget-exceeded' | undefined;
  stoppedAt: { readonly tag: Tag; readonly offset: number } | undefined;
  /** No further element is read: the budget is used up. */
  isExhausted = false;

  /** Offset of the first byte of the window, from the start of the data set. */
  base = 0;
  /** Bytes of the window that are there. */
  filled = 0;
  /** Bytes of the window that have been read. */
  pos = 0;
  /** Bytes from `pos` on that are to be passed over. */
  skipBytes = 0;
  view: DataView = new DataView(noBytes.buffer);
  #buffer: ArrayBufferLike = noBytes.buffer;
  #byteOffset = 0;

  #count = 0;
  #unlisted = 0;
  /** Where bytes end that were kept because nothing in them could be read: what is not found there is not missing. */
  #keptUntil = -1;
  #heldBytes = 0;
  /** The sequence that is read on without being kept, and what was held before what is in a top-level one. */
  #dropped: ReaderFrame | undefined;
  #heldBefore = 0;
  /** How many elements may lie in what was passed over. */
  #countUnread = 0;

  constructor(options: DataSetReaderOptions) {
    const { explicitVr, littleEndian } = options.transferSyntax;
    this.options = options;
    this.isHeaderOnly = options.isHeaderOnly ?? false;
    this.stack.push(openDataSet({ offset: 0, lengthBytes: 0, end: unknownEnd, explicitVr, littleEndian }));
  }

  setWindow(bytes: Uint8Array, filled: number): void {
    this.base += this.pos;
    this.pos = 0;
    this.filled = filled;
    this.#buffer = bytes.buffer;
    this.#byteOffset = bytes.byteOffset;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Offset of the next byte, from the start of the data set. */
  get offset(): number {
    return this.base + this.pos;
  }

  get isDropping(): boolean {
    return this.#dropped !== undefined;
  }

  get isOverBudget(): boolean {
    return this.#heldBytes > this.options.budget.maxHeaderBytes;
  }

  /** A view of the window: nothing is copied. */
  slice(pos: number, lengthBytes: number): Uint8Array {
    return new Uint8Array(this.#buffer, this.#byteOffset + pos, lengthBytes);
  }

  /** Where there are too many, the first of each kind is still listed: whoever reads on must learn that the end is missing. */
  report(code: StructureFindingCode, offset: number, tag?: Tag): void {
    const hasRoom = this.findings.length < this.options.budget.maxFindings;
    if (hasRoom || !this.findings.some((listed) => listed.code === code)) {
      this.findings.push(structureFinding(code, offset, tag));
    } else {
      this.#unlisted += 1;
    }
  }

  /**
   * Counts an element, item or fragment, kept or not; false where there may be no more. So what a header reader takes, a
   * reader of the whole takes, too.
   */
  count(frame: ReaderFrame, tag: Tag): boolean {
    this.#count += 1;
    if (this.#count + this.#countUnread <= this.options.budget.maxElements) return true;
    this.isExhausted = true;
    this.report('too-many-elements', this.offset, tag);
    if (frame.end === unknownEnd) this.fail('budget-exceeded');
    else this.keepRest(frame);
    return false;
  }

  /** True for a value that a header does without. */
  isTooLong(valueBytes: number): boolean {
    if (!this.isHeaderOnly || valueBytes <= smallValueBytes) return false;
    const { maxValueBytes, maxHeaderBytes } = this.options.budget;
    return valueBytes > maxValueBytes || this.#heldBytes + valueBytes > maxHeaderBytes / 2;
  }

  /**
   * True for a sequence that a header reader may do without looking into: it counts as the elements that it can hold at
   * most, and a tenth of the budget is spent on such guesses.
   */
  mayPassOver(valueBytes: number): boolean {
    const most = this.#countUnread + Math.ceil(valueBytes / smallestElementBytes);
    if (most > this.options.budget.maxElements / 10) return false;
    this.#countUnread = most;
    return true;
  }

  /** Reads on through a sequence whose first bytes come next, without keeping it. */
  drop(frame: ReaderFrame): void {
    this.#dropped ??= frame;
  }

  /** Counts the memory that is kept, and lets a top-level sequence go that takes too much. */
  hold(valueBytes: number): void {
    if (!this.isHeaderOnly || this.#dropped !== undefined) return;
    if (this.stack.length === 1) this.#heldBefore = this.#heldBytes;
    this.#heldBytes += valueBytes + elementOverheadBytes;
    const sequence = this.stack[1];
    if (sequence === undefined || !this.isTooLong(this.#heldBytes - this.#heldBefore)) return;
    this.#dropped = sequence;
    this.#heldBytes = this.#heldBefore + elementOverheadBytes;
    for (const frame of this.stack.slice(1)) {
      if (frame.kind === 'data-set') frame.elements.length = 0;
      else if (frame.kind === 'sequence') frame.items.length = 0;
      else frame.fragments.length = 0;
    }
  }

  // What ends a frame returns true: reading goes on, with another frame.

  /** Keeps the bytes from here to the end of a frame as they are; reading goes on after them. */
  keepRest(frame: ReaderFrame, code?: StructureFindingCode): true {
    if (code !== undefined) this.report(code, this.offset, frame.kind === 'data-set' ? undefined : frame.tag);
    if (frame.end === unknownEnd) return this.fail('unreadable');
    const restBytes = frame.end - this.offset;
    this.#keptUntil = frame.end;
    // A header does without them, and they may not be there yet.
    if (this.isHeaderOnly) {
      frame.trailing = noBytes;
      this.skipBytes = restBytes;
      return true;
    }
    frame.trailing = this.slice(this.pos, restBytes);
    this.pos += restBytes;
    return true;
  }

  /** Ends a data set or an item; `isDelimited` tells that its delimiter was read. */
  closeDataSet(frame: DataSetFrame, isDelimited: boolean): true {
    if (this.stack.length === 1) return this.#complete();
    if (frame.lengthBytes === undefinedLength && !isDelimited && frame.trailing === undefined) {
      if (this.offset !== this.#keptUntil) this.report('missing-item-delimiter', this.offset);
      frame.trailing = noBytes;
    }
    this.stack.pop();
    const parent = this.stack[this.stack.length - 1];
    if (parent?.kind === 'sequence' && this.#dropped === undefined) parent.items.push(dataSetOf(frame));
    return true;
  }

  /** Ends a sequence or fragments; `isDelimited` tells that their delimiter was read. */
  closeElement(frame: SequenceFrame | FragmentsFrame, isDelimited: boolean): true {
    const { tag, vr } = frame;
    if (frame.lengthBytes === undefinedLength && !isDelimited && frame.trailing === undefined) {
      if (this.offset !== this.#keptUntil) this.report('missing-sequence-delimiter', this.offset, tag);
      frame.trailing = noBytes;
    }
    this.stack.pop();
    const isDropped = this.#dropped === frame;
    if (isDropped) this.#dropped = undefined;
    const parent = this.stack[this.stack.length - 1];
    if (parent?.kind !== 'data-set' || this.#dropped !== undefined) return true;
    const isLeftOut = isDropped || (frame.kind === 'fragments' && frame.isLeftOut);
    const value: ElementValue = isLeftOut
      ? { kind: 'absent', lengthBytes: this.offset - frame.valueOffset }
      : frame.kind === 'sequence'
        ? { kind: 'sequence', items: frame.items }
        : { kind: 'fragments', fragments: frame.fragments };
    parent.elements.push({ tag, vr, value, source: elementSourceOf(frame) });
    return true;
  }

  /** Ends reading before the data set does. */
  stop(tag: Tag): true {
    this.stoppedAt = { tag, offset: this.offset };
    return this.#complete();
  }

  /** Ends reading where nothing further can be found or kept; what is open is closed, so that it can be seen. */
  fail(reason: 'unreadable' | 'budget-exceeded'): true {
    this.failed = reason;
    while (this.stack.length > 1) {
      const frame = this.stack[this.stack.length - 1];
      if (frame?.kind === 'data-set') this.closeDataSet(frame, true);
      else if (frame !== undefined) this.closeElement(frame, true);
    }
    return this.#complete();
  }

  #complete(): true {
    const root = this.stack.pop();
    if (root?.kind !== 'data-set') return true;
    root.lengthBytes = this.offset;
    this.dataSet = dataSetOf(root, this.options.transferSyntax);
    if (this.#unlisted > 0) this.findings.push(structureFinding('more-findings', this.offset));
    this.done = true;
    return true;
  }
}
