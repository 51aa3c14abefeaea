/**
 * Holds back what is sent to a destination: so many instances and so many bytes a second, all its associations together.
 *
 * Each piece books the time that it is worth, and the next waits until that has passed; bytes are counted as they leave,
 * so that a large object does not go out at once.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { StoreInstance } from '@isocenter/dimse/verbs';

type DataSetSource = StoreInstance['dataSet'];

export type PaceLimits = {
  readonly instancesPerSecond: number | undefined;
  readonly bytesPerSecond: number | undefined;
};

export type PaceClock = {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** Rejects when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

export const systemPaceClock: PaceClock = {
  now: () => performance.now(),
  pause: async (ms, signal) => void (await delay(ms, undefined, { signal })),
};

/** What was not used is saved up for this long, so that a slow disk does not make it slower still. */
const savedMs = 100;

export class Pace {
  readonly #clock: PaceClock;
  limits: PaceLimits;
  #nextInstance = Number.NEGATIVE_INFINITY;
  #nextByte = Number.NEGATIVE_INFINITY;

  constructor(clock: PaceClock, limits: PaceLimits) {
    this.#clock = clock;
    this.limits = limits;
  }

  /** Resolves when the next instance may begin; rejects when the signal aborts. */
  async instance(signal: AbortSignal): Promise<void> {
    const { instancesPerSecond } = this.limits;
    if (instancesPerSecond === undefined) return;
    const at = this.#book(this.#nextInstance);
    this.#nextInstance = at + 1000 / instancesPerSecond;
    await this.#until(at, signal);
  }

  /** Returns the data set with its chunks coming as slowly as they may go. */
  bytes(dataSet: DataSetSource, signal: AbortSignal): DataSetSource {
    const { bytesPerSecond } = this.limits;
    return bytesPerSecond === undefined ? dataSet : this.#slowed(dataSet, bytesPerSecond, signal);
  }

  async *#slowed(dataSet: DataSetSource, bytesPerSecond: number, signal: AbortSignal) {
    for await (const chunk of dataSet instanceof Uint8Array ? [dataSet] : dataSet) {
      const at = this.#book(this.#nextByte);
      this.#nextByte = at + (1000 * chunk.length) / bytesPerSecond;
      await this.#until(at, signal);
      yield chunk;
    }
  }

  #book(next: number): number {
    return Math.max(next, this.#clock.now() - savedMs);
  }

  async #until(at: number, signal: AbortSignal): Promise<void> {
    const waitMs = at - this.#clock.now();
    if (waitMs > 0) await this.#clock.pause(waitMs, signal);
  }
}
