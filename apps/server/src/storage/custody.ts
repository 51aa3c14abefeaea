/**
 * Puts a master key into custody, and back. In two steps, so that nothing is lost where a share was: the shares are made while the
 * file stays; the file goes when custodians have given back as many as are needed.
 */

import { createSecretKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { custodyName, readCustody } from './custody-keys.ts';
import { nodeFileSystem, writeAll } from './file-system.ts';
import { encodeShare, joinShares, parseShare, splitSecret } from './key-shares.ts';
import { readMasterKeyFile, wipeMasterKeyFile, writeMasterKeyFile } from './master-key.ts';
import { StorageError } from './storage-error.ts';

const masterKeyName = 'master.key';

/**
 * Returns shares of the master key, as text, one for each custodian. The file stays.
 * @throws StorageError `master-key-needed` while an earlier master key is in the file, too
 */
export async function splitMasterKey(
  dir: string,
  { shares, needed }: { readonly shares: number; readonly needed: number },
): Promise<readonly string[]> {
  const [newest, ...earlier] = readMasterKeyFile(join(dir, masterKeyName));
  if (newest === undefined || earlier.length > 0) {
    throw new StorageError('master-key-needed', 'retire the earlier master key first: isocenter keys retire');
  }
  const made = splitSecret(newest.key.export(), { shares, needed });
  await writeCustody(dir, { set: made[0]?.set ?? '', needed });
  return made.map(encodeShare);
}

/**
 * Destroys the file, once as many shares as are needed give the same key.
 * @throws StorageError `shares-differ`, `share-malformed`
 */
export async function endSplit(dir: string, shares: readonly string[]): Promise<void> {
  const file = join(dir, masterKeyName);
  const [newest] = readMasterKeyFile(file);
  if (newest?.key.equals(joinedKey(dir, shares)) !== true) {
    throw new StorageError('shares-differ', 'These shares give another key than the one in the file');
  }
  await wipeMasterKeyFile(file);
}

/** Writes the file again: the key is in custody no more. @throws as `endSplit` */
export async function putBack(dir: string, shares: readonly string[], file = join(dir, masterKeyName)): Promise<void> {
  if (existsSync(file)) throw new StorageError('write-failed', 'there is a file of this name: nothing was written');
  await writeMasterKeyFile(nodeFileSystem, file, [{ key: joinedKey(dir, shares), followedAt: undefined }]);
  if (file === join(dir, masterKeyName)) await rm(join(dir, custodyName), { force: true });
}

function joinedKey(dir: string, texts: readonly string[]) {
  const shares = texts.map(parseShare);
  const isKnown = existsSync(join(dir, custodyName));
  if (isKnown && shares.some(({ set }) => set !== readCustody(dir).set)) {
    throw new StorageError('shares-differ', 'A share is of another set');
  }
  return createSecretKey(joinShares(shares));
}

async function writeCustody(dir: string, custody: { readonly set: string; readonly needed: number }): Promise<void> {
  const draft = join(dir, `${custodyName}.draft`);
  await rm(draft, { force: true });
  const file = await nodeFileSystem.open(draft, 'create');
  try {
    await writeAll(file, [Buffer.from(`${JSON.stringify(custody)}\n`)], 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await nodeFileSystem.rename(draft, join(dir, custodyName));
  await nodeFileSystem.syncFolder(dir);
}
