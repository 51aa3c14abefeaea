/**
 * Gives back the plaintext of an object, whole or by range. Only chunks that cover the range are read and decrypted,
 * and no byte leaves here before the tag of its chunk has been checked.
 */

import { ChunkDecryptor, ciphertextBytes, tagBytes } from './chunk-cipher.ts';
import { type OpenFile, readFully } from './file-system.ts';
import type { KeyRing } from './key-ring.ts';
import type { ObjectLocation } from './log-entry.ts';
import type { OpenFiles } from './open-files.ts';
import { releaseBuffers } from './release-buffer.ts';
import { objectPath, segmentPath } from './segment-file.ts';
import { StorageError, systemErrorName } from './storage-error.ts';

/** Plaintext bytes from `start` up to, not including, `end`. */
export type ByteRange = { readonly start: number; readonly end: number };

/** Read from the disk at once; the next such piece is read while this one is decrypted. */
const pieceBytes = 1024 * 1024;

export type ObjectReaderOptions = { readonly dir: string; readonly files: OpenFiles; readonly keys: KeyRing };

/**
 * Yields the bytes in large buffers, each fresh: the receiver may keep them.
 * @throws StorageError `not-found`, `corrupt-record`, `key-destroyed`, `out-of-range`
 */
export async function* readObject(
  options: ObjectReaderOptions,
  object: ObjectLocation,
  range: ByteRange = { start: 0, end: object.lengthBytes },
): AsyncGenerator<Uint8Array, void> {
  const { start, end } = range;
  if (start < 0 || end > object.lengthBytes || start > end) {
    throw new StorageError('out-of-range', 'The range lies outside the object', placeOf(object));
  }
  const key = options.keys.unwrap(object.wrappedKey, object.patientKeyId);
  const decryptor = new ChunkDecryptor(key, Buffer.from(object.objectId, 'hex'));
  const lease = await leaseFile(options, object);
  try {
    const isWhole = start === 0 && end === object.lengthBytes;
    if (isWhole && sealedEnd(object) <= pieceBytes) {
      yield* readAtOnce(lease.file, object, decryptor);
      return;
    }
    if (isWhole) await checkEnd(lease.file, object, decryptor);
    yield* readChunks(lease.file, object, decryptor, range);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'corrupt-record') {
      throw new StorageError('corrupt-record', error.message, placeOf(object), error);
    }
    throw error;
  } finally {
    lease.release();
  }
}

/** A whole object in one read: most are so short that a second one for the end chunk would cost as much as the first. */
async function* readAtOnce(
  file: OpenFile,
  object: ObjectLocation,
  decryptor: ChunkDecryptor,
): AsyncGenerator<Uint8Array, void> {
  const { chunkBytes, lengthBytes } = object;
  const sealed = await readExactly(file, object, 0, sealedEnd(object));
  const end = sealed.byteLength - tagBytes;
  decryptor.end(Math.ceil(lengthBytes / chunkBytes), lengthBytes, sealed.subarray(end));
  for (let at = 0, chunk = 0; at < end; at += chunkBytes + tagBytes, chunk += 1) {
    yield decryptor.chunk(chunk, sealed.subarray(at, Math.min(at + chunkBytes + tagBytes, end)));
  }
  releaseBuffers([sealed]);
}

async function* readChunks(
  file: OpenFile,
  object: ObjectLocation,
  decryptor: ChunkDecryptor,
  { start, end }: ByteRange,
): AsyncGenerator<Uint8Array, void> {
  if (start === end) return;
  const { chunkBytes } = object;
  const last = Math.floor((end - 1) / chunkBytes);
  const step = Math.max(1, Math.floor(pieceBytes / chunkBytes));
  const first = Math.floor(start / chunkBytes);
  let next: Promise<Buffer> | undefined = readSealed(file, object, first, Math.min(first + step - 1, last));
  try {
    for (let chunk = first; next !== undefined; ) {
      const sealed: Buffer = await next;
      const following = chunk + step;
      next = following > last ? undefined : readSealed(file, object, following, Math.min(following + step - 1, last));
      // It may fail while the receiver is busy with this piece; the error is met when it is awaited.
      next?.catch(() => undefined);
      for (let at = 0; at < sealed.byteLength; at += chunkBytes + tagBytes, chunk += 1) {
        const plaintext = decryptor.chunk(chunk, sealed.subarray(at, at + chunkBytes + tagBytes));
        const from = Math.max(0, start - chunk * chunkBytes);
        const to = Math.min(plaintext.byteLength, end - chunk * chunkBytes);
        yield from === 0 && to === plaintext.byteLength ? plaintext : partOf(plaintext, from, to);
      }
      releaseBuffers([sealed]);
    }
  } finally {
    // A receiver that leaves early leaves a read under way, which must end before the file may be closed.
    await next?.catch(() => undefined);
  }
}

/** Returns a copy, so that a few bytes do not hold a whole chunk. */
function partOf(plaintext: Buffer, from: number, to: number): Buffer {
  const part = Buffer.from(plaintext.subarray(from, to));
  releaseBuffers([plaintext]);
  return part;
}

/** Returns the ciphertext and tags of a run of chunks. */
async function readSealed(file: OpenFile, object: ObjectLocation, first: number, last: number): Promise<Buffer> {
  const from = first * (object.chunkBytes + tagBytes);
  const to = Math.min((last + 1) * (object.chunkBytes + tagBytes), sealedEnd(object) - tagBytes);
  return readExactly(file, object, from, to);
}

/** The end chunk authenticates the length that the location claims. */
async function checkEnd(file: OpenFile, object: ObjectLocation, decryptor: ChunkDecryptor): Promise<void> {
  const end = sealedEnd(object);
  const chunks = Math.ceil(object.lengthBytes / object.chunkBytes);
  decryptor.end(chunks, object.lengthBytes, await readExactly(file, object, end - tagBytes, end));
}

function sealedEnd(object: ObjectLocation): number {
  return ciphertextBytes(object.lengthBytes, object.chunkBytes);
}

async function readExactly(file: OpenFile, object: ObjectLocation, from: number, to: number): Promise<Buffer> {
  const base = object.file === undefined ? object.offset + object.bodyOffset : 0;
  const bytes = Buffer.allocUnsafeSlow(to - from);
  if ((await readFully(file, bytes, base + from)) === bytes.byteLength) return bytes;
  throw new StorageError('corrupt-record', 'The object ends too early', placeOf(object));
}

async function leaseFile(options: ObjectReaderOptions, object: ObjectLocation) {
  const { dir } = options;
  const path = object.file === undefined ? segmentPath(dir, object.segment) : objectPath(dir, object.file);
  try {
    return await options.files.lease(path);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    throw new StorageError('not-found', 'The object is not in the store', placeOf(object), error);
  }
}

function placeOf(object: ObjectLocation) {
  return { segment: object.segment, offset: object.offset, lengthBytes: object.lengthBytes };
}
