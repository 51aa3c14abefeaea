import { expect, test } from 'vitest';
import { datePresets, describeRange } from './date-range.ts';

const today = new Date(2024, 2, 3, 23, 30);

test('the last seven days include today and cross the end of a leap February', () => {
  expect(datePresets(today).find((preset) => preset.label === 'Last 7 days')?.range).toEqual({
    from: '2024-02-26',
    to: '2024-03-03',
  });
});

test('a range is called by its preset where it has one', () => {
  expect(describeRange({}, today)).toBe('Any date');
  expect(describeRange({ from: '2024-03-02', to: '2024-03-02' }, today)).toBe('Yesterday');
  expect(describeRange({ from: '2020-01-01' }, today)).toBe('From 2020-01-01');
  expect(describeRange({ to: '2020-01-01' }, today)).toBe('Until 2020-01-01');
  expect(describeRange({ from: '2020-01-01', to: '2020-02-01' }, today)).toBe('2020-01-01 to 2020-02-01');
});
