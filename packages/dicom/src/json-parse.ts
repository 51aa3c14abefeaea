/**
 * The DICOM JSON Model read as a data set, PS3.18 Annex F: metadata of STOW-RS, answers of other nodes.
 *
 * The input is untrusted: what does not have the form of the model becomes a finding and is left out. Text is kept as
 * UTF-8, and Specific Character Set (0008,0005) says so where it is needed. A bulk data URI is never followed.
 */

import { decodeBase64 } from './base64.ts';
import type { DataElement, DataSet, ElementValue } from './data-set.ts';
import type { Finding, FindingSeverity, Parsed } from './finding.ts';
import { bulkVrs } from './json.ts';
import { encodeNumberValues, isNumberVr } from './number-value.ts';
import { joinPersonName } from './person-name.ts';
import { formatTag, parseTag, type Tag, tagFrom, tagKey } from './tag.ts';
import { encodeTextValues, isMultiValued, isTextVr } from './text-value.ts';
import { type Vr, vrs } from './vr.ts';

export type JsonParseOptions = {
  /** Returns the bytes a BulkDataURI stands for, such as a part of the same request; undefined when there are none. */
  readonly resolveBulkData?: (uri: string) => Uint8Array | undefined;
  /** Levels of nested sequences; 64 unless set. Deeper items are left out. */
  readonly maxDepth?: number;
};

const utf8 = ['ISO_IR 192'];
const specificCharacterSet = tagFrom(0x0008, 0x0005);
const defaultMaxDepth = 64;
const knownVrs: ReadonlySet<unknown> = new Set(vrs);
const decimalStringLength = 16;

/** VRs that may be given as Base64, PS3.18 §F.2.2; of US, §F.2.7 has an example. */
const inlineVrs: ReadonlySet<string> = new Set('OB OD OF OL OV OW UN US'.split(' '));

