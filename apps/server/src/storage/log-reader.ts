/**
 * Reads the log as entries, in order, each once: for the index when it starts or catches up, and for reindexing.
 *
 * Where a segment ends is told by the record that abandoned it, else by its length, else by the writer. Bodies of objects are
 * not read here (`object-reader.ts`); damage is reported as an entry and does not stop the log.
 */

import { crc32 } from 'node:zlib';
import { type OpenFile, readFully } from './file-system.ts';
import { inSpool, type LogEntry, type SpoolNumber } from './log-entry.ts';
import { type LogPosition, offsetOf, positionFrom, segmentOf } from './log-position.ts';
import type { OpenFiles } from './open-files.ts';
import { isMark, recordHeaderBytes } from './record-header.ts';
import {
  parseAbandoned,
  parseDeletion,
  parseInstance,
  parseObjectIds,
  parseTrash,
  parseTrashMark,
} from './record-metadata.ts';
import { segmentPath } from './segment-file.ts';
import { type RecordStep, readFirstRecord, type WalkStep, walkRecords } from './segment-walk.ts';
import { systemErrorName } from './storage-error.ts';

export type LogReaderOptions = {
  readonly spool: SpoolNumber;
  readonly dir: string;
  readonly files: OpenFiles;
  /** Numbers of the segments there are, ascending; changes as the log grows and is compacted. */
  readonly segments: readonly number[];
  /** Ends known so far; completed as they are found out. */
  readonly ends: Map<number, number>;
  readonly position: () => LogPosition;
  readonly elsewhere?: Elsewhere | undefined;
};

/** What the log asks about files that were moved to another store. */
export type Elsewhere = {
  /** Returns the records of a moved segment that say something of others; undefined for one that was not moved. */
  findRecords(path: string): Promise<Iterable<RecordStep> | undefined>;
  /** False where the store has lost a file that lies only there; undefined for a file that is here. */
  isStored(path: string): Promise<boolean | undefined>;
};

export class LogReader {
  readonly #options: LogReaderOptions;

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** Yields what follows a position, up to what is durable when it is called. */
  async *entriesSince(since: LogPosition): AsyncGenerator<LogEntry, void> {
    const { spool } = this.#options;
    const until = this.#options.position();
    const segments = this.#options.segments.filter(
      (number) => number >= segmentOf(since) && number <= segmentOf(until),
    );
    for (const segment of segments) {
      const from = segment === segmentOf(since) ? offsetOf(since) : 0;
      for await (const { step, file } of this.#walk(segment, from)) {
        const objectIds = await readTrashed(file, step);
        const entry = entryFrom(step, { spool, segment }, objectIds);
        if (entry === undefined) continue;
        if (entry.position > until) return;
        yield entry;
      }
    }
  }

  /** Yields the records of one segment, up to its end or to what is durable. Nothing for a segment that is gone. */
  async *stepsOf(segment: number, from = 0): AsyncGenerator<WalkStep, void> {
    for await (const { step } of this.#walk(segment, from)) yield step;
  }

  /** Yields the records of one segment that say something of others, without asking another store for them. */
  async *marksOf(segment: number): AsyncGenerator<RecordStep, void> {
    const kept = await this.#options.elsewhere?.findRecords(segmentPath(this.#options.dir, segment));
    if (kept !== undefined) {
      yield* kept;
      return;
    }
    for await (const step of this.stepsOf(segment)) if (step.kind === 'record' && isMark(step.header.kind)) yield step;
  }

  async *#walk(segment: number, from: number): AsyncGenerator<{ step: WalkStep; file: OpenFile }, void> {
    const lease = await this.#lease(segment);
    if (lease === undefined) return;
    try {
      const to = await this.endOf(segment);
      for await (const step of walkRecords(lease.file, segment, { from, to })) yield { step, file: lease.file };
    } finally {
      lease.release();
    }
  }

  /** Compaction removes segments while others read; what was in them comes again as moved. */
  async #lease(segment: number) {
    try {
      return await this.#options.files.lease(segmentPath(this.#options.dir, segment));
    } catch (error) {
      if (systemErrorName(error) !== 'ENOENT') throw error;
      return undefined;
    }
  }

  /** Returns where the acknowledged records of a segment end. */
  async endOf(segment: number): Promise<number> {
    const position = this.#options.position();
    if (segment === segmentOf(position)) return offsetOf(position);
    const known = this.#options.ends.get(segment);
    if (known !== undefined) return known;
    const found = (await this.#findAbandonedEnd(segment)) ?? (await this.#findLastEnd(segment));
    this.#options.ends.set(segment, found);
    return found;
  }

  /**
   * A segment was abandoned when the first record of the next readable segment says so. It comes before any seal: the
   * seal may be among what was never synced.
   */
  async #findAbandonedEnd(segment: number): Promise<number | undefined> {
    const { dir, files, segments } = this.#options;
    for (const later of segments.filter((number) => number > segment)) {
      const first = await files.with(segmentPath(dir, later), (file) => readFirstRecord(file, later));
      if (first === undefined) continue;
      const ends = first.header.kind === 'abandoned' ? parseAbandoned(first.metadata) : undefined;
      return ends?.find(([number]) => number === segment)?.[1];
    }
    return undefined;
  }

  /** Every record of a sealed segment counts, the seal included. */
  #findLastEnd(segment: number): Promise<number> {
    return this.#options.files.with(segmentPath(this.#options.dir, segment), (file) => file.size());
  }
}

