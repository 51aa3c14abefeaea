/**
 * Gives back the space of dead records: what is alive in a mostly dead segment is appended to the log again, and the
 * segment is removed.
 *
 * Copies keep the object's id and arrival. At every crash point the original, the copy or both are there; the next
 * compaction drops the older of two. A segment with damage in it is left alone.
 */

import { crc32 } from 'node:zlib';
import type { Logger } from '../logging.ts';
import { type Census, takeCensus } from './census.ts';
import { type FileSystem, type OpenFile, readFully } from './file-system.ts';
import { inSpool, type ObjectLocation, type SpoolNumber } from './log-entry.ts';
import { type LogPosition, positionFrom } from './log-position.ts';
import type { LogReader } from './log-reader.ts';
import type { LogWriter } from './log-writer.ts';
import type { OpenFiles } from './open-files.ts';
import type { Place } from './record-batch.ts';
import { isTrashKind, recordHeaderBytes } from './record-header.ts';
import {
  encodeInstance,
  encodeTrash,
  type InstanceMetadata,
  parseAbandoned,
  parseDeletion,
  parseInstance,
  parseTrash,
  parseTrashMark,
} from './record-metadata.ts';
import { segmentPath, segmentsFolder } from './segment-file.ts';
import type { WalkStep } from './segment-walk.ts';
import { StorageError } from './storage-error.ts';

/** An object; or a deletion or what is said of a trash, when `instance` is undefined. */
type KeptRecord = WalkStep & { readonly kind: 'record'; readonly instance: InstanceMetadata | undefined };

export type MovedObject = { readonly location: ObjectLocation; readonly position: LogPosition };

export type CompactionOptions = {
  /** Share of dead bytes from which on a segment is worth copying; default one half. */
  readonly minDeadShare?: number;
  /**
   * Told of the copies once they are durable. Resolves when nobody reads from the old places any more: the index has
   * the new ones, and reads begun before have found their objects. Then the segment is removed.
   */
  readonly moved: (objects: readonly MovedObject[]) => Promise<void>;
  /** Ends the run after the segment at hand. */
  readonly signal?: AbortSignal;
};

export type CompactionResult = { readonly segments: number; readonly freedBytes: number };

type Parts = {
  readonly spool: SpoolNumber;
  readonly dir: string;
  readonly fileSystem: FileSystem;
  readonly files: OpenFiles;
  readonly reader: LogReader;
  readonly writer: LogWriter;
  readonly segments: number[];
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Deletions that became durable since the census. */
  readonly deletedSince: ReadonlySet<string>;
};

const defaultDeadShare = 0.5;
/** Copies that wait for their sync at once. */
const copyAheadBytes = 8 * 1024 * 1024;

/** Compacts every segment with enough dead bytes, one after the other. */
export async function compactLog(parts: Parts, options: CompactionOptions): Promise<CompactionResult> {
  const { minDeadShare = defaultDeadShare, moved, signal } = options;
  const census = await takeCensus(parts);
  let segments = 0;
  let freedBytes = 0;
  for (const segment of parts.segments.filter((number) => number !== parts.writer.segment)) {
    if (signal?.aborted === true) break;
    const deadBytes = census.deadBytes.get(segment) ?? 0;
    // Asking where it ends may take an answer of another store.
    if (deadBytes === 0 && minDeadShare > 0) continue;
    const copied = await copyIfDead(parts, census, { segment, deadBytes, minDeadShare });
    if (copied === undefined) continue;
    if (copied.objects.length > 0) await moved(copied.objects);
    await removeSegment(parts, segment);
    segments += 1;
    freedBytes += copied.endOffset - copied.bytes;
  }
  return { segments, freedBytes };
}

type Candidate = { readonly segment: number; readonly deadBytes: number; readonly minDeadShare: number };

/** Undefined for a segment that stays: too much of it is alive, it is damaged, or it lies in a store that is away. */
async function copyIfDead(parts: Parts, census: Census, { segment, deadBytes, minDeadShare }: Candidate) {
  try {
    const endOffset = await parts.reader.endOf(segment);
    if (deadBytes < minDeadShare * endOffset) return undefined;
    const copied = await copySegment(parts, census, segment);
    return copied === undefined ? undefined : { ...copied, endOffset };
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'store-unavailable') throw error;
    parts.logger.warn({ segment, code: error.code }, 'A segment in the S3 store could not be compacted');
    return undefined;
  }
}

/** Appends what is alive; resolves when all of it is durable. Undefined when the segment must stay. */
async function copySegment(parts: Parts, census: Census, segment: number) {
  const records = await listAlive(parts, census, segment);
  if (records === undefined) return undefined;
  const lease = await parts.files.lease(segmentPath(parts.dir, segment));
  const objects: MovedObject[] = [];
  let bytes = 0;
  let pending: Promise<void>[] = [];
  try {
    for (let waitingBytes = 0, index = 0; index < records.length; index += 1) {
      const record = records[index];
      if (record === undefined || isDeleted(parts, census, record)) continue;
      const newer = findNewer(parts, census, record);
      if (newer !== undefined) {
        objects.push(newer);
        continue;
      }
      const body = await readBody(lease.file, record);
      if (body === undefined) {
        parts.logger.warn({ segment, offset: record.offset }, 'A damaged record keeps its segment from compaction');
        return undefined;
      }
      const copied = copyRecord(parts, record, body, objects);
      // A failure is met when the batch is awaited.
      copied.catch(() => undefined);
      pending.push(copied);
      bytes += record.end - record.offset;
      waitingBytes += record.end - record.offset;
      if (waitingBytes < copyAheadBytes) continue;
      await Promise.all(pending);
      pending = [];
      waitingBytes = 0;
    }
    await Promise.all(pending);
  } finally {
    await Promise.allSettled(pending);
    lease.release();
  }
  return { objects, bytes };
}

