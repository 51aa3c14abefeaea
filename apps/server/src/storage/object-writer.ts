/**
 * Takes an object as it arrives: encrypts it at once, keeps up to 1 MiB of ciphertext in memory, and moves to a file
 * of its own when there is more.
 *
 * A large object is written to `objects/incoming/`, synced, renamed to its final place, synced with that folder, and
 * only then named by a record. An aborted or refused object leaves nothing behind.
 */

import { crc32 } from 'node:zlib';
import { ChunkEncryptor } from './chunk-cipher.ts';
import type { DataKey } from './key-ring.ts';
import type { LargeFile, LargeFiles } from './large-files.ts';
import { inSpool, type RecordMeta, type SpoolNumber, type StoredObject } from './log-entry.ts';
import { positionFrom } from './log-position.ts';
import type { LogWriter } from './log-writer.ts';
import { recordHeaderBytes } from './record-header.ts';
import { encodeInstance, type ObjectFacts } from './record-metadata.ts';
import { releaseBuffers } from './release-buffer.ts';
import { StorageError } from './storage-error.ts';

/** Larger objects get a file of their own (design: 1 MiB). */
export const defaultInlineLimitBytes = 1024 * 1024;
/** Measured in `bench/log-append.ts`: larger chunks gain little, and a header read decrypts at least one. */
export const defaultChunkBytes = 128 * 1024;
/**
 * Ciphertext handed to a file at a time. One such batch is being written and one waits while the next is filled, so that
 * receiving, encrypting and writing overlap and still less than 1 MiB is held.
 */
const batchBytes = 256 * 1024;

export type ObjectWriterOptions = {
  readonly dataKey: DataKey;
  readonly log: LogWriter;
  readonly largeFiles: LargeFiles;
  readonly chunkBytes: number;
  /** Plaintext bytes from which on the object gets a file. */
  readonly inlineLimitBytes: number;
  /** 16 random bytes. */
  readonly objectId: Buffer;
  readonly spool: SpoolNumber;
  /** Throws where nothing may be stored under a key any more. */
  readonly assertUsable: (patientKeyId: string) => void;
};

export class ObjectWriter {
  readonly #options: ObjectWriterOptions;
  readonly #objectId: Buffer;
  readonly #encryptor: ChunkEncryptor;
  /** Ciphertext that is not on its way to a file. */
  #sealed: Uint8Array[] = [];
  #sealedBytes = 0;
  #file: LargeFile | undefined;
  /** The newest batch on its way to the file. */
  #batch: Promise<void> | undefined;
  #ended = false;

  constructor(options: ObjectWriterOptions) {
    this.#options = options;
    this.#objectId = options.objectId;
    this.#encryptor = new ChunkEncryptor(options.dataKey.key, this.#objectId, options.chunkBytes);
  }

  /**
   * Takes bytes; they may be reused at once. A returned promise asks the sender to wait until the disk has caught up;
   * it rejects with `disk-full` or `write-failed`.
   */
  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#ended) throw new StorageError('closed', 'The object is complete or aborted');
    this.#encryptor.update(bytes, this.#sealed);
    this.#sealedBytes += bytes.byteLength;
    const limit = this.#file === undefined ? this.#options.inlineLimitBytes : batchBytes;
    return this.#sealedBytes > limit ? this.#spill() : undefined;
  }

  /**
   * Ends the object; resolves when it is durable.
   * @param dataKey the same key under another patient's, where it was learnt meanwhile whose object it is
   */
  async commit(record: RecordMeta, dataKey: DataKey = this.#options.dataKey): Promise<StoredObject> {
    if (this.#ended) throw new StorageError('closed', 'The object is complete or aborted');
    this.#ended = true;
    this.#encryptor.finish(this.#sealed);
    const object = this.#facts(dataKey);
    return this.#file === undefined ? this.#commitInline(object, record) : this.#commitFile(this.#file, object, record);
  }

  /** Forgets the object. Nothing of it stays. */
  async abort(): Promise<void> {
    this.#ended = true;
    this.#sealed = [];
    await this.#file?.discard();
  }

  /** Returns what the sender waits for: the batch before this one, or what was held until now. */
  #spill(): Promise<void> | undefined {
    const before = this.#batch;
    this.#file ??= this.#options.largeFiles.create();
    this.#batch = this.#file.append(this.#sealed);
    this.#sealed = [];
    this.#sealedBytes = 0;
    return before ?? this.#batch;
  }

  async #commitInline(object: ObjectFacts, record: RecordMeta): Promise<StoredObject> {
    const body = this.#sealed;
    let bodyBytes = 0;
    let bodyCrc = 0;
    for (const piece of body) {
      bodyBytes += piece.byteLength;
      bodyCrc = crc32(piece, bodyCrc);
    }
    const metadata = encodeInstance(object, record);
    // In one go with handing it in: what gets past this is in the log when the key goes, and is erased with the rest.
    this.#options.assertUsable(object.patientKeyId);
    const place = await this.#options.log.append({ kind: 'instance', metadata, body, bodyBytes, bodyCrc });
    releaseBuffers(body);
    const bodyOffset = recordHeaderBytes + metadata.byteLength;
    const location = {
      ...object,
      ...inSpool(this.#options.spool),
      segment: place.segment,
      offset: place.offset,
      bodyOffset,
    };
    return { location, position: positionFrom(place.segment, place.end) };
  }

  async #commitFile(file: LargeFile, facts: ObjectFacts, record: RecordMeta): Promise<StoredObject> {
    const name = await file.keep(this.#sealed, this.#options.log.segment);
    try {
      const object = { ...facts, file: name };
      const metadata = encodeInstance(object, record);
      this.#options.assertUsable(object.patientKeyId);
      const place = await this.#options.log.append({ kind: 'instance', metadata, body: [], bodyBytes: 0, bodyCrc: 0 });
      file.named();
      const location = {
        ...object,
        ...inSpool(this.#options.spool),
        segment: place.segment,
        offset: place.offset,
        bodyOffset: 0,
      };
      return { location, position: positionFrom(place.segment, place.end) };
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  #facts({ wrapped, patientKeyId }: DataKey): ObjectFacts {
    return {
      objectId: this.#objectId.toString('hex'),
      lengthBytes: this.#encryptor.lengthBytes,
      chunkBytes: this.#options.chunkBytes,
      wrappedKey: wrapped,
      patientKeyId,
    };
  }
}
