/**
 * Which part of a bucket is this node's: a random name, kept in `blobs/s3-store` and in the bucket itself.
 *
 * A node that is restored from a backup gets a name of its own, so that it never touches what the node it was made from
 * has in the bucket. A bucket that should hold the name and does not is another one, and is left alone.
 */

import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { type FileSystem, readFully, writeAll } from '../storage/file-system.ts';
import { StorageError, systemErrorName } from '../storage/storage-error.ts';
import type { ObjectStore } from './object-store.ts';

const fileName = 's3-store';
const maxFileBytes = 1_024;

const Identity = Type.Object({
  format: Type.Literal(1),
  id: Type.String({ pattern: '^[0-9a-f]{16}$' }),
  /** The bucket was told. */
  isKnown: Type.Boolean(),
});

/** Returns the name of a node's part of its bucket; undefined where it never had one. @throws StorageError `wrong-store` */
export async function findStoreId(fileSystem: FileSystem, dir: string): Promise<string | undefined> {
  return (await readIdentity(fileSystem, dir))?.id;
}

export class StoreIdentity {
  /** Before every key of this node; ends with a slash. */
  readonly prefix: string;
  readonly #fileSystem: FileSystem;
  readonly #dir: string;
  readonly #id: string;
  #isKnown: boolean;
  #confirmed: Promise<void> | undefined;

  private constructor(fileSystem: FileSystem, options: { dir: string; prefix: string; id: string; isKnown: boolean }) {
    this.#fileSystem = fileSystem;
    this.#dir = options.dir;
    this.#id = options.id;
    this.#isKnown = options.isKnown;
    this.prefix = keyPrefix(options.prefix, options.id);
  }

  /** Reads the name, or draws one; asks nothing of the bucket. */
  static async open(
    fileSystem: FileSystem,
    options: { readonly dir: string; readonly prefix: string; readonly random: (bytes: number) => Buffer },
  ): Promise<StoreIdentity> {
    const { dir, prefix, random } = options;
    const known = await readIdentity(fileSystem, dir);
    const { id, isKnown } = known ?? { id: random(8).toString('hex'), isKnown: false };
    const identity = new StoreIdentity(fileSystem, { dir, prefix, id, isKnown });
    if (known === undefined) await identity.#write();
    return identity;
  }

  /**
   * Makes sure, once, that the bucket is the one; tells a new one its name.
   * @throws StorageError `wrong-store`, `store-unavailable`
   */
  confirm(store: ObjectStore): Promise<void> {
    this.#confirmed ??= this.#confirm(store).catch((error: unknown) => {
      this.#confirmed = undefined;
      throw error;
    });
    return this.#confirmed;
  }

  async #confirm(store: ObjectStore): Promise<void> {
    const key = identityKey(this.prefix);
    if ((await store.findBytes(key)) === undefined) {
      if (this.#isKnown) {
        throw new StorageError('wrong-store', 'storage.s3 names a bucket or prefix that this node did not write to');
      }
      const content = Buffer.from(this.#content());
      const { createHash } = await import('node:crypto');
      const sha256 = createHash('sha256').update(content).digest('hex');
      const file = { read: async (target: Uint8Array, at: number) => content.copy(target, 0, at) };
      await store.put(key, { file, bytes: content.byteLength, sha256 });
    }
    if (this.#isKnown) return;
    this.#isKnown = true;
    await this.#write();
  }

  #content(): string {
    return `${JSON.stringify({ format: 1, id: this.#id, isKnown: this.#isKnown })}\n`;
  }

  async #write(): Promise<void> {
    const path = join(this.#dir, fileName);
    const draft = `${path}.draft`;
    await this.#fileSystem.unlink(draft).catch(ignoreAbsence);
    const file = await this.#fileSystem.open(draft, 'create');
    try {
      await writeAll(file, [Buffer.from(this.#content())], 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#fileSystem.rename(draft, path);
    await this.#fileSystem.syncFolder(this.#dir);
  }
}

/** Returns what stands before every key of a node. */
export function keyPrefix(prefix: string, id: string): string {
  return `${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}${id}/`;
}

/** Returns the key of the object that says whose part of the bucket this is. */
export function identityKey(prefix: string): string {
  return `${prefix}store.json`;
}

async function readIdentity(fileSystem: FileSystem, dir: string) {
  const path = join(dir, fileName);
  const file = await fileSystem.open(path, 'read').catch(ignoreAbsence);
  if (file === undefined) return undefined;
  try {
    const bytes = Buffer.allocUnsafe(maxFileBytes);
    const text = bytes.toString('utf8', 0, await readFully(file, bytes, 0));
    const identity: unknown = JSON.parse(text);
    if (Value.Check(Identity, identity)) return identity;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  } finally {
    await file.close();
  }
  throw new StorageError('wrong-store', 'blobs/s3-store in data.dir is damaged: put it back from where it was');
}

function ignoreAbsence(error: unknown): undefined {
  if (systemErrorName(error) !== 'ENOENT') throw error;
  return undefined;
}
