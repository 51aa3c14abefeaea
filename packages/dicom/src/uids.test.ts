import { expect, it } from 'vitest';
import { findSopClass, isStorageSopClass, storageSopClasses, verificationSopClass } from './uids.ts';

it('knows the storage SOP Classes, PS3.4 Annex B', () => {
  expect(findSopClass('1.2.840.10008.5.1.4.1.1.2')).toEqual({
    uid: '1.2.840.10008.5.1.4.1.1.2',
    name: 'CT Image Storage',
    storage: true,
    retired: false,
  });
  expect(isStorageSopClass('1.2.840.10008.5.1.4.1.1.2')).toBe(true);
  expect(storageSopClasses.length).toBeGreaterThan(170);
});

it('knows retired ones, which archives still hold', () => {
  expect(findSopClass('1.2.840.10008.5.1.4.1.1.5')).toMatchObject({ storage: true, retired: true });
});

it('stores no services, directories or private classes', () => {
  expect(isStorageSopClass(verificationSopClass)).toBe(false);
  expect(findSopClass('1.2.840.10008.1.3.10')).toMatchObject({
    name: 'Media Storage Directory Storage',
    storage: false,
  });
  expect(isStorageSopClass('1.2.3.4')).toBe(false);
});
