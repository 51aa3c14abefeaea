/** A clock that stands still until a test moves it. */

import type { Clock } from '../src/clock.ts';

export class ManualClock implements Clock {
  #nowMs = 0;
  readonly #timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  readonly #waiting: (() => void)[] = [];

  now(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    for (const resolve of this.#waiting.splice(0)) resolve();
    return () => this.#timers.delete(timer);
  }

  /** Resolves when there are so many timers. */
  async scheduled(count = 1): Promise<void> {
    while (this.pending < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Moves on, calling back what falls due in between, earliest first. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.callback();
    }
    this.#nowMs = endMs;
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size;
  }
}
