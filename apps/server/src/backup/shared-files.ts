/**
 * The files that all backups of a folder share: sealed segments and large objects, each copied once.
 *
 * A name tells number, time of the last change and SHA-256 of the content. A file of the node whose number, time and
 * length are there already is not read again; of two contents under one number (a node that was restored) both stay.
 */

import { readdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MovedFiles } from '../object-store/moved-files.ts';
import { readFully } from '../storage/file-system.ts';
import { StorageError, systemErrorName } from '../storage/storage-error.ts';
import { makeFolder, readPieces, syncFolder, writeStream } from './durable-file.ts';
import { sharedFolder } from './layout.ts';

/** A file that belongs to a backup. */
export type BlobEntry = {
  /** Where it lies below the folder of blobs, such as `segments/0000000001.seg`; of a further spool, with that before it. */
  readonly path: string;
  /** Where it lies in the backup, from the folder of shared files on. */
  readonly shared: string;
  readonly bytes: number;
  readonly sha256: string;
};

const namePattern = /^(\d{10})-([0-9a-z]+)-([0-9a-f]{64})\.(seg|obj)$/;

/** Asked for at a time of a file in an S3 store. */
const fetchedBytes = 1024 * 1024;

export type CopyProgress = (bytes: number) => void;

export class SharedFiles {
  readonly #root: string;
  readonly #prefix: string;
  readonly #dir: string;
  readonly #blobsDir: string;
  readonly #moved: MovedFiles | undefined;
  /** Names in the folders that were looked at, by folder and number. */
  readonly #known = new Map<string, Map<string, string[]>>();
  readonly #copiedTo = new Set<string>();
  copiedFiles = 0;
  copiedBytes = 0;

  /**
   * @param options.prefix of a further spool, before every path of an entry
   * @param options.moved files that lie in an S3 store, where there is one
   */
  constructor(options: {
    readonly dir: string;
    readonly blobsDir: string;
    readonly prefix?: string;
    readonly moved: MovedFiles | undefined;
  }) {
    this.#root = sharedFolder(options.dir);
    this.#prefix = options.prefix ?? '';
    this.#dir = join(this.#root, this.#prefix);
    this.#blobsDir = options.blobsDir;
    this.#moved = options.moved;
  }

