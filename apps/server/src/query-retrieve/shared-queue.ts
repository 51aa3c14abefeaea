/**
 * What several workers share: each takes an item, and says when it is done with it or gives it back for another. The
 * queue is at its end when nothing waits and nobody can give anything back.
 */

export class SharedQueue<Item> {
  readonly #waiting: Item[];
  #held = 0;
  #isClosed = false;
  #changed = Promise.withResolvers<void>();

  constructor(items: readonly Item[]) {
    this.#waiting = [...items];
  }

  /** Resolves with the next item; undefined at the end. */
  async take(): Promise<Item | undefined> {
    for (;;) {
      const item = this.tryTake();
      if (item !== undefined || this.#held === 0 || this.#isClosed) return item;
      await this.#changed.promise;
    }
  }

  /** Returns the next item; undefined where none waits at the moment. */
  tryTake(): Item | undefined {
    const item = this.#waiting.shift();
    if (item !== undefined) this.#held += 1;
    return item;
  }

  /** Of an item that was taken. */
  done(): void {
    this.#held -= 1;
    this.#tell();
  }

  giveBack(item: Item): void {
    if (!this.#isClosed) this.#waiting.unshift(item);
    this.done();
  }

  /** Ends it at once: nothing can be taken any more. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
    this.#tell();
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
