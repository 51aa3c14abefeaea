/**
 * The store of objects: a log of encrypted records, opened as one thing.
 *
 * Composes the parts of this folder: the writer, the readers, the keys, recovery, compaction. It knows nothing of
 * DICOM: what an object is called, and whom it belongs to, is the index's business (`../archive`). The rules are in
 * `SEMANTICS.md`.
 */

import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Logger } from '../logging.ts';
import { ciphertextBytes } from './chunk-cipher.ts';
import { type CompactionOptions, type CompactionResult, compactLog } from './compaction.ts';
import { ensureFolder, type FileSystem, nodeFileSystem } from './file-system.ts';
import { type DataKey, type KeyRing, openKeyRing } from './key-ring.ts';
import { LargeFiles } from './large-files.ts';
import {
  type DeletionReason,
  firstSpool,
  type LogEntry,
  type ObjectLocation,
  type RecordMeta,
  type SpoolNumber,
  type StoredObject,
  type Trash,
} from './log-entry.ts';
import { type LogPosition, positionFrom } from './log-position.ts';
import { type Elsewhere, LogReader } from './log-reader.ts';
import { LogWriter } from './log-writer.ts';
import type { MasterKeys } from './master-keys.ts';
import { ObjectIds } from './object-ids.ts';
import { type ByteRange, readObject } from './object-reader.ts';
import { ObjectRun } from './object-run.ts';
import { defaultChunkBytes, defaultInlineLimitBytes, ObjectWriter } from './object-writer.ts';
import { OpenFiles } from './open-files.ts';
import { removeOrphans } from './orphans.ts';
import { proveObject } from './prove-object.ts';
import type { RecordKind } from './record-header.ts';
import { encodeDeletion, encodeObjectIds, encodeTrash, encodeTrashMark } from './record-metadata.ts';
import { recoverLog } from './recovery.ts';
import { releaseBuffers } from './release-buffer.ts';
import {
  incomingFolder,
  keysFolder,
  lockFile,
  objectPath,
  objectsFolder,
  segmentPath,
  segmentsFolder,
} from './segment-file.ts';
import type { RecordStep } from './segment-walk.ts';

/** Design: 256 MiB. */
const defaultSegmentBytes = 256 * 1024 * 1024;
const maxOpenFiles = 64;

export type BlobLogOptions = {
  /** Exists already. */
  readonly dir: string;
  /** Its number among the store's; default the first. */
  readonly spool?: SpoolNumber;
  readonly masterKeys: MasterKeys;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly fileSystem?: FileSystem;
  readonly random?: (bytes: number) => Buffer;
  /** The folder's lock, where the caller has taken it already. It is released with the log. */
  readonly lock?: { release(): void };
  /** Told up to where objects are durable, each time before anybody who waits for one of them is told. Where it throws, they are refused. */
  readonly advanced?: (position: LogPosition) => void;
  /** Bytes after which a new segment is begun; default 256 MiB. */
  readonly segmentBytes?: number;
  /** Plaintext bytes of a chunk; default 128 KiB. Kept with each object: it can change at any time. */
  readonly chunkBytes?: number;
  /** Plaintext bytes above which an object gets a file of its own; default 1 MiB. */
  readonly inlineLimitBytes?: number;
  /** Files that `fileSystem` reads from another store. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Told of each file that is complete: a segment that ended, a large object whose record is durable. */
  readonly completed?: (path: string, bytes: number) => void;
};

export type AppendEntry = {
  readonly record: RecordMeta;
  readonly dataKey: DataKey;
  /** Encrypted before `append` returns: the buffers may be reused at once. */
  readonly plaintext: readonly Uint8Array[];
};

/**
 * Opens the store in a folder, and makes what is missing. One process owns it until it is closed or the process ends.
 * @throws StorageError `locked`, `wrong-master-key`, `key-file-missing`
 */
