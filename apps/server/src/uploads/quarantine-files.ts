/**
 * The files of the quarantine: encrypted as they come, each under a key of its own that lies in its row. A file is named by
 * the number of the row and nothing else.
 *
 * The ciphertext is that of objects, `storage/chunk-cipher.ts`: what was changed, cut off or swapped on the disk is not read.
 */

import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ChunkDecryptor, ChunkEncryptor, tagBytes } from '../storage/chunk-cipher.ts';
import type { MasterKeys } from '../storage/master-keys.ts';
import { StorageError, systemErrorName } from '../storage/storage-error.ts';

const chunkBytes = 1 << 18;

/** What the row of a file keeps. */
export type FileKey = { readonly objectId: Buffer; readonly wrappedKey: Buffer };

export class QuarantineFiles {
  readonly #dir: string;
  readonly #masterKeys: MasterKeys;

  private constructor(dir: string, masterKeys: MasterKeys) {
    this.#dir = dir;
    this.#masterKeys = masterKeys;
  }

  /** @param owner which gateway's they are; of our own making */
  static async open(dataDir: string, owner: string, masterKeys: MasterKeys): Promise<QuarantineFiles> {
    const dir = join(quarantineDir(dataDir), owner);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    return new QuarantineFiles(dir, masterKeys);
  }

  /** @throws StorageError `key-service-unavailable` */
  newKey(): FileKey {
    const wrappedKey = this.#masterKeys.wrap(createSecretKey(randomBytes(32)));
    return { objectId: randomBytes(16), wrappedKey };
  }

  /** Returns the key wrapped by the newest master key; undefined where it is already. */
  wrapAnew(wrappedKey: Buffer): Buffer | undefined {
    return this.#masterKeys.isNewest(wrappedKey) ? undefined : this.#masterKeys.wrap(this.#unwrap(wrappedKey));
  }

  /**
   * Begins a file, which is not there yet.
   * @throws StorageError `disk-full`, `write-failed`, as does what it returns
   */
  async create(id: number, { objectId, wrappedKey }: FileKey): Promise<QuarantineWriter> {
    const encryptor = new ChunkEncryptor(this.#unwrap(wrappedKey), objectId, chunkBytes);
    const handle = await onDisk(open(this.#pathOf(id), 'wx', 0o600));
    return new QuarantineWriter(handle, encryptor, this.#dir);
  }

  /**
   * Yields the bytes as they were handed in.
   * @throws StorageError `not-found`, `corrupt-record`, `key-service-unavailable`
   */
  async *read(id: number, { objectId, wrappedKey }: FileKey, lengthBytes: number): AsyncGenerator<Buffer, void> {
    const decryptor = new ChunkDecryptor(this.#unwrap(wrappedKey), objectId);
    const handle = await onDisk(open(this.#pathOf(id), 'r'));
    try {
      const chunks = Math.ceil(lengthBytes / chunkBytes);
      let position = 0;
      for (let chunk = 0; chunk < chunks; chunk += 1) {
        const plain = Math.min(chunkBytes, lengthBytes - chunk * chunkBytes);
        yield decryptor.chunk(chunk, await readExactly(handle, position, plain + tagBytes));
        position += plain + tagBytes;
      }
      decryptor.end(chunks, lengthBytes, await readExactly(handle, position, tagBytes));
    } finally {
      await handle.close();
    }
  }

  async remove(id: number): Promise<void> {
    try {
      await unlink(this.#pathOf(id));
    } catch (error) {
      if (systemErrorName(error) !== 'ENOENT') throw error;
    }
  }

  /** Lists what is there, by the numbers of rows. */
  async list(): Promise<readonly number[]> {
    return (await readdir(this.#dir)).filter((name) => /^\d{1,15}$/.test(name)).map(Number);
  }

  #pathOf(id: number): string {
    return join(this.#dir, String(id));
  }

  /** @throws StorageError `key-missing`, `key-service-unavailable` */
  #unwrap(wrappedKey: Buffer): KeyObject {
    const key = this.#masterKeys.unwrap(wrappedKey);
    if (key === undefined) throw new StorageError('key-missing', 'No master key opens the key of a file in quarantine');
    return key;
  }
}

/** Where the files of all gateways lie. */
export function quarantineDir(dataDir: string): string {
  return join(dataDir, 'quarantine');
}

/** One file that is being written. */
export class QuarantineWriter {
  readonly #handle: FileHandle;
  readonly #encryptor: ChunkEncryptor;
  readonly #dir: string;

  constructor(handle: FileHandle, encryptor: ChunkEncryptor, dir: string) {
    this.#handle = handle;
    this.#encryptor = encryptor;
    this.#dir = dir;
  }

  get lengthBytes(): number {
    return this.#encryptor.lengthBytes;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const out: Uint8Array[] = [];
    this.#encryptor.update(bytes, out);
    for (const piece of out) await onDisk(this.#handle.writeFile(piece));
  }

  /** Ends the file, which is durable when this resolves, its name included. */
  async finish(): Promise<void> {
    const out: Uint8Array[] = [];
    this.#encryptor.finish(out);
    for (const piece of out) await onDisk(this.#handle.writeFile(piece));
    await onDisk(this.#handle.sync());
    await this.#handle.close();
    const folder = await open(this.#dir, 'r');
    try {
      await onDisk(folder.sync());
    } finally {
      await folder.close();
    }
  }

  /** Lets go of a file that is not finished; removing it is the caller's. */
  async abort(): Promise<void> {
    await this.#handle.close();
  }
}

async function readExactly(handle: FileHandle, position: number, lengthBytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(lengthBytes);
  for (let at = 0; at < lengthBytes; ) {
    const { bytesRead } = await onDisk(handle.read(buffer, at, lengthBytes - at, position + at));
    if (bytesRead === 0) throw new StorageError('corrupt-record', 'A file in quarantine ends too early');
    at += bytesRead;
  }
  return buffer;
}

const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);

/** Says what the disk has against it. @throws StorageError */
async function onDisk<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    const system = systemErrorName(error);
    const code = system === 'ENOENT' ? 'not-found' : fullCodes.has(system ?? '') ? 'disk-full' : 'write-failed';
    throw new StorageError(code, 'A file in quarantine failed', system === undefined ? {} : { system }, error);
  }
}
