/**
 * Reads the items of a sequence and the fragments of encapsulated Pixel Data, and the delimiters that end them, PS3.5
 * §7.5 and §A.4.
 *
 *   0 group FFFE · 2 element · 4 length (4 bytes)
 */

import { tagAt } from './element-header.ts';
import {
  type DataSetFrame,
  type FragmentsFrame,
  openDataSet,
  type SequenceFrame,
  undefinedLength,
} from './reader-frame.ts';
import { noBytes, type ReaderState } from './reader-state.ts';
import type { Tag } from './tag.ts';

/** Group FFFE is items and delimiters only, which have no VR. */
export const firstDelimiter = 0xfffe0000;
export const lastDelimiter = 0xfffeffff;

const item = 0xfffee000;
const itemDelimiter = 0xfffee00d;
const sequenceDelimiter = 0xfffee0dd;
const headerBytes = 8;

/** Opens the next item, or closes the sequence; false where the window ends. */
export function readItem(state: ReaderState, frame: SequenceFrame): boolean {
  const next = findNext(state, frame);
  if (next !== 'item') return next === 'closed';
  const { offset, pos } = state;
  if (!state.count(frame, frame.tag)) return true;
  const { explicitVr, littleEndian } = frame;
  const lengthBytes = state.view.getUint32(pos + 4, littleEndian);
  const valueOffset = offset + headerBytes;
  const isDefined = lengthBytes !== undefinedLength;
  const end = isDefined ? Math.min(valueOffset + lengthBytes, frame.end) : frame.end;
  const opened = openDataSet({ offset, lengthBytes, end, explicitVr, littleEndian });
  const parent = state.stack[state.stack.length - 2];
  if (parent?.kind === 'data-set') {
    opened.characterSets = parent.characterSets;
    opened.signedPixels = parent.signedPixels;
  }
  if (isDefined && end < valueOffset + lengthBytes) {
    opened.missingBytes = valueOffset + lengthBytes - end;
    state.report('length-beyond-end', offset, frame.tag);
  }
  state.hold(0);
  state.pos = pos + headerBytes;
  state.stack.push(opened);
  return true;
}

/** Reads the next fragment, or closes the fragments; false where the window ends. */
export function readFragment(state: ReaderState, frame: FragmentsFrame): boolean {
  const next = findNext(state, frame);
  if (next !== 'item') return next === 'closed';
  const { offset } = state;
  const valuePos = state.pos + headerBytes;
  const lengthBytes = state.view.getUint32(state.pos + 4, frame.littleEndian);
  if (lengthBytes === undefinedLength) {
    state.keepRest(frame, 'item-expected');
    return true;
  }
  const valueBytes = Math.min(lengthBytes, frame.end - state.base - valuePos);
  const isLeftOut = state.isTooLong(valueBytes);
  if (!isLeftOut && valueBytes > state.filled - valuePos) return false;
  if (!state.count(frame, frame.tag)) return true;
  if ((lengthBytes & 1) === 1) state.report('odd-length', offset, frame.tag);
  if (valueBytes < lengthBytes) {
    frame.missingBytes = lengthBytes - valueBytes;
    state.report('length-beyond-end', offset, frame.tag);
  }
  if (isLeftOut) {
    frame.isLeftOut = true;
    state.pos = valuePos;
    state.skipBytes = valueBytes;
    return true;
  }
  if (!state.isDropping) frame.fragments.push(state.slice(valuePos, valueBytes));
  state.hold(valueBytes);
  state.pos = valuePos + valueBytes;
  return true;
}

/** Reads what has group FFFE where an element could stand; true where that ends the data set. */
export function readDelimiter(state: ReaderState, frame: DataSetFrame, tag: Tag): boolean {
  const { offset, pos } = state;
  if (state.stack.length === 1) return !readStray(state, frame, tag);
  if (frame.lengthBytes !== undefinedLength) {
    state.keepRest(frame, 'unexpected-delimiter');
  } else if (tag === itemDelimiter) {
    if (state.view.getUint32(pos + 4, frame.littleEndian) !== 0) {
      state.report('delimiter-length', offset, tag);
      frame.trailing = state.slice(pos, headerBytes);
    }
    state.pos = pos + headerBytes;
    state.closeDataSet(frame, true);
  } else if (tag === item || tag === sequenceDelimiter) {
    // The next item or the end of the sequence: only the delimiter of this item is missing.
    state.closeDataSet(frame, false);
  } else {
    state.keepRest(frame, 'unreadable-element');
  }
  return true;
}

/** Keeps an item or a delimiter outside of any sequence as an element without value; false where it is one too many. */
function readStray(state: ReaderState, frame: DataSetFrame, tag: Tag): boolean {
  const { offset, pos } = state;
  if (!state.count(frame, tag)) return false;
  state.report('stray-delimiter', offset, tag);
  const lengthBytes = state.view.getUint32(pos + 4, frame.littleEndian);
  const source = { offset, valueOffset: offset + headerBytes, lengthBytes, header: state.slice(pos, headerBytes) };
  frame.elements.push({ tag, vr: 'UN', value: { kind: 'bytes', bytes: noBytes }, source });
  state.hold(0);
  state.pos = pos + headerBytes;
  return true;
}

/** Tells whether an item stands next; closes the sequence or the fragments where they end. */
function findNext(state: ReaderState, frame: SequenceFrame | FragmentsFrame): 'item' | 'closed' | 'need-more' {
  const { pos } = state;
  const room = frame.end - state.offset;
  if (room > 0 && state.filled - pos < Math.min(headerBytes, room)) return 'need-more';
  const tag = room < headerBytes ? undefined : tagAt(state.view, pos, frame.littleEndian);
  const isDefined = frame.lengthBytes !== undefinedLength;
  if (room <= 0) state.closeElement(frame, false);
  else if (state.isExhausted) state.keepRest(frame);
  else if (tag === undefined) state.keepRest(frame, 'trailing-bytes');
  else if (tag === item) return 'item';
  else if (tag === sequenceDelimiter && isDefined) state.keepRest(frame, 'unexpected-delimiter');
  else if (tag === sequenceDelimiter) readSequenceDelimiter(state, frame);
  // An element that may follow the sequence: only the delimiter of the sequence is missing.
  else if (!isDefined && tag < firstDelimiter && tag > frame.tag) state.closeElement(frame, false);
  else state.keepRest(frame, 'item-expected');
  return 'closed';
}

function readSequenceDelimiter(state: ReaderState, frame: SequenceFrame | FragmentsFrame): void {
  const { pos } = state;
  if (state.view.getUint32(pos + 4, frame.littleEndian) !== 0) {
    state.report('delimiter-length', state.offset, frame.tag);
    frame.trailing = state.slice(pos, headerBytes);
  }
  state.pos = pos + headerBytes;
  state.closeElement(frame, true);
}