/** Returns the objects that a trash record lists; undefined for other records, and where the list is damaged. */
async function readTrashed(file: OpenFile, step: WalkStep): Promise<readonly string[] | undefined> {
  if (step.kind === 'gap' || step.header.kind !== 'trashed') return undefined;
  const body = Buffer.allocUnsafe(step.header.bodyBytes);
  const bytes = await readFully(file, body, step.end - body.byteLength);
  return bytes === body.byteLength && crc32(body) === step.header.bodyCrc ? parseObjectIds(body) : undefined;
}

/** Returns what a record means to the index; undefined for the log's own marks. */
function entryFrom(
  step: WalkStep,
  { spool, segment }: { readonly spool: SpoolNumber; readonly segment: number },
  objectIds?: readonly string[],
): LogEntry | undefined {
  const position = positionFrom(segment, step.end);
  const damaged = { kind: 'damaged', position, segment, offset: step.offset } as const;
  if (step.kind === 'gap') return damaged;
  switch (step.header.kind) {
    case 'instance':
    case 'moved':
      return instanceEntry(spool, step, position) ?? damaged;
    case 'deleted': {
      const deletion = parseDeletion(step.metadata);
      if (deletion === undefined) return damaged;
      return { kind: 'deleted', position, objectId: deletion.objectId, reason: deletion.reason };
    }
    case 'trashed': {
      const parsed = parseTrash(step.metadata);
      if (parsed === undefined || objectIds === undefined) return damaged;
      return { kind: 'trashed', position, arrival: parsed.arrival ?? position, trash: parsed.trash, objectIds };
    }
    case 'purging':
    case 'trash-ended': {
      const trashId = parseTrashMark(step.metadata);
      return trashId === undefined ? damaged : { kind: step.header.kind, position, trashId };
    }
    case 'abandoned':
    case 'sealed':
    case 'stopped':
      return undefined;
  }
}

function instanceEntry(
  spool: SpoolNumber,
  { header, metadata }: Pick<WalkStep & { kind: 'record' }, 'header' | 'metadata'>,
  position: LogPosition,
): LogEntry | undefined {
  const parsed = parseInstance(metadata);
  if (parsed === undefined || (header.kind !== 'instance' && header.kind !== 'moved')) return undefined;
  const bodyOffset = parsed.object.file === undefined ? recordHeaderBytes + header.metadataBytes : 0;
  const location = { ...parsed.object, ...inSpool(spool), segment: header.segment, offset: header.offset, bodyOffset };
  return { kind: header.kind, position, arrival: parsed.arrival ?? position, location, record: parsed.record };
}
