/**
 * Files open for reading: shared, bounded in number, closed only when nobody reads from them.
 */

import type { FileSystem, OpenFile } from './file-system.ts';

type Entry = { readonly file: Promise<OpenFile>; readers: number; dropped: boolean };

export class OpenFiles {
  readonly #fileSystem: FileSystem;
  readonly #limit: number;
  readonly #entries = new Map<string, Entry>();

  constructor(fileSystem: FileSystem, limit: number) {
    this.#fileSystem = fileSystem;
    this.#limit = limit;
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
    const entry = this.#entries.get(path) ?? { file: this.#fileSystem.open(path, 'read'), readers: 0, dropped: false };
    this.#entries.delete(path);
    this.#entries.set(path, entry);
    entry.readers += 1;
    this.#shrink();
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
