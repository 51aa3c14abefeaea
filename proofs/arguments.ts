/** What every proof takes: how many runs, from which seed, and whether to begin anew. */

import { parseArgs } from 'node:util';

export type ProofArguments = { readonly runs: number; readonly seed: number; readonly fresh: boolean };

export function parseProofArguments(args: readonly string[], defaultRuns: number): ProofArguments {
  const { values } = parseArgs({
    args: [...args],
    options: { runs: { type: 'string' }, seed: { type: 'string' }, fresh: { type: 'boolean', default: false } },
  });
  return {
    runs: values.runs === undefined ? defaultRuns : Number(values.runs),
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed),
    fresh: values.fresh,
  };
}
