/**
 * Reads the elements of a data set or an item, PS3.5 §7.1: headers in explicit or implicit VR, values as views. A
 * sequence or fragments are opened here and read by `read-items.ts`.
 */

import type { ElementValue } from './data-set.ts';
import { type ElementHeaderReader, looksExplicit, tagAt } from './element-header.ts';
import { decodeLatin1 } from './latin1.ts';
import { firstDelimiter, lastDelimiter, readDelimiter } from './read-items.ts';
import { type DataSetFrame, type SequenceFrame, undefinedLength } from './reader-frame.ts';
import type { ReaderState } from './reader-state.ts';
import type { Tag } from './tag.ts';

const specificCharacterSet = 0x00080005;
const pixelRepresentation = 0x00280103;
const pixelData = 0x7fe00010;
/** Above the groups 0001, 0003, 0005 and 0007, which no element may have, PS3.5 §7.8. */
const firstFreeGroup = 0x00080000;
/** No header of an element is longer. */
const longestHeaderBytes = 12;

/**
 * Reads elements until one opens a sequence or fragments, the data set ends or the window does; returns false for the
 * last. The longest method of this package, because every element of every header goes through it.
 */
export function readElements(state: ReaderState, header: ElementHeaderReader, frame: DataSetFrame): boolean {
  const { view, isHeaderOnly } = state;
  const { littleEndian } = frame;
  const { stopBelow = 0, stopFrom = Number.POSITIVE_INFINITY, stopTo = Number.POSITIVE_INFINITY } = state.options;
  const isRoot = state.stack.length === 1;
  const end = frame.end - state.base;
  for (;;) {
    const { pos } = state;
    const room = end - pos;
    if (room <= 0) return state.closeDataSet(frame, false);
    if (state.isExhausted) return state.keepRest(frame);
    // A shorter header is only told from a longer one that is not there yet by the end of the data set.
    if (state.filled - pos < longestHeaderBytes && end > state.filled) return false;
    if (room < 8) return state.keepRest(frame, 'trailing-bytes');
    const tag = tagAt(view, pos, littleEndian);
    if (tag >= firstDelimiter && tag <= lastDelimiter) {
      if (readDelimiter(state, frame, tag)) return true;
      continue;
    }
    if (isRoot && (tag < stopBelow || (tag >= stopFrom && tag <= stopTo))) return state.stop(tag);
    if (frame.lastTag < 0) detectForm(state, header, frame, end);
    if (!frame.explicitVr) header.readImplicit(view, pos, frame);
    else if (!header.readExplicit(view, pos, end, frame)) return state.keepRest(frame, 'trailing-bytes');
    const { vr, lengthBytes, headerBytes } = header;
    if (header.oddity === 'unreadable-element') return state.keepRest(frame, 'unreadable-element');
    if (lengthBytes === undefinedLength || vr === 'SQ') {
      if (admit(state, header, frame, tag)) openValue(state, header, frame, tag);
      return true;
    }
    const valuePos = pos + headerBytes;
    const valueBytes = Math.min(lengthBytes, end - valuePos);
    if (isHeaderOnly && state.isTooLong(valueBytes)) {
      if (admit(state, header, frame, tag)) passOver(state, header, frame, { tag, valueBytes });
      return true;
    }
    if (valueBytes > state.filled - valuePos) return false;
    if (!admit(state, header, frame, tag)) return true;
    const bytes = state.slice(valuePos, valueBytes);
    add(state, header, frame, tag, { kind: 'bytes', bytes });
    state.pos = valuePos + valueBytes;
    if (tag === specificCharacterSet) frame.characterSets = splitTerms(bytes);
    else if (tag === pixelRepresentation) frame.signedPixels = (bytes[littleEndian ? 0 : 1] ?? 0) === 1;
  }
}

/**
 * Looks at the first element of a data set for the form that the whole of it has.
 *
 * Deviation: a data set or item that is in the other form than it should be is read in the form it is in. The corpus
 * has a file in implicit VR that declares explicit VR (pydicom's SC_rgb_jpeg).
 */
function detectForm(state: ReaderState, header: ElementHeaderReader, frame: DataSetFrame, end: number): void {
  const { view, pos, offset } = state;
  const { explicitVr, littleEndian } = frame;
  if (explicitVr) {
    if (!header.readExplicit(view, pos, end, frame) || header.oddity !== 'implicit-element') return;
  } else if (!littleEndian || !looksExplicit(view, pos, end - pos - 8)) {
    return;
  }
  state.report(explicitVr ? 'implicit-data-set' : 'explicit-data-set', offset, tagAt(view, pos, littleEndian));
  frame.explicitVr = !explicitVr;
}

/** Counts the element whose header was read last, and reports what is odd about it; false where it is one too many. */
function admit(state: ReaderState, header: ElementHeaderReader, frame: DataSetFrame, tag: Tag): boolean {
  const { offset } = state;
  if (!state.count(frame, tag)) return false;
  const { oddity, lengthBytes } = header;
  if (oddity !== 'none') state.report(oddity, offset, tag);
  if (tag <= frame.lastTag) {
    state.report(tag === frame.lastTag ? 'duplicate-tag' : 'tag-order', offset, tag);
  }
  frame.lastTag = tag;
  if (tag < firstFreeGroup && (tag & 0x10000) !== 0) state.report('reserved-group', offset, tag);
  if (lengthBytes === undefinedLength) return true;
  if ((lengthBytes & 1) === 1) state.report('odd-length', offset, tag);
  if (lengthBytes > frame.end - offset - header.headerBytes) state.report('length-beyond-end', offset, tag);
  return true;
}

