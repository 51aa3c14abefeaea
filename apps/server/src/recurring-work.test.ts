import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RecurringWork } from './recurring-work.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('runs do not overlap, a failure is told and the next one comes, and the end waits for the one at hand', async () => {
  const begun: PromiseWithResolvers<void>[] = [];
  const failures: unknown[] = [];
  const recurring = new RecurringWork({
    intervalMs: 1_000,
    work() {
      const run = Promise.withResolvers<void>();
      begun.push(run);
      return run.promise;
    },
    failed: (error) => failures.push(error),
    beginsAtOnce: true,
  });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(begun).toHaveLength(1);
  begun[0]?.reject(new Error('away'));
  await vi.advanceTimersByTimeAsync(0);
  expect(failures).toHaveLength(1);
  expect(begun).toHaveLength(2);
  let isClosed = false;
  const closing = recurring.close().then(() => {
    isClosed = true;
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(isClosed).toBe(false);
  begun[1]?.reject(new Error('the database is closed'));
  await closing;
  // What was due when it was closed is not begun, and what ended then is nobody's failure.
  expect([begun.length, failures.length]).toEqual([2, 1]);
});
