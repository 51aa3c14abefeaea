import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

function fakeClock() {
  let time = 0;
  return {
    now: () => time,
    async pause(ms: number, signal: AbortSignal) {
      signal.throwIfAborted();
      time += ms;
    },
  };
}

const never = new AbortController().signal;

test('instances leave no faster than so many a second', async () => {
  const clock = fakeClock();
  const pace = new Pace(clock, { instancesPerSecond: 4, bytesPerSecond: undefined });
  for (let at = 0; at < 41; at += 1) await pace.instance(never);
  // A tenth of a second was saved up before the first.
  expect(clock.now()).toBe(40 * 250 - 100);
});

test('bytes of all associations together leave no faster than so many a second', async () => {
  const clock = fakeClock();
  const pace = new Pace(clock, { instancesPerSecond: undefined, bytesPerSecond: 1_000_000 });
  async function* chunks() {
    for (let at = 0; at < 50; at += 1) yield new Uint8Array(100_000);
  }
  const sent = await Promise.all(
    [chunks(), chunks()].map(async (one) => {
      let bytes = 0;
      for await (const chunk of pace.bytes(one, never) as AsyncIterable<Uint8Array>) bytes += chunk.length;
      return bytes;
    }),
  );
  expect(sent).toEqual([5_000_000, 5_000_000]);
  expect(clock.now()).toBeGreaterThan(9_700);
  expect(clock.now()).toBeLessThan(10_000);
});

test('nothing is waited for where nothing is limited, and a stop ends a wait', async () => {
  const pace = new Pace(fakeClock(), { instancesPerSecond: undefined, bytesPerSecond: undefined });
  const dataSet = new Uint8Array(3);
  expect(pace.bytes(dataSet, never)).toBe(dataSet);
  pace.limits = { instancesPerSecond: 1, bytesPerSecond: undefined };
  await pace.instance(never);
  await expect(pace.instance(AbortSignal.abort())).rejects.toThrow();
});
