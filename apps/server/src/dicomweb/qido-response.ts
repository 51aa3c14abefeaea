/**
 * Answers of QIDO-RS: rows of the index as DICOM JSON, PS3.18 Tables 10.6.3-3 to 10.6.3-5.
 *
 * Every answer has the attributes its level requires, empty where the object has no value, and those that were matched or
 * asked for, as far as the index holds them. A level includes those above it unless the address names them.
 */

import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import type { DicomJson, DicomJsonAttribute } from '@isocenter/dicom/json';
import { tagKey } from '@isocenter/dicom/tag';
import { instanceKeywords } from '../archive/summary.ts';
import type { QueryLevel } from '../query/attributes.ts';
import type { AttributePath } from '../query/matching.ts';
import type { StudyRow } from '../query/repository.ts';
import {
  attribute,
  classesInStudy,
  instanceFacts,
  isInstanceRow,
  isSeriesRow,
  seriesFacts,
  storedOfStudy,
  studyFacts,
} from '../query/row-attributes.ts';
import type { ResourceUrls } from './resource-urls.ts';

export type AnswerShape = {
  readonly level: QueryLevel;
  /** The levels whose attributes are shown. */
  readonly shown: ReadonlySet<QueryLevel>;
  /** Attributes asked for besides the required ones. */
  readonly included: 'all' | readonly AttributePath[];
};

const required: { readonly [level in QueryLevel]: readonly Keyword[] } = {
  study: [
    'StudyDate',
    'StudyTime',
    'AccessionNumber',
    'ReferringPhysicianName',
    'PatientName',
    'PatientID',
    'PatientBirthDate',
    'PatientSex',
    'StudyID',
  ],
  series: ['SeriesNumber', 'SeriesDescription'],
  instance: [],
};

/** Shown where the object has them. */
const optional: { readonly [level in QueryLevel]: readonly Keyword[] } = {
  study: ['TimezoneOffsetFromUTC', 'IssuerOfPatientID'],
  series: ['PerformedProcedureStepStartDate', 'PerformedProcedureStepStartTime', 'RequestAttributesSequence'],
  instance: [],
};

/** Of an instance, shown only where they are asked for. */
const askedOnly: readonly Keyword[] = ['ContentDate', 'ContentTime', 'RelatedGeneralSOPClassUID', ...instanceKeywords];

/** Returns a function from row to answer; what rows have in common is worked out once. */
export function createPresenter(shape: AnswerShape, urls: ResourceUrls): (row: StudyRow) => DicomJson {
  const study = selector('study', shape);
  const series = selector('series', shape);
  const isAsked = askedBy(shape);
  const showsClasses = isAsked('SOPClassesInStudy');
  const hidden = new Set(askedOnly.filter((keyword) => !isAsked(keyword)).map((keyword) => tagKey(tagOf(keyword))));
  return (row) => {
    const json: Record<string, DicomJsonAttribute> = {
      ...attribute('SpecificCharacterSet', ['ISO_IR 192']),
      ...attribute('InstanceAvailability', ['ONLINE']),
      ...attribute('StudyInstanceUID', [row.study_instance_uid]),
    };
    if (shape.shown.has('study')) {
      Object.assign(json, study(storedOfStudy(row)), studyFacts(row), showsClasses && classesInStudy(row));
    }
    if (isSeriesRow(row)) {
      Object.assign(json, attribute('SeriesInstanceUID', [row.series_instance_uid]));
      if (shape.shown.has('series')) Object.assign(json, series(row.series_attributes), seriesFacts(row));
    }
    if (isInstanceRow(row)) {
      for (const [key, fact] of Object.entries(instanceFacts(row))) if (!hidden.has(key)) json[key] = fact;
    }
    return Object.assign(json, attribute('RetrieveURL', [retrieveUrl(row, urls)]));
  };
}

/** Returns what of the stored attributes of one level is shown. */
function selector(level: 'study' | 'series', { included }: AnswerShape): (attributes: unknown) => DicomJson {
  const empty: DicomJson = Object.assign({}, ...required[level].map((keyword) => attribute(keyword, [])));
  const keys = new Set([...required[level], ...optional[level]].map((keyword) => tagKey(tagOf(keyword))));
  if (included !== 'all') for (const path of included) if (path[0] !== undefined) keys.add(tagKey(path[0]));
  return (attributes) => {
    const stored = attributes as DicomJson; // written by `summary.ts` from `toDicomJson`
    if (included === 'all') return { ...empty, ...stored };
    const shown: Record<string, DicomJsonAttribute> = { ...empty };
    for (const key of keys) if (stored[key] !== undefined) shown[key] = stored[key];
    return shown;
  };
}

function askedBy({ included }: AnswerShape): (keyword: Keyword) => boolean {
  if (included === 'all') return () => true;
  const asked = new Set(included.map(([first]) => first));
  return (keyword) => asked.has(tagOf(keyword));
}

function retrieveUrl(row: StudyRow, urls: ResourceUrls): string {
  if (!isSeriesRow(row)) return urls.study(row.study_instance_uid);
  if (!isInstanceRow(row)) return urls.series(row.study_instance_uid, row.series_instance_uid);
  return urls.instance({
    studyInstanceUid: row.study_instance_uid,
    seriesInstanceUid: row.series_instance_uid,
    sopInstanceUid: row.sop_instance_uid,
  });
}
