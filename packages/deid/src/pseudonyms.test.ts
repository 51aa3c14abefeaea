import { expect, test } from 'vitest';
import { DeidError } from './errors.ts';
import { fiducialOf, identityKinds } from './identity-kind.ts';
import { createPseudonyms, keyLengthBytes } from './pseudonyms.ts';

const key = Buffer.alloc(keyLengthBytes, 7);
const other = Buffer.alloc(keyLengthBytes, 8);

test('the same key gives the same pseudonyms, another key others', () => {
  const [first, second, third] = [createPseudonyms(key), createPseudonyms(Buffer.from(key)), createPseudonyms(other)];
  expect(second.uid('1.2.3')).toBe(first.uid('1.2.3'));
  expect(second.identifier('patient-id', 'TEST-1')).toBe(first.identifier('patient-id', 'TEST-1'));
  expect(second.shiftDays('TEST-1')).toBe(first.shiftDays('TEST-1'));
  expect(third.uid('1.2.3')).not.toBe(first.uid('1.2.3'));
  expect(third.identifier('patient-id', 'TEST-1')).not.toBe(first.identifier('patient-id', 'TEST-1'));
});

test('pseudonyms stay the ones that other nodes have given', () => {
  const pseudonyms = createPseudonyms(key);
  expect(pseudonyms.uid('1.2.3')).toMatchInlineSnapshot(`"2.25.156106980995948517982689731135984193128"`);
  expect(pseudonyms.identifier('patient-id', 'TEST-1')).toMatchInlineSnapshot(`"PMQTDPQEQMWZPEQS"`);
  expect(pseudonyms.shiftDays('TEST-1')).toMatchInlineSnapshot(`-762`);
});

test('a UID is made of a UUID of version 8, and no two of many are the same', () => {
  const pseudonyms = createPseudonyms(key);
  const uids = Array.from({ length: 2000 }, (_, number) => pseudonyms.uid(`1.2.${number}`));
  expect(new Set(uids).size).toBe(2000);
  for (const uid of uids) {
    const digits = BigInt(uid.slice('2.25.'.length)).toString(16).padStart(32, '0');
    expect([uid.length <= 64, digits.length, digits[12], '89ab'.includes(digits[16] ?? '')]).toEqual([
      true,
      32,
      '8',
      true,
    ]);
  }
});

test('equal identifiers of different domains have different pseudonyms', () => {
  const { identifier } = createPseudonyms(key);
  expect(identifier('patient-id', '1')).not.toBe(identifier('accession-number', '1'));
  expect(identifier('patient-id', '1')).toMatch(/^[A-Z2-7]{16}$/);
});

test('dates are never left where they were, and keep their day of the week where that is wanted', () => {
  const { shiftDays } = createPseudonyms(key);
  for (let number = 0; number < 2000; number += 1) {
    const [days, weeks] = [shiftDays(`TEST-${number}`), shiftDays(`TEST-${number}`, true)];
    expect(days >= -3650 && days <= -1 && weeks >= -3650 && weeks <= -7 && weeks % 7 === 0).toBe(true);
  }
});

test('a short key is refused', () => {
  expect(() => createPseudonyms(key.subarray(1))).toThrow(new DeidError('key-too-short', { lengthBytes: 31 }));
});

test('fiducials are told apart and fit into a short string', () => {
  const fiducials = identityKinds.map(fiducialOf);
  expect(new Set(fiducials).size).toBe(identityKinds.length);
  expect(fiducials).toContain('% PATIENT NAME %');
  // Of VR SH, PS3.5 Table 6.2-1, all but one, which goes into LO.
  expect(fiducials.filter((fiducial) => fiducial.length > 16)).toEqual(['% ACCESSION NUMBER %']);
});
