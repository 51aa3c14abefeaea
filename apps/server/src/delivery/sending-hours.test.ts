import type { SendingWindow } from '@isocenter/contract/deliveries';
import { expect, test } from 'vitest';
import { isSendingTime, nextSendingTime } from './sending-hours.ts';

/** Weeknights from 22:00 to 06:00, and all of Sunday. */
const nights: readonly SendingWindow[] = [
  { days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' },
  { days: [7], from: '00:00', to: '00:00' },
];

/** 2 March 2026 is a Monday. */
const at = (day: number, hour: number, minute = 0, second = 0) => new Date(2026, 2, 1 + day, hour, minute, second);

test('without windows it is always time', () => {
  expect(isSendingTime([], at(1, 12))).toBe(true);
});

test.each([
  ['Monday 21:59:59', at(1, 21, 59, 59), false],
  ['Monday 22:00', at(1, 22), true],
  ['Tuesday 05:59:59', at(2, 5, 59, 59), true],
  ['Tuesday 06:00', at(2, 6), false],
  ['Monday 03:00, after a Sunday that ends at midnight', at(8, 3), false],
  ['Saturday 03:00, the night that began on Friday', at(6, 3), true],
  ['Saturday 22:00', at(6, 22), false],
  ['Sunday noon', at(7, 12), true],
])('%s', (_name, time, expected) => {
  expect(isSendingTime(nights, time)).toBe(expected);
});

test.each([
  ['at once where it is time', at(2, 1, 2, 3), at(2, 1, 2, 3)],
  ['this evening', at(1, 12, 30, 40), at(1, 22)],
  ['after the weekend gap', at(6, 7), at(7, 0)],
  ['across the end of the week', at(7, 23, 59, 59), at(7, 23, 59, 59)],
  ['on Monday evening', at(8, 0, 0, 1), at(8, 22)],
])('next time: %s', (_name, time, expected) => {
  expect(nextSendingTime(nights, time)).toEqual(expected);
});
