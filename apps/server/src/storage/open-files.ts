/**
 * Files open for reading: shared, bounded in number, closed only when nobody reads from them, and when nobody has for a
 * while.
 */

import type { FileSystem, OpenFile } from './file-system.ts';

/** Milliseconds. */
const defaultIdleMs = 60_000;

type Entry = { readonly file: Promise<OpenFile>; readers: number; dropped: boolean; usedAtMs: number };

export class OpenFiles {
  readonly #fileSystem: FileSystem;
  readonly #limit: number;
  readonly #idleMs: number;
  readonly #entries = new Map<string, Entry>();
  #timer: NodeJS.Timeout | undefined;

  constructor(fileSystem: FileSystem, limit: number, idleMs = defaultIdleMs) {
    this.#fileSystem = fileSystem;
    this.#limit = limit;
    this.#idleMs = idleMs;
  }

  /** Calls `use` with the file open; the file stays open until `use` has ended, and often longer. */
  async with<T>(path: string, use: (file: OpenFile) => Promise<T>): Promise<T> {
    const lease = await this.lease(path);
    try {
      return await use(lease.file);
    } finally {
      lease.release();
    }
  }

  /** The same for readers that span several calls. Release once. */
  async lease(path: string): Promise<{ readonly file: OpenFile; release(): void }> {
    const entry = this.#entries.get(path) ?? this.#open(path);
    this.#entries.delete(path);
    this.#entries.set(path, entry);
    entry.readers += 1;
    entry.usedAtMs = performance.now();
    this.#shrink();
    this.#timer ??= setInterval(() => this.#closeIdle(), this.#idleMs).unref();
    try {
      return { file: await entry.file, release: () => this.#release(entry) };
    } catch (error) {
      if (this.#entries.get(path) === entry) this.#entries.delete(path);
      throw error;
    }
  }

  /** Forgets a file that is about to be removed; readers finish undisturbed. */
  drop(path: string): void {
    const entry = this.#entries.get(path);
    this.#entries.delete(path);
    if (entry !== undefined) this.#leave(entry);
  }

  closeAll(): void {
    for (const path of [...this.#entries.keys()]) this.drop(path);
    this.#rest();
  }

  #open(path: string): Entry {
    return { file: this.#fileSystem.open(path, 'read'), readers: 0, dropped: false, usedAtMs: 0 };
  }

  /** In the order in which they were used last. */
  #closeIdle(): void {
    const before = performance.now() - this.#idleMs;
    for (const [path, entry] of this.#entries) {
      if (entry.usedAtMs > before) return;
      if (entry.readers === 0) this.drop(path);
    }
    if (this.#entries.size === 0) this.#rest();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #release(entry: Entry): void {
    entry.readers -= 1;
    if (entry.dropped && entry.readers === 0) close(entry);
  }

  #leave(entry: Entry): void {
    entry.dropped = true;
    if (entry.readers === 0) close(entry);
  }

  #shrink(): void {
    for (const [path, entry] of this.#entries) {
      if (this.#entries.size <= this.#limit) return;
      if (entry.readers > 0) continue;
      this.#entries.delete(path);
      this.#leave(entry);
    }
  }
}

/** A file that was only read loses nothing when closing it fails. */
function close(entry: Entry): void {
  entry.file.then((file) => file.close()).catch(() => undefined);
}
