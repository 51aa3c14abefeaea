/**
 * Answers of a C-FIND, PS3.4 §C.4.1.1.3.2: what was asked for of one match, empty where the index does not know it, in a
 * character set that the asker can read.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import type { DicomJson, DicomJsonAttribute } from '@isocenter/dicom/json';
import { elementFromDicomJson, hasBeyondAscii } from '@isocenter/dicom/json-parse';
import { tagKey } from '@isocenter/dicom/tag';
import { decodeTextValues, encodeTextValues, isTextVr } from '@isocenter/dicom/text-value';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { PatientRow, StudyRow } from '../query/repository.ts';
import {
  classesInStudy,
  instanceFacts,
  isInstanceRow,
  isSeriesRow,
  patientFacts,
  seriesFacts,
  storedOfStudy,
  studyFacts,
} from '../query/row-attributes.ts';
import type { IdentifierQuery, RequestedKey } from './identifier.ts';

const utf8 = ['ISO_IR 192'];
const specificCharacterSet = tagOf('SpecificCharacterSet');

export type AnswerOptions = {
  readonly query: IdentifierQuery;
  readonly transferSyntax: TransferSyntax;
  /** Whether each answer says which zone its dates and times are in. */
  readonly namesZone: boolean;
  /** Where the instances can be retrieved. */
  readonly retrieveAet: string;
};

/**
 * Returns a function from what is known of a match to the encoded identifier; what answers have in common is worked out
 * once.
 */
export function createAnswerEncoder(options: AnswerOptions): (layers: readonly DicomJson[]) => Uint8Array {
  const { query, transferSyntax, retrieveAet, namesZone } = options;
  const fixed = [
    text('QueryRetrieveLevel', query.level),
    text('RetrieveAETitle', retrieveAet),
    text('InstanceAvailability', 'ONLINE'),
  ];
  const fixedTags = new Set(fixed.map(({ tag }) => tag));
  const zone = { tag: tagOf('TimezoneOffsetFromUTC'), vr: 'SH', items: [] };
  const asked = new Map([...query.keys, ...(namesZone ? [zone] : [])].map((key) => [key.tag, key]));
  const keys = [...asked.values()]
    .filter(({ tag }) => !fixedTags.has(tag))
    .map((key) => ({ ...key, name: tagKey(key.tag) }));
  return (layers) => {
    const elements = [...fixed];
    for (const key of keys) {
      const known = layers.find((layer) => layer[key.name] !== undefined)?.[key.name];
      const element = elementFromDicomJson(key.tag, pick(known, key));
      if (element !== undefined) elements.push(element);
    }
    const readable = inReadableText(elements, query.characterSets);
    readable.elements.sort((left, right) => left.tag - right.tag);
    return encodeDataSet({ ...readable, littleEndian: true }, transferSyntax);
  };
}

/** Returns everything the index knows of a match; of what several name, the first counts. */
export function knownAttributes(row: PatientRow | StudyRow): readonly DicomJson[] {
  if (!('study_attributes' in row)) return [patientFacts(row)];
  const study = [studyFacts(row), classesInStudy(row), storedOfStudy(row)];
  if (!isSeriesRow(row)) return study;
  const series = [seriesFacts(row), row.series_attributes as DicomJson, ...study]; // written by `summary.ts`
  return isInstanceRow(row) ? [instanceFacts(row), ...series] : series;
}

function text(keyword: Keyword, value: string): DataElement {
  return buildElement(tagOf(keyword), 'CS', [value]);
}

/** Items of a sequence have what was asked for, or everything where nothing was named, PS3.4 §C.2.2.2.6. */
function pick(known: DicomJsonAttribute | undefined, key: RequestedKey): DicomJsonAttribute {
  if (known?.Value === undefined) return { vr: key.vr };
  if (key.items.length === 0) return known;
  const items = known.Value.map((item) => {
    const attributes = item as DicomJson; // items of a sequence, which only sequences are asked for with
    return Object.fromEntries(
      key.items.map((inner) => [tagKey(inner.tag), pick(attributes[tagKey(inner.tag)], inner)]),
    );
  });
  return { vr: known.vr, Value: items };
}

type ReadableText = { readonly elements: DataElement[]; readonly characterSets: readonly string[] };

/** Text that needs no character set is left plain; other text is in the asker's, or where that lacks a character in UTF-8. */
function inReadableText(elements: readonly DataElement[], characterSets: readonly string[]): ReadableText {
  if (!elements.some(hasBeyondAscii)) return { elements: [...elements], characterSets: [] };
  const recoded = characterSets.length === 0 ? undefined : recode(elements, characterSets);
  const named = recoded === undefined ? utf8 : characterSets;
  const others = (recoded ?? elements).filter(({ tag }) => tag !== specificCharacterSet);
  return { elements: [...others, buildElement(specificCharacterSet, 'CS', named)], characterSets: named };
}

/** Undefined where a character is not in the sets. */
function recode(elements: readonly DataElement[], characterSets: readonly string[]): DataElement[] | undefined {
  const recoded: DataElement[] = [];
  for (const element of elements) {
    const { value, vr } = element;
    if (value.kind === 'sequence') {
      const items = value.items.map((item) => ({
        ...item,
        characterSets,
        elements: recode(item.elements, characterSets),
      }));
      if (!items.every((item): item is DataSet & typeof item => item.elements !== undefined)) return undefined;
      recoded.push({ ...element, value: { kind: 'sequence', items } });
    } else if (value.kind === 'bytes' && isTextVr(vr)) {
      const bytes = encodeTextValues(decodeTextValues(value.bytes, vr, utf8), vr, characterSets);
      if (bytes === undefined) return undefined;
      recoded.push({ ...element, value: { kind: 'bytes', bytes } });
    } else {
      recoded.push(element);
    }
  }
  return recoded;
}
