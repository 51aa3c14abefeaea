/**
 * Data sets as the DICOM JSON Model, PS3.18 Annex F. The way back is in `json-parse.ts`.
 *
 * Text is Unicode, so Specific Character Set (0008,0005) is given as ISO_IR 192 wherever it stands, PS3.18 §F.2.1.1.
 * Values that do not belong inline are left to the caller, who names them by a URI. Encapsulated Pixel Data has no inline
 * form, and a value that was not read has none either; without a URI they are left out.
 */

import { encodeBase64 } from './base64.ts';
import type { DataElement, DataSet } from './data-set.ts';
import { decodeNumberValues, isNumberVr } from './number-value.ts';
import { splitPersonName } from './person-name.ts';
import { isGroupLength, type Tag, tagFrom, tagKey } from './tag.ts';
import { decodeTextValues, isTextVr } from './text-value.ts';
import type { Vr } from './vr.ts';

/** Keys are tags as eight hexadecimal digits. Write it with `stringifyDicomJson`: see there for the order of keys. */
export type DicomJson = { readonly [tagKey: string]: DicomJsonAttribute };

export type DicomJsonAttribute = {
  readonly vr: string;
  readonly Value?: readonly DicomJsonValue[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
};

export type DicomJsonValue = string | number | null | DicomJsonPersonName | DicomJson;

export type DicomJsonPersonName = {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
};

export type DicomJsonOptions = {
  /**
   * Returns where a value can be fetched, PS3.18 §F.2.6; undefined puts it inline. Asked for Pixel Data, and for values
   * longer than `inlineLimitBytes`. `path` holds the tags and item numbers (from 0) that lead to the element, its own tag last.
   */
  readonly bulkDataUri?: (element: DataElement, path: readonly string[]) => string | undefined;
  /** Bytes; 1 KiB unless set: most headers stay whole, and tables and pictures do not swell a study's metadata. */
  readonly inlineLimitBytes?: number;
  /** `as-written` keeps the text of IS and DS, which PS3.18 Table F.2.3-1 allows as well; numbers unless set. */
  readonly numericText?: 'as-written';
};

const specificCharacterSet = tagFrom(0x0008, 0x0005);
const defaultInlineLimitBytes = 1024;

/** Binary VRs whose numbers have this many bytes, to be turned to little endian, PS3.18 §F.2.7. */
const wordBytes: { readonly [vr in Vr]?: number } = { OW: 2, OF: 4, OL: 4, OD: 8, OV: 8 };

/** VRs that may be given by a URI, PS3.18 §F.2.2. */
export const bulkVrs: ReadonlySet<string> = new Set(
  'DS FL FD IS LT OB OD OF OL OV OW SL SS ST SV UC UL UN US UT UV'.split(' '),
);

/** Bytes that explicit VR can give a short text, PS3.5 §7.1.2. Longer ones, of millions of values perhaps, are no text to show. */
const longestShortValue = 65_534;

/** Returns the data set as JSON attributes, without group lengths. */
export function toDicomJson(dataSet: DataSet, options: DicomJsonOptions = {}): DicomJson {
  return convert(dataSet, options, []);
}

/**
 * Returns the text of a JSON model with attributes in ascending order of their tags, as PS3.18 §F.2.2 demands.
 *
 * `JSON.stringify` would not do: JavaScript puts keys that look like numbers, such as 20100010, before all others.
 */
export function stringifyDicomJson(json: DicomJson): string {
  const attributes = Object.keys(json).sort();
  return `{${attributes.map((key) => `"${key}":${stringifyAttribute(json[key])}`).join()}}`;
}

function stringifyAttribute(attribute: DicomJsonAttribute | undefined): string {
  if (attribute?.vr !== 'SQ' || attribute.Value === undefined) return JSON.stringify(attribute);
  // Values of a sequence are items, each a JSON model of its own.
  const items = attribute.Value as readonly DicomJson[];
  return `{"vr":"SQ","Value":[${items.map(stringifyDicomJson).join()}]}`;
}

function convert(dataSet: DataSet, options: DicomJsonOptions, path: readonly string[]): DicomJson {
  const json: Record<string, DicomJsonAttribute> = {};
  for (const element of dataSet.elements) {
    if (isGroupLength(element.tag)) continue;
    const key = tagKey(element.tag);
    const attribute = convertElement(element, dataSet, options, [...path, key]);
    if (attribute !== undefined) json[key] = attribute;
  }
  return json;
}

function convertElement(
  element: DataElement,
  dataSet: DataSet,
  options: DicomJsonOptions,
  path: readonly string[],
): DicomJsonAttribute | undefined {
  const { tag, vr, value } = element;
  if (value.kind === 'sequence') {
    const items = value.items.map((item, index) => convert(item, options, [...path, String(index)]));
    return items.length === 0 ? { vr } : { vr, Value: items };
  }
  if (value.kind !== 'bytes') {
    const uri = options.bulkDataUri?.(element, path);
    return uri === undefined ? undefined : { vr, BulkDataURI: uri };
  }
  if (value.bytes.length === 0) return { vr };
  if (tag === specificCharacterSet) return { vr, Value: ['ISO_IR 192'] };
  const limit = isPixelData(tag) ? -1 : (options.inlineLimitBytes ?? defaultInlineLimitBytes);
  if (value.bytes.length > limit && bulkVrs.has(vr)) {
    const uri = options.bulkDataUri?.(element, path);
    if (uri !== undefined) return { vr, BulkDataURI: uri };
  }
  if (value.bytes.length > longestShortValue && isTextVr(vr) && !bulkVrs.has(vr)) {
    const uri = options.bulkDataUri?.(element, path);
    return uri === undefined ? { vr } : { vr, BulkDataURI: uri };
  }
  return convertBytes(value.bytes, vr, dataSet, options);
}

/** Pixel Data, Float and Double Float Pixel Data. */
function isPixelData(tag: Tag): boolean {
  return tag === tagFrom(0x7fe0, 0x0010) || tag === tagFrom(0x7fe0, 0x0008) || tag === tagFrom(0x7fe0, 0x0009);
}

function convertBytes(
  bytes: Uint8Array,
  vr: Vr,
  { littleEndian, characterSets }: DataSet,
  { numericText }: DicomJsonOptions,
): DicomJsonAttribute {
  if (isTextVr(vr)) {
    const isNumeric = (vr === 'IS' || vr === 'DS') && numericText !== 'as-written';
    const values = decodeTextValues(bytes, vr, characterSets).map((text) => convertText(text, vr, isNumeric));
    return values.length === 0 || (values.length === 1 && values[0] === null) ? { vr } : { vr, Value: values };
  }
  if (isNumberVr(vr)) {
    const numbers = decodeNumberValues(bytes, vr, littleEndian);
    return numbers.length === 0 ? { vr } : { vr, Value: numbers.map((number) => convertNumber(number, vr)) };
  }
  const width = wordBytes[vr];
  return { vr, InlineBinary: encodeBase64(littleEndian || width === undefined ? bytes : swapWords(bytes, width)) };
}

/** An empty value among several is null, PS3.18 §F.2.5. */
function convertText(text: string, vr: Vr, isNumeric: boolean): DicomJsonValue {
  if (vr === 'PN') return convertPersonName(text);
  if (text === '') return null;
  return isNumeric ? convertNumericText(text) : text;
}

function convertPersonName(text: string): DicomJsonPersonName | null {
  const { alphabetic, ideographic, phonetic } = splitPersonName(text);
  if (alphabetic === undefined && ideographic === undefined && phonetic === undefined) return null;
  return {
    ...(alphabetic !== undefined && { Alphabetic: alphabetic }),
    ...(ideographic !== undefined && { Ideographic: ideographic }),
    ...(phonetic !== undefined && { Phonetic: phonetic }),
  };
}

/** A text that is no number, or an integer a JSON reader would round, stays text, PS3.18 Table F.2.3-1. */
function convertNumericText(text: string): string | number {
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
  const number = Number(text);
  if (!isNumber || !Number.isFinite(number)) return text;
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}

/**
 * Deviation: JSON has no word for NaN and the infinities, and PS3.18 Table F.2.3-1 allows FL and FD nothing but numbers;
 * they are given as text rather than lost.
 */
function convertNumber(value: number | bigint, vr: Vr): string | number {
  if (vr === 'AT') return Number(value).toString(16).toUpperCase().padStart(8, '0');
  const number = Number(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(number) ? number : String(value);
  return Number.isFinite(number) ? number : String(number);
}

function swapWords(bytes: Uint8Array, width: number): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) {
    const word = at - (at % width);
    swapped[at] = bytes[word + width - 1 - (at % width)] ?? 0;
  }
  return swapped;
}