/** Range of each integer VR. */
const integerRange: { readonly [vr in Vr]?: readonly [bigint, bigint] } = {
  US: [0n, 0xffffn],
  SS: [-0x8000n, 0x7fffn],
  UL: [0n, 0xffffffffn],
  SL: [-0x80000000n, 0x7fffffffn],
  UV: [0n, 2n ** 64n - 1n],
  SV: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Returns the data set of a JSON model, elements in ascending order, numbers little endian. */
export function fromDicomJson(json: unknown, options: JsonParseOptions = {}): Parsed<DataSet> {
  const findings: Finding[] = [];
  const find: Find = (code, tag, phrase, severity = 'error') => {
    findings.push({ code, severity, tag, message: `${formatTag(tag)} ${phrase}.` });
  };
  const root = tagFrom(0, 0);
  if (!isObject(json)) {
    find('json-not-an-object', root, 'is no object, though a data set is one');
    return { value: { elements: [], littleEndian: true, characterSets: [] }, findings };
  }
  const value = parseDataSet(json, { find, options, depth: 0 });
  return { value, findings };
}

/** Returns one attribute of a JSON model as `fromDicomJson` does, its text as UTF-8; undefined where it has not the form. */
export function elementFromDicomJson(tag: Tag, attribute: unknown): DataElement | undefined {
  return parseAttribute(tag, attribute, { find: () => undefined, options: {}, depth: 0 });
}

type Find = (code: string, tag: Tag, phrase: string, severity?: FindingSeverity) => void;
type Context = { readonly find: Find; readonly options: JsonParseOptions; readonly depth: number };
type JsonObject = { readonly [key: string]: unknown };

function parseDataSet(json: JsonObject, context: Context): DataSet {
  const elements: DataElement[] = [];
  for (const key of Object.keys(json).sort()) {
    const tag = /^[0-9A-Fa-f]{8}$/.test(key) ? parseTag(key) : undefined;
    if (tag === undefined) {
      context.find('json-key-not-a-tag', tagFrom(0, 0), 'stands for a key that is not a tag of eight digits');
      continue;
    }
    const element = parseAttribute(tag, json[key], context);
    if (element !== undefined) elements.push(element);
  }
  const needsCharacterSet = context.depth === 0 || json[tagKey(specificCharacterSet)] !== undefined;
  return {
    elements: needsCharacterSet ? withCharacterSet(elements) : elements,
    littleEndian: true,
    characterSets: utf8,
  };
}

/** Text was written as UTF-8, whatever Specific Character Set the JSON named; ASCII alone needs no declaration. */
function withCharacterSet(elements: readonly DataElement[]): readonly DataElement[] {
  const others = elements.filter(({ tag }) => tag !== specificCharacterSet);
  if (others.length === elements.length && !others.some(hasBeyondAscii)) return elements;
  const bytes = encodeTextValues(utf8, 'CS', []) ?? new Uint8Array();
  const declaration: DataElement = { tag: specificCharacterSet, vr: 'CS', value: { kind: 'bytes', bytes } };
  const at = others.findIndex(({ tag }) => tag > specificCharacterSet);
  return at < 0 ? [...others, declaration] : [...others.slice(0, at), declaration, ...others.slice(at)];
}

/** True where an element's text needs a character set to be named. */
export function hasBeyondAscii({ vr, value }: DataElement): boolean {
  if (value.kind === 'sequence') return value.items.some((item) => item.elements.some(hasBeyondAscii));
  if (value.kind !== 'bytes' || !isTextVr(vr)) return false;
  for (const byte of value.bytes) if (byte >= 0x80) return true;
  return false;
}

function parseAttribute(tag: Tag, attribute: unknown, context: Context): DataElement | undefined {
  if (!isObject(attribute)) {
    context.find('json-attribute-not-an-object', tag, 'is no object');
    return undefined;
  }
  const vr = isVr(attribute.vr) ? attribute.vr : undefined;
  if (vr === undefined) {
    context.find('json-unknown-vr', tag, 'has no value representation that is known');
    return undefined;
  }
  const value = parseAttributeValue(tag, vr, attribute, context);
  return value && { tag, vr, value };
}

function parseAttributeValue(tag: Tag, vr: Vr, attribute: JsonObject, context: Context): ElementValue | undefined {
  const { Value: values, InlineBinary: inline, BulkDataURI: uri } = attribute;
  if ((uri !== undefined && !bulkVrs.has(vr)) || (inline !== undefined && !inlineVrs.has(vr))) {
    context.find('json-bytes-not-allowed', tag, `is given as bytes, as ${vr} cannot be`);
    return undefined;
  }
  if (uri !== undefined) {
    const bytes = typeof uri === 'string' ? context.options.resolveBulkData?.(uri) : undefined;
    if (bytes === undefined) context.find('json-bulk-data-missing', tag, 'refers to bulk data that was not sent along');
    return bytes && { kind: 'bytes', bytes: padded(bytes, 0) };
  }
  if (inline !== undefined) {
    const bytes = typeof inline === 'string' ? decodeBase64(inline) : undefined;
    if (bytes === undefined) context.find('json-invalid-base64', tag, 'has inline binary that is no Base64');
    return bytes && { kind: 'bytes', bytes: padded(bytes, 0) };
  }
  if (values !== undefined && !Array.isArray(values)) {
    context.find('json-value-not-an-array', tag, 'has a Value that is no array');
    return undefined;
  }
  const array: readonly unknown[] = values ?? [];
  if (vr === 'SQ') return parseItems(tag, array, context);
  const bytes = encodeValues(vr, array);
  if (bytes === undefined) context.find('json-invalid-value', tag, `has a value that ${vr} cannot hold`);
  return bytes && { kind: 'bytes', bytes };
}

function parseItems(tag: Tag, values: readonly unknown[], context: Context): ElementValue | undefined {
  if (context.depth >= (context.options.maxDepth ?? defaultMaxDepth)) {
    context.find('json-too-deep', tag, 'is nested more deeply than is read');
    return undefined;
  }
  const items = values.map((item) => {
    // An empty item may be written as null as well, though PS3.18 §F.2.5 writes an empty object.
    if (item !== null && !isObject(item)) context.find('json-item-not-an-object', tag, 'has an item that is no object');
    return parseDataSet(isObject(item) ? item : {}, { ...context, depth: context.depth + 1 });
  });
  return { kind: 'sequence', items };
}

/** Returns the value field; undefined when a value is of the wrong type or beyond what the VR holds. */
function encodeValues(vr: Vr, values: readonly unknown[]): Uint8Array | undefined {
  if (values.length === 0) return new Uint8Array();
  if (isTextVr(vr)) {
    const texts = values.map((value) => textOf(vr, value));
    if (!texts.every((text) => text !== undefined)) return undefined;
    // The delimiter of values cannot stand inside one, PS3.18 §F.2.4.
    if (isMultiValued(vr) && texts.some((text) => text.includes('\\'))) return undefined;
    return encodeTextValues(texts, vr, utf8);
  }
  if (!isNumberVr(vr)) return undefined;
  const numbers = values.map((value) => numberOf(vr, value));
  return numbers.every((number) => number !== undefined) ? encodeNumberValues(numbers, vr) : undefined;
}

function textOf(vr: Vr, value: unknown): string | undefined {
  if (value === null) return '';
  if (vr === 'PN') return isObject(value) ? personNameOf(value) : undefined;
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  if (vr === 'IS' && Number.isInteger(value)) return String(value);
  return vr === 'DS' ? decimalString(value) : undefined;
}

function personNameOf({ Alphabetic, Ideographic, Phonetic }: JsonObject): string | undefined {
  const groups = { alphabetic: Alphabetic ?? '', ideographic: Ideographic ?? '', phonetic: Phonetic ?? '' };
  const { alphabetic, ideographic, phonetic } = groups;
  if (typeof alphabetic !== 'string' || typeof ideographic !== 'string' || typeof phonetic !== 'string')
    return undefined;
  return joinPersonName({ alphabetic, ideographic, phonetic });
}

/** Returns the number with as many digits as the 16 characters of a Decimal String take, PS3.5 Table 6.2-1. */
function decimalString(value: number): string {
  const exact = String(value);
  if (exact.length <= decimalStringLength) return exact;
  for (let precision = 16; precision > 1; precision -= 1) {
    const text = String(Number(value.toPrecision(precision)));
    if (text.length <= decimalStringLength) return text;
  }
  return value.toExponential(8);
}

function numberOf(vr: Vr, value: unknown): number | bigint | undefined {
  if (vr === 'AT') return typeof value === 'string' ? parseTag(value) : undefined;
  if (vr === 'FL' || vr === 'FD') return floatOf(value);
  const range = integerRange[vr];
  const isIntegerText = typeof value === 'string' && /^[+-]?\d{1,20}$/.test(value);
  if (range === undefined || !(isIntegerText || Number.isSafeInteger(value))) return undefined;
  const integer = BigInt(String(value).replace(/^\+/, ''));
  return integer >= range[0] && integer <= range[1] ? integer : undefined;
}

function floatOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
}

function padded(bytes: Uint8Array, padding: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1).fill(padding);
  even.set(bytes);
  return even;
}

function isVr(text: unknown): text is Vr {
  return knownVrs.has(text);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
