/**
 * Loads the frames around the one that is shown, nearest first and a little more in the direction of travel, so that
 * scrolling meets frames that are here already. A few at a time: what is asked for by hand must not stand in line.
 */

/** Requests under way; with the shown frame and the events they stay below the six that a browser allows a host. */
const concurrency = 3;

export type PrefetcherOptions = {
  readonly frames: readonly string[];
  readonly isLoaded: (imageId: string) => boolean;
  readonly load: (imageId: string) => Promise<unknown>;
  /** How many frames may be kept, by the room of the cache. */
  readonly limit: number;
};

export class StackPrefetcher {
  readonly #options: PrefetcherOptions;
  readonly #tried = new Set<number>();
  #queue: readonly number[] = [];
  #active = 0;
  #last = 0;
  #stopped = false;

  constructor(options: PrefetcherOptions) {
    this.#options = options;
  }

  /** Tells which frame is shown now. */
  moveTo(index: number): void {
    const direction = index >= this.#last ? 1 : -1;
    this.#last = index;
    const { frames, limit } = this.#options;
    this.#queue = prefetchOrder(index, frames.length, { direction, limit }).filter(
      (candidate) => !this.#tried.has(candidate),
    );
    this.#pump();
  }

  stop(): void {
    this.#stopped = true;
    this.#queue = [];
  }

  #pump(): void {
    const { frames, isLoaded, load } = this.#options;
    while (!this.#stopped && this.#active < concurrency) {
      const [next, ...rest] = this.#queue;
      const imageId = next === undefined ? undefined : frames[next];
      if (next === undefined || imageId === undefined) return;
      this.#queue = rest;
      if (isLoaded(imageId)) continue;
      this.#tried.add(next);
      this.#active += 1;
      const end = () => {
        this.#active -= 1;
        this.#pump();
      };
      // A frame that fails here fails again, with a message, when somebody wants to see it.
      load(imageId).then(() => {
        this.#tried.delete(next);
        end();
      }, end);
    }
  }
}

/** Returns the places to load, nearest first: of three steps, two in the direction of travel. */
export function prefetchOrder(
  index: number,
  count: number,
  { direction, limit }: { readonly direction: 1 | -1; readonly limit: number },
): readonly number[] {
  const order: number[] = [];
  let [ahead, behind] = [1, 1];
  while (order.length < limit && (ahead < count || behind < count)) {
    order.push(index + direction * ahead, index + direction * (ahead + 1), index - direction * behind);
    ahead += 2;
    behind += 1;
  }
  return [...new Set(order)].filter((place) => place >= 0 && place < count).slice(0, limit);
}
