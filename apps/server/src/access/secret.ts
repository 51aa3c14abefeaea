/**
 * Random secrets that are handed out once and kept as a hash: session ids, API tokens, set-up links.
 *
 * 256 bits from the system's generator cannot be guessed, so a plain SHA-256 is enough to keep them unusable for
 * whoever reads the database; a slow hash is for what people choose (`password.ts`).
 */

import { createHash, randomBytes } from 'node:crypto';

const secretBytes = 32;

export type Secret = {
  /** Base64url, 43 characters after the prefix. */
  readonly text: string;
  /** SHA-256 of the text. */
  readonly hash: Buffer;
};

/** Returns a new secret; a prefix makes its kind recognisable where it leaks. */
export function createSecret(prefix = ''): Secret {
  const text = prefix + randomBytes(secretBytes).toString('base64url');
  return { text, hash: hashSecret(text) };
}

export function hashSecret(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
