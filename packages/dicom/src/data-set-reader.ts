/**
 * The one reader of data sets, PS3.5 §7: implicit and explicit VR, both byte orders, sequences and fragments of any
 * nesting. It reads a window of bytes as far as it goes and resumes where it paused; `parse.ts` gives it everything at
 * once, `header-reader.ts` piece by piece.
 *
 * It never fails on bytes: what breaks the standard is a finding, and bytes that are no element are kept as `trailing`
 * where they stood, so that every input can be written again as it was. Deflated data sets are inflated by the caller.
 */

import { type Budget, elementOverheadBytes } from './budget.ts';
import type { DataSet, ElementValue } from './data-set.ts';
import { ElementHeaderReader, looksExplicit, tagAt } from './element-header.ts';
import type { Finding } from './finding.ts';
import {
  type DataSetFrame,
  dataSetOf,
  elementSourceOf,
  type FragmentsFrame,
  type ReaderFrame,
  type SequenceFrame,
  undefinedLength,
  unknownEnd,
} from './reader-frame.ts';
import { type StructureFindingCode, structureFinding } from './structure-finding.ts';
import type { Tag } from './tag.ts';
import type { TransferSyntax } from './transfer-syntax.ts';
import type { Vr } from './vr.ts';

/** Group FFFE is items and delimiters only, which have no VR, PS3.5 §7.5. */
const firstDelimiter = 0xfffe0000;
const lastDelimiter = 0xfffeffff;
const item = 0xfffee000;
const itemDelimiter = 0xfffee00d;
const sequenceDelimiter = 0xfffee0dd;
const specificCharacterSet = 0x00080005;
const pixelRepresentation = 0x00280103;
const pixelData = 0x7fe00010;

const empty = new Uint8Array(0);

export type DataSetReaderOptions = {
  readonly transferSyntax: TransferSyntax;
  readonly budget: Budget;
  /** Reading is done where a top-level element below this tag, or of the range that follows, begins. */
  readonly stopBelow?: Tag;
  readonly stopFrom?: Tag;
  readonly stopTo?: Tag;
  /** Keep no value and no top-level sequence longer than this. Infinity keeps everything. */
  readonly maxValueBytes?: number;
};

export class DataSetReader {
  readonly findings: Finding[] = [];
  /** What was read; set when `done`. */
  dataSet: DataSet | undefined;
  done = false;
  /** Why reading ended before the data set did, where its end is not known. */
  failed: 'unreadable' | 'budget-exceeded' | undefined;
  /** Where the element stands that reading stopped at. */
  stoppedAt: { readonly tag: Tag; readonly offset: number } | undefined;
  /** Offset of the first byte of the window, from the start of the data set. */
  base = 0;
  /** Bytes of the window that are there. */
  filled = 0;
  /** Bytes of the window that have been read. */
  pos = 0;
  /** Bytes from `pos` on that are to be passed over. */
  skipBytes = 0;
  /** Bytes of values kept so far, with what their elements take. */
  heldBytes = 0;

  readonly #options: DataSetReaderOptions;
  readonly #maxValueBytes: number;
  readonly #stopBelow: number;
  readonly #stopFrom: number;
  readonly #stopTo: number;
  readonly #header = new ElementHeaderReader();
  readonly #stack: ReaderFrame[] = [];
  #bytes: Uint8Array = empty;
  #view: DataView = new DataView(empty.buffer);
  #count = 0;
  #exhausted = false;
  #unlisted = 0;
  /** The top-level sequence that is read on without being kept, and what was held before it. */
  #dropped: ReaderFrame | undefined;
  #heldBefore = 0;

  constructor(options: DataSetReaderOptions) {
    const { explicitVr, littleEndian } = options.transferSyntax;
    this.#options = options;
    this.#maxValueBytes = options.maxValueBytes ?? Number.POSITIVE_INFINITY;
    this.#stopBelow = options.stopBelow ?? 0;
    this.#stopFrom = options.stopFrom ?? Number.POSITIVE_INFINITY;
    this.#stopTo = options.stopTo ?? Number.POSITIVE_INFINITY;
    this.#stack.push(openDataSet({ offset: 0, lengthBytes: 0, end: unknownEnd, explicitVr, littleEndian }));
  }

