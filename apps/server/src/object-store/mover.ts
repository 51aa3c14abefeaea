/**
 * Moves complete files to the store, removes copies from the disk by rule, and removes from the store what nobody needs.
 *
 * For each file: a durable mark that it is on its way, the upload, the store's confirmation, a durable mark that it is
 * there; only then it counts as moved. Copies stay on the disk up to a size and an age, oldest first to go, and never
 * before the index has passed them. While the store is away nothing is lost and nothing waits but this. The states, and
 * what a crash leaves, are in `../storage/SEMANTICS.md`.
 */

import { basename } from 'node:path';
import type { Logger } from '../logging.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { FileSystem } from '../storage/file-system.ts';
import { type LogPosition, segmentOf } from '../storage/log-position.ts';
import { parseNumberName } from '../storage/segment-file.ts';
import { StorageError, systemErrorName } from '../storage/storage-error.ts';
import type { MovedFiles } from './moved-files.ts';
import { keyFor } from './moved-mark.ts';
import type { ObjectStore } from './object-store.ts';
import { prepareMove } from './prepare-move.ts';
import { scanFiles } from './scan-files.ts';
import type { StoreIdentity } from './store-identity.ts';

const intervalMs = 10_000;
const filesAtOnce = 2;
const firstRetryMs = 5_000;
const longestRetryMs = 5 * 60_000;
const dayMs = 24 * 60 * 60 * 1_000;
/** The newest segments stay, whatever the cache may hold: a start reads their ends, and the index may fall back to them. */
const keptSegments = 2;
/** Removed in one round while the disk has little room, so that the next measurement is waited for. */
const tightBytes = 1024 * 1024 * 1024;

export type MoverOptions = {
  readonly dir: string;
  readonly local: FileSystem;
  readonly moved: MovedFiles;
  readonly store: ObjectStore;
  readonly identity: StoreIdentity;
  readonly log: Pick<BlobLog, 'position' | 'marksOf' | 'releaseFile'>;
  /** Up to where the index has followed the log. */
  readonly indexed: () => LogPosition;
  readonly cache: CacheRule;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly room?: MoverRoom | undefined;
};

/** The disk that copies lie on. */
export type MoverRoom = {
  /** Told of bytes that a copy gave back. */
  readonly freed: (bytes: number) => void;
  /** Whether there is so little room that copies go whatever the rule says. */
  readonly isTight: () => boolean;
};

export type CacheRule = {
  /** Bytes of moved files that stay on the disk as well. */
  readonly cacheBytes: number;
  /** Days after which they go all the same; 0 for never. */
  readonly cacheDays: number;
};

export type MoverStatus = {
  readonly movedFiles: number;
  readonly movedBytes: number;
  /** Of these, on the disk as well. */
  readonly cachedBytes: number;
  readonly waitingFiles: number;
  readonly waitingBytes: number;
  /** Files to be removed from the store. */
  readonly removals: number;
  readonly failingSince: Date | undefined;
  readonly failure: string | undefined;
};

type Waiting = { readonly path: string; readonly bytes: number };
type Copy = {
  readonly path: string;
  readonly bytes: number;
  readonly movedAtMs: number;
  readonly position: LogPosition;
};

export class Mover {
  readonly #options: MoverOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #stop = new AbortController();
  readonly #waiting = new Map<string, Waiting>();
  readonly #gone = new Set<string>();
  /** By path, oldest first. */
  #copies = new Map<string, Copy>();
  #cachedBytes = 0;
  #movedFiles = 0;
  #movedBytes = 0;
  #running: Promise<void>;
  #failure: { readonly since: Date; code: string; retryMs: number; retryAtMs: number } | undefined;

