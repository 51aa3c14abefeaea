import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLiveUpdates, type UpdateSource } from './live-updates.ts';

/** A source whose events the test sends. */
class ScriptedSource extends EventTarget implements UpdateSource {
  readyState = 0;
  closed = false;

  close() {
    this.closed = true;
  }

  teams(name: 'teams' | 'activity' | 'uploads', ...teamIds: readonly string[]) {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify({ teamIds }) }));
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
  const people: string[] = [];
  const close = openLiveUpdates(
    {
      onStudies: (ids) => told.push(ids),
      onDeliveries: () => {
        deliveries.told += 1;
      },
      onTeams: (ids) => people.push(`teams ${ids}`),
      onActivity: (ids) => people.push(`activity ${ids}`),
      onUploads: (ids) => people.push(`uploads ${ids}`),
      onNotices: () => people.push('notices'),
      onMissed: () => people.push('missed'),
    },
    () => {
      const source = new ScriptedSource();
      sources.push(source);
      return source;
    },
  );
  return { sources, told, deliveries, people, close };
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

test('what changes in care teams is told by kind, each once a burst; what may have been missed, as such', () => {
  const { sources, people, close } = open();
  for (const id of ['1', '2', '1']) sources[0]?.teams('teams', id);
  sources[0]?.teams('activity', '1');
  sources[0]?.teams('uploads', '2');
  sources[0]?.dispatchEvent(Object.assign(new Event('notices'), { data: '{}' }));
  vi.advanceTimersByTime(1000);
  expect(people).toEqual(['teams 1,2', 'notices']);
  vi.advanceTimersByTime(10_000);
  expect(people.slice(2)).toEqual(['uploads 2', 'activity 1']);
  sources[0]?.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(10_000);
  expect(people.slice(4)).toEqual(['missed']);
  close();
});
