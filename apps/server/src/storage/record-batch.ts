/**
 * Records that leave in one write: which of those that wait fit, where each comes to lie, and their bytes.
 *
 * Pure: the queue and the segment come in, a batch comes out. Writing it is `log-writer.ts`.
 */

import { crc32 } from 'node:zlib';
import type { OpenFile } from './file-system.ts';
import { encodeRecordHeader, isMark, type RecordKind, recordHeaderBytes } from './record-header.ts';
import { encodeSeal } from './record-metadata.ts';
import { endMarkBytes } from './segment-file.ts';
import type { StorageError } from './storage-error.ts';

export type NewRecord = {
  readonly kind: RecordKind;
  readonly metadata: Buffer;
  readonly body: readonly Uint8Array[];
  readonly bodyBytes: number;
  readonly bodyCrc: number;
};

/** Where a record came to lie. */
export type Place = { readonly segment: number; readonly offset: number; readonly end: number };

/** A record whose writer waits for the answer. */
export type Waiting = {
  readonly record: NewRecord;
  readonly resolve: (place: Place) => void;
  readonly reject: (error: StorageError) => void;
};

/** The segment that is written to. */
export type ActiveSegment = {
  readonly number: number;
  readonly file: OpenFile;
  /** End of what has been written, in order and whole. */
  writtenEnd: number;
  /** End of what is durable; everything before it is acknowledged. */
  durableEnd: number;
  /** The file's name in its folder is durable. */
  nameDurable: boolean;
  /** Records written that say something of others, see `isMark`. */
  marks: number;
  /** Once a seal is on its way nothing may follow. */
  seal: 'none' | 'writing' | 'written';
};

export type Batch = {
  readonly segment: ActiveSegment;
  readonly buffers: readonly Uint8Array[];
  readonly records: readonly { readonly waiting: Waiting; readonly place: Place }[];
  readonly start: number;
  readonly end: number;
  /** The batch ends with the segment's seal. */
  readonly sealed: boolean;
};

/** Keeps one write from delaying the next sync for too long, and its buffers below the kernel's limit of 1 024. */
const maxBatchBytes = 8 * 1024 * 1024;
const maxBatchBuffers = 960;

export type BatchLimits = {
  readonly segmentBytes: number;
  /** Goes into the seal, see `SealMetadata`. */
  readonly unnamedFolder: number;
};

/** Takes from the queue's front what fits; a record that does not fit the segment any more seals it. */
export function takeBatch(queue: Waiting[], segment: ActiveSegment, limits: BatchLimits): Batch {
  const start = segment.writtenEnd;
  const buffers: Uint8Array[] = [];
  const records: { waiting: Waiting; place: Place }[] = [];
  let end = start;
  let sealed = false;
  while (end - start < maxBatchBytes && buffers.length < maxBatchBuffers) {
    const waiting = queue[0];
    if (waiting === undefined) break;
    const bytes = newRecordBytes(waiting.record);
    sealed = end > 0 && end + bytes + endMarkBytes > limits.segmentBytes;
    if (sealed) break;
    queue.shift();
    const place = { segment: segment.number, offset: end, end: end + bytes };
    buffers.push(...encodeRecord(waiting.record, place, segment.durableEnd));
    records.push({ waiting, place });
    if (isMark(waiting.record.kind)) segment.marks += 1;
    end = place.end;
  }
  if (sealed) {
    buffers.push(...encodeEndMark('sealed', segment, end, limits.unnamedFolder));
    end += endMarkBytes;
  }
  return { segment, buffers, records, start, end, sealed };
}

/** Returns the bytes of a seal or stop mark at an offset. */
export function encodeEndMark(
  kind: 'sealed' | 'stopped',
  segment: ActiveSegment,
  offset: number,
  unnamedFolder: number,
): Uint8Array[] {
  const metadata = encodeSeal({ marks: segment.marks, unnamedFolder });
  const record = { kind, metadata, body: [], bodyBytes: 0, bodyCrc: 0 };
  return encodeRecord(record, { segment: segment.number, offset, end: offset + endMarkBytes }, segment.durableEnd);
}

function newRecordBytes(record: NewRecord): number {
  return recordHeaderBytes + record.metadata.byteLength + record.bodyBytes;
}

function encodeRecord(record: NewRecord, place: Place, durableEnd: number): Uint8Array[] {
  const header = encodeRecordHeader({
    kind: record.kind,
    metadataBytes: record.metadata.byteLength,
    bodyBytes: record.bodyBytes,
    metadataCrc: crc32(record.metadata),
    bodyCrc: record.bodyCrc,
    segment: place.segment,
    offset: place.offset,
    durableEnd,
  });
  return [Buffer.concat([header, record.metadata]), ...record.body];
}
