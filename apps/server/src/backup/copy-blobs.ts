/**
 * Copies the log while it is written, so that what is copied is the log as a power cut would have left it at one moment.
 *
 * Order, each step after the one before it has ended:
 * 1. large objects, then segments behind which another one lies: these are sealed or abandoned and do not change any
 *    more. Takes longest and only makes the rest short;
 * 2. large objects that came since. What has gone until now was deleted by a record that step 3 copies;
 * 3. a list of the segments, and what is new of them; the last in it as far as it is written. The end of its last
 *    whole record is the end of the backup, whatever was begun behind it meanwhile;
 * 4. large objects that came since 2, which a record of 3 may name.
 *
 * A large object that came after the snapshot of the database and was deleted again between 3 and 4 is missing: to the
 * node that is restored it was deleted.
 */

import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type FileSystem, nodeFileSystem, type OpenFile, readFully } from '../storage/file-system.ts';
import { type LogPosition, positionFrom } from '../storage/log-position.ts';
import { objectsFolder, parseNumberName, segmentPath, segmentsFolder } from '../storage/segment-file.ts';
import { walkRecords } from '../storage/segment-walk.ts';
import { systemErrorName } from '../storage/storage-error.ts';
import { BackupError } from './backup-error.ts';
import { readPieces, type Written, writeStream } from './durable-file.ts';
import type { BlobEntry, CopyProgress, SharedFiles } from './shared-files.ts';

export type CopiedLog = {
  readonly segments: readonly BlobEntry[];
  readonly objects: readonly BlobEntry[];
  /** The last segment, which lies with the backup and not among the shared files. */
  readonly open: { readonly number: number; readonly written: Written } | undefined;
  /** Everything in front of it is in the backup. */
  readonly position: LogPosition;
  /** Stretches of the log that were damaged before it was copied. */
  readonly damagedStretches: number;
};

export type CopyLogOptions = {
  /** The node's folder of blobs. */
  readonly blobsDir: string;
  readonly shared: SharedFiles;
  /** Lists what lies on the disk, and what was moved to an S3 store. */
  readonly fileSystem: Pick<FileSystem, 'list'>;
  /** Segments that were there before the snapshot of the database. */
  readonly segmentsBefore: readonly number[];
  /** Where the last segment is copied to. */
  readonly openSegmentFile: string;
  readonly onBytes: CopyProgress;
};

/** @throws BackupError `changed-meanwhile` where a segment that the snapshot may refer to is gone */
export async function copyLog(options: CopyLogOptions): Promise<CopiedLog> {
  const { blobsDir, fileSystem, segmentsBefore } = options;
  const objects = new Map<string, BlobEntry>();
  const sealed: SealedSegments = { copied: new Map(), damagedStretches: 0 };
  await copyObjects(options, objects);
  await copySealed(options, sealed);
  const found = new Set(await copyObjects(options, objects));
  for (const path of objects.keys()) if (!found.has(path)) objects.delete(path);
  // Asked only now: what was deleted until then is recorded in this segment or in one before it.
  const last = await copySealed(options, sealed);
  const open = last === undefined ? undefined : await copyLast(options, last);
  await copyObjects(options, objects);
  await options.shared.sync();

  const there = await listSegments(fileSystem, blobsDir);
  if (segmentsBefore.some((number) => !there.includes(number))) throw changedMeanwhile();
  return {
    segments: [...sealed.copied.values()],
    objects: [...objects.values()],
    open: open === undefined || last === undefined ? undefined : { number: last, written: open.written },
    position: open?.position ?? 0,
    damagedStretches: sealed.damagedStretches + (open?.damagedStretches ?? 0),
  };
}

/** Returns the numbers of the segments, ascending. */
export async function listSegments(fileSystem: Pick<FileSystem, 'list'>, blobsDir: string): Promise<readonly number[]> {
  const names = await fileSystem.list(segmentsFolder(blobsDir));
  return names.flatMap((name) => parseNumberName(name, '.seg') ?? []).sort((a, b) => a - b);
}

type SealedSegments = { readonly copied: Map<number, BlobEntry>; damagedStretches: number };

/** Copies every segment that has another behind it now, and returns the number of the last. */
async function copySealed({ blobsDir, fileSystem, shared, onBytes }: CopyLogOptions, sealed: SealedSegments) {
  const numbers = await listSegments(fileSystem, blobsDir);
  const last = numbers.at(-1);
  for (const number of numbers) {
    if (number === last || sealed.copied.has(number)) continue;
    const filesBefore = shared.copiedFiles;
    const entry = await shared.keep(segmentPath('', number), onBytes);
    if (entry === undefined) throw changedMeanwhile();
    sealed.copied.set(number, entry);
    if (shared.copiedFiles === filesBefore) continue;
    sealed.damagedStretches += (await examineSegment(shared.pathOf(entry), number)).damagedStretches;
  }
  return last;
}

async function copyLast({ blobsDir, openSegmentFile, onBytes }: CopyLogOptions, number: number) {
  const counted = async function* () {
    for await (const piece of readPieces(segmentPath(blobsDir, number))) {
      onBytes(piece.byteLength);
      yield piece;
    }
  };
  const written = await writeStream(openSegmentFile, counted());
  const { end, damagedStretches } = await examineSegment(openSegmentFile, number);
  return { written, damagedStretches, position: positionFrom(number, end) };
}

/** Copies every large object that is there now, and returns what was there. */
async function copyObjects(options: CopyLogOptions, copied: Map<string, BlobEntry>): Promise<readonly string[]> {
  const found: string[] = [];
  const root = objectsFolder(options.blobsDir);
  const folders = await listOrNothing(options.fileSystem, root);
  for (const folder of folders.filter((name) => parseNumberName(name, '') !== undefined).toSorted()) {
    for (const name of (await listOrNothing(options.fileSystem, join(root, folder))).toSorted()) {
      if (parseNumberName(name, '.obj') === undefined) continue;
      const path = join('objects', folder, name);
      found.push(path);
      if (copied.has(path)) continue;
      const entry = await options.shared.keep(path, options.onBytes);
      if (entry !== undefined) copied.set(path, entry);
    }
  }
  return found;
}

async function listOrNothing(fileSystem: Pick<FileSystem, 'list'>, folder: string): Promise<readonly string[]> {
  try {
    return await fileSystem.list(folder);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    return [];
  }
}

/** Checks every record by its CRC: where the last whole one ends, and what is broken although it had been synced. */
async function examineSegment(path: string, number: number) {
  const file = await nodeFileSystem.open(path, 'read');
  const broken: number[] = [];
  let end = 0;
  let attested = 0;
  try {
    for await (const step of walkRecords(file, number, { from: 0, to: await file.size() })) {
      if (step.kind === 'record') attested = Math.max(attested, step.header.durableEnd);
      if (step.kind === 'record' && (await hasIntactBody(file, step.end, step.header))) end = step.end;
      else broken.push(step.offset);
    }
  } finally {
    await file.close();
  }
  return { end, damagedStretches: broken.filter((offset) => offset < attested).length };
}

async function hasIntactBody(file: OpenFile, end: number, header: { bodyBytes: number; bodyCrc: number }) {
  const body = Buffer.allocUnsafe(header.bodyBytes);
  return (await readFully(file, body, end - body.byteLength)) === body.byteLength && crc32(body) === header.bodyCrc;
}

function changedMeanwhile(): BackupError {
  return new BackupError('changed-meanwhile', 'the node compacted its log meanwhile: make the backup again');
}
