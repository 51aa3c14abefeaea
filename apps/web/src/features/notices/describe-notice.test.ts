import type { Notice } from '@isocenter/contract/notices';
import { expect, test } from 'vitest';
import { createFormats } from '../../languages/use-formats.ts';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import { describeNotice, placeOf } from './describe-notice.ts';

test('a token that ends is told with its account and its day, and leads administrators to the accounts', () => {
  const token = { service: 'Report system', label: '2026', endsAt: '2027-02-03T12:00:00.000Z' };
  const notice: Notice = { id: '1', kind: 'token-ending', at: '2027-01-20T12:00:00Z', isRead: false, count: 1, token };
  // Names are set apart from the direction of the text around them.
  const said = describeNotice(wordsInEnglish(), createFormats('en-GB'), notice).replace(/[\u2066-\u2069]/g, '');
  expect(said).toBe('A token of Report system ends on 3 Feb 2027');
  expect(placeOf(notice, true)).toEqual({ to: '/settings/services' });
  expect(placeOf(notice, false)).toBeUndefined();
});
