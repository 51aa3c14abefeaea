/**
 * Files that are read and written as a whole by a thread that computes meanwhile. Bytes are moved, files are made, and the
 * disk is waited for, by the threads of the pool; what the system answers out of its memory is asked for without a
 * promise, which would cost more than the answer.
 */

import { closeSync, fdatasync, fstatSync, link, open, openSync, read, readFileSync, unlink, writev } from 'node:fs';
import { promisify } from 'node:util';
import { isSystemError } from '../system-error.ts';

const untilOnDisk = promisify(fdatasync);
const opened = promisify(open);
const linked = promisify(link);
const unlinked = promisify(unlink);

/** Larger ones are left to the collector. */
const keptBytes = 2 ** 23;
const keptBuffers = 64;

/** Buffers that are used again, since the collector would be kept busy by those of each file. */
export class ReusedBuffers {
  readonly #free: Uint8Array<ArrayBuffer>[] = [];

  /** Returns `lengthBytes` bytes, of whatever content, at an offset of 0. */
  take(lengthBytes: number): Uint8Array<ArrayBuffer> {
    const at = this.#free.findIndex(({ buffer }) => buffer.byteLength >= lengthBytes);
    const [found] = at === -1 ? [] : this.#free.splice(at, 1);
    return new Uint8Array(found?.buffer ?? new ArrayBuffer(roundedUp(lengthBytes)), 0, lengthBytes);
  }

  /** Whoever gives a buffer back looks at it no more. */
  give(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#free.length < keptBuffers && bytes.buffer.byteLength <= keptBytes) this.#free.push(bytes);
  }
}

/** Slices of a series differ by some bytes, and one buffer fits them all. */
function roundedUp(lengthBytes: number): number {
  const step = 2 ** 16;
  return Math.ceil((lengthBytes + 1) / step) * step;
}

/** @throws the system's errors; RangeError where the file is larger than `maxBytes` */
export async function readWhole(
  path: string,
  maxBytes: number,
  buffers: ReusedBuffers,
): Promise<Uint8Array<ArrayBuffer>> {
  const handle = openSync(path, 'r');
  try {
    const { size } = fstatSync(handle);
    if (size > maxBytes) throw new RangeError('too large');
    const bytes = buffers.take(size);
    let length = 0;
    for (let taken = -1; taken !== 0 && length < size; length += taken) taken = await readInto(handle, bytes, length);
    return bytes.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

function readInto(handle: number, bytes: Uint8Array, from: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(handle, bytes, from, bytes.length - from, from, (error, taken) => (error ? reject(error) : resolve(taken)));
  });
}

/**
 * Writes a file under a temporary name beside its own, and gives it its own when it is on the disk; the folder is the
 * caller's to sync. Where the disk is full, nothing of it stays. Returns false where another file of other content has the name already, which is left alone.
 *
 * @throws the system's errors
 */
export async function writeWhole(path: string, chunks: readonly Uint8Array[], temporary: string): Promise<boolean> {
  const handle = await opened(temporary, 'w', 0o600);
  try {
    try {
      await writeAll(handle, chunks);
      await untilOnDisk(handle);
    } finally {
      closeSync(handle);
    }
    // Unlike a rename, it never takes the place of another file.
    await linked(temporary, path);
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
    return readFileSync(path).equals(Buffer.concat(chunks));
  } finally {
    await unlinked(temporary);
  }
  return true;
}

/** The system may write less than it was given. */
async function writeAll(handle: number, chunks: readonly Uint8Array[]): Promise<void> {
  let left = chunks.filter(({ length }) => length > 0);
  while (left.length > 0) {
    let written = await writeSome(handle, left);
    left = left.flatMap((chunk) => {
      const taken = Math.min(written, chunk.length);
      written -= taken;
      return taken === chunk.length ? [] : [chunk.subarray(taken)];
    });
  }
}

function writeSome(handle: number, chunks: readonly Uint8Array[]): Promise<number> {
  return new Promise((resolve, reject) => {
    writev(handle, chunks, (error, written) => (error ? reject(error) : resolve(written)));
  });
}
