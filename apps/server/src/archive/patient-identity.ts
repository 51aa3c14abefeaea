/**
 * What makes two objects images of the same patient, as far as headers can tell: Patient ID and its issuer.
 *
 * An object without a Patient ID must never join another patient's, so its identity is its study's alone. Matching
 * people across issuers and mending wrong ids is record linkage, which lives in `packages/quality`.
 */

import { createHash } from 'node:crypto';

export type PatientIdentity = {
  readonly patientId: string;
  readonly issuer: string;
  readonly studyInstanceUid: string;
};

/** Returns a key that is equal for the same patient; a digest, so that any length of id fits an index. */
export function patientIdentityKey(identity: PatientIdentity): string {
  const parts =
    identity.patientId === '' ? ['study', identity.studyInstanceUid] : ['patient', identity.issuer, identity.patientId];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
