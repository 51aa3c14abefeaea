import { expect, test } from 'vitest';
import { fuzzPdus } from './fuzz-pdus.ts';

test('a short run of mutated conversations breaks nothing', async () => {
  const result = await fuzzPdus({ seed: 20_240_601, runs: 20_000, seconds: 30 });
  expect(result.examples).toEqual([]);
  expect(result.violations).toBe(0);
  // The inputs reach deep enough to say something.
  expect(result.associations).toBeGreaterThan(result.runs / 4);
  expect(result.stored).toBeGreaterThan(result.runs / 50);
});

test('the same seed gives the same inputs', async () => {
  const [first, second] = [
    await fuzzPdus({ seed: 5, runs: 500, seconds: 30 }),
    await fuzzPdus({ seed: 5, runs: 500, seconds: 30 }),
  ];
  expect([second.associations, second.stored]).toEqual([first.associations, first.stored]);
});
