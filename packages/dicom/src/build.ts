/**
 * Builds data sets from keywords and plain values, for queries, answers and tests.
 *
 * Values are typed loosely and converted by the VR of the dictionary; what does not fit is refused. The result has no
 * `source`, so it is encoded canonically.
 */

import type { DataElement, DataSet, ElementValue } from './data-set.ts';
import { findTag, type Keyword } from './dictionary.ts';
import { resolveVr } from './element-header.ts';
import { DicomError } from './errors.ts';
import { decodeNumberValues, encodeNumberValues, isNumberVr } from './number-value.ts';
import { parseTag, type Tag, tagFrom } from './tag.ts';
import { encodeTextValues, isTextVr } from './text-value.ts';
import type { Vr } from './vr.ts';

type Single = string | number | bigint | Uint8Array | Attributes;

/** One value, several, or none. */
export type AttributeValue = Single | readonly Single[] | null | undefined;

/** A value with its VR, for private elements and where the dictionary leaves a choice. */
export type TypedValue = { readonly vr: Vr; readonly value: AttributeValue };

/** By keyword, or by eight hexadecimal digits for elements that have none. */
export type Attributes = { readonly [key in Keyword]?: AttributeValue | TypedValue } & {
  readonly [key: `${number}${string}`]: AttributeValue | TypedValue;
};

export type BuildOptions = {
  /** Terms of Specific Character Set, which is added where the attributes do not have it. */
  readonly characterSet?: string | readonly string[];
};

const specificCharacterSet = tagFrom(0x0008, 0x0005);

/**
 * Returns a data set in ascending tag order. `null` and `''` give an empty element, `undefined` none.
 *
 * @throws DicomError `unknown-keyword`, `value-not-encodable`
 */
export function buildDataSet(attributes: Attributes, options: BuildOptions = {}): DataSet {
  const own = attributes.SpecificCharacterSet ?? options.characterSet ?? [];
  // An empty value 1 before others is the default repertoire, PS3.3 §C.12.1.1.2.
  const terms = (Array.isArray(own) ? own : [own]).filter((term) => typeof term === 'string');
  const characterSets = terms.some((term) => term !== '') ? terms : [];
  return build(attributes, characterSets, characterSets.length > 0);
}

/** Returns one element; text is written in the given character sets. */
export function buildElement(
  tag: Tag,
  vr: Vr,
  value: AttributeValue,
  characterSets: readonly string[] = [],
): DataElement {
  return { tag, vr, value: encodeValue(tag, vr, value, characterSets) };
}

function build(attributes: Attributes, characterSets: readonly string[], named: boolean): DataSet {
  const signed = attributes.PixelRepresentation === 1;
  const elements: DataElement[] = [];
  for (const [key, given] of Object.entries(attributes)) {
    if (given === undefined) continue;
    const tag = findTag(key) ?? parseTag(key);
    if (tag === undefined) throw new DicomError('unknown-keyword');
    const typed = isTyped(given) ? given : { vr: resolveVr(tag, signed), value: given };
    if (tag !== specificCharacterSet) elements.push(buildElement(tag, typed.vr, typed.value, characterSets));
  }
  if (named) elements.push(buildElement(specificCharacterSet, 'CS', characterSets));
  elements.sort((a, b) => a.tag - b.tag);
  return { elements, littleEndian: true, characterSets };
}

function encodeValue(tag: Tag, vr: Vr, value: AttributeValue, characterSets: readonly string[]): ElementValue {
  const values = (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined);
  if (vr === 'SQ') {
    const items = values.map((one) => {
      if (!isAttributes(one)) throw new DicomError('value-not-encodable', { tag, vr });
      return build(one, characterSets, false);
    });
    return { kind: 'sequence', items };
  }
  const bytes = encodeBytes(vr, values, characterSets);
  if (bytes === undefined) throw new DicomError('value-not-encodable', { tag, vr });
  return { kind: 'bytes', bytes };
}

function encodeBytes(vr: Vr, values: readonly unknown[], characterSets: readonly string[]): Uint8Array | undefined {
  const [first] = values;
  if (first instanceof Uint8Array) return values.length === 1 ? first : undefined;
  if (values.length === 0) return new Uint8Array(0);
  if (isTextVr(vr)) {
    if (!values.every((one) => typeof one === 'string' || typeof one === 'number')) return undefined;
    return encodeTextValues(values.map(String), vr, characterSets);
  }
  if (!isNumberVr(vr) || !values.every((one) => typeof one === 'number' || typeof one === 'bigint')) return undefined;
  const bytes = encodeNumberValues(values, vr);
  // What does not fit wraps around or is rounded, which only floating point numbers may be.
  const isExact = decodeNumberValues(bytes, vr, true).every(
    (number, place) => Number(number) === Number(values[place]),
  );
  return isExact || vr === 'FL' || vr === 'FD' ? bytes : undefined;
}

function isTyped(value: AttributeValue | TypedValue): value is TypedValue {
  return typeof value === 'object' && value !== null && 'vr' in value && 'value' in value;
}

function isAttributes(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && !Array.isArray(value);
}
