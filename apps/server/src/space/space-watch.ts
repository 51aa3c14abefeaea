/**
 * How much room there is for objects: what the file systems have free, less a reserve, and what a quota leaves.
 *
 * The reserve stays for what must be written whatever happens: records of deletions, keys, the database. It is measured
 * every two seconds, and at once when somebody stores while it was full. Who is refused is `guarded-ingest.ts`.
 */

import { EventEmitter } from 'node:events';
import { opendir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../logging.ts';
import { systemErrorName } from '../storage/storage-error.ts';

const intervalMs = 2_000;
/** The quota counts what lies in the log's folders; between two counts it adds what was stored. */
const recountMs = 60 * 60 * 1_000;
/** How long who looks at the figures waits for a count. */
const longestCountMs = 2_000;
/** A reserve larger than this share of a small file system would leave nothing for objects. */
const maxReserveShare = 0.05;

export type SpaceLimits = {
  /** Bytes kept free on each file system. */
  readonly reserveBytes: number;
  /** Bytes that objects may take; 0 for no limit of their own. */
  readonly maxBytes: number;
  /** Percent of what objects may take, from which on there is little left. */
  readonly warnPercent: number;
};

export type SpaceLevel = 'enough' | 'little' | 'full';

export type Space = {
  readonly level: SpaceLevel;
  /** Of the file system with the least room. */
  readonly diskBytes: number;
  readonly freeBytes: number;
  readonly reserveBytes: number;
  /** Bytes that can still be stored. */
  readonly roomBytes: number;
  /** What objects take on the disk; counted only where there is a quota. */
  readonly countedBytes: number | undefined;
};

/** As `statfs` of Node tells it. */
type FileSystemSpace = { readonly bsize: number; readonly blocks: number; readonly bavail: number };

export type SpaceWatchOptions = {
  /** Folders whose file systems must have room. */
  readonly folders: readonly string[];
  /** Folders whose files count for the quota. */
  readonly counted: readonly string[];
  readonly limits: SpaceLimits;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly spaceOf?: (folder: string) => Promise<FileSystemSpace>;
};

export class SpaceWatch {
  /** Emits `level` when there is more or less room than there was, by level. */
  readonly events = new EventEmitter<{ level: [SpaceLevel] }>();
  readonly #options: SpaceWatchOptions;
  readonly #timers: readonly NodeJS.Timeout[];
  #space: Space;
  #countedBytes: number | undefined;
  #measuring: Promise<Space> | undefined;
  #recounting: Promise<void> | undefined;

  private constructor(options: SpaceWatchOptions, space: Space) {
    this.#options = options;
    this.#space = space;
    this.#timers = [
      setInterval(() => void this.measure().catch(() => undefined), intervalMs).unref(),
      setInterval(() => void this.recount().catch(() => undefined), recountMs).unref(),
    ];
  }

  /** Measures once, and goes on. The quota holds from when everything has been counted. */
  static async start(options: SpaceWatchOptions): Promise<SpaceWatch> {
    const watch = new SpaceWatch(options, await measureSpace(options, undefined));
    // What cannot be counted now is counted in an hour; the file system is watched meanwhile.
    watch.recount().catch(() => undefined);
    return watch;
  }

  get space(): Space {
    return this.#space;
  }

  get isFull(): boolean {
    return this.#space.level === 'full';
  }

  get limits(): SpaceLimits {
    return this.#options.limits;
  }

  /** Notes bytes that were stored since the last count. */
  noteStored(bytes: number): void {
    if (this.#countedBytes !== undefined) this.#countedBytes += bytes;
  }

  /** Counts anew what the quota counts, where there is one, and looks: what was purged since the last count is room again. */
  async recount(): Promise<Space> {
    this.#recounting ??= this.#recount().finally(() => {
      this.#recounting = undefined;
    });
    await this.#recounting;
    return this.measure();
  }

  /** As `recount`, where that takes but a moment; a large archive is counted behind the answer, which is of the count before. */
  async recounted(): Promise<Space> {
    const moment = new AbortController();
    const counting = this.recount().catch(() => undefined);
    const waited = delay(longestCountMs, undefined, { signal: moment.signal }).catch(() => undefined);
    const counted = await Promise.race([counting, waited]);
    moment.abort();
    return counted ?? this.measure();
  }

  /** Looks now; callers that come meanwhile share the answer. */
  measure(): Promise<Space> {
    this.#measuring ??= this.#measure().finally(() => {
      this.#measuring = undefined;
    });
    return this.#measuring;
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  async #measure(): Promise<Space> {
    const space = await measureSpace(this.#options, this.#countedBytes);
    const before = this.#space.level;
    this.#space = space;
    if (space.level === before) return space;
    this.events.emit('level', space.level);
    const { level, roomBytes, freeBytes } = space;
    const details = { code: `storage-${level}`, roomBytes, freeBytes };
    if (level === 'enough') this.#options.logger.info(details, 'there is enough room for objects again');
    else this.#options.logger.warn(details, level === 'full' ? 'objects are refused: no room' : 'little room is left');
    return space;
  }

  async #recount(): Promise<void> {
    if (this.#options.limits.maxBytes === 0) return;
    let bytes = 0;
    for (const folder of this.#options.counted) bytes += await bytesIn(folder);
    this.#countedBytes = bytes;
  }
}

async function measureSpace(options: SpaceWatchOptions, countedBytes: number | undefined): Promise<Space> {
  const { folders, limits, spaceOf = statfs } = options;
  const disks = await Promise.all(folders.map(async (folder) => diskOf(await spaceOf(folder), limits)));
  const [tightest] = disks.toSorted((left, right) => left.roomBytes - right.roomBytes);
  if (tightest === undefined) throw new Error('no folder is watched');
  const ofDisk = { room: tightest.roomBytes, all: tightest.diskBytes - tightest.reserveBytes };
  const ofQuota =
    limits.maxBytes === 0 || countedBytes === undefined
      ? ofDisk
      : { room: limits.maxBytes - countedBytes, all: limits.maxBytes };
  const limiting = [ofDisk, ofQuota];
  const isLittle = limiting.some(({ room, all }) => all - room >= (all * limits.warnPercent) / 100);
  const roomBytes = Math.max(0, Math.min(ofDisk.room, ofQuota.room));
  return { ...tightest, roomBytes, countedBytes, level: roomBytes === 0 ? 'full' : isLittle ? 'little' : 'enough' };
}

function diskOf({ bsize, blocks, bavail }: FileSystemSpace, limits: SpaceLimits) {
  const diskBytes = blocks * bsize;
  const freeBytes = bavail * bsize;
  const reserveBytes = Math.min(limits.reserveBytes, Math.floor(diskBytes * maxReserveShare));
  return { diskBytes, freeBytes, reserveBytes, roomBytes: freeBytes - reserveBytes };
}

/** What the files below a folder take. What is removed meanwhile, folders as well as files, counts nothing. */
async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await opendir(folder).catch(ignoreAbsence);
  if (entries === undefined) return bytes;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesIn(path);
    else if (entry.isFile()) bytes += (await stat(path).catch(ignoreAbsence))?.size ?? 0;
  }
  return bytes;
}

function ignoreAbsence(error: unknown): undefined {
  if (systemErrorName(error) !== 'ENOENT') throw error;
}
