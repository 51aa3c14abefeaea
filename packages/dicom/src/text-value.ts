/**
 * Value fields that hold text: split at the delimiter into values and freed of padding, PS3.5 §6.2 and §6.4; and back.
 *
 * The bytes themselves are read and written by `character-set.ts`.
 */

import { decodeText, encodeText } from './character-set.ts';
import type { Vr } from './vr.ts';

/** Returns true for value representations whose value field is text. */
export function isTextVr(vr: Vr): boolean {
  return textVrs.has(vr);
}

/** Returns true where a backslash separates values; in the others it is a character like any, PS3.5 §6.4. */
export function isMultiValued(vr: Vr): boolean {
  return vr !== 'ST' && vr !== 'LT' && vr !== 'UT' && vr !== 'UR';
}

/**
 * Returns the values of a text element without padding; none for an empty value field, an empty string for each empty
 * value among several. NUL is taken as padding in every VR, since many devices pad so.
 */
export function decodeTextValues(bytes: Uint8Array, vr: Vr, characterSets: readonly string[]): readonly string[] {
  const end = unpaddedLength(bytes);
  if (end === 0) return [];
  const text = decodeText(bytes.subarray(0, end), characterSets, vr);
  if (!isMultiValued(vr) || !text.includes('\\')) return [removePadding(text, vr)];
  return text.split('\\').map((value) => removePadding(value, vr));
}

/** Returns the value field of the values, padded to even length; undefined when the character sets lack a character. */
export function encodeTextValues(
  values: readonly string[],
  vr: Vr,
  characterSets: readonly string[],
): Uint8Array | undefined {
  const bytes = encodeText(values.join('\\'), characterSets, vr);
  if (bytes === undefined || bytes.length % 2 === 0) return bytes;
  const padded = new Uint8Array(bytes.length + 1);
  padded.set(bytes);
  padded[bytes.length] = vr === 'UI' ? 0 : 0x20;
  return padded;
}

/** Trailing spaces and NULs never matter; a name or code is not told apart by them in any VR, PS3.5 Table 6.2-1. */
function unpaddedLength(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end -= 1;
  return end;
}

/** Leading spaces matter in ST, LT, UT, UC and PN, and nowhere else. Most values have none of either and stay the same. */
function removePadding(value: string, vr: Vr): string {
  let end = value.length;
  while (end > 0 && (value.charCodeAt(end - 1) === 0x20 || value.charCodeAt(end - 1) === 0)) end -= 1;
  let start = 0;
  if (!keepsLeadingSpace.has(vr)) while (start < end && value.charCodeAt(start) === 0x20) start += 1;
  return value.slice(start, end);
}

const textVrs: ReadonlySet<Vr> = new Set<Vr>(
  'AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' ') as Vr[], // each is listed in `vrs`
);

const keepsLeadingSpace: ReadonlySet<Vr> = new Set<Vr>(['ST', 'LT', 'UT', 'UC', 'PN', 'UR']);
