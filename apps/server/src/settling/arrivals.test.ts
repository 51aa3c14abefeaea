import { expect, test } from 'vitest';
import { Arrivals } from './arrivals.ts';

const times = { quietMs: 60_000, longestWaitMs: 3_600_000 };
const dueAt = (arrivals: Arrivals, atMs: number) => arrivals.due(atMs, 10).map(({ studyId }) => studyId);

test('a study is due when nothing came for the quiet time', () => {
  const arrivals = new Arrivals(times);
  arrivals.note(1, 0);
  arrivals.note(2, 10_000);
  arrivals.note(1, 30_000);
  expect(dueAt(arrivals, 69_999)).toEqual([]);
  expect(dueAt(arrivals, 70_000)).toEqual([2]);
  expect(dueAt(arrivals, 90_000)).toEqual([2, 1]);
});

test('a study into which something drips for ever is due after the longest wait', () => {
  const arrivals = new Arrivals(times);
  for (let at = 0; at < times.longestWaitMs; at += 30_000) arrivals.note(1, at);
  expect(dueAt(arrivals, times.longestWaitMs - 1)).toEqual([]);
  const [arrival] = arrivals.due(times.longestWaitMs, 1);
  expect(arrival && arrivals.isQuiet(arrival, times.longestWaitMs)).toBe(false);
  expect(arrival && arrivals.hasWaitedTooLong(arrival, times.longestWaitMs)).toBe(true);
});

test('a study that is put off is due after twice the pause each time, and at once after the longest wait', () => {
  const arrivals = new Arrivals(times);
  arrivals.note(1, 0);
  const asked: number[] = [];
  for (let at = 0; at <= times.longestWaitMs; at += 1000) {
    for (const arrival of arrivals.due(at, 1)) {
      asked.push(at / 1000);
      arrivals.postpone(arrival, at);
    }
  }
  expect(asked).toEqual([60, 120, 240, 480, 780, 1080, 1380, 1680, 1980, 2280, 2580, 2880, 3180, 3480, 3600]);
});

test('what came while a study was looked at is neither put off nor forgotten', () => {
  const arrivals = new Arrivals(times);
  arrivals.note(1, 0);
  const [taken] = arrivals.due(60_000, 1);
  if (taken === undefined) throw new Error('the study is due');
  arrivals.note(1, 60_001);
  arrivals.postpone(taken, 60_002);
  arrivals.forget(taken);
  expect(arrivals.isUnchanged(taken)).toBe(false);
  expect(dueAt(arrivals, 120_001)).toEqual([1]);
});

test('after a restart the ages go on; one from before the clock was set back counts as none', () => {
  const arrivals = new Arrivals(times);
  arrivals.resume(1, { arrivingMs: 100_000, quietMs: 50_000 }, 0);
  arrivals.resume(2, { arrivingMs: -86_400_000, quietMs: -86_400_000 }, 0);
  expect(dueAt(arrivals, 9_999)).toEqual([]);
  expect(dueAt(arrivals, 10_000)).toEqual([1]);
  expect(dueAt(arrivals, 60_000)).toEqual([1, 2]);
});
