/**
 * The files of a log that lie in the store: their marks on the disk, and the one place that answers "open this file".
 *
 * `fileSystem` is what the log is opened with: a file that is here is read here, one that was moved is read by range
 * from the store, and one that is removed leaves a mark so that it is removed there, too. Which files are moved and
 * when is `mover.ts`. The states and what a crash leaves of them are in `../storage/SEMANTICS.md`.
 */

import { basename, dirname } from 'node:path';
import { type FileSystem, type OpenFile, readFully, writeAll } from '../storage/file-system.ts';
import { parseNumberName } from '../storage/segment-file.ts';
import type { RecordStep } from '../storage/segment-walk.ts';
import { StorageError, systemErrorName } from '../storage/storage-error.ts';
import {
  encodeMark,
  type MarkHead,
  type MarkState,
  type MovedMark,
  markHeadBytes,
  markPath,
  parseMarkHead,
  parseMarkName,
  parseMarkRecords,
} from './moved-mark.ts';
import type { RemoteReads } from './remote-reads.ts';

export type MovedFilesOptions = {
  /** The machine's own. */
  readonly local: FileSystem;
  readonly reads: RemoteReads;
};

export class MovedFiles {
  readonly #local: FileSystem;
  readonly #reads: RemoteReads;
  /** What changes the files of one path waits for what changes them already. */
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Told of files that are to be removed from the store, with their length where they had been moved. */
  onGone: (path: string, movedBytes: number | undefined) => void = () => {};

  constructor({ local, reads }: MovedFilesOptions) {
    this.#local = local;
    this.#reads = reads;
  }

  /** The disk and the store as one. */
  get fileSystem(): FileSystem {
    const local = this.#local;
    return {
      open: (path, mode) => this.#open(path, mode),
      rename: (from, to) => local.rename(from, to),
      unlink: (path) => this.#unlink(path),
      makeFolder: (path) => local.makeFolder(path),
      removeFolder: (path) => local.removeFolder(path),
      list: (path) => this.#list(path),
      syncFolder: (path) => local.syncFolder(path),
      lock: (path) => local.lock(path),
    };
  }

  /** Returns the mark of a file in a state, or undefined where it is in another. */
  async find(path: string, state: MarkState): Promise<MovedMark | undefined> {
    return (await this.#readMark(markPath(path, state)))?.mark;
  }

  /** True where the file itself is on the disk, moved or not. */
  async isHere(path: string): Promise<boolean> {
    try {
      await (await this.#local.open(path, 'read')).close();
      return true;
    } catch (error) {
      ignoreAbsence(error);
      return false;
    }
  }

  /** Yields what a moved segment's mark keeps of it; undefined for one that was not moved. */
  async findRecords(path: string): Promise<Iterable<RecordStep> | undefined> {
    const segment = parseNumberName(basename(path), '.seg');
    const file = markPath(path, 'moved');
    const head = segment === undefined ? undefined : await this.#readMark(file);
    if (segment === undefined || head === undefined) return undefined;
    const records = Buffer.allocUnsafe(head.recordsBytes);
    const open = await this.#local.open(file, 'read');
    try {
      await readFully(open, records, head.recordsFrom);
    } finally {
      await open.close();
    }
    return parseMarkRecords(records, segment);
  }

  /** Makes it durable that the bytes of a file are about to be stored under a key. False where the file is gone. */
  begin(path: string, mark: MovedMark, records: readonly RecordStep[]): Promise<boolean> {
    return this.#exclusively(path, async () => {
      if (!(await this.isHere(path))) return false;
      const moving = markPath(path, 'moving');
      await this.#local.unlink(moving).catch(ignoreAbsence);
      const file = await this.#local.open(moving, 'create');
      try {
        await writeAll(file, [encodeMark(mark, records)], 0);
        await file.syncData();
      } finally {
        await file.close();
      }
      await this.#local.syncFolder(dirname(path));
      return true;
    });
  }

  /** Makes it durable that the store has a file. False where the file was removed meanwhile. */
  complete(path: string): Promise<boolean> {
    return this.#exclusively(path, () => this.#rename(path, 'moving', 'moved'));
  }

