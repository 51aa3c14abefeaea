/**
 * Where the master keys of a node are kept: a file on its disk, a service (`kms-keys.ts`), or people (`custody-keys.ts`). Whoever needs them asks here, and
 * neither knows nor cares which.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../logging.ts';
import { custodyName, openCustodyKeys } from './custody-keys.ts';
import { nodeFileSystem } from './file-system.ts';
import { type KmsSettings, kmsKeysName, openKmsKeys } from './kms-keys.ts';
import {
  followedBy,
  loadOrCreateMasterKeys,
  newMasterKey,
  readMasterKeyFile,
  writeMasterKeyFile,
} from './master-key.ts';
import type { MasterKeys } from './master-keys.ts';

export type MasterKeySource = {
  readonly keys: MasterKeys;
  /** When each earlier key was followed, newest first. */
  readonly followedAt: () => readonly Date[];
  /** Makes a key that wraps from now on; durable when this resolves. */
  readonly add: (now: Date) => Promise<void>;
  /** Destroys every key but the newest; returns how many. */
  readonly retire: () => Promise<number>;
  readonly close: () => void;
};

export type MasterKeySettings = { readonly kms: KmsSettings };

const masterKeyName = 'master.key';

/**
 * Opens the source that is configured; the first start makes a key.
 * @param dir where the keys of all and the objects of the first spool lie; it exists
 * @throws StorageError `key-service-unavailable`, `key-service-not-configured`, and as `loadMasterKeys`
 */
export function openMasterKeySource(
  settings: MasterKeySettings,
  { dir, logger }: { readonly dir: string; readonly logger: Pick<Logger, 'info' | 'warn'> },
): Promise<MasterKeySource> {
  const { kms } = settings;
  if (kms.url !== undefined || existsSync(join(dir, kmsKeysName))) {
    return openKmsKeys(kms, { dir, masterKeyFile: join(dir, masterKeyName), logger });
  }
  const isInCustody = existsSync(join(dir, custodyName)) && !existsSync(join(dir, masterKeyName));
  return isInCustody ? openCustodyKeys(dir, logger) : openMasterKeyFile(join(dir, masterKeyName));
}

/** Opens the keys of a file, which is made where it is missing. @throws as `loadMasterKeys` */
export async function openMasterKeyFile(file: string): Promise<MasterKeySource> {
  const keys = await loadOrCreateMasterKeys(file);
  return {
    keys,
    followedAt: () => readMasterKeyFile(file).flatMap(({ followedAt }) => followedAt ?? []),
    async add(now) {
      await writeMasterKeyFile(nodeFileSystem, file, followedBy(newMasterKey(), readMasterKeyFile(file), now));
      keys.refresh();
    },
    async retire() {
      const lines = readMasterKeyFile(file);
      await writeMasterKeyFile(nodeFileSystem, file, lines.slice(0, 1));
      keys.refresh();
      return lines.length - 1;
    },
    close: () => undefined,
  };
}
