/**
 * Files of large objects: written under `objects/incoming/`, renamed to `objects/<folder>/<number>.obj` when complete.
 *
 * The folder is the active segment's number at that time, so that a start after a crash looks for files that no record
 * names in the newest folders only. The names are durable before the record is written; `named` ends that watch.
 */

import { dirname } from 'node:path';
import { ensureFolder, type FileSystem, type OpenFile, writeRest } from './file-system.ts';
import { releaseBuffers } from './release-buffer.ts';
import { incomingPath, objectFolderPath, objectPath } from './segment-file.ts';
import { refusalFrom, StorageError, systemErrorName } from './storage-error.ts';

export type LargeFileName = { readonly folder: number; readonly number: number };

export class LargeFiles {
  readonly dir: string;
  readonly fileSystem: FileSystem;
  readonly #completed: ((path: string, bytes: number) => void) | undefined;
  #nextNumber: number;
  /** Files that have their final name and no durable record yet. */
  readonly #unnamed = new Set<LargeFileName>();
  readonly #open = new Set<LargeFile>();
  readonly #madeFolders = new Map<number, Promise<void>>();

  /** `nextNumber` is higher than that of any file there is. */
  constructor(options: {
    dir: string;
    fileSystem: FileSystem;
    nextNumber: number;
    completed?: (path: string, bytes: number) => void;
  }) {
    this.dir = options.dir;
    this.#completed = options.completed;
    this.fileSystem = options.fileSystem;
    this.#nextNumber = options.nextNumber;
  }

  create(): LargeFile {
    const file = new LargeFile(this, this.#nextNumber);
    this.#nextNumber += 1;
    this.#open.add(file);
    return file;
  }

  /**
   * Removes a file whose deletion is recorded from `segment` on. What cannot be removed now stays watched, so that the
   * next start removes it.
   */
  async remove<T>(file: LargeFileName, segment: number, record: () => Promise<T>): Promise<T> {
    // From the file's own folder on: where compaction has dropped both of its records, it is found there and nowhere else.
    const watched = { folder: Math.min(file.folder, segment), number: file.number };
    this.watch(watched);
    const recorded = await record().catch((error: unknown) => {
      this.#unnamed.delete(watched);
      throw error;
    });
    await this.unlink(objectPath(this.dir, file)).then(
      () => this.#unnamed.delete(watched),
      () => undefined,
    );
    return recorded;
  }

  /** Removes a file, durably; does nothing where it is not there. */
  async unlink(path: string): Promise<void> {
    try {
      await this.fileSystem.unlink(path);
    } catch (error) {
      if (systemErrorName(error) !== 'ENOENT') throw error;
    }
    await this.fileSystem.syncFolder(dirname(path));
  }

  /**
   * Lowest folder that may hold files which no record up to now names, or segment with a deletion whose file is still
   * there; `otherwise` when there are none.
   */
  unnamedFolder(otherwise: number): number {
    return Math.min(otherwise, ...[...this.#unnamed].map(({ folder }) => folder));
  }

  /** The folder exists and its name is durable. */
  ensureFolder(folder: number): Promise<void> {
    const known = this.#madeFolders.get(folder);
    if (known !== undefined) return known;
    const path = objectFolderPath(this.dir, folder);
    const made = ensureFolder(this.fileSystem, path);
    this.#madeFolders.set(folder, made);
    made.catch(() => this.#madeFolders.delete(folder));
    return made;
  }

  watch(name: LargeFileName): void {
    this.#unnamed.add(name);
  }

  /** The file is named by a durable record, or removed; else it stays watched. */
  ended(file: LargeFile, name: LargeFileName | undefined): void {
    this.#open.delete(file);
    if (name !== undefined) this.#unnamed.delete(name);
  }

  /** A durable record names it. */
  named(name: LargeFileName, lengthBytes: number): void {
    this.#completed?.(objectPath(this.dir, name), lengthBytes);
  }

  /** Removes what is still arriving; for a clean stop. */
  async discardAll(): Promise<void> {
    await Promise.all([...this.#open].map((file) => file.discard()));
  }
}

export class LargeFile {
  readonly #files: LargeFiles;
  readonly #number: number;
  #file: OpenFile | undefined;
  #lengthBytes = 0;
  #name: LargeFileName | undefined;
  /** Everything handed in so far, in order. */
  #work: Promise<void> = Promise.resolve();
  #settled: 'no' | 'named' | 'discarded' = 'no';

  constructor(files: LargeFiles, number: number) {
    this.#files = files;
    this.#number = number;
  }

  /** Writes the buffers behind what was handed in before. */
  append(buffers: readonly Uint8Array[]): Promise<void> {
    this.#work = this.#work.then(() => this.#write(buffers));
    // The caller may learn of a failure later, from `keep`; until then it must not count as unhandled.
    this.#work.catch(() => undefined);
    return this.#work;
  }

  /** Writes the last buffers and gives the file its final, durable name. */
  async keep(buffers: readonly Uint8Array[], folder: number): Promise<LargeFileName> {
    const { fileSystem, dir } = this.#files;
    const name = { folder, number: this.#number };
    this.#files.watch(name);
    this.#name = name;
    try {
      await this.append(buffers);
      const file = this.#file;
      if (file === undefined || this.#settled !== 'no') throw new StorageError('closed', 'The object was aborted');
      await this.#files.ensureFolder(folder);
      await file.syncData();
      await fileSystem.rename(incomingPath(dir, this.#number), objectPath(dir, name));
      await fileSystem.syncFolder(objectFolderPath(dir, folder));
    } catch (error) {
      await this.discard();
      throw error instanceof StorageError ? error : refusalFrom(error);
    }
    return name;
  }

  /** A durable record names the file now. */
  named(): void {
    this.#settled = 'named';
    this.#files.ended(this, this.#name);
    if (this.#name !== undefined) this.#files.named(this.#name, this.#lengthBytes);
    // Everything is durable; a failure to close concerns the descriptor only.
    this.#file?.close().catch(() => undefined);
  }

  /** Removes the file under whichever name it has, unless a record names it. */
  async discard(): Promise<void> {
    if (this.#settled !== 'no') return;
    this.#settled = 'discarded';
    await this.#work.catch(() => undefined);
    const { dir } = this.#files;
    await this.#file?.close().catch(() => undefined);
    const paths = [incomingPath(dir, this.#number), ...(this.#name === undefined ? [] : [objectPath(dir, this.#name)])];
    // What cannot be removed now stays watched, so that the next start removes it: no record names it.
    const removed = await Promise.allSettled(paths.map((path) => this.#files.unlink(path)));
    const isGone = removed.every(({ status }) => status === 'fulfilled');
    this.#files.ended(this, isGone ? this.#name : undefined);
  }

  async #write(buffers: readonly Uint8Array[]): Promise<void> {
    if (this.#settled !== 'no') throw new StorageError('closed', 'The object was aborted');
    try {
      this.#file ??= await this.#files.fileSystem.open(incomingPath(this.#files.dir, this.#number), 'create');
      await writeRest(this.#file, buffers, this.#lengthBytes, 0);
    } catch (error) {
      throw systemErrorName(error) === undefined ? error : refusalFrom(error);
    }
    this.#lengthBytes += buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    releaseBuffers(buffers);
  }
}
