/** Looks at a node's S3 store: whether it takes and gives files, and whether it holds what the node thinks it does. */

import { createHash } from 'node:crypto';
import { formatBytes } from '../cli/format.ts';
import type { Config } from '../config/settings.ts';
import { examineStore } from '../object-store/examine-store.ts';
import type { ObjectStore } from '../object-store/object-store.ts';
import { openConfiguredStore, openMovedFiles } from '../object-store/open-object-store.ts';
import { nodeFileSystem } from '../storage/file-system.ts';
import { firstSpool, type SpoolNumber } from '../storage/log-entry.ts';
import { listSpools, spoolFolder } from '../storage/spool-folders.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { Finding } from './finding.ts';

const name = 'S3 store';
/** Missing files that are named; the rest is counted. */
const namedFiles = 5;

export async function* examineObjectStore(config: Config): AsyncIterable<Finding> {
  const { s3 } = config.storage;
  try {
    for (const spool of listSpools(config.data.dir)) {
      const dir = spoolFolder(config.data.dir, spool);
      const inStore = await openMovedFiles(s3, dir);
      const store = inStore?.store ?? (spool === firstSpool ? await openConfiguredStore(s3) : undefined);
      if (store === undefined) continue;
      try {
        if (spool === firstSpool) {
          await probe(store, inStore?.prefix ?? s3.prefix);
          yield { name, ok: true, found: `${store.address}: takes and gives files` };
        }
        if (inStore !== undefined) yield* examineContent({ ...inStore, dir, spool });
      } finally {
        store.close();
      }
    }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const { system } = error.details;
    const advice = 'check storage.s3: bucket, endpoint, region, keys, and what the keys may do';
    yield { name, ok: false, found: system === undefined ? error.code : `${error.code} (${system})`, advice };
  }
}

type InStore = NonNullable<Awaited<ReturnType<typeof openMovedFiles>>> & {
  readonly dir: string;
  readonly spool: SpoolNumber;
};

async function* examineContent({ dir, spool, moved, store, prefix }: InStore): AsyncIterable<Finding> {
  const examined = await examineStore({ local: nodeFileSystem, dir, moved, store, prefix });
  const { movedFiles, movedBytes, missing, unknownFiles, unknownBytes } = examined;
  const title = spool === firstSpool ? 'S3 objects' : `S3, spool ${spool}`;
  const named = missing.slice(0, namedFiles).join(', ');
  yield {
    name: title,
    ok: missing.length === 0,
    found:
      missing.length === 0
        ? `all ${movedFiles} files that were moved are there (${formatBytes(movedBytes)})`
        : `${missing.length} of ${movedFiles} files that were moved are missing: ${named}`,
    advice: 'bring them back from an earlier version of the bucket, or restore a backup',
  };
  if (unknownFiles === 0) return;
  const found = `${unknownFiles} objects (${formatBytes(unknownBytes)}) below ${prefix} that nothing here names`;
  const advice = 'look at them before you remove them: this data folder may be older than the bucket';
  yield { name: title, ok: false, isWarning: true, found, advice };
}

/** What a node does with a store, once, with a few bytes. */
async function probe(store: ObjectStore, prefix: string): Promise<void> {
  const key = `${prefix}doctor`;
  const content = Buffer.from('isocenter doctor');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const file = { read: async (target: Uint8Array, at: number) => content.copy(target, 0, at) };
  await store.put(key, { file, bytes: content.byteLength, sha256 });
  await store.read(key, 0, 4);
  await store.remove(key);
}
