/**
 * Files of a backup that hold names in clear where they come from (tables, the audit's signing key): compressed, then
 * encrypted under the backup's own key (`backup-keys.ts`), so that a stolen or an old backup tells nobody anything.
 *
 * | offset | bytes | field |
 * | --- | --- | --- |
 * | 0 | 4 | magic `ISOB` |
 * | 4 | 1 | version, 1 |
 * | 5 | 3 | zero |
 * | 8 | 16 | random id of the file, which its own key is derived from |
 * | 24 | | zstd (RFC 8878) in chunks of 128 KiB, each with its tag, and an end tag: `../storage/chunk-cipher.ts` |
 */

import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { ChunkDecryptor, ChunkEncryptor, tagBytes } from '../storage/chunk-cipher.ts';
import { BackupError } from './backup-error.ts';
import { readPieces, type Written, writeStream } from './durable-file.ts';

const magic = Buffer.from('ISOB');
const version = 1;
const headBytes = 24;
const chunkBytes = 128 * 1024;

export type BackupKeys = {
  /** Seals files. */
  readonly seal: KeyObject;
  /** Authenticates the manifest. */
  readonly mac: KeyObject;
};

/** Returns what the key of a backup gives; of one from before, the master key: HKDF-Expand of one block each, RFC 5869 §2.3. */
export function deriveBackupKeys(key: KeyObject): BackupKeys {
  const derive = (info: string) =>
    createSecretKey(createHmac('sha256', key).update(info).update(Uint8Array.of(1)).digest());
  return { seal: derive('isocenter backup seal 1'), mac: derive('isocenter backup manifest 1') };
}

/** Compresses and encrypts what comes, into a file. */
export function writeSealed(path: string, key: KeyObject, source: AsyncIterable<Uint8Array>): Promise<Written> {
  // Whatever fails on the way reaches the reader of the last stream.
  const plain = Readable.from(copied(source), { objectMode: false });
  const compressed = pipeline(plain, createZstdCompress(), () => undefined);
  return writeStream(path, encrypt(key, compressed));
}

/**
 * Yields the plaintext of a sealed file.
 * @throws BackupError `damaged` where it was changed, cut off, or sealed by another key
 */
export async function* readSealed(path: string, key: KeyObject): AsyncGenerator<Uint8Array, void> {
  const compressed = Readable.from(decrypt(path, key), { objectMode: false });
  yield* pipeline(compressed, createZstdDecompress(), () => undefined);
}

/** A stream may hold several chunks at once, and a source may use one buffer for all of them. */
async function* copied(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of source) yield Uint8Array.prototype.slice.call(chunk);
}

async function* encrypt(key: KeyObject, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const id = randomBytes(16);
  const head = Buffer.alloc(headBytes);
  magic.copy(head);
  head[4] = version;
  id.copy(head, 8);
  yield head;
  const encryptor = new ChunkEncryptor(key, id, chunkBytes);
  for await (const bytes of source) {
    const out: Uint8Array[] = [];
    encryptor.update(bytes, out);
    yield* out;
  }
  const end: Uint8Array[] = [];
  encryptor.finish(end);
  yield* end;
}

async function* decrypt(path: string, key: KeyObject): AsyncGenerator<Uint8Array, void> {
  const sealedBytes = chunkBytes + tagBytes;
  let held = Buffer.alloc(0);
  let decryptor: ChunkDecryptor | undefined;
  let chunks = 0;
  let lengthBytes = 0;
  const open = (sealed: Buffer): Buffer => {
    const plaintext = decryptor?.chunk(chunks, sealed) ?? Buffer.alloc(0);
    chunks += 1;
    lengthBytes += plaintext.byteLength;
    return plaintext;
  };
  try {
    for await (const piece of readPieces(path)) {
      held = Buffer.concat([held, piece]);
      if (decryptor === undefined && held.byteLength >= headBytes) {
        decryptor = new ChunkDecryptor(key, readHead(held));
        held = held.subarray(headBytes);
      }
      // The end tag is still to come, so a whole chunk is told from the last one by what follows it.
      for (; decryptor !== undefined && held.byteLength >= sealedBytes + tagBytes; held = held.subarray(sealedBytes)) {
        yield open(held.subarray(0, sealedBytes));
      }
    }
    if (decryptor === undefined || held.byteLength < tagBytes) throw new Error('cut off');
    if (held.byteLength > tagBytes) yield open(held.subarray(0, -tagBytes));
    decryptor.end(chunks, lengthBytes, held.subarray(-tagBytes));
  } catch (cause) {
    throw new BackupError('damaged', 'a sealed file of the backup is damaged', { cause });
  }
}

function readHead(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, 4).equals(magic) || bytes[4] !== version) throw new Error('no sealed file');
  return Buffer.from(bytes.subarray(8, headBytes));
}
