/**
 * Lookup tables as data sets hold them: a descriptor of three numbers and the entries, PS3.3 §C.11.1.1 (modality),
 * §C.11.2.1.1 (VOI) and §C.7.6.3.1.5 (palettes); segmented palettes are in `segmented-palette.ts`.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import type { Tag } from '@isocenter/dicom/tag';
import { getBytes } from '@isocenter/dicom/values';

export type LookupTable = {
  /** The value that the first entry stands for; lower ones take it too. */
  readonly firstMapped: number;
  /** Bits of an entry. */
  readonly bits: number;
  readonly entries: Uint16Array;
};

export type LutTags = { readonly descriptor: Tag; readonly data: Tag };

export type LutDescriptor = { readonly count: number; readonly firstMapped: number; readonly bits: number };

/**
 * Reads a table, or undefined where the data set has none that is complete.
 * @param signedInput the values that go in may be negative, so the first mapped value is read as two's complement
 */
export function readLookupTable(dataSet: DataSet, tags: LutTags, signedInput: boolean): LookupTable | undefined {
  const descriptor = readDescriptor(dataSet, tags.descriptor, signedInput);
  const bytes = getBytes(dataSet, tags.data);
  if (descriptor === undefined || bytes === undefined) return undefined;
  const entries = readEntries(bytes, descriptor, dataSet.littleEndian);
  if (entries.length === 0) return undefined;
  return { firstMapped: descriptor.firstMapped, bits: bitsOf(entries, descriptor.bits), entries };
}

/** Number of entries (0 stands for 65536), first mapped value, bits, whatever VR the element was written with. */
export function readDescriptor(dataSet: DataSet, tag: Tag, signedInput: boolean): LutDescriptor | undefined {
  const bytes = getBytes(dataSet, tag);
  if (bytes === undefined || bytes.length < 6) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint16(0, dataSet.littleEndian) || 65536;
  const firstMapped = signedInput ? view.getInt16(2, dataSet.littleEndian) : view.getUint16(2, dataSet.littleEndian);
  return { count, firstMapped, bits: view.getUint16(4, dataSet.littleEndian) };
}

/** Looks a value up; values outside the table take its first or last entry, PS3.3 §C.11.1.1.1. */
export function lookUp(table: LookupTable, value: number): number {
  const index = Math.round(value) - table.firstMapped;
  const last = table.entries.length - 1;
  return table.entries[Math.min(Math.max(index, 0), last)] ?? 0;
}

/** Entries are 16-bit words, or two to a word where they have 8 bits and the data is that short. */
function readEntries(bytes: Uint8Array, { count, bits }: LutDescriptor, littleEndian: boolean): Uint16Array {
  if (bits <= 8 && bytes.length < 2 * count) {
    const packed = Uint16Array.from(bytes.subarray(0, count));
    if (littleEndian) return packed;
    for (let i = 0; i + 1 < packed.length; i += 2) packed.set([packed[i + 1] ?? 0, packed[i] ?? 0], i);
    return packed;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: Math.min(count, bytes.length >> 1) }, (_, i) =>
    view.getUint16(2 * i, littleEndian),
  );
}

/** Deviation: descriptors that claim fewer bits than the entries have occur; the entries are right. */
function bitsOf(entries: Uint16Array, claimed: number): number {
  let highest = 0;
  for (const entry of entries) if (entry > highest) highest = entry;
  const needed = Math.max(1, 32 - Math.clz32(highest));
  return claimed >= needed && claimed <= 16 ? claimed : needed <= 8 ? 8 : needed <= 12 ? 12 : 16;
}
