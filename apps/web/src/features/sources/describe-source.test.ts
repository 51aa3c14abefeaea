import type { Source } from '@isocenter/contract/sources';
import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import {
  describeAsked,
  describeCounts,
  describeReason,
  describeSource,
  describeState,
  stateOf,
} from './describe-source.ts';

const t = wordsInEnglish();

const source: Source = {
  ...{ id: '1', name: 'Test', peerId: '2', everyMinutes: 10, hours: [], lookBackDays: 2, modalities: [], keys: {} },
  ...{ answerLimit: 500, maxConcurrent: 1, peer: { name: 'Test', aeTitle: 'TEST', enabled: true } },
  ...{ isAsking: false, nextRunAt: '2026-01-02T03:04:05Z', fetchedInstances: 0 },
  studies: { waiting: 0, running: 0, sending: 0, done: 0, failed: 0, deletedHere: 0, deletedThere: 0 },
};
const time = (iso: string) => iso.slice(11, 16);

test('the state is the most lasting thing in the way', () => {
  const failing = { since: '2026-01-02T03:04:05Z', code: 'timeout' };
  const running = { ...source.studies, running: 1 };
  const states = [
    source,
    { ...source, studies: running },
    { ...source, studies: running, failing },
    { ...source, failing, waitsFor: { what: 'paused' as const } },
  ].map((one) => stateOf(one).label);
  expect(states.map((key) => t(key))).toEqual(['Ready', 'Copying', 'Away', 'Paused']);
});

test('what is said says until when, and how far', () => {
  const failing = { since: '2026-01-02T03:04:05Z', code: 'connection-failed' };
  const until = '2026-01-02T04:00:00Z';
  expect(describeSource(t, source, time)).toBeUndefined();
  expect(describeSource(t, { ...source, failing, waitsFor: { what: 'retry', until } }, time)).toMatch(
    /Since 03:04\. Tried again at 04:00\.$/,
  );
  const sweep = { kind: 'back-fill' as const, date: '2020-01-01', found: 1, beganAt: until };
  expect(describeSource(t, { ...source, sweep }, time)).toBe(
    'Looking for everything there is: come to 2020-01-01, 1 study found.',
  );
});

test('one whose pace is used up says that it waits, and until when, and is asked all the same', () => {
  const pace = { what: 'pace' as const, until: '2026-01-02T04:10:00Z' };
  const held = { ...source, studies: { ...source.studies, waiting: 3 }, waitsFor: pace };
  expect(t(stateOf(held).label)).toBe('Waits for the next hour');
  expect(describeSource(t, held, time)).toMatch(/The next begins at 04:10\.$/);
  expect(describeSource(t, { ...held, waitsFor: { what: 'pace' } }, time)).toMatch(/when one of them ends\.$/);
  expect(describeAsked(t, held, time)).toBe('Test is asked.');
});

test('what is to be asked says when, where that is not now', () => {
  expect(describeAsked(t, source, time)).toBe('Test is asked.');
  const hours = { what: 'hours' as const, until: '2026-01-02T22:00:00Z' };
  expect(describeAsked(t, { ...source, waitsFor: hours }, time)).toBe('Test will be asked in its hours, at 22:00.');
  expect(describeAsked(t, { ...source, waitsFor: { what: 'disabled' } }, time)).toMatch(/when its peer is switched on/);
  expect(describeSource(t, { ...source, truncatedAt: '2026-01-02T03:04:05Z' }, time)).toContain('to the archive’s own');
});

test('a study says how much is where', () => {
  const study = { id: '1', studyInstanceUid: '2.25.1', state: 'failed' as const, attempts: 6, missing: 2, unsent: 0 };
  expect(describeCounts(t, { ...study, theirs: 5, held: 3 })).toBe('5 there, 3 here, 2 missing here');
  expect(describeState(t, { ...study, state: 'done', theirs: 3, held: 3 })).toBe('The same on both sides');
  expect(describeState(t, { ...study, state: 'done', theirs: 5, held: 3 })).toBe('Nothing left to copy');
  expect(describeReason(t, 'status-a801')).toContain('AE title');
  expect(describeReason(t, 'status-0110')).toContain('0110H');
});
