import { expect, test } from 'vitest';
import { chooseLanguage, formattingLocale } from './language.ts';
import { createFormats } from './use-formats.ts';

test('a choice comes first, then the first language of the browser that there is, then English', () => {
  expect(chooseLanguage('ar', ['es-MX'])).toBe('ar');
  expect(chooseLanguage(null, ['de-CH', 'es-MX', 'en'])).toBe('es');
  expect(chooseLanguage('tlh', ['de-CH'])).toBe('en');
  expect(chooseLanguage('toString', ['constructor'])).toBe('en');
});

test('dates are written as in the reader’s country, with Western digits and the Gregorian calendar', () => {
  const at = '2026-11-22T12:00:00Z';
  const dayIn = (language: 'en' | 'es' | 'ar', preferred: readonly string[]) =>
    createFormats(formattingLocale(language, preferred)).day(at);
  expect(dayIn('en', ['en-US'])).toBe('Nov 22, 2026');
  expect(dayIn('en', ['de'])).toBe('22 Nov 2026');
  expect(dayIn('es', [])).toBe('22 nov 2026');
  expect(dayIn('ar', ['ar-SA'])).toBe('22 نوفمبر 2026');
  expect(dayIn('ar', ['ar-EG'])).toBe('22 نوفمبر 2026');
});

test('a length is shown with at most three digits and the unit that fits', () => {
  const sizes = [0, 999, 1000, 27_300_000, 999_950, 2e9];
  expect(sizes.map(createFormats('en-GB').fileSize)).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '27 MB',
    '1.0 MB',
    '2.0 GB',
  ]);
  expect(createFormats('es').fileSize(27_300_000)).toBe('27 MB');
  expect(createFormats(formattingLocale('ar', [])).fileSize(27_300_000)).toBe('27 م.ب');
});