export async function openBlobLog(options: BlobLogOptions): Promise<BlobLog> {
  const fileSystem = options.fileSystem ?? nodeFileSystem;
  const { dir, logger } = options;
  const lock = options.lock ?? (await fileSystem.lock(lockFile(dir)));
  const opened: { close(): Promise<void> }[] = [];
  try {
    for (const folder of [segmentsFolder(dir), objectsFolder(dir), incomingFolder(dir), keysFolder(dir)]) {
      await ensureFolder(fileSystem, folder);
    }
    const keys = await openKeyRing({
      fileSystem,
      folder: keysFolder(dir),
      masterKeys: options.masterKeys,
      mayCreate: (await fileSystem.list(segmentsFolder(dir))).length === 0,
      random: options.random ?? randomBytes,
    });
    opened.push(keys);
    const recovered = await recoverLog({ dir, fileSystem, logger });
    if (recovered.active !== undefined) opened.push(recovered.active.file);
    const files = new OpenFiles(fileSystem, maxOpenFiles);
    const shared = { ...recovered, spool: options.spool ?? firstSpool, dir, fileSystem, logger, files, keys };
    const nextNumber = await removeOrphans(shared);
    const { completed } = options;
    const largeFiles = new LargeFiles({ dir, fileSystem, nextNumber, ...(completed !== undefined && { completed }) });
    return new BlobLog({ ...options, fileSystem }, shared, largeFiles, lock);
  } catch (error) {
    // What failed says why; a descriptor that does not close as well adds nothing.
    await Promise.allSettled(opened.map((file) => file.close()));
    lock.release();
    throw error;
  }
}

type Parts = {
  readonly spool: SpoolNumber;
  readonly segments: number[];
  readonly ends: Map<number, number>;
  readonly active: ConstructorParameters<typeof LogWriter>[0]['active'];
  readonly lastSegment: number;
  readonly position: LogPosition;
  readonly dir: string;
  readonly fileSystem: FileSystem;
  readonly files: OpenFiles;
  readonly keys: KeyRing;
};

export class BlobLog {
  readonly spool: SpoolNumber;
  readonly keys: KeyRing;
  readonly #options: BlobLogOptions;
  readonly #parts: Parts;
  readonly #writer: LogWriter;
  readonly #reader: LogReader;
  readonly #largeFiles: LargeFiles;
  readonly #lock: { release(): void };
  readonly #objectIds: ObjectIds;
  #compaction: Promise<void> = Promise.resolve();
  /** Objects deleted while a compaction runs. */
  #deletedSince: Set<string> | undefined;

