/**
 * Stored values of pixel cells, PS3.5 §8.1.1: the Bits Stored below High Bit, as unsigned number or two's complement.
 * What else lies in a cell, such as a retired overlay (PS3.3 §C.9.2), is left out.
 *
 * Loops over pixels know one array type each: the engine makes loops that meet several of them six times slower.
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
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
};

export type ValueRange = { readonly lowest: number; readonly highest: number };

/** Returns the function from a cell of up to 32 bits to its stored value. */
export function storedValueOf({ bitsStored, highBit, signed }: CellFormat): (cell: number) => number {
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  return signed ? (cell) => (cell << up) >> down : (cell) => (cell << up) >>> down;
}

/** Returns the stored values in the narrowest type; shares memory with the cells where they hold nothing else. */
export function storedValuesOf(frame: CellFormat & { readonly cells: Cells }): StoredValues {
  const { cells, bitsStored, signed } = frame;
  if (cells instanceof Float32Array || cells instanceof Float64Array) return cells;
  const whole = bitsStored === cells.BYTES_PER_ELEMENT * 8;
  if (whole) return signed ? asSigned(cells) : cells;
  const toValue = storedValueOf(frame);
  const values = signed ? asSigned(cells.slice()) : cells.slice();
  for (let i = 0; i < values.length; i++) values[i] = toValue(cells[i] ?? 0);
  return values;
}

/** Returns cells of up to 16 bits in one array type, and undefined for wider ones. */
export function narrowCells(cells: Cells): Uint16Array | undefined {
  if (cells instanceof Uint16Array) return cells;
  if (!(cells instanceof Uint8Array)) return undefined;
  const narrow = new Uint16Array(cells.length);
  narrow.set(cells);
  return narrow;
}

/** Returns the stored values of cells of any width in one array type. */
export function wideValues(cells: Cells, format: CellFormat): Float64Array {
  const values = new Float64Array(cells.length);
  values.set(cells);
  if (cells instanceof Float32Array || cells instanceof Float64Array) return values;
  const toValue = storedValueOf(format);
  for (let i = 0; i < values.length; i++) values[i] = toValue(values[i] ?? 0);
  return values;
}

/** Returns which cells occur among the first `count`: 1 for those that do, by cell. */
export function cellsPresent(cells: Uint16Array, count: number): Uint8Array {
  const present = new Uint8Array(2 ** 16);
  for (let i = 0; i < count; i++) present[cells[i] ?? 0] = 1;
  return present;
}

/** Returns the range of the first `count` values without those that `padding` spans; undefined where none is left. */
export function rangeOf(values: ArrayLike<number>, count: number, padding?: ValueRange): ValueRange | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0;
    if (padding !== undefined && value >= padding.lowest && value <= padding.highest) continue;
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
