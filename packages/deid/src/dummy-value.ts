/**
 * Values that take the place of others: valid for the VR, the same for everybody, and of the default repertoire, so that
 * they can be written in any character set.
 */

import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import type { Tag } from '@isocenter/dicom/tag';
import type { Vr } from '@isocenter/dicom/vr';
import { fiducialOf, type IdentityKind } from './identity-kind.ts';

const kinds: Readonly<Partial<Record<IdentityKind, readonly Keyword[]>>> = {
  'patient-name': ['PatientName', 'PatientBirthName', 'PatientMotherBirthName', 'OtherPatientNames'],
  'patient-id': ['PatientID'],
  'accession-number': ['AccessionNumber'],
  institution: ['InstitutionName', 'InstitutionalDepartmentName', 'ClinicalTrialSiteName'],
  address: ['InstitutionAddress', 'PatientAddress', 'PersonAddress'],
  phone: ['PatientTelephoneNumbers', 'PersonTelephoneNumbers', 'ReferringPhysicianTelephoneNumbers'],
  device: ['DetectorID', 'DeviceSerialNumber', 'StationName', 'TreatmentMachineName', 'XRayDetectorID', 'XRaySourceID'],
};

const kindOf: ReadonlyMap<Tag, IdentityKind> = new Map(
  // The keys of the record are kinds.
  (Object.entries(kinds) as [IdentityKind, readonly Keyword[]][]).flatMap(([kind, keywords]) =>
    keywords.map((keyword) => [tagOf(keyword), kind] as const),
  ),
);

/** Characters of a value of VR SH, PS3.5 Table 6.2-1; the other text VRs hold any fiducial. */
const shortStringLength = 16;

const values: Readonly<Partial<Record<Vr, string>>> = {
  AE: 'REMOVED',
  AS: '000Y',
  CS: 'REMOVED',
  DA: '19000101',
  DS: '0',
  DT: '19000101000000',
  IS: '0',
  TM: '000000',
  UR: 'about:blank',
};

/** Returns the text that stands for a value, or undefined for VRs that hold no text. */
export function dummyTextOf(tag: Tag, vr: Vr): string | undefined {
  if (vr === 'PN') return fiducialOf(kindOf.get(tag) ?? 'other-person');
  const fixed = values[vr];
  if (fixed !== undefined) return fixed;
  if (!isFreeText(vr)) return undefined;
  const fiducial = fiducialOf(kindOf.get(tag) ?? 'text');
  return vr === 'SH' && fiducial.length > shortStringLength ? fiducialOf('text') : fiducial;
}

function isFreeText(vr: Vr): boolean {
  return vr === 'LO' || vr === 'SH' || vr === 'ST' || vr === 'LT' || vr === 'UT' || vr === 'UC';
}
