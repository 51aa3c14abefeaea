import { expect, test } from 'vitest';
import { parseProofArguments } from './arguments.ts';

test('takes counts and nothing else', () => {
  expect(parseProofArguments(['--runs', '10', '--seed', '5'], 3)).toMatchObject({ runs: 10, seed: 5, first: 0 });
  expect(parseProofArguments([], 3)).toMatchObject({ runs: 3, isSeedGiven: false });
  for (const runs of ['10k', '-1', '', '1.5', 'NaN']) {
    expect(() => parseProofArguments([`--runs=${runs}`], 3)).toThrow(RangeError);
  }
});
