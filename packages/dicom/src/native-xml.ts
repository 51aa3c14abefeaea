/**
 * Data sets as the Native DICOM Model in XML, PS3.19 §A.1, from the DICOM JSON Model (`json.ts`), which says the same of a
 * data set: PS3.18 §F.3 sets the two side by side.
 *
 * A document comes in pieces, one an attribute, in UTF-8. Specific Character Set is ISO_IR 192, as in JSON. Reading the
 * model is `native-xml-parse.ts`.
 */

import { findDictionaryEntry } from './dictionary.ts';
import type { DicomJson, DicomJsonAttribute, DicomJsonPersonName, DicomJsonValue } from './json.ts';
import { joinPersonName, type PersonNameComponents, parsePersonName } from './person-name.ts';
import { isPrivate, isPrivateCreator, parseTag } from './tag.ts';

/** PS3.19 §A.1.6. */
const namespace = 'http://dicom.nema.org/PS3.19/models/NativeDICOM';

/** The elements of a group of name components with their parts, in the order of PS3.19 Table 10.2-1. */
const nameElements = [
  ['FamilyName', 'family'],
  ['GivenName', 'given'],
  ['MiddleName', 'middle'],
  ['NamePrefix', 'prefix'],
  ['NameSuffix', 'suffix'],
] as const satisfies readonly (readonly [string, keyof PersonNameComponents])[];

/**
 * Yields the document of a data set. White space in values counts, as the root says.
 *
 * @param json its numbers of IS and DS best as they are written, see `DicomJsonOptions.numericText`
 */
export function* writeNativeXml(json: DicomJson): Generator<string, void> {
  yield `<?xml version="1.0" encoding="UTF-8"?><NativeDicomModel xmlns="${namespace}" xml:space="preserve">`;
  yield* dataSetXml(json);
  yield '</NativeDicomModel>';
}

/**
 * Returns text for the content of an element or for an attribute in quotation marks. A carriage return is written as a
 * reference, since a reader would make it a line feed. What XML 1.0 §2.2 has no way to write becomes U+FFFD.
 */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(unwritable, '\ufffd')
    .replace(/[&<>"\r]/g, (character) => references[character] ?? character);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const unwritable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

const references: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

function* dataSetXml(json: DicomJson): Generator<string, void> {
  for (const key of Object.keys(json).sort()) {
    const attribute = json[key];
    const described = attribute === undefined ? undefined : describe(key, json);
    if (attribute === undefined || described === undefined) continue;
    yield `<DicomAttribute ${described} vr="${escapeXml(attribute.vr)}"`;
    yield* contentXml(attribute);
  }
}

/**
 * Returns the XML attributes that name an element; undefined for a private creator, which its elements name instead of
 * their block, PS3.19 Table A.1.5-2.
 *
 * Deviation: of a private element without creator, against PS3.5 §7.8.1, the tag stays as it is.
 */
function describe(key: string, json: DicomJson): string | undefined {
  const tag = parseTag(key);
  if (tag === undefined) return undefined;
  if (!isPrivate(tag)) {
    const keyword = findDictionaryEntry(tag)?.keyword;
    return keyword === undefined ? `tag="${key}"` : `keyword="${keyword}" tag="${key}"`;
  }
  if (isPrivateCreator(tag)) return undefined;
  const creator = json[`${key.slice(0, 4)}00${key.slice(4, 6)}`]?.Value?.[0];
  if (typeof creator !== 'string') return `tag="${key}"`;
  return `tag="${key.slice(0, 4)}00${key.slice(6)}" privateCreator="${escapeXml(creator)}"`;
}

/** The rest of an element after the attributes of its start tag. */
function* contentXml({ vr, Value, InlineBinary, BulkDataURI }: DicomJsonAttribute): Generator<string, void> {
  if (BulkDataURI !== undefined) yield `><BulkData uri="${escapeXml(BulkDataURI)}"/></DicomAttribute>`;
  else if (InlineBinary !== undefined) yield `><InlineBinary>${InlineBinary}</InlineBinary></DicomAttribute>`;
  else if (Value === undefined) yield '/>';
  else if (vr === 'SQ') {
    yield '>';
    // Values of a sequence are items, each a JSON model of its own.
    for (const [index, item] of (Value as readonly DicomJson[]).entries()) {
      yield `<Item number="${index + 1}">`;
      yield* dataSetXml(item);
      yield '</Item>';
    }
    yield '</DicomAttribute>';
  } else {
    yield '>';
    for (const [index, value] of Value.entries()) {
      yield vr === 'PN' ? nameXml(value, index + 1) : valueXml(value, index + 1);
    }
    yield '</DicomAttribute>';
  }
}

function valueXml(value: DicomJsonValue, number: number): string {
  const text = value === null ? '' : escapeXml(String(value));
  return `<Value number="${number}">${text}</Value>`;
}

function nameXml(value: DicomJsonValue, number: number): string {
  const groups = value as DicomJsonPersonName | null; // as `toDicomJson` gives the values of PN
  const { alphabetic, ideographic, phonetic } = parsePersonName(
    joinPersonName({
      alphabetic: groups?.Alphabetic ?? '',
      ideographic: groups?.Ideographic ?? '',
      phonetic: groups?.Phonetic ?? '',
    }),
  );
  const content = [
    groupXml('Alphabetic', alphabetic),
    groupXml('Ideographic', ideographic),
    groupXml('Phonetic', phonetic),
  ];
  return `<PersonName number="${number}">${content.join('')}</PersonName>`;
}

function groupXml(name: string, components: PersonNameComponents | undefined): string {
  if (components === undefined) return '';
  const parts = nameElements.map(([element, part]) =>
    components[part] === '' ? '' : `<${element}>${escapeXml(components[part])}</${element}>`,
  );
  return `<${name}>${parts.join('')}</${name}>`;
}
