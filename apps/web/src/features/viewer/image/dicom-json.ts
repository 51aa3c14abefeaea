/**
 * Reads values from the DICOM JSON Model (PS3.18 Annex F) as `/dicom-web/…/metadata` answers it. Absent, empty and
 * mistyped values are `undefined`: a viewer shows what a header says and never fails because of it.
 *
 * Only what the viewer needs; reading and writing whole data sets is `@isocenter/dicom`'s work and would not belong in
 * the first bytes of a picture.
 */

/** Attributes by tag, eight upper-case hexadecimal digits: `'00100010'`. */
export type JsonDataSet = { readonly [tag: string]: JsonAttribute | undefined };

export type JsonAttribute = {
  readonly vr?: string;
  readonly Value?: readonly unknown[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
};

/** Returns the attribute's first value as text, trimmed. */
export function getString(dataSet: JsonDataSet | undefined, tag: string): string | undefined {
  return getStrings(dataSet, tag)[0];
}

/** Returns all values as text, empty ones left out. Numbers are written as JavaScript writes them. */
export function getStrings(dataSet: JsonDataSet | undefined, tag: string): readonly string[] {
  return values(dataSet, tag).flatMap((value) => {
    if (typeof value === 'number') return [String(value)];
    if (typeof value !== 'string') return [];
    const text = value.trim();
    return text === '' ? [] : [text];
  });
}

/** Returns the alphabetic group of a person name, or the ideographic where there is no other (PS3.5 §6.2.1). */
export function getPersonName(dataSet: JsonDataSet | undefined, tag: string): string | undefined {
  const [name] = values(dataSet, tag);
  if (typeof name === 'string') return name.trim() || undefined;
  if (!isRecord(name)) return undefined;
  for (const group of [name.Alphabetic, name.Ideographic, name.Phonetic]) {
    if (typeof group === 'string' && group.trim() !== '') return group.trim();
  }
  return undefined;
}

/** Returns the attribute's first value as a finite number; text such as DS in quotes is read too. */
export function getNumber(dataSet: JsonDataSet | undefined, tag: string): number | undefined {
  return getNumbers(dataSet, tag)[0];
}

/** Returns all values that are finite numbers; empty where any of them is not, because positions carry meaning. */
export function getNumbers(dataSet: JsonDataSet | undefined, tag: string): readonly number[] {
  const numbers = values(dataSet, tag).map((value) =>
    typeof value === 'string' && value.trim() !== '' ? Number(value) : value,
  );
  return numbers.every((value): value is number => typeof value === 'number' && Number.isFinite(value)) ? numbers : [];
}

/** Returns the items of a sequence. */
export function getItems(dataSet: JsonDataSet | undefined, tag: string): readonly JsonDataSet[] {
  return values(dataSet, tag).filter(isRecord) as readonly JsonDataSet[]; // Items of the model are objects by tag.
}

/** Returns the bytes of an attribute that the answer carries inline. */
export function getInlineBinary(dataSet: JsonDataSet | undefined, tag: string): Uint8Array | undefined {
  const encoded = dataSet?.[tag]?.InlineBinary;
  if (typeof encoded !== 'string') return undefined;
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    return undefined; // Not Base64: as good as absent.
  }
}

function values(dataSet: JsonDataSet | undefined, tag: string): readonly unknown[] {
  const value = dataSet?.[tag]?.Value;
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