function add(
  state: ReaderState,
  { vr, lengthBytes, headerBytes, canonical }: ElementHeaderReader,
  frame: DataSetFrame,
  tag: Tag,
  value: ElementValue,
): void {
  if (state.isDropping) return;
  const { offset } = state;
  const valueOffset = offset + headerBytes;
  const missingBytes = Math.max(0, lengthBytes - (frame.end - valueOffset));
  const plain = { offset, valueOffset, lengthBytes };
  if (canonical && missingBytes === 0) {
    frame.elements.push({ tag, vr, value, source: plain });
  } else {
    const header = canonical ? undefined : state.slice(state.pos, headerBytes);
    const source = { ...plain, ...(header && { header }), ...(missingBytes > 0 && { missingBytes }) };
    frame.elements.push({ tag, vr, value, source });
  }
  if (state.isHeaderOnly) state.hold(value.kind === 'bytes' ? value.bytes.length : 0);
}

/** Leaves out a value that is too long to be kept. */
function passOver(
  state: ReaderState,
  header: ElementHeaderReader,
  frame: DataSetFrame,
  { tag, valueBytes }: { readonly tag: Tag; readonly valueBytes: number },
): void {
  add(state, header, frame, tag, { kind: 'absent', lengthBytes: valueBytes });
  state.pos += header.headerBytes;
  state.skipBytes = valueBytes;
}

/** Opens the sequence or the fragments whose header was read last. */
function openValue(state: ReaderState, header: ElementHeaderReader, frame: DataSetFrame, tag: Tag): void {
  const { vr, lengthBytes, headerBytes, canonical, unknown, oddity } = header;
  const { offset } = state;
  const valueOffset = offset + headerBytes;
  const isDefined = lengthBytes !== undefinedLength;
  const valueBytes = isDefined ? Math.min(lengthBytes, frame.end - valueOffset) : 0;
  const isLeftOut = state.isTooLong(valueBytes);
  if (isLeftOut && state.mayPassOver(valueBytes)) {
    passOver(state, header, frame, { tag, valueBytes });
    return;
  }
  // Every sequence takes two frames, itself and an item.
  if (state.stack.length >= 2 * state.options.budget.maxDepth) {
    keepOpaque(state, header, frame, tag);
    return;
  }
  const isFragments = !isDefined && (tag === pixelData || (!unknown && (vr === 'OB' || vr === 'OW')));
  // What is written as UN is in implicit VR little endian inside, PS3.5 §6.2.2.
  const isUnknown = unknown && frame.explicitVr && oddity !== 'implicit-element' && !isFragments;
  if (isFragments) reportFragments(state, header, frame, tag);
  else if (!isDefined && isUnknown) state.report('un-sequence', offset, tag);
  else if (!isDefined && vr !== 'SQ' && !unknown) state.report('undefined-length', offset, tag);
  const isAsWritten = canonical && (isFragments || vr === 'SQ' || !frame.explicitVr);
  const opened = {
    tag,
    offset,
    valueOffset,
    lengthBytes,
    header: isAsWritten ? undefined : state.slice(state.pos, headerBytes),
    end: isDefined ? valueOffset + valueBytes : frame.end,
    missingBytes: isDefined ? lengthBytes - valueBytes : 0,
    trailing: undefined,
  };
  state.hold(0);
  state.pos += headerBytes;
  if (isFragments) {
    const { littleEndian } = frame;
    state.stack.push({ kind: 'fragments', ...opened, vr, littleEndian, fragments: [], isLeftOut: false });
  } else {
    const explicitVr = frame.explicitVr && !isUnknown && oddity !== 'implicit-element';
    const littleEndian = isUnknown || frame.littleEndian;
    const sequence: SequenceFrame = { kind: 'sequence', ...opened, vr: 'SQ', littleEndian, explicitVr, items: [] };
    state.stack.push(sequence);
    if (isLeftOut) state.drop(sequence);
  }
}

/** Encapsulated Pixel Data is OB, and is in encapsulated transfer syntaxes only, PS3.5 §A.4. */
function reportFragments(state: ReaderState, { vr }: ElementHeaderReader, frame: DataSetFrame, tag: Tag): void {
  const { stack, options, offset } = state;
  if (stack.length === 1 && !options.transferSyntax.encapsulated) state.report('fragments-in-native', offset, tag);
  if (frame.explicitVr && vr !== 'OB') state.report('fragments-vr', offset, tag);
}

/** Keeps a sequence that is nested too deep as the bytes it is. */
function keepOpaque(state: ReaderState, header: ElementHeaderReader, frame: DataSetFrame, tag: Tag): void {
  const { lengthBytes, headerBytes } = header;
  if (lengthBytes === undefinedLength) {
    state.keepRest(frame, 'too-deep');
    return;
  }
  state.report('too-deep', state.offset, tag);
  const valuePos = state.pos + headerBytes;
  const valueBytes = Math.min(lengthBytes, frame.end - state.base - valuePos);
  if (state.isHeaderOnly) {
    passOver(state, header, frame, { tag, valueBytes });
    return;
  }
  add(state, header, frame, tag, { kind: 'bytes', bytes: state.slice(valuePos, valueBytes) });
  state.pos = valuePos + valueBytes;
}

/** Returns the terms of Specific Character Set, PS3.3 §C.12.1.1.2. */
function splitTerms(bytes: Uint8Array): readonly string[] {
  return decodeLatin1(bytes)
    .split('\\')
    .map((term) => term.replace(/[ \0]+$/, '').trimStart());
}
