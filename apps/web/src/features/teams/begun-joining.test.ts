import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBegunJoining, forgetBegunJoining, keepBegunJoining } from './begun-joining.ts';

const sent = { joiningId: '7', phone: '+49 ••• 42', expiresAt: '2026-01-02T10:10:00.000Z', remainingCodes: 2 };
const at = (time: string) => Date.parse(`2026-01-02T${time}:00.000Z`);

const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');

beforeEach(() => {
  const kept = new Map<string, string>();
  const value = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
    removeItem: (key: string) => kept.delete(key),
  };
  Object.defineProperty(globalThis, 'localStorage', { value, configurable: true });
});
afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(globalThis, 'localStorage');
  else Object.defineProperty(globalThis, 'localStorage', before);
});

test('a joining is found for as long as the node waits for its code, and not once it is forgotten', () => {
  expect(findBegunJoining(at('10:00'))).toBeUndefined();
  keepBegunJoining(sent);
  expect(findBegunJoining(at('10:59'))).toEqual(sent);
  expect(findBegunJoining(at('11:00'))).toBeUndefined();
  forgetBegunJoining();
  expect(findBegunJoining(at('10:00'))).toBeUndefined();
});

test.each(['', 'null', '[]', '{"joiningId":7}', '{"joiningId":"7","phone":"","expiresAt":""}'])(
  'what is not a joining is none: %s',
  (text) => {
    localStorage.setItem('isocenter.joining', text);
    expect(findBegunJoining(at('10:00'))).toBeUndefined();
  },
);
