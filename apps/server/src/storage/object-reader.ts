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

/** Objects up to here, as `sealedBytes` counts, are read in one piece. */
export const wholeLimitBytes = pieceBytes;

export type ObjectReaderOptions = {
  readonly dir: string;
  readonly files: OpenFiles;
  readonly keys: Pick<KeyRing, 'unwrap'>;
};

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
  const decryptor = decryptorOf(options.keys, object);
  const lease = await leaseFile(options, object);
  try {
    const isWhole = start === 0 && end === object.lengthBytes;
    if (isWhole && sealedBytes(object) <= wholeLimitBytes) {
      // A second read for the end chunk would cost as much as the first.
      const sealed = await readExactly(lease.file, object, 0, sealedBytes(object));
      yield* openChunks(decryptor, object, sealed);
      releaseBuffers([sealed]);
      return;
    }
    if (isWhole) await checkEnd(lease.file, object, decryptor);
    yield* readChunks(lease.file, object, decryptor, range);
  } catch (error) {
    throw placed(error, object);
  } finally {
    lease.release();
  }
}

/**
 * Yields the plaintext of an object whose ciphertext and tags have been read.
 * @throws StorageError `corrupt-record`, `key-destroyed`
 */
export function* openSealed(
  keys: Pick<KeyRing, 'unwrap'>,
  object: ObjectLocation,
  sealed: Buffer,
): Generator<Uint8Array, void> {
  try {
    yield* openChunks(decryptorOf(keys, object), object, sealed);
  } catch (error) {
    throw placed(error, object);
  }
}

/**
 * Returns a stretch of a segment as it lies on the disk.
 * @throws StorageError `not-found`, `corrupt-record` where the file ends before
 */
export async function readSegment(
  options: ObjectReaderOptions,
  { segment, start, end }: { readonly segment: number; readonly start: number; readonly end: number },
): Promise<Buffer> {
  const place = { segment, offset: start, bodyOffset: 0, lengthBytes: end - start };
  const lease = await leaseFile(options, place);
  try {
    return await readExactly(lease.file, place, 0, end - start);
  } finally {
    lease.release();
  }
}

/** Bytes of an object as it lies on the disk: ciphertext and tags. */
export function sealedBytes(object: ObjectLocation): number {
  return ciphertextBytes(object.lengthBytes, object.chunkBytes);
}

function decryptorOf(keys: Pick<KeyRing, 'unwrap'>, object: ObjectLocation): ChunkDecryptor {
  return new ChunkDecryptor(keys.unwrap(object.wrappedKey, object.patientKeyId), Buffer.from(object.objectId, 'hex'));
}

function* openChunks(
  decryptor: ChunkDecryptor,
  { chunkBytes, lengthBytes }: ObjectLocation,
  sealed: Buffer,
): Generator<Uint8Array, void> {
  const end = sealed.byteLength - tagBytes;
  decryptor.end(Math.ceil(lengthBytes / chunkBytes), lengthBytes, sealed.subarray(end));
  for (let at = 0, chunk = 0; at < end; at += chunkBytes + tagBytes, chunk += 1) {
    yield decryptor.chunk(chunk, sealed.subarray(at, Math.min(at + chunkBytes + tagBytes, end)));
  }
}

function placed(error: unknown, object: ObjectLocation): unknown {
  if (!(error instanceof StorageError) || error.code !== 'corrupt-record') return error;
  return new StorageError('corrupt-record', error.message, placeOf(object), error);
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
  const to = Math.min((last + 1) * (object.chunkBytes + tagBytes), sealedBytes(object) - tagBytes);
  return readExactly(file, object, from, to);
}

/** The end chunk authenticates the length that the location claims. */
async function checkEnd(file: OpenFile, object: ObjectLocation, decryptor: ChunkDecryptor): Promise<void> {
  const end = sealedBytes(object);
  const chunks = Math.ceil(object.lengthBytes / object.chunkBytes);
  decryptor.end(chunks, object.lengthBytes, await readExactly(file, object, end - tagBytes, end));
}

/** Where an object, or a stretch of a segment, begins and how long it is. */
type Placed = Pick<ObjectLocation, 'segment' | 'offset' | 'bodyOffset' | 'file' | 'lengthBytes'>;

async function readExactly(file: OpenFile, object: Placed, from: number, to: number): Promise<Buffer> {
  const base = object.file === undefined ? object.offset + object.bodyOffset : 0;
  const bytes = Buffer.allocUnsafeSlow(to - from);
  if ((await readFully(file, bytes, base + from)) === bytes.byteLength) return bytes;
  throw new StorageError('corrupt-record', 'The object ends too early', placeOf(object));
}

async function leaseFile(options: ObjectReaderOptions, object: Placed) {
  const { dir } = options;
  const path = object.file === undefined ? segmentPath(dir, object.segment) : objectPath(dir, object.file);
  try {
    return await options.files.lease(path);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    throw new StorageError('not-found', 'The object is not in the store', placeOf(object), error);
  }
}

function placeOf({ segment, offset, lengthBytes }: Placed) {
  return { segment, offset, lengthBytes };
}
