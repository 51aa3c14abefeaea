/**
 * The one writer of the log: records go to the active segment in the order they were handed in, many at a time, and
 * are acknowledged by an fdatasync that began after they were written.
 *
 * While one sync runs the next records are written; there is never more than one sync on a file, because the kernel
 * reports a failed write-back to only one of two that run at once. What happens when a call fails, and at each point
 * where the power can go, is in `SEMANTICS.md`. Reading is `log-reader.ts`; what a record means is not known here.
 */

import type { Logger } from '../logging.ts';
import { type FileSystem, writeRest } from './file-system.ts';
import { type LogPosition, positionFrom } from './log-position.ts';
import {
  type ActiveSegment,
  type Batch,
  encodeEndMark,
  type NewRecord,
  type Place,
  takeBatch,
  type Waiting,
} from './record-batch.ts';
import { encodeAbandoned } from './record-metadata.ts';
import { segmentPath, segmentsFolder } from './segment-file.ts';
import { refusalFrom, StorageError, systemErrorName } from './storage-error.ts';

export type LogWriterOptions = {
  readonly dir: string;
  readonly fileSystem: FileSystem;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  readonly segmentBytes: number;
  /** The unsealed segment that recovery left, if any. */
  readonly active: ActiveSegment | undefined;
  readonly lastSegment: number;
  readonly position: LogPosition;
  /** Lowest folder with large objects that no record names yet, for the seal; `otherwise` when there are none. */
  readonly unnamedFolder: (otherwise: number) => number;
  /** Objects up to here are durable; called before anybody who waits for one of them is told. Where it throws, they are refused. */
  readonly advanced: (position: LogPosition) => void;
  readonly segmentOpened: (segment: number) => void;
  /** A segment is complete: sealed or abandoned. Its entries end here. */
  readonly segmentEnded: (segment: number, end: number) => void;
};

/** Up to here a write on an idle log is quicker on this thread than the way to another one and back. */
const writeNowBytes = 64 * 1024;

export class LogWriter {
  readonly #options: LogWriterOptions;
  #active: ActiveSegment | undefined;
  #lastSegment: number;
  #position: LogPosition;
  readonly #queue: Waiting[] = [];
  /** Written, and not covered by a sync yet. */
  #written: Batch['records'][number][] = [];
  #writing: Promise<void> | undefined;
  #syncing = false;
  #failedWrite: { readonly batch: Batch; readonly error: unknown } | undefined;
  /** Segments that were given up and where they end, until a record in the next segment says so. */
  #abandoned: (readonly [segment: number, end: number])[] = [];
  /** Stores of abandoned segments: refused once the next segment says so, or cannot be written. */
  #refused: { readonly waiting: Waiting; readonly error: StorageError }[] = [];
  /** No segment could be opened: the next append tries again. */
  #suspended = false;
  #closed = false;
  readonly #idle: (() => void)[] = [];

  constructor(options: LogWriterOptions) {
    this.#options = options;
    this.#active = options.active;
    this.#lastSegment = options.lastSegment;
    this.#position = options.position;
  }

  /** The end of what is durable. */
  get position(): LogPosition {
    return this.#position;
  }

  /** The segment that the next record most likely goes to. */
  get segment(): number {
    return this.#active?.number ?? this.#lastSegment + 1;
  }

