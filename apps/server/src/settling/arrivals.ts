/**
 * Which studies are arriving and for how long they have been quiet, on a clock that nobody can set.
 *
 * Pure state, no I/O: the database says after a restart what was arriving and since when; from then on only elapsed time
 * counts. A study is looked at again when it has been quiet for long enough, when it has been arriving for too long, or
 * when its sender is to be asked once more.
 */

export type ArrivalTimes = {
  /** Nothing came for so long: it looks settled. */
  readonly quietMs: number;
  /** Arriving for so long: it is settled as it is. */
  readonly longestWaitMs: number;
};

export type Arrival = {
  readonly studyId: number;
  /** On the monotonic clock, in milliseconds, as all times here. */
  readonly sinceMs: number;
  readonly lastMs: number;
  /** Not looked at before. */
  readonly dueMs: number;
  /** How often its sender has been asked since the last instance. */
  readonly asked: number;
};

/** Longest pause between two questions to a sender. */
const longestPauseMs = 300_000;

export class Arrivals {
  readonly #times: ArrivalTimes;
  readonly #arrivals = new Map<number, Arrival>();

  constructor(times: ArrivalTimes) {
    this.#times = times;
  }

  get size(): number {
    return this.#arrivals.size;
  }

  find(studyId: number): Arrival | undefined {
    return this.#arrivals.get(studyId);
  }

  /** Something of the study came now. */
  note(studyId: number, atMs: number): void {
    const sinceMs = this.#arrivals.get(studyId)?.sinceMs ?? atMs;
    this.#set({ studyId, sinceMs, lastMs: atMs, dueMs: 0, asked: 0 });
  }

  /**
   * Takes over a study from before the start. Ages come from two readings of a clock that may have been set in between:
   * one that is negative counts as none.
   */
  resume(studyId: number, ages: { readonly arrivingMs: number; readonly quietMs: number }, atMs: number): void {
    const lastMs = atMs - Math.max(0, ages.quietMs);
    const sinceMs = Math.min(lastMs, atMs - Math.max(0, ages.arrivingMs));
    this.#set({ studyId, sinceMs, lastMs, dueMs: 0, asked: 0 });
  }

  /** The sender was asked and the study is not complete yet, or could not be looked at: when to look again. */
  postpone(arrival: Arrival, atMs: number): void {
    if (this.#arrivals.get(arrival.studyId)?.lastMs !== arrival.lastMs) return;
    const pauseMs = Math.min(longestPauseMs, this.#times.quietMs * 2 ** Math.min(arrival.asked, 20));
    this.#set({ ...arrival, asked: arrival.asked + 1, dueMs: atMs + pauseMs });
  }

  /** True while nothing of the study came since the arrival was taken from `due`. */
  isUnchanged({ studyId, lastMs }: Arrival): boolean {
    return this.#arrivals.get(studyId)?.lastMs === lastMs;
  }

  forget(arrival: Arrival): void {
    if (this.isUnchanged(arrival)) this.#arrivals.delete(arrival.studyId);
  }

  /** Returns at most `limit` studies that are to be looked at now, in the order of their last instance. */
  due(atMs: number, limit: number): readonly Arrival[] {
    const due: Arrival[] = [];
    for (const arrival of this.#arrivals.values()) {
      if (due.length >= limit) break;
      if (arrival.dueMs <= atMs || this.hasWaitedTooLong(arrival, atMs)) due.push(arrival);
    }
    return due;
  }

  hasWaitedTooLong({ sinceMs }: Arrival, atMs: number): boolean {
    return atMs - sinceMs >= this.#times.longestWaitMs;
  }

  isQuiet({ lastMs }: Arrival, atMs: number): boolean {
    return atMs - lastMs >= this.#times.quietMs;
  }

  #set(arrival: Arrival): void {
    const quietAtMs = arrival.lastMs + this.#times.quietMs;
    // At the end of the map, which is the order in which they become due.
    this.#arrivals.delete(arrival.studyId);
    this.#arrivals.set(arrival.studyId, { ...arrival, dueMs: Math.max(arrival.dueMs, quietAtMs) });
  }
}
