/**
 * The values of elements, decoded when they are asked for: text by the character set in force, numbers by the byte
 * order, items of sequences, raw bytes.
 *
 * A missing element, one without value and one whose value was left out while reading give undefined or nothing; who
 * must tell them apart looks at `findElement`. Checking values against their VR lives in `validate.ts`.
 */

import type { DataElement, DataSet } from './data-set.ts';
import { decodeNumberValues, isNumberVr } from './number-value.ts';
import type { Tag } from './tag.ts';
import { decodeTextValues, isTextVr } from './text-value.ts';
import { isDecimalString } from './validate.ts';

/** Returns the element of a tag; of neighbours that repeat it, against PS3.5 §7.1, the first. */
export function findElement(dataSet: DataSet, tag: Tag): DataElement | undefined {
  const { elements } = dataSet;
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((elements[middle]?.tag ?? 0) < tag) low = middle + 1;
    else high = middle;
  }
  const found = elements[low];
  if (found?.tag === tag) return found;
  // Elements need not ascend. To look at each costs less than to remember whether they do.
  return elements.find((element) => element.tag === tag);
}

/** Returns the bytes of a value as they stand in the data set, padding included. */
export function getBytes(dataSet: DataSet, tag: Tag): Uint8Array | undefined {
  const value = findElement(dataSet, tag)?.value;
  return value?.kind === 'bytes' ? value.bytes : undefined;
}

/** Returns the items of a sequence; none where there is no such sequence. */
export function getItems(dataSet: DataSet, tag: Tag): readonly DataSet[] {
  const value = findElement(dataSet, tag)?.value;
  return value?.kind === 'sequence' ? value.items : [];
}

/** Returns the first value of a text element without padding, or of a number as text; undefined where it is empty. */
export function getString(dataSet: DataSet, tag: Tag): string | undefined {
  const first = getStrings(dataSet, tag)[0];
  return first === '' ? undefined : first;
}

/** Returns the values of a text element without padding, of a number as text; an empty string for an empty value. */
export function getStrings(dataSet: DataSet, tag: Tag): readonly string[] {
  const element = findElement(dataSet, tag);
  if (element?.value.kind !== 'bytes') return [];
  const { vr, value } = element;
  if (isTextVr(vr)) return decodeTextValues(value.bytes, vr, dataSet.characterSets);
  if (isNumberVr(vr)) return decodeNumberValues(value.bytes, vr, dataSet.littleEndian).map(String);
  // UN holds text more often than not, but nobody says which.
  return vr === 'UN' ? decodeTextValues(value.bytes, 'LO', dataSet.characterSets) : [];
}

/** Returns the first number of US, SS, UL, SL, UV, SV, FL, FD and AT, or of IS and DS text; undefined where it is none. */
export function getNumber(dataSet: DataSet, tag: Tag): number | undefined {
  const first = getNumbers(dataSet, tag)[0];
  return Number.isNaN(first) ? undefined : first;
}

/** Returns the numbers of an element; NaN stands for text that is no number. 64-bit integers lose precision past 2^53. */
export function getNumbers(dataSet: DataSet, tag: Tag): readonly number[] {
  const element = findElement(dataSet, tag);
  if (element?.value.kind !== 'bytes') return [];
  const { vr, value } = element;
  if (isNumberVr(vr)) return decodeNumberValues(value.bytes, vr, dataSet.littleEndian).map(Number);
  if (vr !== 'IS' && vr !== 'DS') return [];
  return decodeTextValues(value.bytes, vr, []).map((text) => (isDecimalString(text) ? Number(text) : Number.NaN));
}