  /** Sets the window: `filled` bytes of it are there, and the next unread byte is its first. */
  setWindow(bytes: Uint8Array, filled: number): void {
    this.base += this.pos;
    this.pos = 0;
    this.filled = filled;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads as far as the window goes. */
  run(): void {
    while (!this.done) {
      if (this.skipBytes > 0) {
        const skipped = Math.min(this.skipBytes, this.filled - this.pos);
        this.pos += skipped;
        this.skipBytes -= skipped;
        if (this.skipBytes > 0) return;
      }
      if (!this.#step()) return;
      if (this.heldBytes > this.#options.budget.maxHeaderBytes && !this.done) this.#fail('budget-exceeded');
    }
  }

  /** Reads what is left, now that the end of the window is the end of the data set. */
  finish(): void {
    if (this.done) return;
    const end = this.base + this.filled;
    if (this.skipBytes > 0) this.#report('length-beyond-end', end);
    this.skipBytes = 0;
    for (const frame of this.#stack) {
      if (frame.end <= end) continue;
      if (frame.end !== unknownEnd && frame.lengthBytes !== undefinedLength && frame.missingBytes === 0) {
        this.#report('length-beyond-end', frame.offset);
      }
      if (frame.end !== unknownEnd && frame.lengthBytes !== undefinedLength) frame.missingBytes += frame.end - end;
      frame.end = end;
    }
    this.run();
  }

  #step(): boolean {
    const frame = this.#stack[this.#stack.length - 1];
    if (frame === undefined) return false;
    if (frame.kind === 'data-set') return this.#readElements(frame);
    return frame.kind === 'sequence' ? this.#readItem(frame) : this.#readFragment(frame);
  }

  /** Reads elements until one opens a sequence, the data set ends or the window does; false for the last. */
  #readElements(frame: DataSetFrame): boolean {
    const header = this.#header;
    const view = this.#view;
    const { littleEndian } = frame;
    const isRoot = this.#stack.length === 1;
    const end = frame.end - this.base;
    for (;;) {
      const pos = this.pos;
      const room = end - pos;
      if (room <= 0) return this.#closeDataSet(frame, false);
      if (this.#exhausted) return this.#keepRest(frame);
      // No element is longer in its header than 12 bytes; what is shorter waits for the end of the data set.
      if (this.filled - pos < 12 && end > this.filled) return false;
      if (room < 8) return this.#keepRest(frame, 'trailing-bytes');
      const tag = tagAt(view, pos, littleEndian);
      if (tag >= firstDelimiter && tag <= lastDelimiter) {
        if (this.#readDelimiter(frame, tag)) return true;
        continue;
      }
      if (isRoot && (tag < this.#stopBelow || (tag >= this.#stopFrom && tag <= this.#stopTo))) return this.#stop(tag);
      if (frame.explicitVr) {
        if (!header.readExplicit(view, pos, end, littleEndian)) return this.#keepRest(frame, 'trailing-bytes');
        if (header.oddity === 'implicit-element' && frame.lastTag < 0) {
          this.#report('implicit-data-set', this.base + pos, tag);
          frame.explicitVr = false;
          continue;
        }
      } else {
        if (frame.lastTag < 0 && littleEndian && looksExplicit(view, pos, room - 8)) {
          this.#report('explicit-data-set', this.base + pos, tag);
          frame.explicitVr = true;
          continue;
        }
        header.readImplicit(view, pos, littleEndian, frame.signedPixels);
      }
      const { vr, lengthBytes, headerBytes } = header;
      if (header.oddity === 'unreadable-element') return this.#keepRest(frame, 'unreadable-element');
      if (lengthBytes === undefinedLength || vr === 'SQ')
        return !this.#admit(frame, tag) || this.#openValue(frame, tag);
      const valuePos = pos + headerBytes;
      const valueBytes = Math.min(lengthBytes, end - valuePos);
      if (valueBytes > this.#maxValueBytes) return !this.#admit(frame, tag) || this.#passOver(frame, tag, valueBytes);
      if (valueBytes > this.filled - valuePos) return false;
      if (!this.#admit(frame, tag)) return true;
      const bytes = this.#slice(valuePos, valueBytes);
      this.#add(frame, tag, vr, { kind: 'bytes', bytes }, lengthBytes - valueBytes);
      this.pos = valuePos + valueBytes;
      if (tag === specificCharacterSet) frame.characterSets = splitCharacterSets(bytes);
      else if (tag === pixelRepresentation) frame.signedPixels = (bytes[littleEndian ? 0 : 1] ?? 0) === 1;
    }
  }

  /** Reports what is odd about an element and counts it; false where the budget is used up. */
  #admit(frame: DataSetFrame, tag: Tag): boolean {
    const at = this.base + this.pos;
    if (!this.#countOne(frame, tag)) return false;
    const { oddity, lengthBytes } = this.#header;
    if (oddity !== 'none') this.#report(oddity, at, tag);
    if (tag <= frame.lastTag) {
      this.#report(tag === frame.lastTag ? 'duplicate-tag' : 'tag-order', at, tag);
      frame.ascending = false;
    }
    frame.lastTag = tag;
    if ((lengthBytes & 1) === 1 && lengthBytes !== undefinedLength) this.#report('odd-length', at, tag);
    if (tag < firstFreeGroup && isReservedGroup(tag)) this.#report('reserved-group', at, tag);
    return true;
  }

  #countOne(frame: ReaderFrame, tag?: Tag): boolean {
    if (this.#dropped !== undefined) return true;
    this.#count += 1;
    if (this.#count <= this.#options.budget.maxElements) return true;
    this.#exhausted = true;
    this.#report('too-many-elements', this.base + this.pos, tag);
    if (frame.end === unknownEnd) this.#fail('budget-exceeded');
    else this.#keepRest(frame);
    return false;
  }

  /** Adds the element whose header was read last. */
  #add(frame: DataSetFrame, tag: Tag, vr: Vr, value: ElementValue, missingBytes: number): void {
    const { lengthBytes, headerBytes, canonical } = this.#header;
    const offset = this.base + this.pos;
    const valueOffset = offset + headerBytes;
    if (missingBytes > 0) this.#report('length-beyond-end', offset, tag);
    if (this.#dropped !== undefined) return;
    const plain = { offset, valueOffset, lengthBytes };
    if (canonical && missingBytes === 0) {
      frame.elements.push({ tag, vr, value, source: plain });
    } else {
      const header = canonical ? undefined : this.#slice(this.pos, headerBytes);
      const source = { ...plain, ...(header && { header }), ...(missingBytes > 0 && { missingBytes }) };
      frame.elements.push({ tag, vr, value, source });
    }
    if (value.kind === 'bytes') this.#hold(value.bytes.length);
  }

  /** Leaves out a value that is too long to be kept. */
  #passOver(frame: DataSetFrame, tag: Tag, valueBytes: number): boolean {
    const { vr, lengthBytes, headerBytes } = this.#header;
    this.#add(frame, tag, vr, { kind: 'absent', lengthBytes: valueBytes }, lengthBytes - valueBytes);
    this.#hold(0);
    this.pos += headerBytes;
    this.skipBytes = valueBytes;
    // The loop over the elements goes on after the bytes have been passed over.
    return true;
  }

  /** Opens the sequence or the fragments whose header was read last. */
  #openValue(frame: DataSetFrame, tag: Tag): boolean {
    const { vr, lengthBytes, headerBytes, canonical, unknown, oddity } = this.#header;
    const defined = lengthBytes !== undefinedLength;
    const offset = this.base + this.pos;
    const valueOffset = offset + headerBytes;
    const valueBytes = Math.min(lengthBytes, frame.end - valueOffset);
    if (defined && valueBytes > this.#maxValueBytes) return this.#passOver(frame, tag, valueBytes);
    if (this.#stack.length >= 2 * this.#options.budget.maxDepth) return this.#keepOpaque(frame, tag, valueBytes);
    const isFragments = !defined && (tag === pixelData || (!unknown && (vr === 'OB' || vr === 'OW')));
    // What is written as UN is in implicit VR little endian inside, PS3.5 §6.2.2.
    const isUnknown = unknown && frame.explicitVr && oddity !== 'implicit-element' && !isFragments;
    if (isUnknown && !defined) this.#report('un-sequence', offset, tag);
    else if (!defined && !isFragments && vr !== 'SQ' && !unknown) this.#report('undefined-length', offset, tag);
    const native = isFragments && this.#stack.length === 1 && !this.#options.transferSyntax.encapsulated;
    if (native) this.#report('fragments-in-native', offset, tag);
    if (isFragments && frame.explicitVr && vr !== 'OB') this.#report('fragments-vr', offset, tag);
    const isAsWritten = canonical && (isFragments || vr === 'SQ' || !frame.explicitVr);
    const missingBytes = defined ? lengthBytes - valueBytes : 0;
    if (missingBytes > 0) this.#report('length-beyond-end', offset, tag);
    const opened = {
      tag,
      offset,
      valueOffset,
      lengthBytes,
      header: isAsWritten ? undefined : this.#slice(this.pos, headerBytes),
      end: defined ? valueOffset + valueBytes : frame.end,
      missingBytes,
      trailing: undefined,
    };
    this.#heldBefore = this.#stack.length === 1 ? this.heldBytes : this.#heldBefore;
    this.#hold(0);
    this.pos += headerBytes;
    if (isFragments) {
      this.#stack.push({
        kind: 'fragments',
        ...opened,
        vr,
        littleEndian: frame.littleEndian,
        fragments: [],
        leftOutBytes: 0,
      });
    } else {
      const explicitVr = frame.explicitVr && !isUnknown && oddity !== 'implicit-element';
      const littleEndian = isUnknown || frame.littleEndian;
      this.#stack.push({ kind: 'sequence', ...opened, vr: 'SQ', littleEndian, explicitVr, items: [] });
    }
    return true;
  }

  /** Keeps a sequence that is nested too deep as the bytes it is. */
  #keepOpaque(frame: DataSetFrame, tag: Tag, valueBytes: number): boolean {
    const { vr, lengthBytes, headerBytes } = this.#header;
    if (lengthBytes === undefinedLength) return this.#keepRest(frame, 'too-deep');
    const valuePos = this.pos + headerBytes;
    this.#report('too-deep', this.base + this.pos, tag);
    if (valueBytes > this.filled - valuePos) return this.#passOver(frame, tag, valueBytes);
    this.#add(frame, tag, vr, { kind: 'bytes', bytes: this.#slice(valuePos, valueBytes) }, lengthBytes - valueBytes);
    this.pos = valuePos + valueBytes;
    return true;
  }

  /** Reads an item or a delimiter where an element could stand; true where that ends the data set. */
  #readDelimiter(frame: DataSetFrame, tag: Tag): boolean {
    const at = this.base + this.pos;
    const lengthBytes = this.#view.getUint32(this.pos + 4, frame.littleEndian);
    if (this.#stack.length === 1) {
      if (!this.#countOne(frame, tag)) return true;
      this.#report('stray-delimiter', at, tag);
      const source = { offset: at, valueOffset: at + 8, lengthBytes, header: this.#slice(this.pos, 8) };
      frame.elements.push({ tag, vr: 'UN', value: { kind: 'bytes', bytes: empty }, source });
      this.#hold(0);
      this.pos += 8;
      return false;
    }
    if (frame.lengthBytes !== undefinedLength) {
      return this.#keepRest(frame, 'unexpected-delimiter');
    }
    if (tag === item || tag === sequenceDelimiter) return this.#closeDataSet(frame, false);
    if (tag !== itemDelimiter) return this.#keepRest(frame, 'unreadable-element');
    if (lengthBytes !== 0) {
      this.#report('delimiter-length', at, tag);
      frame.trailing = this.#slice(this.pos, 8);
    }
    this.pos += 8;
    return this.#closeDataSet(frame, true);
  }

  #readItem(frame: SequenceFrame): boolean {
    const tag = this.#readItemTag(frame);
    if (tag !== item) return tag !== undefined;
    if (!this.#countOne(frame, tag)) return true;
    const offset = this.base + this.pos;
    const lengthBytes = this.#view.getUint32(this.pos + 4, frame.littleEndian);
    const { explicitVr, littleEndian } = frame;
    const defined = lengthBytes !== undefinedLength;
    const end = defined ? Math.min(offset + 8 + lengthBytes, frame.end) : frame.end;
    const opened = openDataSet({ offset, lengthBytes, end, explicitVr, littleEndian });
    const parent = this.#stack[this.#stack.length - 2];
    if (parent?.kind === 'data-set') {
      opened.characterSets = parent.characterSets;
      opened.signedPixels = parent.signedPixels;
    }
    if (defined && end < offset + 8 + lengthBytes) {
      opened.missingBytes = offset + 8 + lengthBytes - end;
      this.#report('length-beyond-end', offset, tag);
    }
    this.#hold(0);
    this.pos += 8;
    this.#stack.push(opened);
    return true;
  }

  #readFragment(frame: FragmentsFrame): boolean {
    const tag = this.#readItemTag(frame);
    if (tag !== item) return tag !== undefined;
    const at = this.base + this.pos;
    const valuePos = this.pos + 8;
    const lengthBytes = this.#view.getUint32(this.pos + 4, frame.littleEndian);
    if (lengthBytes === undefinedLength) return this.#keepRest(frame, 'item-expected');
    const valueBytes = Math.min(lengthBytes, frame.end - this.base - valuePos);
    const isLong = valueBytes > this.#maxValueBytes;
    if (!isLong && valueBytes > this.filled - valuePos) return false;
    if (!this.#countOne(frame, tag)) return true;
    if ((lengthBytes & 1) === 1) this.#report('odd-length', at, frame.tag);
    if (valueBytes < lengthBytes) {
      frame.missingBytes = lengthBytes - valueBytes;
      this.#report('length-beyond-end', at, frame.tag);
    }
    this.pos = valuePos;
    if (isLong) {
      frame.leftOutBytes += valueBytes;
      this.skipBytes = valueBytes;
      return true;
    }
    if (this.#dropped === undefined) frame.fragments.push(this.#slice(valuePos, valueBytes));
    this.#hold(valueBytes);
    this.pos += valueBytes;
    return true;
  }

  /** Returns the tag of an item, undefined where the window ends, another tag where the sequence did. */
  #readItemTag(frame: SequenceFrame | FragmentsFrame): Tag | undefined {
    const room = frame.end - this.base - this.pos;
    if (room <= 0) return this.#closeElement(frame, false);
    if (this.filled - this.pos < 8 && frame.end > this.base + this.filled) return undefined;
    if (this.#exhausted) return this.#endWithRest(frame);
    if (room < 8) return this.#endWithRest(frame, 'trailing-bytes');
    const tag = tagAt(this.#view, this.pos, frame.littleEndian);
    if (tag === item) return tag;
    if (tag === sequenceDelimiter) return this.#readSequenceDelimiter(frame);
    // An element that may follow the sequence: only its delimiter is missing.
    if (frame.lengthBytes === undefinedLength && tag < firstDelimiter && tag > frame.tag)
      return this.#closeElement(frame, false);
    return this.#endWithRest(frame, 'item-expected');
  }

  #readSequenceDelimiter(frame: SequenceFrame | FragmentsFrame): Tag {
    if (frame.lengthBytes !== undefinedLength) return this.#endWithRest(frame, 'unexpected-delimiter');
    if (this.#view.getUint32(this.pos + 4, frame.littleEndian) !== 0) {
      this.#report('delimiter-length', this.base + this.pos, frame.tag);
      frame.trailing = this.#slice(this.pos, 8);
    }
    this.pos += 8;
    return this.#closeElement(frame, true);
  }

  #endWithRest(frame: SequenceFrame | FragmentsFrame, code?: StructureFindingCode): Tag {
    this.#keepRest(frame, code);
    return frame.tag;
  }

  /** Keeps the bytes from here to the end of the frame as they are; always true, since reading goes on after them. */
  #keepRest(frame: ReaderFrame, code?: StructureFindingCode): boolean {
    if (code !== undefined) this.#report(code, this.base + this.pos, frame.kind === 'data-set' ? undefined : frame.tag);
    if (frame.end === unknownEnd) return this.#fail('unreadable');
    const restBytes = frame.end - this.base - this.pos;
    // A header reader has no use for them, and may not have them yet.
    const isKept = restBytes <= this.filled - this.pos && restBytes <= this.#maxValueBytes;
    frame.trailing = isKept ? this.#slice(this.pos, restBytes) : empty;
    this.#hold(frame.trailing.length);
    this.skipBytes = restBytes;
    if (isKept) this.pos += restBytes;
    if (isKept) this.skipBytes = 0;
    return true;
  }

  #closeDataSet(frame: DataSetFrame, delimited: boolean): boolean {
    if (this.#stack.length === 1) return this.#complete();
    if (frame.lengthBytes === undefinedLength && !delimited && frame.trailing === undefined) {
      this.#report('missing-item-delimiter', this.base + this.pos);
      frame.trailing = empty;
    }
    this.#stack.pop();
    const parent = this.#stack[this.#stack.length - 1];
    if (parent?.kind === 'sequence' && this.#dropped === undefined) parent.items.push(dataSetOf(frame));
    return true;
  }

  #closeElement(frame: SequenceFrame | FragmentsFrame, delimited: boolean): Tag {
    const { tag, vr } = frame;
    if (frame.lengthBytes === undefinedLength && !delimited && frame.trailing === undefined) {
      this.#report('missing-sequence-delimiter', this.base + this.pos, tag);
      frame.trailing = empty;
    }
    this.#stack.pop();
    const parent = this.#stack[this.#stack.length - 1];
    const isDropped = this.#dropped === frame;
    if (isDropped) this.#dropped = undefined;
    if (parent?.kind !== 'data-set' || this.#dropped !== undefined) return tag;
    const source = elementSourceOf(frame);
    const leftOutBytes = frame.kind === 'fragments' ? frame.leftOutBytes : 0;
    const lengthBytes = this.base + this.pos - frame.valueOffset;
    const value: ElementValue =
      isDropped || leftOutBytes > 0
        ? { kind: 'absent', lengthBytes }
        : frame.kind === 'sequence'
          ? { kind: 'sequence', items: frame.items }
          : { kind: 'fragments', fragments: frame.fragments };
    parent.elements.push({ tag, vr, value, source });
    return tag;
  }

  #stop(tag: Tag): boolean {
    this.stoppedAt = { tag, offset: this.base + this.pos };
    return this.#complete();
  }

  #fail(reason: 'unreadable' | 'budget-exceeded'): boolean {
    this.failed = reason;
    // What is open is closed, so that what was read of it can be seen.
    while (this.#stack.length > 1) {
      const frame = this.#stack[this.#stack.length - 1];
      if (frame?.kind === 'data-set') this.#closeDataSet(frame, true);
      else if (frame !== undefined) this.#closeElement(frame, true);
    }
    return this.#complete();
  }

  #complete(): boolean {
    const root = this.#stack.pop();
    if (root?.kind !== 'data-set') return true;
    root.lengthBytes = this.base + this.pos;
    const dataSet = dataSetOf(root);
    const { transferSyntax } = this.#options;
    // `dataSetOf` always gives a source.
    this.dataSet = {
      ...dataSet,
      source: { ...(dataSet.source as NonNullable<typeof dataSet.source>), transferSyntax },
    };
    if (this.#unlisted > 0) this.findings.push(structureFinding('more-findings', this.base + this.pos));
    this.done = true;
    return true;
  }

  /** Counts the memory that is kept, and lets a top-level sequence go that takes too much. */
  #hold(valueBytes: number): void {
    if (this.#maxValueBytes === Number.POSITIVE_INFINITY || this.#dropped !== undefined) return;
    this.heldBytes += valueBytes + elementOverheadBytes;
    const sequence = this.#stack[1];
    if (sequence !== undefined && this.heldBytes - this.#heldBefore > this.#maxValueBytes) {
      this.#dropped = sequence;
      this.heldBytes = this.#heldBefore;
      for (const frame of this.#stack.slice(1)) {
        if (frame.kind === 'data-set') frame.elements.length = 0;
        else if (frame.kind === 'sequence') frame.items.length = 0;
        else frame.fragments.length = 0;
      }
    }
  }

  #report(code: StructureFindingCode, offset: number, tag?: Tag): void {
    if (this.findings.length < this.#options.budget.maxFindings)
      this.findings.push(structureFinding(code, offset, tag));
    else this.#unlisted += 1;
  }

  /** A view of the window: nothing is copied. */
  #slice(pos: number, lengthBytes: number): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + pos, lengthBytes);
  }
}

function openDataSet(place: {
  offset: number;
  lengthBytes: number;
  end: number;
  explicitVr: boolean;
  littleEndian: boolean;
}): DataSetFrame {
  return {
    kind: 'data-set',
    ...place,
    missingBytes: 0,
    characterSets: defaultCharacterSets,
    signedPixels: false,
    elements: [],
    lastTag: -1,
    ascending: true,
    trailing: undefined,
  };
}

/** No Specific Character Set: the default repertoire, PS3.5 §6.1.2.3. */
const defaultCharacterSets: readonly string[] = [];

/** Above the groups 0001, 0003, 0005 and 0007, which no element may have, PS3.5 §7.8. */
const firstFreeGroup = 0x00080000;

function isReservedGroup(tag: Tag): boolean {
  return (tag & 0x00010000) !== 0;
}

function splitCharacterSets(bytes: Uint8Array): readonly string[] {
  return String.fromCharCode(...bytes.subarray(0, 512))
    .split('\\')
    .map((term) => term.replace(/[ \0]+$/, '').trimStart());
}
