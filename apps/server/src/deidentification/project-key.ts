/** The key of a project, in a file of its own: 64 hexadecimal digits, readable by its owner only. */

import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { keyLengthBytes } from '@isocenter/deid/pseudonyms';
import { isSystemError } from '../system-error.ts';
import { DeidRunError } from './deid-error.ts';

/**
 * Returns the key, made at the first run.
 *
 * @throws DeidRunError `key-file-invalid`
 */
export async function openProjectKey(path: string): Promise<{ readonly key: Uint8Array; readonly isNew: boolean }> {
  const key = await findProjectKey(path);
  return key === undefined ? { key: await createKey(path), isNew: true } : { key, isNew: false };
}

/**
 * Returns the key, or undefined where there is none yet.
 *
 * @throws DeidRunError `key-file-invalid`
 */
export async function findProjectKey(path: string): Promise<Uint8Array | undefined> {
  const text = await readFile(path, 'latin1').catch((error: unknown) => {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const digits = text.trim();
  if (!/^([0-9a-f]{2})+$/i.test(digits) || digits.length < keyLengthBytes * 2)
    throw new DeidRunError('key-file-invalid', 'the key file does not hold a key: 64 hexadecimal digits, no less');
  return Buffer.from(digits, 'hex');
}

/** Durable before it is used: what was done under a key that is lost cannot be continued. */
async function createKey(path: string): Promise<Uint8Array> {
  const key = randomBytes(keyLengthBytes);
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(`${key.toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return key;
}
