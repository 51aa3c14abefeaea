/** Which patient an object is of, for whatever must be the same over all that is the patient's: the shift of dates. */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getString } from '@isocenter/dicom/values';

/**
 * Returns a text that is the same for all objects of a patient: Patient ID; name, birth date and sex where there is none;
 * the study where there is neither. Upper case, since archives differ in it, and without the issuer, which many objects of
 * a patient lack: that two patients are moved by the same days says nothing of either.
 */
export function patientKeyOf(dataSet: DataSet): string {
  const of = (...keywords: readonly Parameters<typeof tagOf>[0][]): string[] =>
    keywords.map((keyword) => (getString(dataSet, tagOf(keyword)) ?? '').trim().toUpperCase());
  const [id = ''] = of('PatientID');
  if (id !== '') return `id\0${id}`;
  const [name = '', ...others] = of('PatientName', 'PatientBirthDate', 'PatientSex');
  return name === '' ? `study\0${of('StudyInstanceUID').join()}` : ['name', name, ...others].join('\0');
}
