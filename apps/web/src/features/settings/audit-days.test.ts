import { expect, test } from 'vitest';
import { toMoments } from './audit-days.ts';

test('a day is asked for from its first to its last moment', () => {
  const { from = '', to = '' } = toMoments({ first: '2026-03-04', last: '2026-03-04' });
  expect(new Date(from).getDate()).toBe(4);
  expect(Date.parse(to) - Date.parse(from)).toBe(24 * 60 * 60_000 - 1);
});

test('what is no date is left out', () => {
  expect(toMoments({ first: '', last: '2026-13-99' })).toEqual({});
});
