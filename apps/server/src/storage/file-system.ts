/**
 * The calls the log makes to the disk, as a port: the real one here, simulated disks with faults and power cuts in
 * `test/`.
 *
 * Every call is one system call, so that a test can fail each of them once. Nothing here retries or interprets:
 * that is the business of the callers, described in `SEMANTICS.md`.
 */

import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { holdLock } from './owner-lock.ts';
import { systemErrorName } from './storage-error.ts';

/** How a file is opened: `create` fails when it exists already. New files are readable by the owner only. */
export type OpenMode = 'read' | 'write' | 'create';

export type OpenFile = {
  /** Fills as much of `target` as one read gives; 0 at the end of the file. */
  read(target: Uint8Array, position: number): Promise<number>;
  /** Writes the buffers one after the other; returns the bytes written, which may be fewer. */
  write(buffers: readonly Uint8Array[], position: number): Promise<number>;
  /** The same without leaving the thread: quicker for one small batch on an idle disk. */
  writeNow(buffers: readonly Uint8Array[], position: number): number;
  /** fdatasync: the bytes and the length are durable. */
  syncData(): Promise<void>;
  /** fsync: the bytes and all metadata are durable, a shorter length included. */
  sync(): Promise<void>;
  truncate(lengthBytes: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
};

export type FileSystem = {
  open(path: string, mode: OpenMode): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Creates the folder (owner only) unless it is there. Its parent must exist. */
  makeFolder(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  list(path: string): Promise<readonly string[]>;
  /** fsync of a folder: names created, renamed or removed in it are durable. */
  syncFolder(path: string): Promise<void>;
  /** Takes the lock file, or throws `locked`. The lock ends with the process, however it ends. */
  lock(path: string): Promise<{ release(): void }>;
};

/** The machine's own file system. */
export const nodeFileSystem: FileSystem = {
  async open(path, mode) {
    return openFile(await fs.promises.open(path, openFlags[mode], 0o600));
  },
  rename: (from, to) => fs.promises.rename(from, to),
  unlink: (path) => fs.promises.unlink(path),
  async makeFolder(path) {
    try {
      await fs.promises.mkdir(path, { mode: 0o700 });
    } catch (error) {
      if (systemErrorName(error) !== 'EEXIST') throw error;
    }
  },
  removeFolder: (path) => fs.promises.rmdir(path),
  list: (path) => fs.promises.readdir(path),
  async syncFolder(path) {
    const folder = await fs.promises.open(path, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  lock: holdLock,
};

const openFlags: Readonly<Record<OpenMode, number>> = {
  read: fs.constants.O_RDONLY,
  write: fs.constants.O_RDWR,
  create: fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_EXCL,
};

/** Callbacks on the descriptor cost about 20 µs less a call than the handle's own promises. */
function openFile(handle: fs.promises.FileHandle): OpenFile {
  const descriptor = handle.fd;
  return {
    read: (target, position) =>
      new Promise((resolve, reject) => {
        fs.read(descriptor, target, 0, target.byteLength, position, (error, bytes) =>
          error ? reject(error) : resolve(bytes),
        );
      }),
    write: (buffers, position) =>
      new Promise((resolve, reject) => {
        fs.writev(descriptor, buffers, position, (error, bytes) => (error ? reject(error) : resolve(bytes)));
      }),
    writeNow: (buffers, position) => fs.writevSync(descriptor, buffers, position),
    syncData: () =>
      new Promise((resolve, reject) => {
        fs.fdatasync(descriptor, (error) => (error ? reject(error) : resolve()));
      }),
    sync: () => handle.sync(),
    truncate: (lengthBytes) => handle.truncate(lengthBytes),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  };
}

/**
 * Creates a folder where there is none, and makes its name durable: one that is found may have been made just before
 * the last process was killed.
 */
export async function ensureFolder(fileSystem: FileSystem, path: string): Promise<void> {
  await fileSystem.makeFolder(path);
  await fileSystem.syncFolder(dirname(path));
}

/** Does what the caller opened a file for; closes the file where that fails. */
export async function closedOnFailure<T>(file: { close(): Promise<void> }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await file.close().catch(() => undefined); // What failed first says more.
    throw error;
  }
}

/** Writes all bytes, however many calls that takes. */
export async function writeAll(file: OpenFile, buffers: readonly Uint8Array[], position: number): Promise<number> {
  const total = buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
  await writeRest(file, buffers, position, 0);
  return total;
}

/** Writes what is left of the buffers after the first `written` bytes. */
export async function writeRest(
  file: OpenFile,
  buffers: readonly Uint8Array[],
  position: number,
  written: number,
): Promise<void> {
  let skip = written;
  let at = position + written;
  let rest = buffers;
  for (;;) {
    let first = 0;
    while (first < rest.length && skip >= (rest[first]?.byteLength ?? 0)) {
      skip -= rest[first]?.byteLength ?? 0;
      first += 1;
    }
    const head = rest[first];
    if (head === undefined) return;
    rest = skip === 0 ? rest.slice(first) : [head.subarray(skip), ...rest.slice(first + 1)];
    const bytes = await file.write(rest, at);
    // A write of nothing that reports no error would loop for ever; the disk has no room for the rest.
    if (bytes === 0) throw Object.assign(new Error('The disk took no bytes'), { code: 'ENOSPC' });
    skip = bytes;
    at += bytes;
  }
}

/** Reads exactly `target.byteLength` bytes unless the file ends first; returns how many there were. */
export async function readFully(file: Pick<OpenFile, 'read'>, target: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < target.byteLength) {
    const bytes = await file.read(filled === 0 ? target : target.subarray(filled), position + filled);
    if (bytes === 0) break;
    filled += bytes;
  }
  return filled;
}
