import { auditActions } from '@isocenter/contract/audit-actions';
import { expect, test } from 'vitest';
import { auditEvents } from '../../languages/audit-events/en.ts';
import { eventKeyOf } from './event-words.ts';

test('every text for an event is of an action that there is', () => {
  const keys = new Set<string>(auditActions.map(eventKeyOf));
  expect(Object.keys(auditEvents).filter((key) => !keys.has(key))).toEqual([]);
});

test('every action has words', () => {
  expect(auditActions.filter((action) => !Object.hasOwn(auditEvents, eventKeyOf(action)))).toEqual([]);
});

test.each([
  ['study:read', 'studyRead'],
  ['access-history:read', 'accessHistoryRead'],
  ['session:sign-in', 'sessionSignIn'],
])('the text for %s is called %s', (action, key) => {
  expect(eventKeyOf(action)).toBe(key);
});
