import { describe, expect, test } from 'vitest';
import { isStoredSopClass } from './sop-class-policy.ts';

const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
const policy = { refused: [], acceptPrivate: true };

describe('a SOP Class', () => {
  test.each([
    ['of the standard for storage', ctImageStorage, true],
    ['for storage that is newer than our edition', '1.2.840.10008.5.1.4.1.1.9999.1', true],
    ['of a service', '1.2.840.10008.1.1', false],
    ['for queries', '1.2.840.10008.5.1.4.1.2.2.1', false],
    ['of a directory', '1.2.840.10008.1.3.10', false],
    ['of a vendor', '1.3.12.2.1107.5.9.1', true],
  ])('%s', (_, uid, stored) => expect(isStoredSopClass(uid, policy)).toBe(stored));

  test('is refused where the configuration says so', () => {
    expect(isStoredSopClass(ctImageStorage, { ...policy, refused: [ctImageStorage] })).toBe(false);
    expect(isStoredSopClass('1.3.12.2.1107.5.9.1', { ...policy, acceptPrivate: false })).toBe(false);
  });
});
