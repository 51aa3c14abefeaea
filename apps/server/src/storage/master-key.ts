/**
 * The master key: 256 bits in a file of their own, as 64 hexadecimal digits so that a person can copy them to paper.
 * It wraps the patients' keys (`key-ring.ts`) and nothing else; without it nothing in the store can be read.
 */

import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StorageError, systemErrorName } from './storage-error.ts';

const keyBytes = 32;
/** Read, write or search by group or others. */
const othersMask = 0o077;

/**
 * Returns the master key, made and durable when the file does not exist yet. The folder must exist.
 * @throws StorageError `master-key-permissions` when others may read the file, `master-key-length` when it does not
 * hold 64 hexadecimal digits.
 */
export async function loadOrCreateMasterKey(options: { file: string }): Promise<KeyObject> {
  try {
    return await loadMasterKey(options.file);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
  }
  await createMasterKey(options.file);
  return loadMasterKey(options.file);
}

/**
 * Returns the master key of a file that exists.
 * @throws as `loadOrCreateMasterKey`, and what the system says where there is no file
 */
export async function loadMasterKey(file: string): Promise<KeyObject> {
  const handle = await open(file, constants.O_RDONLY);
  try {
    const { mode, size } = await handle.stat();
    if ((mode & othersMask) !== 0) {
      throw new StorageError('master-key-permissions', 'The master key file must be readable by its owner only (0600)');
    }
    const text = size > 4 * keyBytes ? '' : (await handle.readFile('latin1')).trim();
    if (!/^[0-9a-f]{64}$/i.test(text)) {
      const message = 'The master key file must hold 64 hexadecimal digits';
      throw new StorageError('master-key-length', message, { lengthBytes: size });
    }
    return createSecretKey(text, 'hex');
  } finally {
    await handle.close();
  }
}

/** Appears whole or not at all; of two processes that create it at once, the first wins. */
async function createMasterKey(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(8).toString('hex')}.draft`;
  const handle = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await handle.writeFile(`${randomBytes(keyBytes).toString('hex')}\n`, 'latin1');
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if (systemErrorName(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  const folder = await open(dirname(file), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
