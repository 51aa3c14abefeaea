/**
 * What is asked of a store beside the disk: bytes in under a key, bytes out by range. As a port; S3 is `s3-store.ts`.
 *
 * Keys are made from our own numbers (`moved-mark.ts`), and what lies there is ciphertext: no key to it ever does.
 * Every call may take its own tries; what it throws in the end is a `StorageError`: `not-found` where the store answers
 * that there is nothing under the key, `store-unavailable` for everything else.
 */

import type { OpenFile } from '../storage/file-system.ts';

export type ListedObject = { readonly key: string; readonly bytes: number };

export type ObjectStore = {
  /** Where it is, for people: never with credentials. */
  readonly address: string;
  /** Stores a file; resolves when the store has confirmed its length and content. Replaces what is there. */
  put(key: string, source: StoredFile, signal?: AbortSignal): Promise<void>;
  /** Returns exactly the bytes from `start` up to, not including, `end`. */
  read(key: string, start: number, end: number): Promise<Buffer>;
  /** Returns the length of what lies under a key; undefined where nothing does. */
  findBytes(key: string): Promise<number | undefined>;
  /** Removes what lies under a key, and does nothing where nothing does. */
  remove(key: string): Promise<void>;
  /** Yields what lies under keys with a prefix, in the order of their bytes. */
  list(prefix: string): AsyncGenerator<ListedObject, void>;
  close(): void;
};

/** A file that does not change any more. */
export type StoredFile = {
  readonly file: Pick<OpenFile, 'read'>;
  readonly bytes: number;
  /** Of the whole, 64 hexadecimal digits. */
  readonly sha256: string;
};