  /** Begins with what the folders hold. */
  constructor(options: MoverOptions) {
    this.#options = options;
    options.moved.onGone = (path, bytes) => this.#noteGone(path, bytes);
    this.#timer = setInterval(() => void this.run(), intervalMs).unref();
    this.#running = this.#scan().then(
      () => this.#round(),
      (error: unknown) => options.logger.error({ code: 'move-scan-failed', err: error }, 'the folders were not read'),
    );
  }

  get status(): MoverStatus {
    const waiting = this.#complete();
    return {
      movedFiles: this.#movedFiles,
      movedBytes: this.#movedBytes,
      cachedBytes: this.#cachedBytes,
      waitingFiles: waiting.length,
      waitingBytes: waiting.reduce((sum, { bytes }) => sum + bytes, 0),
      removals: this.#gone.size,
      failingSince: this.#failure?.since,
      failure: this.#failure?.code,
    };
  }

  /** A file is complete. */
  completed(path: string, bytes: number): void {
    this.#waiting.set(path, { path, bytes });
  }

  /** Does now what there is to do, whatever failed before it; resolves when it is done or has failed. */
  async runNow(): Promise<void> {
    if (this.#failure !== undefined) this.#failure.retryAtMs = 0;
    await this.run();
  }

  /** Does what there is to do, unless the store failed a moment ago. */
  run(): Promise<void> {
    this.#running = this.#running.then(() => this.#round());
    return this.#running;
  }

  /** Breaks off what is on its way: the next start takes it up. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.#running;
  }

  async #scan(): Promise<void> {
    const { local, dir, moved, log } = this.#options;
    const position = log.position();
    for await (const { path, states } of scanFiles(local, dir)) {
      if (this.#stop.signal.aborted) return;
      const isHere = states.has('file');
      if (states.has('gone')) this.#gone.add(path);
      if (!isHere && states.has('moving') && (await moved.abandon(path))) this.#gone.add(path);
      const mark = states.has('moved') ? await moved.find(path, 'moved') : undefined;
      if (mark !== undefined) {
        this.#count(path, mark.bytes);
        if (isHere) this.#keepCopy({ path, bytes: mark.bytes, movedAtMs: Date.parse(mark.movedAt), position });
      } else if (isHere) {
        this.#waiting.set(path, { path, bytes: await this.#sizeOf(path) });
      }
    }
    this.#copies = new Map([...this.#copies].sort(([, left], [, right]) => left.movedAtMs - right.movedAtMs));
  }

  async #round(): Promise<void> {
    const { now } = this.#options;
    if (this.#stop.signal.aborted) return;
    try {
      if ((this.#failure?.retryAtMs ?? 0) <= now().getTime()) await this.#exchange();
      await this.#trim();
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#fail(error);
    }
  }

  /** What needs the store. */
  async #exchange(): Promise<void> {
    const { identity, store } = this.#options;
    const waiting = this.#complete();
    if (waiting.length === 0 && this.#gone.size === 0 && this.#failure === undefined) return;
    await identity.confirm(store);
    for (const path of [...this.#gone]) await this.#remove(path);
    const queue = waiting.values();
    // The first failure ends the round; what else is on its way is waited for.
    const workers = Array.from({ length: filesAtOnce }, () => this.#moveAll(queue));
    const results = await Promise.allSettled(workers);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    if (this.#failure !== undefined) this.#options.logger.info({}, 'the S3 store takes files again');
    this.#failure = undefined;
  }

  async #moveAll(queue: IterableIterator<Waiting>): Promise<void> {
    for (const { path } of queue) {
      if (this.#stop.signal.aborted) return;
      await this.#move(path);
    }
  }

  async #move(path: string): Promise<void> {
    const { local, moved, store, identity, log, now } = this.#options;
    const file = await local.open(path, 'read').catch((error: unknown) => {
      if (systemErrorName(error) !== 'ENOENT') throw error;
      return undefined;
    });
    if (file === undefined || (await moved.find(path, 'moved')) !== undefined) {
      await file?.close();
      this.#waiting.delete(path);
      return;
    }
    try {
      const { records, tail, ...source } = await prepareMove(file, path, (segment) => log.marksOf(segment));
      const { bytes, sha256 } = source;
      const key = keyFor(identity.prefix, path, sha256);
      const begun = now();
      const mark = { key, bytes, sha256, movedAt: begun.toISOString(), tail };
      if (await moved.begin(path, mark, records)) {
        await store.put(key, source, this.#stop.signal);
        if (await moved.complete(path)) {
          this.#count(path, bytes);
          this.#keepCopy({ path, bytes, movedAtMs: begun.getTime(), position: log.position() });
        }
      }
      this.#waiting.delete(path);
    } finally {
      await file.close();
    }
  }

  async #remove(path: string): Promise<void> {
    const { moved, store } = this.#options;
    const mark = await moved.find(path, 'gone');
    if (mark !== undefined) await store.remove(mark.key);
    await moved.forget(path);
    this.#gone.delete(path);
  }

  /** Removes copies that the rule does not keep, oldest first. */
  async #trim(): Promise<void> {
    const { moved, log, cache, now, room } = this.#options;
    const oldestMs = cache.cacheDays === 0 ? 0 : now().getTime() - cache.cacheDays * dayMs;
    let freed = 0;
    for (const copy of this.#copies.values()) {
      const isOver = this.#cachedBytes > cache.cacheBytes || (freed < tightBytes && room?.isTight() === true);
      if (!isOver && copy.movedAtMs >= oldestMs) break;
      if (!this.#mayGo(copy)) continue;
      await moved.dropCopy(copy.path);
      log.releaseFile(copy.path);
      this.#forgetCopy(copy.path);
      freed += copy.bytes;
    }
    if (freed > 0) room?.freed(freed);
  }

  #mayGo({ path, position }: Copy): boolean {
    const { log, indexed } = this.#options;
    const segment = parseNumberName(basename(path), '.seg');
    if (segment !== undefined && segment + keptSegments >= segmentOf(log.position())) return false;
    return indexed() >= position;
  }

  /** A segment is moved when something durable lies behind it: no start goes back to it then. */
  #complete(): readonly Waiting[] {
    const last = segmentOf(this.#options.log.position());
    return [...this.#waiting.values()].filter(({ path }) => {
      const segment = parseNumberName(basename(path), '.seg');
      return segment === undefined || segment < last;
    });
  }

  #count(path: string, bytes: number): void {
    this.#waiting.delete(path);
    this.#movedFiles += 1;
    this.#movedBytes += bytes;
  }

  #keepCopy(copy: Copy): void {
    this.#copies.set(copy.path, copy);
    this.#cachedBytes += copy.bytes;
  }

  #forgetCopy(path: string): void {
    const copy = this.#copies.get(path);
    if (this.#copies.delete(path)) this.#cachedBytes -= copy?.bytes ?? 0;
  }

  #noteGone(path: string, bytes: number | undefined): void {
    this.#waiting.delete(path);
    this.#forgetCopy(path);
    this.#gone.add(path);
    if (bytes === undefined) return;
    this.#movedFiles -= 1;
    this.#movedBytes -= bytes;
  }

  #fail(error: unknown): void {
    const { logger, now } = this.#options;
    const code = error instanceof StorageError ? error.code : (systemErrorName(error) ?? 'unexpected');
    const retryMs = Math.min(2 * (this.#failure?.retryMs ?? firstRetryMs / 2), longestRetryMs);
    const since = this.#failure?.since ?? now();
    this.#failure = { since, code, retryMs, retryAtMs: now().getTime() + retryMs };
    logger.warn({ code: `move-${code}`, retryMs, err: error }, 'files could not be moved to the S3 store');
  }

  async #sizeOf(path: string): Promise<number> {
    const file = await this.#options.local.open(path, 'read');
    try {
      return await file.size();
    } finally {
      await file.close();
    }
  }
}
