/** What rows of the index say beyond the attributes stored with them, as DICOM JSON: counts, identifiers, matrix. */

import { findDictionaryVr, type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import type { DicomJson, DicomJsonValue } from '@isocenter/dicom/json';
import { tagKey } from '@isocenter/dicom/tag';
import { relatedGeneralClasses } from './related-general-classes.ts';
import type { InstanceRow, PatientRow, SeriesRow, StudyRow } from './repository.ts';

const institutionName = tagKey(tagOf('InstitutionName'));

export function patientFacts(row: PatientRow): DicomJson {
  return {
    ...(row.patient_attributes as DicomJson), // written by `summary.ts` from `toDicomJson`
    ...attribute('PatientName', row.name === '' ? [] : [personName(row.name)]),
    ...attribute('PatientID', present(row.patient_id)),
    ...attribute('IssuerOfPatientID', present(row.issuer)),
    ...attribute('PatientBirthDate', present(row.birth_date)),
    ...attribute('PatientSex', present(row.sex)),
    ...attribute('NumberOfPatientRelatedStudies', [row.study_count]),
    ...attribute('NumberOfPatientRelatedSeries', [row.series_count]),
    ...attribute('NumberOfPatientRelatedInstances', [row.instance_count]),
  };
}

/**
 * Returns what is stored of the study. A series answers for its own equipment, and for none where it names none, so what
 * the study's first object said of that is left out, PS3.3 §C.7.5.1.
 */
export function storedOfStudy(row: StudyRow): DicomJson {
  const stored = row.study_attributes as DicomJson; // written by `summary.ts` from `toDicomJson`
  if (!isSeriesRow(row)) return stored;
  const { [institutionName]: _, ...others } = stored;
  return others;
}

export function studyFacts(row: StudyRow): DicomJson {
  return {
    ...attribute('ModalitiesInStudy', row.modalities),
    ...attribute('NumberOfStudyRelatedSeries', [row.study_series_count]),
    ...attribute('NumberOfStudyRelatedInstances', [row.study_instance_count]),
  };
}

/** Apart from the other facts of a study, because few ask for it. */
export function classesInStudy(row: StudyRow): DicomJson {
  return attribute('SOPClassesInStudy', row.sop_classes);
}

export function seriesFacts(row: SeriesRow): DicomJson {
  const stored = row.series_attributes as DicomJson; // written by `summary.ts` from `toDicomJson`
  const modality = tagKey(tagOf('Modality'));
  return {
    [modality]: stored[modality] ?? { vr: 'CS' },
    ...attribute('NumberOfSeriesRelatedInstances', [row.series_instance_count]),
  };
}

export function instanceFacts(row: InstanceRow): DicomJson {
  const related = relatedGeneralClasses(row.sop_class_uid);
  return {
    ...(row.instance_attributes as DicomJson | null), // written by `summary.ts` from `toDicomJson`
    ...attribute('SOPClassUID', [row.sop_class_uid]),
    ...(related.length > 0 && attribute('RelatedGeneralSOPClassUID', related)),
    ...attribute('SOPInstanceUID', [row.sop_instance_uid]),
    ...attribute('InstanceNumber', present(row.number)),
    ...(row.rows !== null && attribute('Rows', [row.rows])),
    ...(row.columns !== null && attribute('Columns', [row.columns])),
    ...(row.bits_allocated !== null && attribute('BitsAllocated', [row.bits_allocated])),
    ...(row.frames !== null && attribute('NumberOfFrames', [row.frames])),
    ...attribute('ContentDate', present(row.content_date)),
    ...attribute('ContentTime', present(row.content_time)),
  };
}

/** Returns one attribute with the VR of the dictionary. */
export function attribute(keyword: Keyword, values: readonly DicomJsonValue[]): DicomJson {
  const tag = tagOf(keyword);
  const vr = findDictionaryVr(tag) ?? 'UN';
  return { [tagKey(tag)]: values.length === 0 ? { vr } : { vr, Value: values } };
}

export function isSeriesRow(row: StudyRow): row is SeriesRow {
  return 'series_instance_uid' in row;
}

export function isInstanceRow(row: StudyRow): row is InstanceRow {
  return 'sop_instance_uid' in row;
}

function present(value: string | number | null): readonly (string | number)[] {
  return value === null || value === '' ? [] : [value];
}

function personName(text: string): DicomJsonValue {
  const [alphabetic = '', ideographic = '', phonetic = ''] = text.split('=');
  return {
    ...(alphabetic !== '' && { Alphabetic: alphabetic }),
    ...(ideographic !== '' && { Ideographic: ideographic }),
    ...(phonetic !== '' && { Phonetic: phonetic }),
  };
}
