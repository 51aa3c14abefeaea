import { expect, test } from 'vitest';
import { shiftDateText, shiftDateTimeText } from './date-shift.ts';

test.each([
  ['20240301', -1, '20240229'],
  ['20230301', -1, '20230228'],
  ['20240101', -366, '20221231'],
  ['2024.01.02', -1, '20240101'],
  ['00010101', -1, undefined],
  ['20241301', -1, undefined],
  ['', -1, undefined],
  ['UNKNOWN', -1, undefined],
])('the date %s moved by %i days is %s', (text, days, expected) => {
  expect(shiftDateText(text, days)).toBe(expected);
});

test.each([
  ['20240301235959.123456+0100', -1, '20240229235959.123456+0100'],
  ['202403', -31, '202402'],
  ['2024', -366, '2023'],
  ['2024-0500', -366, '2023-0500'],
  ['20240301', -1, '20240229'],
  ['yesterday', -1, undefined],
])('the moment %s moved by %i days is %s', (text, days, expected) => {
  expect(shiftDateTimeText(text, days)).toBe(expected);
});

test('intervals stay what they were', () => {
  const days = (text: string | undefined): number =>
    Date.parse(`${text?.replace(/(....)(..)(..)/, '$1-$2-$3')}`) / 864e5;
  expect(days(shiftDateText('20240310', -1000)) - days(shiftDateText('20231225', -1000))).toBe(76);
});
