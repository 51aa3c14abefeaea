/**
 * AES-256-GCM in chunks (NIST SP 800-38D): an object can be written as it arrives and read by range, and a chunk
 * that was changed, moved, repeated, cut off or taken from another object is refused before a byte of it is given out.
 *
 * Ciphertext of an object of n bytes in chunks of c: ⌈n/c⌉ times (ciphertext of the chunk, 16-byte tag), then the
 * 16-byte tag of an empty end chunk, which authenticates the object's length. The object's own key is derived from
 * the data key and the random object id (HKDF-SHA-256, RFC 5869), so counters can serve as nonces.
 *
 * | nonce offset | bytes | field |
 * | --- | --- | --- |
 * | 0 | 1 | 1 for the end chunk, else 0 |
 * | 1 | 3 | zero |
 * | 4 | 8 | chunk number from 0; for the end chunk, the number of chunks |
 *
 * Additional data: object id (16 bytes), the nonce (12), and 8 bytes that hold the object's length for the end chunk and
 * zero for the others.
 */

import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { StorageError } from './storage-error.ts';

const algorithm = 'aes-256-gcm';
export const tagBytes = 16;
const keyInfo = 'isocenter object key 1';
const firstBlock = Uint8Array.of(1);

/** Bytes of the ciphertext of an object, all tags included. */
export function ciphertextBytes(lengthBytes: number, chunkBytes: number): number {
  return lengthBytes + (Math.ceil(lengthBytes / chunkBytes) + 1) * tagBytes;
}

/**
 * Returns the key under which one object is encrypted: HKDF-Expand, RFC 5869 §2.3, of which 32 bytes are the first
 * block. The data key is random already, so that HKDF-Extract is not needed (§3.3).
 */
function objectKey(dataKey: KeyObject, objectId: Buffer): KeyObject {
  // A cipher takes a key object five times faster than bytes.
  return createSecretKey(createHmac('sha256', dataKey).update(keyInfo).update(objectId).update(firstBlock).digest());
}

/** Encrypts one object as its bytes arrive. */
export class ChunkEncryptor {
  readonly #key: KeyObject;
  readonly #objectId: Buffer;
  readonly #chunkBytes: number;
  #cipher: ReturnType<typeof newCipher> | undefined;
  #inChunk = 0;
  #chunks = 0;
  #lengthBytes = 0;

  constructor(dataKey: KeyObject, objectId: Buffer, chunkBytes: number) {
    this.#key = objectKey(dataKey, objectId);
    this.#objectId = objectId;
    this.#chunkBytes = chunkBytes;
  }

  /** Plaintext bytes so far. */
  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  /** Encrypts the bytes into `out`; they are not kept. */
  update(bytes: Uint8Array, out: Uint8Array[]): void {
    for (let at = 0; at < bytes.byteLength; ) {
      this.#cipher ??= newCipher(this.#key, this.#objectId, { chunk: this.#chunks, end: undefined });
      const take = Math.min(bytes.byteLength - at, this.#chunkBytes - this.#inChunk);
      out.push(this.#cipher.update(take === bytes.byteLength ? bytes : bytes.subarray(at, at + take)));
      at += take;
      this.#inChunk += take;
      this.#lengthBytes += take;
      if (this.#inChunk === this.#chunkBytes) this.#endChunk(out);
    }
  }

  /** Ends the object: the last tags. */
  finish(out: Uint8Array[]): void {
    if (this.#inChunk > 0) this.#endChunk(out);
    const end = newCipher(this.#key, this.#objectId, { chunk: this.#chunks, end: this.#lengthBytes });
    end.final();
    out.push(end.getAuthTag());
  }

  #endChunk(out: Uint8Array[]): void {
    this.#cipher?.final();
    if (this.#cipher !== undefined) out.push(this.#cipher.getAuthTag());
    this.#cipher = undefined;
    this.#inChunk = 0;
    this.#chunks += 1;
  }
}

/** Decrypts the chunks of one object, in any order. */
export class ChunkDecryptor {
  readonly #key: KeyObject;
  readonly #objectId: Buffer;

  constructor(dataKey: KeyObject, objectId: Buffer) {
    this.#key = objectKey(dataKey, objectId);
    this.#objectId = objectId;
  }

  /**
   * Returns the plaintext of a chunk from its ciphertext and tag.
   * @throws StorageError `corrupt-record` when it is not that chunk of that object, whole and unchanged.
   */
  chunk(number: number, sealed: Buffer): Buffer {
    return this.#open(sealed, { chunk: number, end: undefined });
  }

  /** Checks the end chunk: the object has this many chunks and bytes. */
  end(chunks: number, lengthBytes: number, tag: Buffer): void {
    this.#open(tag, { chunk: chunks, end: lengthBytes });
  }

  #open(sealed: Buffer, place: ChunkPlace): Buffer {
    const split = sealed.byteLength - tagBytes;
    const nonce = nonceOf(place);
    const decipher = createDecipheriv(algorithm, this.#key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(additionalData(this.#objectId, nonce, place));
    decipher.setAuthTag(sealed.subarray(split));
    const plaintext = decipher.update(sealed.subarray(0, split));
    try {
      decipher.final();
    } catch (cause) {
      throw new StorageError('corrupt-record', 'A chunk of the object is damaged', {}, cause);
    }
    return plaintext;
  }
}

/** `end` is the object's length for its end chunk, undefined for the others. */
type ChunkPlace = { readonly chunk: number; readonly end: number | undefined };

function newCipher(key: KeyObject, objectId: Buffer, place: ChunkPlace) {
  const nonce = nonceOf(place);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(additionalData(objectId, nonce, place));
  return cipher;
}

function nonceOf(place: ChunkPlace): Buffer {
  const nonce = Buffer.alloc(12);
  if (place.end !== undefined) nonce[0] = 1;
  nonce.writeUIntBE(place.chunk, 6, 6);
  return nonce;
}

function additionalData(objectId: Buffer, nonce: Buffer, place: ChunkPlace): Buffer {
  const data = Buffer.alloc(36);
  objectId.copy(data, 0);
  nonce.copy(data, 16);
  data.writeUIntBE(place.end ?? 0, 30, 6);
  return data;
}