  /** Removes the copy on the disk of a file that the store has. Whoever has it open reads on. */
  dropCopy(path: string): Promise<void> {
    return this.#exclusively(path, async () => {
      if ((await this.find(path, 'moved')) === undefined) return;
      await this.#local.unlink(path).catch(ignoreAbsence);
      await this.#local.syncFolder(dirname(path));
    });
  }

  /** Leaves a file that is not here to be removed from the store; for what a stop interrupted. */
  abandon(path: string): Promise<boolean> {
    return this.#exclusively(path, () => this.#rename(path, 'moving', 'gone'));
  }

  /** Forgets a file that the store does not have any more. */
  async forget(path: string): Promise<void> {
    await this.#local.unlink(markPath(path, 'gone')).catch(ignoreAbsence);
    await this.#local.syncFolder(dirname(path));
  }

  async #open(path: string, mode: Parameters<FileSystem['open']>[1]): Promise<OpenFile> {
    try {
      return await this.#local.open(path, mode);
    } catch (error) {
      if (mode === 'create' || systemErrorName(error) !== 'ENOENT') throw error;
      const mark = await this.find(path, 'moved');
      if (mark === undefined) throw error;
      return this.#openRemote(mark);
    }
  }

  #openRemote(mark: MovedMark): OpenFile {
    const { bytes, tail } = mark;
    const refuse = () => {
      throw new StorageError('closed', 'A file in the store is not changed');
    };
    return {
      // A start, and a census, read the ends of segments only: that takes no answer of the store.
      read: async (target, position) =>
        position >= bytes - tail.byteLength && position < bytes
          ? tail.copy(target, 0, position - (bytes - tail.byteLength))
          : this.#reads.read(mark, target, position),
      write: refuse,
      writeNow: refuse,
      syncData: async () => {},
      sync: async () => {},
      truncate: refuse,
      size: async () => bytes,
      close: async () => {},
    };
  }

  /**
   * The copy goes first, durably: a mark that says `gone` beside a file that came back with the power would have its
   * bytes removed from the store while a new mark names them.
   */
  #unlink(path: string): Promise<void> {
    if (parseMarkName(basename(path))?.state !== 'file') return this.#local.unlink(path);
    return this.#exclusively(path, async () => {
      const absent = await this.#local.unlink(path).then(
        () => undefined,
        (error: unknown) => {
          ignoreAbsence(error);
          return error;
        },
      );
      if (absent === undefined) await this.#local.syncFolder(dirname(path));
      const mark = await this.find(path, 'moved');
      const isGone = (await this.#rename(path, 'moved', 'gone')) || (await this.#rename(path, 'moving', 'gone'));
      if (mark !== undefined) this.#reads.forget(mark.key);
      if (isGone) this.onGone(path, mark?.bytes);
      else if (absent !== undefined) throw absent;
    });
  }

  async #list(path: string): Promise<readonly string[]> {
    const names = new Set<string>();
    for (const name of await this.#local.list(path)) {
      const parsed = parseMarkName(name);
      if (parsed === undefined) names.add(name);
      else if (parsed.state === 'file' || parsed.state === 'moved') names.add(parsed.file);
    }
    return [...names];
  }

  async #rename(path: string, from: MarkState, to: MarkState): Promise<boolean> {
    try {
      await this.#local.rename(markPath(path, from), markPath(path, to));
    } catch (error) {
      ignoreAbsence(error);
      return false;
    }
    await this.#local.syncFolder(dirname(path));
    return true;
  }

  async #readMark(path: string): Promise<MarkHead | undefined> {
    let file: OpenFile;
    try {
      file = await this.#local.open(path, 'read');
    } catch (error) {
      ignoreAbsence(error);
      return undefined;
    }
    try {
      const bytes = Buffer.allocUnsafe(markHeadBytes);
      return parseMarkHead(bytes.subarray(0, await readFully(file, bytes, 0)));
    } finally {
      await file.close();
    }
  }

  async #exclusively<T>(path: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(path) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    this.#turns.set(path, settled);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(path) === settled) this.#turns.delete(path);
    }
  }
}

function ignoreAbsence(error: unknown): void {
  if (systemErrorName(error) !== 'ENOENT') throw error;
}