  /** Resolves when the record and everything before it is durable. Rejects when it never will be. */
  append(record: NewRecord): Promise<Place> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new StorageError('closed', 'The log is closed'));
        return;
      }
      this.#queue.push({ record, resolve, reject });
      this.#suspended = false;
      this.#pump();
    });
  }

  /** Waits for what was handed in, marks a clean stop and closes the segment. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#isBusy()) await new Promise<void>((resolve) => this.#idle.push(resolve));
    const active = this.#active;
    this.#active = undefined;
    if (active === undefined) return;
    if (active.durableEnd > 0) await this.#writeStopMark(active);
    await active.file.close();
  }

  /** Starts whatever can be done now; called whenever something has ended or arrived. */
  #pump(): void {
    if (this.#failedWrite !== undefined) {
      if (this.#writing === undefined && !this.#syncing && !this.#hasUnsynced()) this.#track(this.#takeBack());
    } else if (this.#writing === undefined && this.#canWrite()) {
      this.#write();
    }
    if (!this.#syncing && this.#hasUnsynced()) void this.#sync();
    if (this.#isBusy()) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #canWrite(): boolean {
    if (this.#suspended) return false;
    if (this.#active === undefined) return this.#queue.length > 0 || this.#abandoned.length > 0;
    return this.#active.seal === 'none' && (this.#queue.length > 0 || this.#owesAbandonment(this.#active));
  }

  /** The first record of a segment must say where abandoned ones end. */
  #owesAbandonment(active: ActiveSegment): boolean {
    return active.writtenEnd === 0 && this.#abandoned.length > 0;
  }

  #hasUnsynced(): boolean {
    return this.#active !== undefined && this.#active.writtenEnd > this.#active.durableEnd;
  }

  #isBusy(): boolean {
    if (this.#writing !== undefined || this.#syncing || this.#failedWrite !== undefined) return true;
    return this.#hasUnsynced() || this.#canWrite();
  }

  #track(work: Promise<void>): void {
    this.#writing = work.finally(() => {
      this.#writing = undefined;
      this.#pump();
    });
  }

  #write(): void {
    const active = this.#active;
    if (active === undefined) {
      this.#track(this.#openSegment());
      return;
    }
    if (this.#owesAbandonment(active)) this.#queue.unshift(this.#abandonment());
    // More files may get their names in this segment's folder while it is still the active one.
    const unnamedFolder = this.#options.unnamedFolder(active.number);
    const limits = { segmentBytes: this.#options.segmentBytes, unnamedFolder };
    const batch = takeBatch(this.#queue, active, limits);
    if (batch.sealed) active.seal = 'writing';
    const total = batch.end - batch.start;
    let written = 0;
    if (!this.#syncing && total <= writeNowBytes) {
      try {
        written = active.file.writeNow(batch.buffers, batch.start);
      } catch {
        // The write below meets the same error and deals with it.
      }
    }
    if (written === total) this.#wrote(batch);
    else this.#track(this.#writeBatch(batch, written));
  }

  async #writeBatch(batch: Batch, written: number): Promise<void> {
    try {
      await writeRest(batch.segment.file, batch.buffers, batch.start, written);
    } catch (error) {
      if (this.#active === batch.segment) this.#failedWrite = { batch, error };
      else this.#refuseLater(batch.records, error);
      return;
    }
    this.#wrote(batch);
  }

  #wrote(batch: Batch): void {
    if (this.#active !== batch.segment) {
      this.#refuseLater(batch.records, undefined);
      return;
    }
    batch.segment.writtenEnd = batch.end;
    if (batch.sealed) batch.segment.seal = 'written';
    this.#written.push(...batch.records);
  }

  async #sync(): Promise<void> {
    const active = this.#active;
    if (active === undefined) return;
    const records = this.#written;
    const end = active.writtenEnd;
    const isSealed = active.seal === 'written';
    this.#written = [];
    this.#syncing = true;
    // Both calls have ended before anything else happens to the file.
    const calls = await Promise.allSettled([active.file.syncData(), active.nameDurable ? undefined : this.#syncName()]);
    const failed = calls.find((call) => call.status === 'rejected') ?? this.#tellAdvanced(active, records);
    if (failed !== undefined) {
      await this.#abandon(active, records, failed.reason, this.#writing);
      this.#syncing = false;
      this.#pump();
      return;
    }
    this.#syncing = false;
    active.nameDurable = true;
    active.durableEnd = end;
    this.#position = positionFrom(active.number, end);
    if (isSealed) this.#leaveSealed(active);
    this.#pump();
    for (const { waiting, place } of records) waiting.resolve(place);
  }

  /** An object that others were not told of is not acknowledged, and must not come back either: as one that was not synced. */
  #tellAdvanced(active: ActiveSegment, records: Batch['records']): { readonly reason: unknown } | undefined {
    const object = records.findLast(({ waiting }) => waiting.record.kind === 'instance');
    if (object === undefined) return undefined;
    try {
      this.#options.advanced(positionFrom(active.number, object.place.end));
      return undefined;
    } catch (reason) {
      return { reason };
    }
  }

  #syncName(): Promise<void> {
    return this.#options.fileSystem.syncFolder(segmentsFolder(this.#options.dir));
  }

  #leaveSealed(active: ActiveSegment): void {
    this.#active = undefined;
    this.#options.segmentEnded(active.number, active.durableEnd);
    // Everything is durable; a failure to close concerns the descriptor only.
    void active.file.close().catch(() => undefined);
  }

  /** After a failed write: the segment ends where it ended before, durably, and only then are the stores refused. */
  async #takeBack(): Promise<void> {
    const failed = this.#failedWrite;
    if (failed === undefined) return;
    const { batch, error } = failed;
    this.#failedWrite = undefined;
    try {
      await batch.segment.file.truncate(batch.start);
      await batch.segment.file.sync();
    } catch {
      // Whatever the second failure was, the first says why the store is refused.
      await this.#abandon(batch.segment, batch.records, error, undefined);
      return;
    }
    batch.segment.seal = 'none';
    this.#refuse([...batch.records.map(({ waiting }) => waiting), ...this.#queue.splice(0)], error);
  }

  /**
   * Gives a segment up at its durable end: what was not synced is never tried again, because the kernel may have
   * dropped it. Cutting it off is a second line of defence; the record in the next segment is the first.
   */
  async #abandon(
    segment: ActiveSegment,
    records: Batch['records'],
    error: unknown,
    writing: Promise<void> | undefined,
  ): Promise<void> {
    this.#options.logger.error(
      { segment: segment.number, end: segment.durableEnd, system: systemErrorName(error) },
      'A segment could not be synced and was abandoned',
    );
    this.#active = undefined;
    this.#abandoned.push([segment.number, segment.durableEnd]);
    this.#options.segmentEnded(segment.number, segment.durableEnd);
    this.#refuseLater([...records, ...this.#written, ...(this.#failedWrite?.batch.records ?? [])], error);
    this.#written = [];
    this.#failedWrite = undefined;
    // A disk that cannot take the first record of a segment gets no further segments until somebody asks.
    const givesUp = segment.durableEnd === 0;
    if (givesUp) this.#suspended = true;
    await writing;
    try {
      await segment.file.truncate(segment.durableEnd);
      await segment.file.sync();
    } catch {
      // Expected on a failing disk.
    }
    await segment.file.close().catch(() => undefined);
    if (givesUp) this.#suspend(error);
  }

  async #openSegment(): Promise<void> {
    const number = this.#lastSegment + 1;
    try {
      const file = await this.#options.fileSystem.open(segmentPath(this.#options.dir, number), 'create');
      this.#active = { number, file, writtenEnd: 0, durableEnd: 0, nameDurable: false, marks: 0, seal: 'none' };
      this.#lastSegment = number;
      this.#options.segmentOpened(number);
    } catch (error) {
      // A number is used once, even when the file came to be and only the answer was lost.
      if (systemErrorName(error) === 'EEXIST') this.#lastSegment = number;
      this.#suspend(error);
    }
  }

  /** The record that says where abandoned segments end; its fate decides the stores that they held. */
  #abandonment(): Waiting {
    const told = this.#abandoned;
    return {
      record: { kind: 'abandoned', metadata: encodeAbandoned(told), body: [], bodyBytes: 0, bodyCrc: 0 },
      resolve: () => {
        this.#abandoned = this.#abandoned.filter((entry) => !told.includes(entry));
        this.#flushRefused();
      },
      reject: () => this.#flushRefused(),
    };
  }

  #suspend(error: unknown): void {
    this.#suspended = true;
    this.#flushRefused();
    this.#refuse(this.#queue.splice(0), error);
  }

  #refuse(waiting: readonly Waiting[], error: unknown): void {
    const refusal = refusalFrom(error, { segment: this.segment });
    for (const { reject } of waiting) reject(refusal);
  }

  #refuseLater(records: Batch['records'], error: unknown): void {
    const refusal = refusalFrom(error, { segment: this.#lastSegment });
    for (const { waiting } of records) this.#refused.push({ waiting, error: refusal });
  }

  #flushRefused(): void {
    for (const { waiting, error } of this.#refused.splice(0)) waiting.reject(error);
  }

  /** The mark spares the next start the scan; without it nothing is lost. */
  async #writeStopMark(active: ActiveSegment): Promise<void> {
    try {
      const unnamedFolder = this.#options.unnamedFolder(active.number + 1);
      const mark = encodeEndMark('stopped', active, active.writtenEnd, unnamedFolder);
      await writeRest(active.file, mark, active.writtenEnd, 0);
      await active.file.syncData();
    } catch (error) {
      this.#options.logger.warn({ system: systemErrorName(error) }, 'The log was closed without its stop mark');
    }
  }
}
