/** AES key wrap, RFC 3394: 32-byte keys under 32-byte keys, with its own integrity check. */

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';

const algorithm = 'id-aes256-wrap';
/** RFC 3394 §2.2.3.1. */
const initialValue = Buffer.alloc(8, 0xa6);

export const wrappedKeyBytes = 40;

export function wrapKey(key: KeyObject, wrappingKey: KeyObject): Buffer {
  const cipher = createCipheriv(algorithm, wrappingKey, initialValue);
  return Buffer.concat([cipher.update(key.export()), cipher.final()]);
}

/** Returns the key, or undefined when it was not wrapped by this key or has been changed since. */
export function unwrapKey(wrapped: Uint8Array, wrappingKey: KeyObject): KeyObject | undefined {
  try {
    const decipher = createDecipheriv(algorithm, wrappingKey, initialValue);
    return createSecretKey(Buffer.concat([decipher.update(wrapped), decipher.final()]));
  } catch {
    // The only failure there is: the integrity check of RFC 3394 §2.2.3. The caller names the code.
    return undefined;
  }
}
