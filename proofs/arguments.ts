/** What every proof takes: how many runs, from which seed and which number on, and whether to begin anew. */

import { parseArgs } from 'node:util';

export type ProofArguments = {
  readonly runs: number;
  /** Chosen at random unless given. */
  readonly seed: number;
  readonly isSeedGiven: boolean;
  /** Number of the first run, to repeat one that is known. */
  readonly first: number;
  readonly fresh: boolean;
};

/** @throws RangeError where a value is no count */
export function parseProofArguments(args: readonly string[], defaultRuns: number): ProofArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string' },
      seed: { type: 'string' },
      first: { type: 'string' },
      fresh: { type: 'boolean', default: false },
    },
  });
  return {
    runs: count('runs', values.runs) ?? defaultRuns,
    seed: count('seed', values.seed) ?? Math.floor(Math.random() * 2 ** 31),
    isSeedGiven: values.seed !== undefined,
    first: count('first', values.first) ?? 0,
    fresh: values.fresh,
  };
}

/** What is not understood must not end as a run of nothing, which violates nothing. */
function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new RangeError(`--${name} must be a whole number`);
  return Number(text);
}
