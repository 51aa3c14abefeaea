import type { Session, SignedInSession } from '@isocenter/contract/session';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchSession } from './session-watch.ts';

const minute = 60_000;

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function sessionUntil(idleMinutes: number): SignedInSession {
  return {
    kind: 'signed-in',
    user: { id: '1', email: 'test@isocenter.example', name: 'Test', role: 'member' },
    csrfToken: 'x',
    idleExpiresAt: new Date(idleMinutes * minute).toISOString(),
    expiresAt: new Date(720 * minute).toISOString(),
    mustEnrol: false,
    passkeyHost: 'localhost',
    isSingleSignOn: false,
  };
}

function watch(answer: () => Promise<Session>) {
  const ends: number[] = [];
  const asked: number[] = [];
  const stop = watchSession(sessionUntil(60), {
    ask: () => {
      asked.push(Date.now() / minute);
      return answer();
    },
    onSession: () => undefined,
    onEnd: () => ends.push(Date.now() / minute),
  });
  return { ends, asked, stop };
}

test('a session that nobody uses is left when the node says that it has ended', async () => {
  const { ends, asked } = watch(async () =>
    Date.now() < 60 * minute
      ? sessionUntil(60)
      : { kind: 'anonymous', setupRequired: false, signIn: { passkeyHost: 'localhost' } },
  );
  await vi.advanceTimersByTimeAsync(90 * minute);
  expect(ends).toEqual([60]);
  expect(asked.at(-1)).toBe(60);
});

test('one that is used goes on', async () => {
  const { ends, stop } = watch(async () => sessionUntil(Date.now() / minute + 60));
  await vi.advanceTimersByTimeAsync(300 * minute);
  stop();
  expect(ends).toEqual([]);
});

test('a node that cannot be reached does not keep it open', async () => {
  const { ends } = watch(() => Promise.reject(new Error('no answer')));
  await vi.advanceTimersByTimeAsync(90 * minute);
  expect(ends).toEqual([60]);
});

test('a session that was ended by somebody else is noticed within five minutes', async () => {
  const { ends } = watch(async () => ({
    kind: 'anonymous',
    setupRequired: false,
    signIn: { passkeyHost: 'localhost' },
  }));
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(ends).toEqual([5]);
});
