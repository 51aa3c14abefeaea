import { seededRandom } from '@isocenter/testkit/random';
import { expect, it } from 'vitest';
import { fuzzDataSets } from './fuzz-data-sets.ts';

it('breaks data sets and files without breaking their readers', () => {
  const { violations, cases, runs, reached } = fuzzDataSets({ seed: 1, runs: 20_000, seconds: 30 });
  expect(cases).toEqual([]);
  expect(violations).toBe(0);
  expect(runs).toBeGreaterThan(5000);
  // The mutants reach every structural finding there is for a data set.
  expect(Object.keys(reached)).toEqual(
    expect.arrayContaining([
      'length-beyond-end',
      'item-expected',
      'stray-delimiter',
      'un-sequence',
      'too-deep',
      'not-dicom',
    ]),
  );
});

it('gives the same cases for the same seed', () => {
  const run = (seed: number) => fuzzDataSets({ seed, runs: 300, seconds: 10 }).reached;
  expect(run(3)).toEqual(run(3));
  expect(run(3)).not.toEqual(run(4));
});

it('gives other cases for every number, however large the seed is', () => {
  const firstNumbers = Array.from({ length: 1000 }, (_, number) => {
    const random = seededRandom(2 ** 31 - 1, number);
    return `${random.fraction()} ${random.fraction()}`;
  });
  expect(new Set(firstNumbers).size).toBe(1000);
});
