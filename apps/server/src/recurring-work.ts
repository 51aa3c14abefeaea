/**
 * Work that is done again and again: by a timer, one run after the other, until it is closed.
 *
 * A run that fails is told and the next one comes all the same. What a run has to do, it finds out itself: nothing is
 * kept here between two of them.
 */

export type RecurringWorkOptions = {
  readonly intervalMs: number;
  /** One run; asks `isClosed` between its steps where it has many. */
  readonly work: () => Promise<unknown>;
  /** False while another gateway does this: runs are passed over. Default: none does. */
  readonly leads?: (() => boolean) | undefined;
  /** Told of a run that failed, unless the work was closed meanwhile. */
  readonly failed: (error: unknown) => void;
  /** Whether the first run begins at once; default after the first interval. */
  readonly beginsAtOnce?: boolean;
};

export class RecurringWork {
  readonly #options: RecurringWorkOptions;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: RecurringWorkOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#runNext(), options.intervalMs).unref();
    if (options.beginsAtOnce === true) this.#runNext();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Begins a run now, or after the one at hand. */
  wake(): void {
    this.#runNext();
  }

  /** Begins no further run; resolves when the one at hand has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  #runNext(): void {
    this.#running = this.#running.then(() => this.#try());
  }

  async #try(): Promise<void> {
    if (this.#isClosed || this.#options.leads?.() === false) return;
    try {
      await this.#options.work();
    } catch (error) {
      if (!this.#isClosed) this.#options.failed(error);
    }
  }
}
