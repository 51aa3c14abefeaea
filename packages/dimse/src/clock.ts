/**
 * Time as an argument: what the timers of PS3.8 §9.1.5 and of the options run on, so that tests need not sleep.
 */

export type Clock = {
  /** Milliseconds since any fixed moment; never goes back. */
  now(): number;
  /** Calls back once after `delayMs`; the returned function cancels, and may be called at any time. */
  schedule(delayMs: number, callback: () => void): () => void;
};

/** The machine's monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    // What a timer guards is a socket, which keeps the process alive by itself as long as anybody wants it to.
    timer.unref();
    return () => clearTimeout(timer);
  },
};
