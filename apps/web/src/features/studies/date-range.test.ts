import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import { datePresets, describeRange } from './date-range.ts';

const t = wordsInEnglish();
const today = new Date(2024, 2, 3, 23, 30);

test('the last seven days include today and cross the end of a leap February', () => {
  expect(datePresets(today).find((preset) => preset.label === 'studies.last7Days')?.range).toEqual({
    from: '2024-02-26',
    to: '2024-03-03',
  });
});

test('a range is called by its preset where it has one', () => {
  expect(describeRange(t, {}, today)).toBe('Any date');
  expect(describeRange(t, { from: '2024-03-02', to: '2024-03-02' }, today)).toBe('Yesterday');
  expect(describeRange(t, { from: '2020-01-01' }, today)).toBe('From 2020-01-01');
  expect(describeRange(t, { to: '2020-01-01' }, today)).toBe('Until 2020-01-01');
  expect(describeRange(t, { from: '2020-01-01', to: '2020-02-01' }, today)).toBe('2020-01-01 to 2020-02-01');
});
