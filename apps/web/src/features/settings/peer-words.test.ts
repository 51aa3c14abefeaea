import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import { describeFailure, describeTest, isFine, securityOf } from './peer-words.ts';

const t = wordsInEnglish();

test('a code is a sentence, and a status keeps its number', () => {
  expect(describeFailure(t, 'tls-required')).toMatch(/without TLS/);
  expect(describeFailure(t, 'status-a700')).toBe('It has no room for it (A700H).');
  expect(describeFailure(t, 'status-0124')).toBe('It does not allow this (0124H).');
  expect(describeFailure(t, 'status-0111')).toMatch(/already/);
  expect(describeFailure(t, 'never-heard-of')).toBe('Something went wrong.');
});

test('a test says what came of it', () => {
  const answered = { kind: 'answered', status: 0, durationMs: 12.4 } as const;
  expect(describeTest(t, 'echo', answered)).toBe('It answered in 12 ms.');
  expect(describeTest(t, 'find', { ...answered, matches: 2 })).toMatch(/2 studies of the test patient/);
  expect(describeTest(t, 'store', { ...answered, status: 0x0122 })).toBe(
    'It does not take this kind of object (0122H).',
  );
  const failed = { kind: 'failed', code: 'timeout', message: '', durationMs: 5000 } as const;
  expect(describeTest(t, 'store', failed)).toBe('It took too long to answer. (timeout)');
  expect([answered, { ...answered, status: 1 }, failed].map(isFine)).toEqual([true, false, false]);
});

test('a badge says in which direction there is TLS', () => {
  expect(securityOf(t, { tls: 'off', requireTls: false })).toBe(undefined);
  expect(securityOf(t, { tls: 'authority', requireTls: false })).toBe('TLS out');
  expect(securityOf(t, { tls: 'off', requireTls: true })).toBe('TLS in');
  expect(securityOf(t, { tls: 'fingerprint', requireTls: true })).toBe('TLS');
});
