/**
 * The Ed25519 key that signs checkpoints: a file of its own in the data folder, outside the database, readable by the
 * node's user alone. Its public half lies beside it, for verification elsewhere.
 */

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AuditError } from './errors.ts';

const privateName = 'signing-key.pem';
const publicName = 'signing-key.pub.pem';

export type SigningKey = { readonly keyId: string; readonly privateKey: KeyObject; readonly publicKey: KeyObject };
export type VerifyingKey = Pick<SigningKey, 'keyId' | 'publicKey'>;

/**
 * Returns the key of the folder, which is made at the first call.
 * @throws AuditError `key-exposed` when other users of the machine may read it, `key-unreadable`
 */
export function ensureSigningKey(dir: string): SigningKey {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, privateName);
  const found = readKey(path);
  if (found !== undefined) return found;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeDurably(join(dir, publicName), publicKey.export({ type: 'spki', format: 'pem' }), 0o644);
  writeDurably(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
  syncDir(dir);
  return { keyId: keyIdOf(publicKey), privateKey, publicKey };
}

/** Returns the public half for verification; undefined where the folder has no key yet. */
export function findVerifyingKey(dir: string): VerifyingKey | undefined {
  const pem = readIfPresent(join(dir, publicName));
  if (pem === undefined) return undefined;
  const publicKey = parseKey(() => createPublicKey(pem), publicName);
  return { keyId: keyIdOf(publicKey), publicKey };
}

/** Returns the first 16 hexadecimal digits of the SHA-256 of the public key: enough to tell keys apart. */
function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

function readKey(path: string): SigningKey | undefined {
  const pem = readIfPresent(path);
  if (pem === undefined) return undefined;
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new AuditError('key-exposed', `${path} may be read by other users of this machine: chmod 600 it`);
  }
  const privateKey = parseKey(() => createPrivateKey(pem), privateName);
  const publicKey = createPublicKey(privateKey);
  return { keyId: keyIdOf(publicKey), privateKey, publicKey };
}

function parseKey(parse: () => KeyObject, name: string): KeyObject {
  try {
    const key = parse();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new AuditError('key-unreadable', `${name} does not hold a key`, { cause });
  }
  throw new AuditError('key-unreadable', `${name} does not hold an Ed25519 key`);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes under another name first, so that a key is never half there. */
function writeDurably(path: string, text: string | Buffer, mode: number): void {
  const draft = `${path}.draft`;
  const file = openSync(draft, 'w', mode);
  try {
    writeSync(file, text.toString());
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

function syncDir(dir: string): void {
  const handle = openSync(dir, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
