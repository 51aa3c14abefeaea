/**
 * Answers of a C-FIND, PS3.4 §C.4.1.1.3.2: what was asked for of one match, empty where the index does not know it, in a
 * character set that the asker can read.
 */

import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import type { DicomJson, DicomJsonAttribute } from '@isocenter/dicom/json';
import { fromDicomJson } from '@isocenter/dicom/json-parse';
import { type Tag, tagKey } from '@isocenter/dicom/tag';
import { decodeTextValues, encodeTextValues, isTextVr } from '@isocenter/dicom/text-value';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { PatientRow, StudyRow } from '../query/repository.ts';
import {
  attribute,
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

/** Returns everything the index knows of a match. */
export function knownAttributes(row: PatientRow | StudyRow): DicomJson {
  if (!('study_attributes' in row)) return patientFacts(row);
  return {
    ...storedOfStudy(row),
    ...studyFacts(row),
    // Written by `summary.ts` from `toDicomJson`.
    ...(isSeriesRow(row) && { ...(row.series_attributes as DicomJson), ...seriesFacts(row) }),
    ...(isInstanceRow(row) && instanceFacts(row)),
  };
}

export type AnswerOptions = {
  readonly query: IdentifierQuery;
  readonly transferSyntax: TransferSyntax;
  /** Where the instances can be retrieved. */
  readonly retrieveAet: string;
};

/** Returns the encoded identifier of one match. */
export function encodeAnswer(known: DicomJson, { query, transferSyntax, retrieveAet }: AnswerOptions): Uint8Array {
  const json: Record<string, DicomJsonAttribute> = {};
  for (const key of query.keys) json[tagKey(key.tag)] = pick(known[tagKey(key.tag)], key);
  Object.assign(
    json,
    attribute('QueryRetrieveLevel', [query.level]),
    attribute('RetrieveAETitle', [retrieveAet]),
    attribute('InstanceAvailability', ['ONLINE']),
  );
  return encodeDataSet(inReadableText(fromDicomJson(json).value, query.characterSets), transferSyntax);
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

/** Text that needs no character set is left plain; other text is in the asker's, or where that lacks a character in UTF-8. */
function inReadableText(dataSet: DataSet, characterSets: readonly string[]): DataSet {
  if (findElement(dataSet, specificCharacterSet) === undefined || characterSets.length === 0) return dataSet;
  const elements = recode(dataSet.elements, characterSets);
  if (elements === undefined) return dataSet;
  const named = buildElement(specificCharacterSet, 'CS', characterSets);
  return {
    ...dataSet,
    characterSets,
    elements: elements.map((element) => (element.tag === named.tag ? named : element)),
  };
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

function findElement(dataSet: DataSet, tag: Tag): DataElement | undefined {
  return dataSet.elements.find((element) => element.tag === tag);
}
