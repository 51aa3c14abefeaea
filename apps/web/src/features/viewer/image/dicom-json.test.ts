import { expect, test } from 'vitest';
import {
  getInlineBinary,
  getItems,
  getNumber,
  getNumbers,
  getPersonName,
  getString,
  getStrings,
} from './dicom-json.ts';

test('absent, empty and mistyped values are undefined', () => {
  expect(getString(undefined, '00100020')).toBeUndefined();
  expect(getString({ '00100020': { vr: 'LO' } }, '00100020')).toBeUndefined();
  expect(getString({ '00100020': { vr: 'LO', Value: [null] } }, '00100020')).toBeUndefined();
  expect(getNumber({ '00280010': { vr: 'US', Value: ['many'] } }, '00280010')).toBeUndefined();
});

test('decimal strings are read as numbers, and a list with one bad value is no list', () => {
  expect(getNumbers({ '00280030': { vr: 'DS', Value: ['0.5', 0.25] } }, '00280030')).toEqual([0.5, 0.25]);
  expect(getNumbers({ '00280030': { vr: 'DS', Value: [0.5, null] } }, '00280030')).toEqual([]);
});

test('text is trimmed and numbers are written as text', () => {
  expect(getStrings({ '00080008': { vr: 'CS', Value: ['ORIGINAL ', '', 'AXIAL'] } }, '00080008')).toEqual([
    'ORIGINAL',
    'AXIAL',
  ]);
  expect(getString({ '00200013': { vr: 'IS', Value: [7] } }, '00200013')).toBe('7');
});

test('a person name without an alphabetic group falls back to the ideographic', () => {
  expect(getPersonName({ '00100010': { vr: 'PN', Value: [{ Alphabetic: 'TEST^ANNA' }] } }, '00100010')).toBe(
    'TEST^ANNA',
  );
  expect(getPersonName({ '00100010': { vr: 'PN', Value: [{ Ideographic: '試験^花子' }] } }, '00100010')).toBe(
    '試験^花子',
  );
});

test('items and inline bytes', () => {
  const item = { '00081150': { vr: 'UI', Value: ['1.2'] } };
  expect(getItems({ '00081140': { vr: 'SQ', Value: [item] } }, '00081140')).toEqual([item]);
  expect(getInlineBinary({ '00281201': { vr: 'OW', InlineBinary: 'AQI=' } }, '00281201')).toEqual(
    new Uint8Array([1, 2]),
  );
  expect(getInlineBinary({ '00281201': { vr: 'OW', InlineBinary: '*' } }, '00281201')).toBeUndefined();
});
