/**
 * Which patient and study an object belongs to, as far as its header can tell: Patient ID, its issuer, and the Study
 * Instance UID.
 *
 * An object without a Patient ID must never join another patient's, so its identity is its study's alone. Matching
 * people across issuers and mending wrong ids is record linkage, which lives in `packages/quality`.
 */

import { createHash } from 'node:crypto';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getString } from '@isocenter/dicom/values';
import { storableText } from './storable-text.ts';

export type StudyIdentity = {
  /** Equal for objects of the same patient. */
  readonly patientKey: string;
  readonly studyInstanceUid: string;
};

export type PatientAttributes = {
  readonly patientId: string;
  readonly issuer: string;
  readonly studyInstanceUid: string;
};

/** Returns the identity that a header gives. */
export function studyOf(header: DataSet): StudyIdentity {
  const patientId = storableText(getString(header, tagOf('PatientID')));
  const issuer = storableText(getString(header, tagOf('IssuerOfPatientID')));
  const studyInstanceUid = storableText(getString(header, tagOf('StudyInstanceUID')));
  return { patientKey: patientIdentityKey({ patientId, issuer, studyInstanceUid }), studyInstanceUid };
}

/** Returns a key that is equal for the same patient; a digest, so that any length of id fits an index. */
export function patientIdentityKey(patient: PatientAttributes): string {
  const parts =
    patient.patientId === '' ? ['study', patient.studyInstanceUid] : ['patient', patient.issuer, patient.patientId];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
