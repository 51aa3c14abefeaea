import { expect, test } from 'vitest';
import { patientIdentityKey } from './study-identity.ts';

const identity = { patientId: 'TEST-1', issuer: '', studyInstanceUid: '2.25.1' };

test('is the same for all studies of a patient', () => {
  expect(patientIdentityKey(identity)).toBe(patientIdentityKey({ ...identity, studyInstanceUid: '2.25.2' }));
});

test('differs by issuer', () => {
  expect(patientIdentityKey(identity)).not.toBe(patientIdentityKey({ ...identity, issuer: 'OTHER' }));
});

test('never joins studies that have no Patient ID', () => {
  const nameless = { ...identity, patientId: '' };
  expect(patientIdentityKey(nameless)).not.toBe(patientIdentityKey({ ...nameless, studyInstanceUid: '2.25.2' }));
});
