/**
 * What wraps the patients' keys: the newest master key, and those before it, which open what is not wrapped anew yet.
 *
 * Where they come from is the business of a source (`master-key.ts` for the file). They are in memory only, and asked for
 * again when something does not open: another process may have made a newer one meanwhile.
 */

import type { KeyObject } from 'node:crypto';
import { unwrapKey, wrapKey } from './key-wrap.ts';
import { StorageError } from './storage-error.ts';

export type MasterKeyOptions = {
  /** Returns the keys as they are now, newest first; none are newer where undefined. */
  readonly reload?: (() => readonly KeyObject[]) | undefined;
};

export class MasterKeys {
  #keys: readonly KeyObject[];
  readonly #reload: () => readonly KeyObject[];

  /** @param keys newest first */
  constructor(keys: readonly KeyObject[], { reload = () => this.#keys }: MasterKeyOptions = {}) {
    this.#keys = keys;
    this.#reload = reload;
  }

  /** Newest first. */
  get all(): readonly KeyObject[] {
    return this.#keys;
  }

  /** What wraps from now on. @throws StorageError `key-service-unavailable` where it is not to be had now */
  get newest(): KeyObject {
    const [newest] = this.#keys;
    if (newest !== undefined) return newest;
    throw new StorageError('key-service-unavailable', 'The service that has the master key does not answer');
  }

  /** @throws StorageError `key-service-unavailable` */
  assertAvailable(): void {
    void this.newest;
  }

  wrap(key: KeyObject): Buffer {
    return wrapKey(key, this.newest);
  }

  /**
   * Returns the key, or undefined where no master key wrapped it.
   * @throws StorageError `key-service-unavailable`
   */
  unwrap(wrapped: Uint8Array): KeyObject | undefined {
    const found = this.#find(wrapped);
    if (found !== undefined) return found;
    this.refresh();
    // Without any there is no saying whether one of them would open it.
    this.assertAvailable();
    return this.#find(wrapped);
  }

  /** True where nothing that came later is needed to open it. */
  isNewest(wrapped: Uint8Array): boolean {
    return unwrapKey(wrapped, this.newest) !== undefined;
  }

  /** Takes in what another process has made. */
  refresh(): void {
    this.#keys = this.#reload();
  }

  /** Puts others in their place: none while they are not to be had. */
  replace(keys: readonly KeyObject[]): void {
    this.#keys = keys;
  }

  #find(wrapped: Uint8Array): KeyObject | undefined {
    for (const key of this.#keys) {
      const found = unwrapKey(wrapped, key);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
