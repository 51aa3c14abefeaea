/**
 * Proof: no stream of bytes makes the upper layer, the state machine or the session of an acceptor fail.
 *
 * Each input is a plausible conversation, mutated, cut at random, and played in memory to an acceptor whose verbs and
 * sinks settle at once, later, or never in time. Violations: an exception, a fragment after the end, a sink that is not
 * ended or aborted exactly once, an end that is not reported exactly once, bytes held or sent beyond the limits, a timer
 * left behind, a hang. Every input follows from seed and number alone.
 */

import { type Random, seededRandom } from '@isocenter/testkit/random';
import { FuzzAcceptor, type Outcome } from './fuzz-acceptor.ts';
import { buildCorpus, cut, mutate } from './fuzz-pdu-inputs.ts';

export type FuzzPdusOptions = {
  readonly seed: number;
  /** Inputs at most. */
  readonly runs: number;
  /** Seconds at most. */
  readonly seconds: number;
  /** Number of the first input; 0 unless told. */
  readonly first?: number;
};

export type FuzzPdusResult = {
  readonly seed: number;
  readonly runs: number;
  readonly violations: number;
  readonly slowestMs: number;
  /** Inputs that reached an established association, and data sets that were stored whole. */
  readonly associations: number;
  readonly stored: number;
  /** The first few, each with the number of its input. */
  readonly examples: readonly string[];
};

const maxExamples = 10;
/** Of the processor, so that a machine with other work is not taken for an input that hangs. */
const maxInputMs = 2_000;
/** How often a timer is up before the conversation is over. */
const timerShare = 0.05;

export async function fuzzPdus({ seed, runs, seconds, first = 0 }: FuzzPdusOptions): Promise<FuzzPdusResult> {
  const corpus = buildCorpus();
  const examples: string[] = [];
  const totals = { violations: 0, associations: 0, stored: 0, slowestMs: 0 };
  const startMs = performance.now();
  let done = 0;
  for (; done < runs && performance.now() - startMs < seconds * 1000; done += 1) {
    const random = seededRandom(seed, first + done);
    const chunks = cut(mutate(corpus, random), random);
    const began = process.cpuUsage();
    const outcome = await play(chunks, random);
    const { user, system } = process.cpuUsage(began);
    const tookMs = (user + system) / 1_000;
    if (tookMs > maxInputMs) outcome.violations.push('hung');
    totals.slowestMs = Math.max(totals.slowestMs, tookMs);
    totals.violations += outcome.violations.length;
    totals.associations += outcome.isEstablished ? 1 : 0;
    totals.stored += outcome.stored;
    for (const violation of outcome.violations) {
      if (examples.length < maxExamples) examples.push(`conversation ${first + done}: ${violation}`);
    }
  }
  return { seed, runs: done, ...totals, examples };
}

/** Gives chunks to an acceptor, ends the connection, and checks what is left. */
async function play(chunks: readonly Uint8Array[], random: Random): Promise<Outcome> {
  const acceptor = new FuzzAcceptor(random);
  try {
    acceptor.upperLayer.connectionIndicated();
    for (const chunk of chunks) {
      if (acceptor.isClosed) break;
      acceptor.received(chunk);
      if (random.fraction() < timerShare) acceptor.expireTimer();
      // A peer sends on without waiting, but a paused socket delivers at most one chunk more.
      for (let turn = 0; acceptor.isPaused && turn < 50; turn += 1) await acceptor.settle();
    }
    if (!acceptor.isClosed) acceptor.upperLayer.closed(undefined);
    do await acceptor.settle();
    while (acceptor.isWorking);
  } catch (error) {
    acceptor.outcome.violations.push(
      `exception ${error instanceof Error ? `${error.name} ${error.message}` : 'unknown'}`,
    );
  }
  acceptor.check();
  return acceptor.outcome;
}
