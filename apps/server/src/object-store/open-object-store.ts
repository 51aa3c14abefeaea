/**
 * The S3 store of a node, as it is configured: what the log of segments is opened with, and what moves its files.
 *
 * Nothing is asked of the store here: a node starts while it is away.
 */

import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { ConfigError } from '../config/errors.ts';
import type { Config } from '../config/settings.ts';
import type { Logger } from '../logging.ts';
import type { BlobLogOptions } from '../storage/blob-log.ts';
import { BoundedCache } from '../storage/bounded-cache.ts';
import { type FileSystem, nodeFileSystem } from '../storage/file-system.ts';
import { StorageError } from '../storage/storage-error.ts';
import { MovedFiles } from './moved-files.ts';
import { type CacheRule, Mover, type MoverOptions } from './mover.ts';
import type { ObjectStore } from './object-store.ts';
import { RemoteReads, type RemoteReadsOptions } from './remote-reads.ts';
import { findStoreId, keyPrefix, StoreIdentity } from './store-identity.ts';

type S3Config = Config['storage']['s3'];

/** What the store said of a file counts for so long. */
const keptAnswerMs = 60_000;
const keptAnswers = 1_000;

export type ObjectStoreTier = {
  readonly store: ObjectStore;
  /** For `openBlobLog`. */
  readonly logOptions: Required<Pick<BlobLogOptions, 'fileSystem' | 'completed'>> & Pick<BlobLogOptions, 'elsewhere'>;
  /** The same store for another spool, which has a part of the bucket to itself. */
  beside(dir: string): Promise<ObjectStoreTier>;
  /** Once, when the log is open and the index has caught up. */
  startMover(options: Pick<MoverOptions, 'log' | 'indexed' | 'logger' | 'room'>): Mover;
};

export type TierOptions = {
  /** The folder of blobs. */
  readonly dir: string;
  readonly store: ObjectStore;
  readonly prefix: string;
  readonly cache: CacheRule;
  readonly now: () => Date;
  readonly local?: FileSystem;
  readonly random?: (bytes: number) => Buffer;
  readonly reads?: Omit<RemoteReadsOptions, 'store'>;
};

/**
 * Opens the store of a node; undefined where none is configured.
 * @throws StorageError `store-not-configured` where the node has objects in one
 */
export async function openObjectStore(
  config: S3Config,
  { dir, now, logger }: { readonly dir: string; readonly now: () => Date; readonly logger: Pick<Logger, 'info'> },
): Promise<ObjectStoreTier | undefined> {
  const store = await openConfiguredStore(config);
  if (store === undefined) {
    if ((await findStoreId(nodeFileSystem, dir)) === undefined) return undefined;
    throw notConfigured();
  }
  await mkdir(dir, { recursive: true, mode: 0o700 });
  logger.info({ store: store.address }, 'complete segments move to an S3 store');
  const { prefix, cacheBytes, cacheDays } = config;
  return openTier({ dir, store, prefix, cache: { cacheBytes, cacheDays }, now });
}

/**
 * Opens a node's files in its store for a program that reads beside it; undefined where it has none.
 * @throws StorageError `store-not-configured`
 */
export async function openMovedFiles(
  config: S3Config,
  dir: string,
): Promise<{ readonly moved: MovedFiles; readonly store: ObjectStore; readonly prefix: string } | undefined> {
  const id = await findStoreId(nodeFileSystem, dir);
  if (id === undefined) return undefined;
  const store = await openConfiguredStore(config);
  if (store === undefined) throw notConfigured();
  return {
    moved: new MovedFiles({ local: nodeFileSystem, reads: new RemoteReads({ store }) }),
    store,
    prefix: keyPrefix(config.prefix, id),
  };
}

/** Returns the store that is configured, or undefined. @throws ConfigError */
export async function openConfiguredStore(config: S3Config): Promise<ObjectStore | undefined> {
  const { bucket, endpoint, region, accessKeyId, secretAccessKey, forcePathStyle } = config;
  if (bucket === undefined) return undefined;
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new ConfigError('invalid-value', 'storage.s3: accessKeyId and secretAccessKey belong together');
  }
  const credentials =
    accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey };
  const { openS3Store } = await import('./s3-store.ts');
  return openS3Store({ bucket, endpoint, region, forcePathStyle, credentials });
}

function notConfigured(): StorageError {
  return new StorageError('store-not-configured', 'objects of this node lie in an S3 store: set storage.s3 as it was');
}

/** Puts a store behind the disk of a log. */
export async function openTier(options: TierOptions): Promise<ObjectStoreTier> {
  const { dir, store, prefix, cache, now, local = nodeFileSystem, random = randomBytes } = options;
  const identity = await StoreIdentity.open(local, { dir, prefix, random });
  const read: ObjectStore['read'] = async (key, start, end) => {
    try {
      return await store.read(key, start, end);
    } catch (error) {
      // Only a bucket that is known to be ours can have lost something.
      if (error instanceof StorageError && error.code === 'not-found') await identity.confirm(store);
      throw error;
    }
  };
  const moved = new MovedFiles({ local, reads: new RemoteReads({ ...options.reads, store: { read } }) });
  let mover: Mover | undefined;
  const early: (readonly [path: string, bytes: number])[] = [];
  return {
    store,
    beside: (folder) => openTier({ ...options, dir: folder }),
    logOptions: {
      fileSystem: moved.fileSystem,
      elsewhere: {
        findRecords: (path) => moved.findRecords(path),
        isStored: createIsStored({ moved, store, identity, now }),
      },
      completed: (path, bytes) => {
        if (mover === undefined) early.push([path, bytes]);
        else mover.completed(path, bytes);
      },
    },
    startMover(given) {
      mover = new Mover({ ...given, dir, local, moved, store, identity, cache, now });
      for (const [path, bytes] of early.splice(0)) mover.completed(path, bytes);
      return mover;
    },
  };
}

type Asked = {
  readonly moved: MovedFiles;
  readonly store: ObjectStore;
  readonly identity: StoreIdentity;
  readonly now: () => Date;
};

/** One question a minute for each file: the copies that come again are mostly of one study, and lie in one segment. */
function createIsStored({ moved, store, identity, now }: Asked): (path: string) => Promise<boolean | undefined> {
  const stored = new BoundedCache<string, number>(keptAnswers);
  return async (path) => {
    if (await moved.isHere(path)) return undefined;
    const mark = await moved.find(path, 'moved');
    if (mark === undefined) return undefined;
    if (now().getTime() - (stored.find(mark.key) ?? Number.NEGATIVE_INFINITY) < keptAnswerMs) return true;
    const isThere = (await store.findBytes(mark.key)) === mark.bytes;
    if (isThere) stored.set(mark.key, now().getTime());
    else await identity.confirm(store);
    return isThere;
  };
}
