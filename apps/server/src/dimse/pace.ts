/**
 * How fast something may go: what comes too early waits, and nothing is refused.
 *
 * Each reservation takes its own time at the given rate, one after the other, so that several associations of one peer
 * share one rate.
 */

import { setTimeout as delay } from 'node:timers/promises';

export class Pace {
  readonly #msEach: number;
  readonly #now: () => number;
  #freeAtMs = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds of a clock that does not jump */
  constructor(perSecond: number, now: () => number) {
    this.#msEach = 1000 / perSecond;
    this.#now = now;
  }

  /** Takes its turn and returns how long to wait for it, in milliseconds. */
  reserve(amount: number): number {
    const nowMs = this.#now();
    const startsAtMs = Math.max(nowMs, this.#freeAtMs);
    this.#freeAtMs = startsAtMs + amount * this.#msEach;
    return startsAtMs - nowMs;
  }
}

/** Waits, or until the signal aborts; never rejects. */
export async function pauseFor(waitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(waitMs, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error; // Otherwise nobody waits any more.
  }
}
