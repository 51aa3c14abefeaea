import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLiveUpdates, type UpdateSource } from './live-updates.ts';

/** A source whose events the test sends. */
class ScriptedSource extends EventTarget implements UpdateSource {
  readyState = 0;
  closed = false;

  close() {
    this.closed = true;
  }

  studies(...studyIds: readonly string[]) {
    this.dispatchEvent(Object.assign(new Event('studies'), { data: JSON.stringify({ studyIds }) }));
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const sources: ScriptedSource[] = [];
  const told: (readonly string[])[] = [];
  const deliveries = { told: 0 };
  const close = openLiveUpdates(
    (ids) => told.push(ids),
    () => {
      deliveries.told += 1;
    },
    () => {
      const source = new ScriptedSource();
      sources.push(source);
      return source;
    },
  );
  return { sources, told, deliveries, close };
}

test('a burst of arrivals is told once', () => {
  const { sources, told, close } = open();
  sources[0]?.studies('a');
  sources[0]?.studies('b');
  sources[0]?.studies('a');
  vi.advanceTimersByTime(2000);
  expect(told).toEqual([['a', 'b']]);
  close();
});

test('an event without ids asks for everything', () => {
  const { sources, told, close } = open();
  sources[0]?.studies('a');
  sources[0]?.dispatchEvent(Object.assign(new Event('studies'), { data: 'not JSON' }));
  vi.advanceTimersByTime(2000);
  expect(told).toEqual([[]]);
  close();
});

test('what arrived during a short break of the stream is asked for once it stands again', () => {
  const { sources, told, close } = open();
  sources[0]?.dispatchEvent(new Event('open'));
  sources[0]?.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(3000);
  sources[0]?.dispatchEvent(new Event('open'));
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([[]]);
  close();
});

test('without a stream everything is asked every ten seconds, and once more when the stream stands again', () => {
  const { sources, told, close } = open();
  sources[0]?.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(25_000);
  expect(told).toEqual([[], []]);
  sources[0]?.dispatchEvent(new Event('open'));
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveLength(3);
  close();
});

test('a source that the browser has given up is opened again', () => {
  const { sources, close } = open();
  if (sources[0] !== undefined) sources[0].readyState = 2;
  sources[0]?.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(10_000);
  expect(sources).toHaveLength(2);
  close();
  expect(sources[1]?.closed).toBe(true);
});

test('changes of the outgoing queue are told once a burst, and whenever everything is asked for', () => {
  const { sources, told, deliveries, close } = open();
  for (let at = 0; at < 5; at += 1) sources[0]?.dispatchEvent(new Event('deliveries'));
  vi.advanceTimersByTime(2000);
  expect([told, deliveries.told]).toEqual([[], 1]);
  sources[0]?.studies();
  vi.advanceTimersByTime(2000);
  expect(deliveries.told).toBe(2);
  close();
});
