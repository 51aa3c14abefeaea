/**
 * The identity key of a node: 256 bits in `identity/identity.key` of the data folder, outside the database, so that who
 * copies the database alone can make neither one-time codes nor marks of known browsers. Each use has a key of its own,
 * derived by HKDF (RFC 5869).
 */

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadOrCreateMasterKeys } from '../storage/master-key.ts';

const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

export type IdentityKey = {
  /** Encrypts a short secret; `context` names whose it is and must be the same when it is opened. */
  seal(secret: Buffer, context: string): Buffer;
  /** @throws Error where it was sealed under another key or context, or was changed */
  open(sealed: Buffer, context: string): Buffer;
  /** HMAC-SHA-256. */
  mac(text: string): Buffer;
};

/**
 * Reads the key of a data folder, which is made at the first call.
 * @throws StorageError `master-key-permissions`, `master-key-length`
 */
export async function openIdentityKey(dataDir: string): Promise<IdentityKey> {
  const dir = join(dataDir, 'identity');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return identityKeyOf((await loadOrCreateMasterKeys(join(dir, 'identity.key'))).newest);
}

export function identityKeyOf(root: KeyObject): IdentityKey {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', root, '', `isocenter identity ${use}`, keyBytes));
  const [sealKey, macKey] = [derive('seal 1'), derive('mac 1')];
  return {
    seal(secret, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(context));
      return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, context) {
      const end = sealed.length - tagBytes;
      const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(end));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()]);
    },
    mac: (text) => createHmac('sha256', macKey).update(text, 'utf8').digest(),
  };
}
