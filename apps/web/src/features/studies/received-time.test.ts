import { expect, test } from 'vitest';
import { createFormats } from '../../languages/use-formats.ts';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import { describeReceived } from './received-time.ts';

const t = wordsInEnglish();
const formats = createFormats('en-GB');

test('the nearer the arrival, the finer it is told', () => {
  const now = new Date(2024, 4, 15, 14, 30);
  const at = (...parts: [number, number, number, number, number]) =>
    describeReceived(t, formats, new Date(...parts).toISOString(), now);
  expect(at(2024, 4, 15, 14, 30)).toBe('now');
  expect(at(2024, 4, 15, 14, 18)).toBe('12 min ago');
  expect(at(2024, 4, 15, 9, 5)).toBe('09:05');
  expect(at(2024, 4, 14, 9, 5)).toBe('Tue 09:05');
  expect(at(2023, 4, 14, 9, 5)).toBe('14 May 2023');
  expect(describeReceived(t, formats, 'not a time', now)).toBe('');
});
