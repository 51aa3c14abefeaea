/**
 * What DICOMweb and the other edges need of the archive: objects in, bytes out, and waiting for the index.
 *
 * SQL stays with each feature's `repository.ts`; this is the part that touches the log of segments. `Ingest` is
 * fulfilled by `intake.ts`.
 */

import type { BlobLog } from '../storage/blob-log.ts';
import { type ObjectLocation, spoolOf } from '../storage/log-entry.ts';
import { releaseBuffers } from '../storage/release-buffer.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { IndexWriter } from './index-writer.ts';
import { Intake, type IntakeOptions, type IntakeRequest, type IntakeResult } from './intake.ts';
import type { OtherSpools, Wanted } from './other-spools.ts';

/** A piece of a data set: from `start` up to but not including `end`, in bytes. */
export type ByteRange = { readonly start: number; readonly end: number };

/** A row that says what the index held when it was read, see `query/index-position.ts`. */
export type Positioned = { readonly index_position: string };

export type ArchiveReader = {
  /** Resolves when queries find everything that was durable when this was called, design §4. */
  settled(): Promise<void>;
  /**
   * Asks the index, whose answer holds everything that was durable when this was called: as `settled` and the question
   * after it, in one round trip where something is found. The question may be asked again.
   */
  ask<Row extends Positioned>(question: () => Promise<readonly Row[]>): Promise<readonly Row[]>;
  /** Yields a data set as received; a chunk is valid until the next is asked for. */
  read(location: ObjectLocation, range?: ByteRange): AsyncIterable<Uint8Array>;
  readRange(location: ObjectLocation, start: number, end: number): Promise<Uint8Array>;
  /** Returns a data set in pieces of memory that are the caller's; for small ones. */
  readPieces(location: ObjectLocation): Promise<readonly Uint8Array[]>;
  /** Returns this reader for who will read these objects whole and in this order, most of them: they are read ahead. */
  inOrder(locations: readonly ObjectLocation[]): ArchiveReader;
};

/** One data set on its way; `write` calls must not overlap. */
export type Sink<Result> = {
  /** Takes the next bytes of the data set; a promise means: send no more until it settles. */
  write(chunk: Uint8Array): Promise<void> | undefined;
  finish(): Promise<Result>;
  abort(): Promise<void>;
};

/** One object on its way in. */
export type IngestSink = Sink<IntakeResult>;

export type Ingest = { open(request: IntakeRequest): IngestSink };

type ReadObject = (location: ObjectLocation, range?: ByteRange) => AsyncGenerator<Uint8Array, void>;

export type ArchiveReaderOptions = {
  readonly log: BlobLog;
  readonly index: IndexWriter;
  /** What other gateways have stored. */
  readonly others: OtherSpools;
  /** Yields an object's plaintext, in whichever spool it lies. */
  readonly read: ReadObject;
  /** Reads whole objects ahead of their turn. */
  readonly run: (locations: readonly ObjectLocation[]) => { readonly read: ReadObject };
  /** Where an object lies now: compaction may have moved it since its row was read. */
  readonly locate: (objectId: string) => Promise<ObjectLocation | undefined>;
};

export function createArchiveReader(options: ArchiveReaderOptions): ArchiveReader {
  const { log, index, others, locate } = options;
  const settled = async (wanted: Wanted) => {
    await Promise.all([index.reached(log.position()), others.reached(wanted)]);
  };
  const reader: ArchiveReader = {
    settled: () => settled(others.wanted()),
    ask: async (question) => {
      const wanted = others.wanted();
      const known = await index.caughtUp(log.position());
      const rows = await question();
      const [first] = rows;
      if (first !== undefined && holds(first, new Map([...wanted, [log.spool, known]]))) return rows;
      await settled(wanted);
      return question();
    },
    read: (location, range) => readAndRelease(readMoved(options, location, range)),
    readRange: async (location, start, end) => {
      const pieces = await collect(readMoved(options, location, { start, end }));
      if (pieces.length === 1 && pieces[0] !== undefined) return pieces[0];
      const whole = Buffer.concat(pieces);
      releaseBuffers(pieces);
      return whole;
    },
    readPieces: (location) => collect(readMoved(options, location)),
    inOrder(locations) {
      const { read } = options.run(locations);
      return {
        ...reader,
        read: (location, range) =>
          range === undefined ? readAndRelease(readMoved({ read, locate }, location)) : reader.read(location, range),
        readPieces: (location) => collect(readMoved({ read, locate }, location)),
      };
    },
  };
  return reader;
}

/** Whether the index held everything up to these positions when it was asked. */
function holds({ index_position }: Positioned, wanted: Wanted): boolean {
  // Of every spool, from the first on.
  const positions = index_position.slice(1, -1).split(',').map(Number);
  return [...wanted].every(([spool, position]) => (positions[spool - 1] ?? 0) >= position);
}

/** Reads an object where it lies, also when that changed since the location was looked up. */
async function* readMoved(
  { read, locate }: Pick<ArchiveReaderOptions, 'read' | 'locate'>,
  location: ObjectLocation,
  range?: ByteRange,
): AsyncGenerator<Uint8Array, void> {
  try {
    // Its file is opened before the first chunk and stays open: what is not found is found missing at the start.
    yield* read(location, range);
  } catch (error) {
    yield* read(await newPlace(locate, location, error), range);
  }
}

async function newPlace(
  locate: ArchiveReaderOptions['locate'],
  location: ObjectLocation,
  error: unknown,
): Promise<ObjectLocation> {
  if (!(error instanceof StorageError) || error.code !== 'not-found') throw error;
  const now = await locate(location.objectId);
  if (now === undefined || (now.segment === location.segment && spoolOf(now) === spoolOf(location))) throw error;
  return now;
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> {
  const collected: Uint8Array[] = [];
  for await (const piece of pieces) collected.push(piece);
  return collected;
}

/** Frees each buffer when the next is asked for. */
async function* readAndRelease(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    yield chunk;
    releaseBuffers([chunk]);
  }
}

export function createIngest(options: IntakeOptions): Ingest {
  return { open: (request) => new Intake(options, request) };
}
