/**
 * The identity that the headers of an object tell: the terms with which its own free text, its reports and its pictures
 * are searched. Items of sequences count as much as the data set itself.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getStrings } from '@isocenter/dicom/values';
import type { IdentityKind } from '../identity-kind.ts';
import type { IdentityTerm } from './term-set.ts';

/** Of the attributes that name a person, a place, an order or a device. */
export const kindOfTag: ReadonlyMap<number, IdentityKind> = new Map<number, IdentityKind>(
  (
    [
      ['patient-name', ['PatientName', 'OtherPatientNames', 'PatientBirthName', 'PatientMotherBirthName']],
      ['patient-id', ['PatientID', 'OtherPatientIDs', 'MedicalRecordLocator']],
      ['birth-date', ['PatientBirthDate']],
      ['accession-number', ['AccessionNumber']],
      [
        'order-id',
        [
          'PlacerOrderNumberImagingServiceRequest',
          'FillerOrderNumberImagingServiceRequest',
          'RequestedProcedureID',
          'ScheduledProcedureStepID',
        ],
      ],
      ['other-id', ['StudyID', 'AdmissionID', 'ServiceEpisodeID']],
      [
        'other-person',
        [
          'ReferringPhysicianName',
          'ConsultingPhysicianName',
          'PerformingPhysicianName',
          'NameOfPhysiciansReadingStudy',
          'PhysiciansOfRecord',
          'OperatorsName',
          'RequestingPhysician',
          'ScheduledPerformingPhysicianName',
          'ResponsiblePerson',
          'VerifyingObserverName',
          'PersonName',
          'ContentCreatorName',
          'ReviewerName',
        ],
      ],
      [
        'institution',
        ['InstitutionName', 'InstitutionalDepartmentName', 'ResponsibleOrganization', 'VerifyingOrganization'],
      ],
      ['address', ['InstitutionAddress', 'PatientAddress', 'ReferringPhysicianAddress', 'PersonAddress']],
      [
        'phone',
        [
          'PatientTelephoneNumbers',
          'ReferringPhysicianTelephoneNumbers',
          'PersonTelephoneNumbers',
          'OrderCallbackPhoneNumber',
        ],
      ],
      ['device', ['DeviceSerialNumber', 'StationName', 'DeviceUID', 'DetectorID', 'GantryID']],
      ['date', ['StudyDate', 'SeriesDate', 'AcquisitionDate', 'ContentDate']],
    ] as const
  ).flatMap(([kind, keywords]) => keywords.map((keyword) => [tagOf(keyword), kind] as const)),
);

/** Returns the identity in a data set and in the items of its sequences, each value once. */
export function termsOfDataSet(dataSet: DataSet): readonly IdentityTerm[] {
  const terms = new Map<string, IdentityTerm>();
  const add = (from: DataSet): void => {
    for (const { tag, value } of from.elements) {
      const kind = kindOfTag.get(tag);
      if (value.kind === 'sequence') for (const item of value.items) add(item);
      else if (kind !== undefined)
        for (const text of getStrings(from, tag)) terms.set(`${kind} ${text}`, { kind, value: text });
    }
  };
  add(dataSet);
  return [...terms.values()].filter(({ value }) => value.trim() !== '');
}
