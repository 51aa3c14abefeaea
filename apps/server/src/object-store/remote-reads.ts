/**
 * Reads files in the store by range, in blocks that all readers share.
 *
 * Readers of the log ask for pieces from 40 bytes to a megabyte, and mostly one behind the other. Each block is fetched
 * once however many ask for it, neighbouring blocks in one request, and a reader that goes on where it was is fetched
 * for ahead, twice as far each time. Memory is bounded: the blocks used longest ago go first.
 */

import type { ObjectStore } from './object-store.ts';

const defaultBlockBytes = 1024 * 1024;
/** Fetched in one request at most, and ahead of a reader at most. */
const maxRunBlocks = 8;
const defaultCacheBytes = 64 * 1024 * 1024;
/** Readers that one file is followed for at once, and files. */
const maxStreams = 4;
const maxFiles = 256;

export type RemoteFile = { readonly key: string; readonly bytes: number };

export type RemoteReadsOptions = {
  readonly store: Pick<ObjectStore, 'read'>;
  readonly blockBytes?: number;
  readonly cacheBytes?: number;
};

type Block = { readonly bytes: Promise<Buffer>; settled: boolean };
/** A reader, known by the block it comes to next; up to `ahead` is fetched or being fetched. */
type Stream = { next: number; ahead: number; window: number };

export class RemoteReads {
  readonly #store: Pick<ObjectStore, 'read'>;
  readonly #blockBytes: number;
  readonly #maxBlocks: number;
  /** By key and number, longest unused first. */
  readonly #blocks = new Map<string, Block>();
  readonly #streams = new Map<string, Stream[]>();

  constructor({ store, blockBytes = defaultBlockBytes, cacheBytes = defaultCacheBytes }: RemoteReadsOptions) {
    this.#store = store;
    this.#blockBytes = blockBytes;
    this.#maxBlocks = Math.max(2 * maxRunBlocks, Math.floor(cacheBytes / blockBytes));
  }

  /**
   * Fills the target from a position on; returns how many bytes there were before the file's end.
   * @throws StorageError `store-unavailable`, `not-found`
   */
  async read(file: RemoteFile, target: Uint8Array, position: number): Promise<number> {
    const end = Math.min(position + target.byteLength, file.bytes);
    if (end <= position) return 0;
    const first = Math.floor(position / this.#blockBytes);
    const last = Math.floor((end - 1) / this.#blockBytes);
    const blocks = this.#want(file, first, last);
    this.#followReader(file, first, last);
    for (const [index, block] of blocks.entries()) {
      const bytes = await block.bytes;
      const start = (first + index) * this.#blockBytes;
      const from = Math.max(position, start);
      bytes.copy(target, from - position, from - start, Math.min(end - start, bytes.byteLength));
    }
    return end - position;
  }

  /** Forgets what is held of a file. */
  forget(key: string): void {
    this.#streams.delete(key);
    for (const name of this.#blocks.keys()) if (name.startsWith(`${key}#`)) this.#blocks.delete(name);
  }

  /** Returns the blocks, begun to be fetched where they are not there. */
  #want(file: RemoteFile, first: number, last: number): readonly Block[] {
    const blocks: Block[] = [];
    for (let number = first; number <= last; number += 1) {
      const name = nameOf(file, number);
      const known = this.#blocks.get(name);
      if (known === undefined) {
        this.#fetch(file, number, this.#endOfRun(file, number, last));
      } else {
        this.#blocks.delete(name);
        this.#blocks.set(name, known);
      }
      const block = known ?? this.#blocks.get(name);
      if (block !== undefined) blocks.push(block);
    }
    this.#shrink();
    return blocks;
  }

  #endOfRun(file: RemoteFile, first: number, last: number): number {
    let end = first + 1;
    while (end <= last && end - first < maxRunBlocks && !this.#blocks.has(nameOf(file, end))) end += 1;
    return end;
  }

  /** One request for the blocks from `first` up to, not including, `end`. */
  #fetch(file: RemoteFile, first: number, end: number): void {
    const start = first * this.#blockBytes;
    const run = this.#store.read(file.key, start, Math.min(end * this.#blockBytes, file.bytes));
    for (let number = first; number < end; number += 1) {
      const from = (number - first) * this.#blockBytes;
      // A block that holds on to a whole run would make the bound on memory a wish.
      const bytes = run.then((whole) =>
        end - first === 1 ? whole : Buffer.from(whole.subarray(from, from + this.#blockBytes)),
      );
      const block: Block = { bytes, settled: false };
      const name = nameOf(file, number);
      this.#blocks.set(name, block);
      bytes.then(
        () => {
          block.settled = true;
        },
        () => {
          // Who waits is told; who comes later tries again.
          if (this.#blocks.get(name) === block) this.#blocks.delete(name);
        },
      );
    }
  }

  #followReader(file: RemoteFile, first: number, last: number): void {
    const streams = this.#streams.get(file.key) ?? [];
    this.#streams.delete(file.key);
    this.#streams.set(file.key, streams);
    if (this.#streams.size > maxFiles)
      for (const oldest of this.#streams.keys()) {
        this.#streams.delete(oldest);
        break;
      }
    const stream = streams.find(({ next }) => last >= next - 1 && first <= next);
    if (stream === undefined) {
      streams.push({ next: last + 1, ahead: last + 1, window: 1 });
      if (streams.length > maxStreams) streams.shift();
      return;
    }
    if (last < stream.next) return;
    stream.next = last + 1;
    stream.ahead = Math.max(stream.ahead, stream.next);
    stream.window = Math.min(2 * stream.window, maxRunBlocks);
    // Half of what lies ahead is used up before more is asked for, so that requests stay large.
    if (stream.ahead - stream.next > stream.window / 2) return;
    const end = Math.min(stream.next + stream.window, Math.ceil(file.bytes / this.#blockBytes));
    if (end <= stream.ahead) return;
    this.#want(file, stream.ahead, end - 1);
    stream.ahead = end;
  }

  #shrink(): void {
    for (const [name, block] of this.#blocks) {
      if (this.#blocks.size <= this.#maxBlocks) return;
      if (block.settled) this.#blocks.delete(name);
    }
  }
}

function nameOf(file: RemoteFile, number: number): string {
  return `${file.key}#${number}`;
}
