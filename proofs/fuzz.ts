/**
 * `make verify NAME=fuzz`: mutated data sets and PDU streams into the parsers, in slices of which each is noted, so
 * that an interrupted run goes on where it was. Violations: an exception that is not ours, a hang, growth.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseProofArguments } from './arguments.ts';
import { fuzzDataSets } from './fuzz-data-sets.ts';
import { fuzzPdus } from './fuzz-pdus.ts';
import { ProgressFile } from './progress.ts';
import type { ProofResult } from './proofs.ts';

const defaultRuns = 10_000_000;
const sliceRuns = 100_000;
/** Nine of ten inputs are data sets: their parser has more states than the PDU reader. */
const dataSetShare = 0.9;
const sliceSeconds = 600;
/**
 * Resident memory after the warm-up may be exceeded by this much at the end. It rises for a million inputs and then stays,
 * while the heap is at 10 MB all the time: the allocator fits itself to what sizes there are.
 */
const maxGrowthBytes = 64 << 20;
const warmUpRuns = 1_500_000;

type Progress = {
  readonly seed: number;
  readonly dataSets: number;
  readonly pdus: number;
  readonly violations: number;
  readonly examples: readonly string[];
  readonly slowestMs: number;
};

const file = new ProgressFile<Progress>('fuzz');

export async function proveFuzz(args: readonly string[]): Promise<ProofResult> {
  const wanted = parseProofArguments(args, defaultRuns);
  const { runs, seed, first } = wanted;
  let progress = file.read(wanted) ?? { seed, dataSets: 0, pdus: 0, violations: 0, examples: [], slowestMs: 0 };
  const started = performance.now();
  let residentAtStart: number | undefined;
  while (progress.dataSets + progress.pdus < runs) {
    // zlib gives memory back in a later turn; a run without one would look like growth.
    await nextTurn();
    const rest = runs - progress.dataSets - progress.pdus;
    progress = await fuzzSlice(progress, first, Math.min(sliceRuns, rest));
    const done = progress.dataSets + progress.pdus;
    if (done >= Math.min(warmUpRuns, runs / 2)) residentAtStart ??= process.memoryUsage.rss();
    file.write(progress);
  }
  const growthBytes = process.memoryUsage.rss() - (residentAtStart ?? process.memoryUsage.rss());
  const grew = growthBytes > maxGrowthBytes;
  file.remove();
  for (const example of progress.examples) process.stderr.write(`${example}\n`);
  return {
    seed: progress.seed,
    runs: progress.dataSets + progress.pdus,
    violations: progress.violations + (grew ? 1 : 0),
    dataSets: progress.dataSets,
    pdus: progress.pdus,
    slowestMs: Math.round(progress.slowestMs),
    growthBytes,
    seconds: Math.round((performance.now() - started) / 1000),
  };
}

/** Inputs are numbered from `first` on, data sets and PDUs each for themselves. */
async function fuzzSlice(progress: Progress, first: number, runs: number): Promise<Progress> {
  const slice = { seed: progress.seed, seconds: sliceSeconds };
  const wantedDataSets = Math.ceil(runs * dataSetShare);
  const dataSets = fuzzDataSets({ ...slice, runs: wantedDataSets, first: first + progress.dataSets });
  const pdus = await fuzzPdus({ ...slice, runs: runs - wantedDataSets, first: first + progress.pdus });
  return {
    seed: progress.seed,
    dataSets: progress.dataSets + dataSets.runs,
    pdus: progress.pdus + pdus.runs,
    violations: progress.violations + dataSets.violations + pdus.violations,
    examples: [...progress.examples, ...dataSets.cases, ...pdus.examples].slice(0, 20),
    slowestMs: Math.max(progress.slowestMs, dataSets.slowestMs, pdus.slowestMs),
  };
}
