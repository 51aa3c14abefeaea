/**
 * How long an association has been without progress of its peer.
 *
 * One timer for the whole association, set again for what is left when it goes off after some progress, so that
 * progress itself costs no more than a look at the clock. While it is our turn, time stands still.
 */

import type { Clock } from './clock.ts';

export class IdleTimer {
  readonly #clock: Clock;
  #timeoutMs: number;
  readonly #expired: () => void;
  #progressAtMs = 0;
  #ourTurnSinceMs: number | undefined;
  #cancel: (() => void) | undefined;

  /** `timeoutMs` in milliseconds, Infinity for no limit; `expired` is called once. */
  constructor(clock: Clock, timeoutMs: number, expired: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#expired = expired;
  }

  /** @param timeoutMs instead of the constructor's */
  start(timeoutMs = this.#timeoutMs): void {
    this.#timeoutMs = timeoutMs;
    this.progress();
    if (Number.isFinite(this.#timeoutMs)) this.#schedule(this.#timeoutMs);
  }

  stop(): void {
    this.#cancel?.();
  }

  progress(): void {
    this.#progressAtMs = this.#clock.now();
  }

  beginOurTurn(): void {
    this.#ourTurnSinceMs ??= this.#clock.now();
  }

  endOurTurn(): void {
    if (this.#ourTurnSinceMs === undefined) return;
    const nowMs = this.#clock.now();
    // The peer may have made progress in the meantime, by a cancel or by responses; that must not count twice.
    this.#progressAtMs = Math.min(nowMs, this.#progressAtMs + nowMs - this.#ourTurnSinceMs);
    this.#ourTurnSinceMs = undefined;
  }

  #schedule(delayMs: number): void {
    this.#cancel = this.#clock.schedule(delayMs, () => {
      const idleMs = (this.#ourTurnSinceMs ?? this.#clock.now()) - this.#progressAtMs;
      if (idleMs < this.#timeoutMs) this.#schedule(this.#timeoutMs - idleMs);
      else this.#expired();
    });
  }
}
