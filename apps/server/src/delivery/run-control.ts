/**
 * How a delivery under way is stopped: after the instance that is being sent, or at once, which ends its association.
 */

export class RunControl {
  readonly #stopping = new AbortController();
  readonly #cut = new AbortController();
  #isCancelled = false;

  /** Aborts when no further instance is to be begun. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Aborts when not even the instance under way is to be finished. */
  get cut(): AbortSignal {
    return this.#cut.signal;
  }

  get isStopping(): boolean {
    return this.stopping.aborted;
  }

  get isCut(): boolean {
    return this.cut.aborted;
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** The instance under way is finished. */
  stop(): void {
    this.#stopping.abort();
  }

  stopAtOnce(): void {
    this.#stopping.abort();
    this.#cut.abort();
  }

  /** Somebody does not want it sent any more. */
  cancel(): void {
    this.#isCancelled = true;
    this.stopAtOnce();
  }

  /** Calls back when the instance under way is not to be finished; the returned function takes that back. */
  onCut(callback: () => void): () => void {
    if (this.isCut) callback();
    this.cut.addEventListener('abort', callback);
    return () => this.cut.removeEventListener('abort', callback);
  }
}
