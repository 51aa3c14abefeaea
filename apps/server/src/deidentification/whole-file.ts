/**
 * Files that are read and written as a whole by a thread that has nothing else to do. It waits for the disk and for nothing
 * else: what the system answers out of its memory is asked for without a promise, which would cost more than the answer.
 */

import {
  closeSync,
  fdatasync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  readSync,
  unlinkSync,
  writevSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { isSystemError } from '../system-error.ts';

const untilOnDisk = promisify(fdatasync);

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
export function readWhole(path: string, maxBytes: number, buffers: ReusedBuffers): Uint8Array<ArrayBuffer> {
  const handle = openSync(path, 'r');
  try {
    const { size } = fstatSync(handle);
    if (size > maxBytes) throw new RangeError('too large');
    const bytes = buffers.take(size);
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read)
      read = readSync(handle, bytes, length, size - length, length);
    return bytes.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

/**
 * Writes a file under a temporary name beside its own, and gives it its own when it is on the disk; the folder is the
 * caller's to sync. Where the disk is full, nothing of it stays. Returns false where another file of other content has the name already, which is left alone.
 *
 * @throws the system's errors
 */
export async function writeWhole(path: string, chunks: readonly Uint8Array[], temporary: string): Promise<boolean> {
  const handle = openSync(temporary, 'w', 0o600);
  try {
    try {
      writeAll(handle, chunks);
      await untilOnDisk(handle);
    } finally {
      closeSync(handle);
    }
    // Unlike a rename, it never takes the place of another file.
    linkSync(temporary, path);
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
    return readFileSync(path).equals(Buffer.concat(chunks));
  } finally {
    unlinkSync(temporary);
  }
  return true;
}

/** The system may write less than it was given. */
function writeAll(handle: number, chunks: readonly Uint8Array[]): void {
  let left = chunks.filter(({ length }) => length > 0);
  while (left.length > 0) {
    let written = writevSync(handle, left);
    left = left.flatMap((chunk) => {
      const taken = Math.min(written, chunk.length);
      written -= taken;
      return taken === chunk.length ? [] : [chunk.subarray(taken)];
    });
  }
}
