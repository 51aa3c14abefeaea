/** Opens the master keys of a node as it is configured, for the node itself and for every command that needs them. */

import { mkdir } from 'node:fs/promises';
import type { Config } from '../config/settings.ts';
import type { Logger } from '../logging.ts';
import { type MasterKeySource, openMasterKeySource } from '../storage/master-key-source.ts';
import { blobsDir } from './open-archive.ts';

/** @throws as `openMasterKeySource` */
export async function openNodeKeys(
  { data, storage }: Pick<Config, 'data' | 'storage'>,
  logger: Pick<Logger, 'info' | 'warn'>,
): Promise<MasterKeySource> {
  const dir = blobsDir(data.dir);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return openMasterKeySource(storage.keys, { dir, logger });
}
