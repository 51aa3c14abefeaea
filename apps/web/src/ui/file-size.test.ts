import { expect, test } from 'vitest';
import { formatFileSize } from './file-size.ts';

test('a length is shown with at most three digits and the unit that fits', () => {
  expect([0, 999, 1000, 27_300_000, 999_950, 2e9].map(formatFileSize)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '27 MB',
    '1.0 MB',
    '2.0 GB',
  ]);
});
