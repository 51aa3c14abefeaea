import { expect, test } from 'vitest';
import { describeReceived } from './received-time.ts';

test('the nearer the arrival, the finer it is told', () => {
  const now = new Date(2024, 4, 15, 14, 30);
  const at = (...parts: [number, number, number, number, number]) =>
    describeReceived(new Date(...parts).toISOString(), now);
  expect(at(2024, 4, 15, 14, 30)).toBe('now');
  expect(at(2024, 4, 15, 14, 18)).toBe('12 min ago');
  expect(at(2024, 4, 15, 9, 5)).toBe('09:05');
  expect(at(2024, 4, 14, 9, 5)).toBe('Tue 09:05');
  expect(at(2023, 4, 14, 9, 5)).toBe('2023-05-14');
  expect(describeReceived('not a time', now)).toBe('');
});
