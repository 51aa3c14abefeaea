/**
 * Value fields that hold binary numbers: US SS UL SL UV SV FL FD and AT, PS3.5 Table 6.2-1, to and from numbers.
 *
 * 64-bit integers are `bigint`, since a `number` is exact to 2^53 only. Tags (AT) are numbers as in `tag.ts`. Text that
 * stands for numbers (IS, DS) is in `text-value.ts`; byte streams (OB, OW and kin) are not taken apart.
 */

import type { Vr } from './vr.ts';

type Layout = {
  readonly width: 2 | 4 | 8;
  readonly get: (view: DataView, at: number, littleEndian: boolean) => number | bigint;
  readonly set: (view: DataView, at: number, value: number | bigint, littleEndian: boolean) => void;
};

const layouts: { readonly [vr in Vr]?: Layout } = {
  US: { width: 2, get: (v, at, le) => v.getUint16(at, le), set: (v, at, n, le) => v.setUint16(at, Number(n), le) },
  SS: { width: 2, get: (v, at, le) => v.getInt16(at, le), set: (v, at, n, le) => v.setInt16(at, Number(n), le) },
  UL: { width: 4, get: (v, at, le) => v.getUint32(at, le), set: (v, at, n, le) => v.setUint32(at, Number(n), le) },
  SL: { width: 4, get: (v, at, le) => v.getInt32(at, le), set: (v, at, n, le) => v.setInt32(at, Number(n), le) },
  FL: { width: 4, get: (v, at, le) => v.getFloat32(at, le), set: (v, at, n, le) => v.setFloat32(at, Number(n), le) },
  FD: { width: 8, get: (v, at, le) => v.getFloat64(at, le), set: (v, at, n, le) => v.setFloat64(at, Number(n), le) },
  UV: {
    width: 8,
    get: (v, at, le) => v.getBigUint64(at, le),
    set: (v, at, n, le) => v.setBigUint64(at, BigInt(n), le),
  },
  SV: { width: 8, get: (v, at, le) => v.getBigInt64(at, le), set: (v, at, n, le) => v.setBigInt64(at, BigInt(n), le) },
  // Two 16-bit numbers, group first, each in the byte order of the data set, PS3.5 §7.3.
  AT: {
    width: 4,
    get: (v, at, le) => v.getUint16(at, le) * 0x10000 + v.getUint16(at + 2, le),
    set: (v, at, n, le) => {
      v.setUint16(at, Math.floor(Number(n) / 0x10000), le);
      v.setUint16(at + 2, Number(n) % 0x10000, le);
    },
  },
};

export function isNumberVr(vr: Vr): boolean {
  return layouts[vr] !== undefined;
}

/** Returns the numbers of a value field; bytes at its end that are less than a number are left out. */
export function decodeNumberValues(bytes: Uint8Array, vr: Vr, littleEndian: boolean): readonly (number | bigint)[] {
  const layout = layouts[vr];
  if (layout === undefined) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers: (number | bigint)[] = [];
  for (let at = 0; at + layout.width <= bytes.length; at += layout.width) {
    numbers.push(layout.get(view, at, littleEndian));
  }
  return numbers;
}

/** Returns the value field of numbers; those beyond what the VR holds wrap around, so callers check before. */
export function encodeNumberValues(values: readonly (number | bigint)[], vr: Vr, littleEndian = true): Uint8Array {
  const layout = layouts[vr];
  if (layout === undefined) return new Uint8Array();
  const bytes = new Uint8Array(values.length * layout.width);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    layout.set(view, index * layout.width, value, littleEndian);
  });
  return bytes;
}
