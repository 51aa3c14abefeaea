/**
 * Master keys that a service wraps: the service's own key never leaves it, and what it wrapped lies in `kms-keys.json`, worth
 * nothing without it. Unwrapped they are in memory only, and only on a lease: the service is asked again all the time, and where
 * it has not answered for the length of the lease they are forgotten. Keys of patients that were used lately go on being
 * used then; nothing else is read and nothing is stored, until it answers again.
 */

import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Logger } from '../logging.ts';
import { closedOnFailure, nodeFileSystem, writeAll } from './file-system.ts';
import { KmsClient } from './kms-client.ts';
import { loadMasterKeys, newMasterKey, readMasterKeyFile, wipeMasterKeyFile } from './master-key.ts';
import type { MasterKeySource } from './master-key-source.ts';
import { MasterKeys } from './master-keys.ts';
import { StorageError, systemErrorName } from './storage-error.ts';

export const kmsKeysName = 'kms-keys.json';

export type KmsSettings = {
  readonly url?: string | undefined;
  readonly keyName: string;
  readonly token?: string | undefined;
  readonly leaseSeconds: number;
};

type WrappedKey = { readonly wrapped: string; readonly followedAt?: string | undefined };

type Options = {
  readonly dir: string;
  /** Keys of before there was a service; they are taken over, and stay until they are retired. */
  readonly masterKeyFile: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

/** Asked so often within a lease, so that one answer that is late ends nothing. */
const looksInLease = 3;

/** @throws StorageError `key-service-unavailable`, `key-service-not-configured` */
export async function openKmsKeys(settings: KmsSettings, options: Options): Promise<MasterKeySource> {
  const { url, keyName, token } = settings;
  const { masterKeyFile } = options;
  if (url === undefined || token === undefined) {
    const message = `${kmsKeysName} was wrapped by a key service: set storage.keys.kms.url and storage.keys.kms.token`;
    throw new StorageError('key-service-not-configured', message);
  }
  const client = new KmsClient({ url, keyName, token });
  const path = join(options.dir, kmsKeysName);
  if (!existsSync(path)) await writeWrapped(path, await firstKeys(client, masterKeyFile));
  const unwrapAll = async () => {
    const unwrapped: KeyObject[] = [];
    for (const { wrapped } of readWrapped(path)) unwrapped.push(await client.unwrap(wrapped));
    return unwrapped;
  };
  const keys = new MasterKeys(await unwrapAll());
  const stop = keepLease(keys, { ...options, unwrapAll, leaseSeconds: settings.leaseSeconds });
  return {
    keys,
    followedAt: () =>
      readWrapped(path).flatMap(({ followedAt }) => (followedAt === undefined ? [] : new Date(followedAt))),
    async add(now) {
      const earlier = readWrapped(path).map((key) => ({ ...key, followedAt: key.followedAt ?? now.toISOString() }));
      await writeWrapped(path, [{ wrapped: await client.wrap(newMasterKey()) }, ...earlier]);
      keys.replace(await unwrapAll());
    },
    async retire() {
      const wrapped = readWrapped(path);
      await writeWrapped(path, wrapped.slice(0, 1));
      await wipeMasterKeyFile(masterKeyFile);
      keys.replace(keys.all.slice(0, 1));
      return wrapped.length - 1;
    },
    close: stop,
  };
}

/** A key of the service's from the first moment on; those of a file, where there is one, below it. */
async function firstKeys(client: KmsClient, masterKeyFile: string): Promise<readonly WrappedKey[]> {
  const newest = { wrapped: await client.wrap(newMasterKey()) };
  if (!existsSync(masterKeyFile)) return [newest];
  const now = new Date().toISOString();
  const earlier: WrappedKey[] = [];
  const lines = readMasterKeyFile(masterKeyFile);
  for (const [index, key] of loadMasterKeys(masterKeyFile).all.entries()) {
    const followedAt = lines[index]?.followedAt?.toISOString() ?? now;
    earlier.push({ wrapped: await client.wrap(key), followedAt });
  }
  return [newest, ...earlier];
}

type Lease = Options & { readonly unwrapAll: () => Promise<readonly KeyObject[]>; readonly leaseSeconds: number };

function keepLease(keys: MasterKeys, { unwrapAll, leaseSeconds, logger }: Lease): () => void {
  const leaseMs = leaseSeconds * 1_000;
  let endsAt = performance.now() + leaseMs;
  let isAsking = false;
  const look = async () => {
    try {
      const unwrapped = await unwrapAll();
      if (keys.all.length === 0) logger.info({ code: 'key-service-back' }, 'the key service answers again');
      keys.replace(unwrapped);
      endsAt = performance.now() + leaseMs;
    } catch (error) {
      logger.warn({ code: 'key-service-unavailable', err: error }, 'the key service was asked in vain, will retry');
    }
  };
  const timer = setInterval(
    () => {
      // Not after the answer: a service that hangs must not prolong what it does not confirm.
      if (performance.now() >= endsAt) keys.replace([]);
      if (isAsking) return;
      isAsking = true;
      void look().finally(() => {
        isAsking = false;
      });
    },
    Math.max(50, leaseMs / looksInLease),
  ).unref();
  return () => clearInterval(timer);
}

function readWrapped(path: string): readonly WrappedKey[] {
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const keys = typeof json === 'object' && json !== null && 'keys' in json ? json.keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0) throw damaged();
  return keys.map((key: unknown) => {
    const wrapped = typeof key === 'object' && key !== null && 'wrapped' in key ? key.wrapped : undefined;
    const followedAt = typeof key === 'object' && key !== null && 'followedAt' in key ? key.followedAt : undefined;
    if (typeof wrapped !== 'string' || (followedAt !== undefined && typeof followedAt !== 'string')) throw damaged();
    return { wrapped, followedAt };
  });
}

function damaged(): StorageError {
  return new StorageError(
    'key-file-missing',
    `${kmsKeysName} is damaged: put its copy from the folder of keys in its place`,
  );
}

/** Whole or not at all, durable. */
async function writeWrapped(path: string, keys: readonly WrappedKey[]): Promise<void> {
  const draft = `${path}.draft`;
  await nodeFileSystem.unlink(draft).catch((error: unknown) => {
    if (systemErrorName(error) !== 'ENOENT') throw error;
  });
  const file = await nodeFileSystem.open(draft, 'create');
  await closedOnFailure(file, async () => {
    await writeAll(file, [Buffer.from(`${JSON.stringify({ format: 1, keys })}\n`)], 0);
    await file.sync();
  });
  await file.close();
  await nodeFileSystem.rename(draft, path);
  await nodeFileSystem.syncFolder(dirname(path));
}