  constructor(options: BlobLogOptions, parts: Parts, largeFiles: LargeFiles, lock: { release(): void }) {
    this.spool = parts.spool;
    this.keys = parts.keys;
    this.#options = options;
    this.#parts = parts;
    this.#largeFiles = largeFiles;
    this.#lock = lock;
    this.#objectIds = new ObjectIds(options.random ?? randomBytes);
    this.#writer = new LogWriter({
      ...parts,
      logger: options.logger,
      segmentBytes: options.segmentBytes ?? defaultSegmentBytes,
      unnamedFolder: (otherwise) => largeFiles.unnamedFolder(otherwise),
      advanced: (position) => options.advanced?.(position),
      segmentOpened: (segment) => parts.segments.push(segment),
      segmentEnded: (segment, end) => {
        parts.ends.set(segment, end);
        options.completed?.(segmentPath(parts.dir, segment), end);
      },
    });
    this.#reader = new LogReader({ ...parts, elsewhere: options.elsewhere, position: () => this.position() });
  }

  /** The end of what is durable. */
  position(): LogPosition {
    return this.#writer.position;
  }

  /** Stores an object that is in memory; resolves when it is durable. */
  async append(entry: AppendEntry): Promise<StoredObject> {
    const writer = this.openObject(entry.dataKey);
    try {
      for (const bytes of entry.plaintext) await writer.write(bytes);
    } catch (error) {
      await writer.abort();
      throw error;
    }
    return writer.commit(entry.record);
  }

  /**
   * Takes an object as it arrives, encrypting at once. Up to 1 MiB stays in memory until `commit`; a larger object
   * goes to a file of its own as it comes.
   * @throws StorageError `key-destroyed`, `key-missing`
   */
  openObject(dataKey: DataKey): ObjectWriter {
    this.keys.assertUsable(dataKey.patientKeyId);
    return new ObjectWriter({
      dataKey,
      log: this.#writer,
      largeFiles: this.#largeFiles,
      chunkBytes: this.#options.chunkBytes ?? defaultChunkBytes,
      inlineLimitBytes: this.#options.inlineLimitBytes ?? defaultInlineLimitBytes,
      objectId: this.#objectIds.next(),
      spool: this.spool,
      assertUsable: (id) => this.keys.assertUsable(id),
    });
  }

  /** Yields the plaintext, verified, in large buffers. */
  read(object: ObjectLocation, range?: ByteRange): AsyncGenerator<Uint8Array, void> {
    return readObject(this.#parts, object, range);
  }

  /** Reads objects that will be asked for in this order, ahead of their turn. */
  run(objects: readonly ObjectLocation[]): ObjectRun {
    return new ObjectRun(this.#parts, objects);
  }

  /** Returns the plaintext from `start` up to, not including, `end`. */
  async readRange(object: ObjectLocation, start: number, end: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.read(object, { start, end })) pieces.push(piece);
    if (pieces.length === 1 && pieces[0] !== undefined) return pieces[0];
    const whole = Buffer.concat(pieces);
    releaseBuffers(pieces);
    return whole;
  }

  /** Proves that an object is whole. @throws StorageError as `proveObject` */
  prove(object: ObjectLocation): Promise<void> {
    return proveObject(this.#parts, object, this.#options.elsewhere);
  }

  /** Yields the records of a segment that say something of others. */
  marksOf(segment: number): AsyncGenerator<RecordStep, void> {
    return this.#reader.marksOf(segment);
  }

  /** Closes a file that is about to be removed as soon as nobody reads from it. */
  releaseFile(path: string): void {
    this.#parts.files.drop(path);
  }

  /** Deletes an object for good; resolves when that is durable. Its bytes go at once or with the next compaction. */
  async markDeleted(object: ObjectLocation, reason: DeletionReason): Promise<LogPosition> {
    const { objectId, segment, offset, bodyOffset, file } = object;
    const bodyBytes = file === undefined ? ciphertextBytes(object.lengthBytes, object.chunkBytes) : 0;
    const metadata = encodeDeletion({
      objectId,
      reason,
      target: [segment, offset, bodyOffset + bodyBytes],
      file: file === undefined ? undefined : [file.folder, file.number],
    });
    const append = () => this.#writer.append({ kind: 'deleted', metadata, body: [], bodyBytes: 0, bodyCrc: 0 });
    const record = async () => {
      const place = await append();
      this.#deletedSince?.add(objectId);
      return positionFrom(place.segment, place.end);
    };
    if (file === undefined) return record();
    this.#parts.files.drop(objectPath(this.#parts.dir, file));
    return this.#largeFiles.remove(file, this.#writer.segment, record);
  }

  /**
   * Puts objects into the trash, all of them or none; resolves with its position when that is durable. They stay readable:
   * who may see them is the index's business.
   */
  async trash(trash: Trash, objectIds: readonly string[]): Promise<LogPosition> {
    const body = encodeObjectIds(objectIds);
    return this.#appendMark('trashed', encodeTrash(trash), body);
  }

  /** Decides that the objects of a trash go for good; `markDeleted` for each of them follows. */
  beginPurge(trashId: string): Promise<LogPosition> {
    return this.#appendMark('purging', encodeTrashMark(trashId));
  }

  /** Ends a trash: what of it is not deleted is out of it. */
  endTrash(trashId: string): Promise<LogPosition> {
    return this.#appendMark('trash-ended', encodeTrashMark(trashId));
  }

  /** Yields the log from a position on, in order, up to what is durable when it is called. */
  entriesSince(position: LogPosition): AsyncGenerator<LogEntry, void> {
    return this.#reader.entriesSince(position);
  }

  /**
   * Gives back the space of what was deleted. Serves while it runs; a second call waits for the first.
   * @throws StorageError when the copies cannot be stored; nothing is lost then
   */
  compact(options: CompactionOptions): Promise<CompactionResult> {
    const run = this.#compaction.then(() => this.#compact(options));
    this.#compaction = run.then(
      () => undefined,
      () => undefined,
    );
    return run;
  }

  /** Discards what is arriving, waits for what was handed in, marks a clean stop and gives the folder back. */
  async close(): Promise<void> {
    try {
      await this.#compaction;
      await this.#largeFiles.discardAll();
      await this.#writer.close();
      await this.keys.close();
      this.#parts.files.closeAll();
    } finally {
      this.#lock.release();
    }
  }

  async #appendMark(kind: RecordKind, metadata: Buffer, body: Buffer = Buffer.alloc(0)): Promise<LogPosition> {
    const bodyBytes = body.byteLength;
    const place = await this.#writer.append({
      kind,
      metadata,
      body: bodyBytes === 0 ? [] : [body],
      bodyBytes,
      bodyCrc: crc32(body),
    });
    return positionFrom(place.segment, place.end);
  }

  async #compact(options: CompactionOptions): Promise<CompactionResult> {
    const deletedSince = new Set<string>();
    this.#deletedSince = deletedSince;
    try {
      const { logger } = this.#options;
      const parts = { ...this.#parts, reader: this.#reader, writer: this.#writer, logger, deletedSince };
      return await compactLog(parts, options);
    } finally {
      this.#deletedSince = undefined;
    }
  }
}
