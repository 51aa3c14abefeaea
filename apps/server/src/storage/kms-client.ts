/**
 * What a key management service is asked, in the form of HashiCorp Vault's transit engine, which OpenBao and others answer as well:
 *
 *     POST <url>/encrypt/<key>  {"plaintext": base64}    →  {"data": {"ciphertext": "vault:v1:…"}}
 *     POST <url>/decrypt/<key>  {"ciphertext": "…"}      →  {"data": {"plaintext": base64}}
 *
 * with the token in `X-Vault-Token`. Neither a token nor a key is ever in an error.
 */

import { createSecretKey, type KeyObject } from 'node:crypto';
import { StorageError } from './storage-error.ts';

const timeoutMs = 5_000;
const keyBytes = 32;

export type KmsClientSettings = { readonly url: string; readonly keyName: string; readonly token: string };

export class KmsClient {
  readonly #settings: KmsClientSettings;

  constructor(settings: KmsClientSettings) {
    this.#settings = settings;
  }

  /** @throws StorageError `key-service-unavailable` */
  async wrap(key: KeyObject): Promise<string> {
    return this.#ask('encrypt', { plaintext: key.export().toString('base64') }, 'ciphertext');
  }

  /** @throws StorageError `key-service-unavailable`, also where the service does not know what was wrapped */
  async unwrap(ciphertext: string): Promise<KeyObject> {
    const bytes = Buffer.from(await this.#ask('decrypt', { ciphertext }, 'plaintext'), 'base64');
    if (bytes.byteLength !== keyBytes) throw unavailable();
    return createSecretKey(bytes);
  }

  async #ask(verb: 'encrypt' | 'decrypt', body: object, member: 'ciphertext' | 'plaintext'): Promise<string> {
    const { url, keyName, token } = this.#settings;
    const response = await fetch(`${url.replace(/\/$/, '')}/${verb}/${encodeURIComponent(keyName)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Vault-Token': token },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(() => {
      throw unavailable();
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw unavailable(response.status);
    }
    const answer: unknown = await response.json().catch(() => undefined);
    const data = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined;
    const value = typeof data === 'object' && data !== null ? Reflect.get(data, member) : undefined;
    if (typeof value !== 'string' || value === '') throw unavailable();
    return value;
  }
}

function unavailable(status?: number): StorageError {
  const why = status === undefined ? 'does not answer' : `refuses (HTTP ${status})`;
  return new StorageError('key-service-unavailable', `The service that has the master key ${why}`);
}
