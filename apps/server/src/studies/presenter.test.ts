import { expect, test } from 'vitest';
import { isoDate, isoTime, presentName } from './presenter.ts';

test.each([
  ['20260102', '2026-01-02'],
  ['2026.01.02', '2026-01-02'],
  ['20260231', undefined],
  ['20261301', undefined],
  ['2026', undefined],
  ['', undefined],
])('shows the DICOM date %j as %j', (text, shown) => {
  expect(isoDate(text)).toBe(shown);
});

test.each([
  ['101112.345678', '10:11:12'],
  ['1011', '10:11:00'],
  ['10', '10:00:00'],
  ['10:11:12', '10:11:12'],
  ['2511', undefined],
  ['', undefined],
])('shows the DICOM time %j as %j', (text, shown) => {
  expect(isoTime(text)).toBe(shown);
});

test('shows a name as lists do, with its groups apart', () => {
  expect(presentName('TEST^ONE^TWO^DR^JR')).toEqual({
    display: 'TEST, ONE TWO JR',
    alphabetic: { family: 'TEST', given: 'ONE', middle: 'TWO', prefix: 'DR', suffix: 'JR' },
  });
  expect(presentName('Yamada^Tarou=山田^太郎=やまだ^たろう')).toMatchObject({
    display: 'Yamada, Tarou',
    ideographic: { family: '山田', given: '太郎' },
    phonetic: { family: 'やまだ', given: 'たろう' },
  });
});

test('shows the ideographic name where there is no other, and nothing for no name', () => {
  expect(presentName('=山田^太郎').display).toBe('山田, 太郎');
  expect(presentName('').display).toBe('');
});
