/**
 * Stored values of pixel cells, PS3.5 §8.1.1: the Bits Stored below High Bit, as unsigned number or two's complement.
 * What else lies in a cell, such as a retired overlay (PS3.3 §C.9.2), is left out.
 */

import type { Cells } from './codecs/codec.ts';

export type StoredValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

export type CellFormat = {
  readonly cells: Cells;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
};

/** Returns one value a cell; shares memory with the cells where they hold nothing but the value. */
export function storedValuesOf({ cells, bitsStored, highBit, signed }: CellFormat): StoredValues {
  if (cells instanceof Float32Array || cells instanceof Float64Array) return cells;
  const width = cells.BYTES_PER_ELEMENT * 8;
  if (bitsStored === width && highBit === width - 1) return signed ? asSigned(cells) : cells;
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  const values = signed ? asSigned(cells.slice()) : cells.slice();
  if (signed) for (let i = 0; i < values.length; i++) values[i] = ((cells[i] ?? 0) << up) >> down;
  else for (let i = 0; i < values.length; i++) values[i] = ((cells[i] ?? 0) << up) >>> down;
  return values;
}

export type ValueRange = { readonly lowest: number; readonly highest: number };

/** Returns the range of the first `count` values without those that `padding` spans; undefined where none is left. */
export function rangeOf(values: StoredValues, count: number, padding?: ValueRange): ValueRange | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  const from = padding?.lowest ?? Number.NaN;
  const to = padding?.highest ?? Number.NaN;
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0;
    if (value >= from && value <= to) continue;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return lowest <= highest ? { lowest, highest } : undefined;
}

function asSigned(cells: Uint8Array | Uint16Array | Uint32Array): Int8Array | Int16Array | Int32Array {
  if (cells instanceof Uint8Array) return new Int8Array(cells.buffer, cells.byteOffset, cells.length);
  if (cells instanceof Uint16Array) return new Int16Array(cells.buffer, cells.byteOffset, cells.length);
  return new Int32Array(cells.buffer, cells.byteOffset, cells.length);
}