  /** Returns the entry of a file that is in the backup already, or undefined. */
  async find(path: string): Promise<BlobEntry | undefined> {
    const wanted = await this.#describe(path);
    for (const name of (await this.#namesIn(dirname(path))).get(numberOf(path)) ?? []) {
      const [, , time, sha256] = namePattern.exec(name) ?? [];
      const shared = join(dirname(path), name);
      // Of a file that was moved away the content is known, of one on the disk the time of its last change.
      const isSame = wanted.sha256 === undefined ? time === wanted.time : sha256 === wanted.sha256;
      if (sha256 === undefined || !isSame) continue;
      const { size: bytes } = await stat(join(this.#dir, shared));
      if (bytes === wanted.bytes) return this.#entry({ path, shared, bytes, sha256 });
    }
    return undefined;
  }

  /** Where the copy of a file lies. */
  pathOf({ shared }: BlobEntry): string {
    return join(this.#root, shared);
  }

  /** Makes the names of what was copied durable. */
  async sync(): Promise<void> {
    for (const folder of this.#copiedTo) await syncFolder(join(this.#dir, folder));
    this.#copiedTo.clear();
  }

  /** Copies a file, unless it is there. Undefined where the node has removed it meanwhile. */
  async keep(path: string, onBytes: CopyProgress): Promise<BlobEntry | undefined> {
    try {
      return (await this.find(path)) ?? (await this.#copy(path, onBytes));
    } catch (error) {
      const isAbsent = systemErrorName(error) === 'ENOENT' || isLost(error);
      if (isAbsent && !(await this.#exists(path))) return undefined;
      throw error;
    }
  }

  async #copy(path: string, onBytes: CopyProgress): Promise<BlobEntry> {
    const { time, sha256: moved, bytes: movedBytes } = await this.#describe(path);
    const folder = join(this.#dir, dirname(path));
    const nameFor = (sha256: string) => `${numberOf(path)}-${time}-${sha256}.${path.slice(-3)}`;
    const draft = join(folder, numberOf(path));
    const source = moved === undefined ? readPieces(join(this.#blobsDir, path)) : this.#fetch(path, movedBytes);
    const { bytes, sha256 } = await writeStream(draft, counted(source, onBytes), (written) =>
      join(folder, nameFor(written.sha256)),
    );
    const name = nameFor(sha256);
    const known = await this.#namesIn(dirname(path));
    known.set(numberOf(path), [...(known.get(numberOf(path)) ?? []), name]);
    this.#copiedTo.add(dirname(path));
    this.copiedFiles += 1;
    this.copiedBytes += bytes;
    return this.#entry({ path, shared: join(dirname(path), name), bytes, sha256 });
  }

  #entry({ path, shared, ...rest }: BlobEntry): BlobEntry {
    return { path: join(this.#prefix, path), shared: join(this.#prefix, shared), ...rest };
  }

  /** A copy on the disk counts before one that was moved. */
  async #describe(path: string): Promise<{ time: string; bytes: number; sha256?: string }> {
    const file = join(this.#blobsDir, path);
    try {
      const { size, mtimeMs } = await stat(file);
      return { time: timeName(mtimeMs), bytes: size };
    } catch (error) {
      const mark = await this.#moved?.find(file, 'moved');
      if (mark === undefined) throw error;
      return { time: timeName(Date.parse(mark.movedAt)), bytes: mark.bytes, sha256: mark.sha256 };
    }
  }

  async *#fetch(path: string, bytes: number): AsyncGenerator<Uint8Array, void> {
    const file = await this.#moved?.fileSystem.open(join(this.#blobsDir, path), 'read');
    const piece = Buffer.allocUnsafeSlow(fetchedBytes);
    for (let at = 0; file !== undefined && at < bytes; at += fetchedBytes) {
      yield piece.subarray(0, await readFully(file, piece.subarray(0, bytes - at), at));
    }
    await file?.close();
  }

  async #exists(path: string): Promise<boolean> {
    const file = join(this.#blobsDir, path);
    return (await exists(file)) || (await this.#moved?.find(file, 'moved')) !== undefined;
  }

  async #namesIn(folder: string): Promise<Map<string, string[]>> {
    const found = this.#known.get(folder);
    if (found !== undefined) return found;
    await makeFolder(join(this.#dir, folder));
    const names = new Map<string, string[]>();
    for (const name of await readdir(join(this.#dir, folder))) {
      const number = namePattern.exec(name)?.[1];
      if (number !== undefined) names.set(number, [...(names.get(number) ?? []), name]);
    }
    this.#known.set(folder, names);
    return names;
  }
}

/** Removes shared files that no backup names, and drafts of interrupted ones; returns how many bytes that frees. */
export async function removeUnused(dir: string, isUsed: (shared: string) => boolean): Promise<number> {
  let freed = 0;
  for (const folder of await listFolders(sharedFolder(dir))) {
    for (const name of await readdir(join(sharedFolder(dir), folder)).catch(() => [])) {
      const shared = join(folder, name);
      const isOurs = namePattern.test(name) || name.endsWith('.draft');
      if (!isOurs || isUsed(shared)) continue;
      freed += (await stat(join(sharedFolder(dir), shared))).size;
      await unlink(join(sharedFolder(dir), shared));
    }
  }
  return freed;
}

async function listFolders(root: string): Promise<readonly string[]> {
  const further = (await readdir(join(root, 'spools')).catch(() => [])).map((name) => join('spools', name));
  const folders: string[] = [];
  for (const spool of ['', ...further]) {
    const objects = await readdir(join(root, spool, 'objects')).catch(() => []);
    folders.push(join(spool, 'segments'), ...objects.map((name) => join(spool, 'objects', name)));
  }
  return folders;
}

async function* counted(source: AsyncIterable<Uint8Array>, onBytes: CopyProgress): AsyncGenerator<Uint8Array, void> {
  for await (const piece of source) {
    onBytes(piece.byteLength);
    yield piece;
  }
}

/** The S3 store does not have it any more. */
function isLost(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'not-found';
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function numberOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
}

/** Milliseconds in base 36: every file system keeps them. */
function timeName(mtimeMs: number): string {
  return Math.floor(mtimeMs).toString(36);
}
