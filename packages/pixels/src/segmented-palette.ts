/**
 * Segmented palettes, PS3.3 §C.7.9.2: entries written as discrete runs, straight lines and repetitions of both.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { getBytes } from '@isocenter/dicom/values';
import { type LookupTable, type LutTags, readDescriptor } from './lookup-table.ts';

const discrete = 0;
const linear = 1;
const indirect = 2;

/** Reads a segmented palette and writes its entries out; undefined where the data set has none. */
export function readSegmentedPalette(dataSet: DataSet, tags: LutTags): LookupTable | undefined {
  const descriptor = readDescriptor(dataSet, tags.descriptor, false);
  const bytes = getBytes(dataSet, tags.data);
  if (descriptor === undefined || bytes === undefined) return undefined;
  const bits = descriptor.bits <= 8 ? 8 : 16;
  const words = wordsOf(bytes, bits, dataSet.littleEndian);
  const entries = new Uint16Array(descriptor.count);
  const all = { at: 0, filled: 0, segments: Number.POSITIVE_INFINITY, indirect: bits };
  const filled = expand(words, entries, all);
  return filled === 0 ? undefined : { firstMapped: descriptor.firstMapped, bits, entries };
}

function wordsOf(bytes: Uint8Array, bits: number, littleEndian: boolean): Uint16Array {
  if (bits <= 8) return Uint16Array.from(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getUint16(2 * i, littleEndian));
}

type Progress = {
  readonly at: number;
  readonly filled: number;
  readonly segments: number;
  /** Bits of a word, or 0 inside an indirect segment, which points at discrete and linear ones only. */
  readonly indirect: number;
};

/** Expands segments from a word on; returns how many entries are filled then. */
function expand(words: Uint16Array, entries: Uint16Array, progress: Progress): number {
  let { at, filled } = progress;
  for (let segment = 0; segment < progress.segments && at + 1 < words.length && filled < entries.length; segment++) {
    const code = words[at] ?? 0;
    const length = words[at + 1] ?? 0;
    at += 2;
    if (code === discrete) {
      for (let i = 0; i < length && filled < entries.length; i++) entries[filled++] = words[at + i] ?? 0;
      at += length;
    } else if (code === linear) {
      const from = entries[filled - 1] ?? 0;
      const to = words[at] ?? 0;
      for (let i = 1; i <= length && filled < entries.length; i++) {
        entries[filled++] = Math.round(from + ((to - from) * i) / length);
      }
      at += 1;
    } else if (code === indirect && progress.indirect > 0) {
      const target = indirectTarget(words, at, progress.indirect);
      filled = expand(words, entries, { at: target, filled, segments: length, indirect: 0 });
      at += 32 / progress.indirect;
    } else return filled;
  }
  return filled;
}

/** The 32-bit byte offset of an indirect segment, least significant word first, as an index of words. */
function indirectTarget(words: Uint16Array, at: number, bits: number): number {
  let offset = 0;
  for (let i = 0; i < 32 / bits; i++) offset += (words[at + i] ?? 0) * 2 ** (bits * i);
  return Math.floor((offset * 8) / bits);
}