/** Returns the records that must be kept, or undefined when the segment must stay as it is. */
async function listAlive(parts: Parts, census: Census, segment: number): Promise<KeptRecord[] | undefined> {
  const records: KeptRecord[] = [];
  for await (const step of parts.reader.stepsOf(segment)) {
    if (step.kind === 'gap') return undefined;
    if (step.header.kind === 'abandoned') {
      // It says where other segments end, as long as they are there.
      const ends = parseAbandoned(step.metadata) ?? [];
      if (ends.some(([number]) => parts.segments.includes(number))) return undefined;
    } else if (step.header.kind === 'deleted') {
      if (isDeletionNeeded(parts, census, step.metadata)) records.push({ ...step, instance: undefined });
    } else if (step.header.kind === 'instance' || step.header.kind === 'moved') {
      const instance = parseInstance(step.metadata);
      if (instance === undefined) return undefined;
      records.push({ ...step, instance });
    } else if (isTrashKind(step.header.kind)) {
      if (isTrashNeeded(census, step)) records.push({ ...step, instance: undefined });
    }
  }
  return records;
}

/** A deletion is needed as long as a copy of the object may lie anywhere. */
function isDeletionNeeded(parts: Parts, census: Census, metadata: Buffer): boolean {
  const deletion = parseDeletion(metadata);
  if (deletion === undefined) return true;
  return parts.segments.includes(deletion.target[0]) || census.newest.has(deletion.objectId);
}

/** What is said of a trash is void once it is over; that it is over must be known as long as the rest is there. */
function isTrashNeeded(census: Census, step: WalkStep & { readonly kind: 'record' }): boolean {
  const trashId = parseTrashMark(step.metadata);
  if (trashId === undefined) return true;
  return step.header.kind === 'trash-ended' ? census.trash.has(trashId) : !census.endedTrash.has(trashId);
}

function isDeleted(parts: Parts, census: Census, record: KeptRecord): boolean {
  const objectId = record.instance?.object.objectId;
  return objectId !== undefined && (census.deleted.has(objectId) || parts.deletedSince.has(objectId));
}

/** Returns the copy that an interrupted compaction made; whoever was to be told of it may not have been. */
function findNewer(
  { spool }: Parts,
  census: Census,
  { instance, header, offset }: KeptRecord,
): MovedObject | undefined {
  const newest = instance === undefined ? undefined : census.newest.get(instance.object.objectId);
  if (instance === undefined || newest === undefined) return undefined;
  if (newest.segment === header.segment && newest.offset === offset) return undefined;
  return movedObject(spool, instance, { place: { ...newest, end: newest.offset + newest.bytes }, ...newest });
}

function movedObject(
  spool: SpoolNumber,
  { object }: InstanceMetadata,
  { place, metadataBytes }: { readonly place: Place; readonly metadataBytes: number },
): MovedObject {
  const bodyOffset = object.file === undefined ? recordHeaderBytes + metadataBytes : 0;
  const location = { ...object, ...inSpool(spool), segment: place.segment, offset: place.offset, bodyOffset };
  return { location, position: positionFrom(place.segment, place.end) };
}

async function readBody(file: OpenFile, { header, end }: KeptRecord): Promise<Buffer | undefined> {
  const body = Buffer.allocUnsafeSlow(header.bodyBytes);
  const bytes = await readFully(file, body, end - header.bodyBytes);
  return bytes === body.byteLength && crc32(body) === header.bodyCrc ? body : undefined;
}

async function copyRecord(parts: Parts, record: KeptRecord, body: Buffer, objects: MovedObject[]): Promise<void> {
  const { header, instance } = record;
  if (instance === undefined) {
    const { kind, bodyBytes, bodyCrc } = header;
    await parts.writer.append({
      kind,
      metadata: keepArrival(record),
      body: bodyBytes === 0 ? [] : [body],
      bodyBytes,
      bodyCrc,
    });
    return;
  }
  const arrival = instance.arrival ?? positionFrom(header.segment, record.end);
  const metadata = encodeInstance(instance.object, instance.record, arrival);
  const { bodyBytes, bodyCrc } = header;
  const place = await parts.writer.append({ kind: 'moved', metadata, body: [body], bodyBytes, bodyCrc });
  objects.push(movedObject(parts.spool, instance, { place, metadataBytes: metadata.byteLength }));
}

/** A trash keeps the moment at which it was made. */
function keepArrival({ header, metadata, end }: KeptRecord): Buffer {
  const parsed = header.kind === 'trashed' ? parseTrash(metadata) : undefined;
  if (parsed === undefined) return metadata;
  return encodeTrash(parsed.trash, parsed.arrival ?? positionFrom(header.segment, end));
}

async function removeSegment({ dir, fileSystem, files, segments }: Parts, segment: number): Promise<void> {
  const path = segmentPath(dir, segment);
  files.drop(path);
  await fileSystem.unlink(path);
  await fileSystem.syncFolder(segmentsFolder(dir));
  segments.splice(segments.indexOf(segment), 1);
}
