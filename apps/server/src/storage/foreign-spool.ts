/**
 * Reads objects of a spool that belongs to another gateway, also of the segment that is being written: what the index names is
 * durable, and records never change.
 *
 * The key file is read along with it: what was appended since, or all of it where the owner has replaced it to destroy a key.
 */

import type { KeyObject } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobLogOptions } from './blob-log.ts';
import { BoundedCache } from './bounded-cache.ts';
import { nodeFileSystem } from './file-system.ts';
import { keyFileName } from './key-file.ts';
import type { PatientKeyId } from './key-ring.ts';
import { type KeySlot, parseSlot, slotBytes } from './key-slots.ts';
import { unwrapKey } from './key-wrap.ts';
import type { ObjectLocation } from './log-entry.ts';
import type { MasterKeys } from './master-keys.ts';
import { type ByteRange, readObject } from './object-reader.ts';
import { ObjectRun } from './object-run.ts';
import { OpenFiles } from './open-files.ts';
import { proveObject } from './prove-object.ts';
import { keysFolder } from './segment-file.ts';
import { StorageError } from './storage-error.ts';

const maxOpenFiles = 32;
const cachedKeys = 1024;
/** A key that its owner destroys is forgotten here within this. */
const recheckMs = 1_000;

export class ForeignSpool {
  readonly #dir: string;
  readonly #elsewhere: BlobLogOptions['elsewhere'];
  readonly #files: OpenFiles;
  readonly #keys: ForeignKeys;

  /** With what is known of an S3 store, reads what was moved there, too. */
  constructor(
    dir: string,
    masterKeys: MasterKeys,
    { fileSystem = nodeFileSystem, elsewhere }: Pick<BlobLogOptions, 'fileSystem' | 'elsewhere'> = {},
  ) {
    this.#dir = dir;
    this.#elsewhere = elsewhere;
    this.#files = new OpenFiles(fileSystem, maxOpenFiles);
    this.#keys = new ForeignKeys(keysFolder(dir), masterKeys);
  }

  /** As `BlobLog.read`. */
  read(object: ObjectLocation, range?: ByteRange): AsyncGenerator<Uint8Array, void> {
    return readObject(this.#parts(), object, range);
  }

  /** As `BlobLog.run`. */
  run(objects: readonly ObjectLocation[]): ObjectRun {
    return new ObjectRun(this.#parts(), objects);
  }

  /** As `BlobLog.prove`. */
  prove(object: ObjectLocation): Promise<void> {
    return proveObject(this.#parts(), object, this.#elsewhere);
  }

  /** Lets go of files, so that the room of what its owner has removed comes back; who reads reads on. */
  closeFiles(): void {
    this.#files.closeAll();
    this.#keys.close();
  }

  #parts() {
    return { dir: this.#dir, files: this.#files, keys: this.#keys };
  }
}

class ForeignKeys {
  readonly #path: string;
  readonly #masterKeys: MasterKeys;
  readonly #dataKeys = new BoundedCache<string, { readonly key: KeyObject; readonly patientKeyId: PatientKeyId }>(
    cachedKeys,
  );
  #content = Buffer.alloc(0);
  /** Stays open while its content is remembered: until then no file that replaces it can have its inode. */
  #file: { readonly descriptor: number; readonly inode: number } | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(folder: string, masterKeys: MasterKeys) {
    this.#path = join(folder, keyFileName);
    this.#masterKeys = masterKeys;
  }

  /** As `KeyRing.unwrap`. */
  unwrap(wrapped: string, patientKeyId: PatientKeyId): KeyObject {
    if (performance.now() - this.#readAt > recheckMs) this.#read();
    const cached = this.#dataKeys.find(wrapped);
    if (cached?.patientKeyId === patientKeyId) return cached.key;
    const key = unwrapKey(Buffer.from(wrapped, 'base64'), this.#patientKey(patientKeyId));
    if (key === undefined) throw new StorageError('corrupt-record', 'A data key does not belong to its patient key');
    this.#dataKeys.set(wrapped, { key, patientKeyId });
    return key;
  }

  /** Forgets what was read, and lets go of the file. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file.descriptor);
    this.#file = undefined;
    this.#content = Buffer.alloc(0);
    this.#dataKeys.deleteWhere(() => true);
    this.#readAt = Number.NEGATIVE_INFINITY;
  }

  #patientKey(id: PatientKeyId): KeyObject {
    const [number = '', name] = id.split('.');
    let slot = parseSlot(this.#content, Number(number));
    if (slot?.name !== name) slot = this.#readSlot(Number(number));
    if (slot === undefined || slot.name !== name || slot.kind === 'head') {
      throw new StorageError('key-missing', 'The patient key file does not hold this key');
    }
    if (slot.kind === 'destroyed') throw new StorageError('key-destroyed', 'The patient key was destroyed');
    const key = this.#masterKeys.unwrap(slot.wrapped);
    if (key === undefined) throw new StorageError('key-missing', 'A patient key is damaged');
    return key;
  }

  #read(): void {
    const named = statSync(this.#path, { throwIfNoEntry: false });
    if (named === undefined) return;
    if (named.ino !== this.#file?.inode) this.#open();
    if (this.#file === undefined) return;
    const { descriptor } = this.#file;
    const known = this.#content;
    // Whole slots only: the owner may be writing the last one.
    const slots = Math.floor(fstatSync(descriptor).size / slotBytes);
    const missing = slots * slotBytes - known.byteLength;
    if (missing > 0) {
      const added = Buffer.alloc(missing);
      const bytes = readSync(descriptor, added, 0, missing, known.byteLength);
      this.#content = Buffer.concat([known, added.subarray(0, bytes - (bytes % slotBytes))]);
    }
    this.#readAt = performance.now();
  }

  #open(): void {
    this.close();
    const descriptor = openSync(this.#path, 'r');
    this.#file = { descriptor, inode: fstatSync(descriptor).ino };
  }

  /** Reads a slot again that is not there or was half written when it was read. */
  #readSlot(number: number): KeySlot | undefined {
    this.#read();
    const offset = number * slotBytes;
    if (this.#file !== undefined && offset < this.#content.byteLength) {
      readSync(this.#file.descriptor, this.#content, offset, slotBytes, offset);
    }
    return parseSlot(this.#content, number);
  }
}
