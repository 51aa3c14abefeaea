/**
 * Walks folders and gives every DICOM object in them to the running node; the files stay where and as they are.
 *
 * A file is looked at in this order: did an earlier run of this import store it (`progress.ts`); is it an object at all;
 * has the node an object with the same bytes (`known-objects.ts`). Only then it is sent. It counts as stored, and is noted,
 * when the node has answered that it is durable. A kill at any point costs a look at the files of one batch.
 */

import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type DicomFile, isSendable, readDicomFile, type UnsendableCode } from '../sending/dicom-file.ts';
import { findFiles } from '../sending/find-files.ts';
import { isSystemError } from '../system-error.ts';
import { ImportError } from './import-error.ts';
import { findKnown } from './known-objects.ts';
import { isCompressed, isHeaderOnly, isOrthancAttachment } from './orthanc-attachment.ts';
import { fileDigest, ImportProgress } from './progress.ts';
import { type StoreTarget, storeFile } from './store-file.ts';

/** Files that are looked up, sent and noted together. */
const batchFiles = 128;

/** Sent at once. */
const concurrency = 8;

/** These lie among images and are none. */
const otherFiles: ReadonlySet<UnsendableCode> = new Set(['not-dicom', 'dicomdir', 'empty']);

export type ImportOutcome = { readonly path: string; readonly sizeBytes: number } & (
  | { readonly kind: 'stored' | 'duplicate' | 'conflict' }
  /** The node had it already, so that it was not sent. */
  | { readonly kind: 'present' }
  /** An earlier run of this import stored it. */
  | { readonly kind: 'done' }
  /** No object, or the part of one. */
  | { readonly kind: 'skipped'; readonly code: string }
  | { readonly kind: 'refused'; readonly code: string }
);

export type ImportOptions = StoreTarget & {
  readonly db: Kysely<Database>;
  readonly paths: readonly string[];
};

/**
 * Yields what became of each file.
 * @throws ImportError where the import cannot go on; run again, it goes on where it was
 */
export async function* importFiles(options: ImportOptions): AsyncGenerator<ImportOutcome, void> {
  const roots = await Promise.all(options.paths.map(findRoot));
  const progress = new ImportProgress(options.db, roots);
  let batch: Found[] = [];
  for await (const { path, isUnreadable } of findFiles(roots, false)) {
    const found = isUnreadable ? undefined : await describe(path);
    if (found === undefined) yield { path, sizeBytes: 0, kind: 'refused', code: 'file-unreadable' };
    else batch.push(found);
    if (batch.length < batchFiles) continue;
    yield* importBatch(options, progress, batch);
    batch = [];
  }
  yield* importBatch(options, progress, batch);
  await progress.clear();
}

/** Counts what there is to do, for a bar; ends early where it is told to. */
export async function* countFiles(paths: readonly string[]): AsyncGenerator<{ files: number; bytes: number }, void> {
  let files = 0;
  let bytes = 0;
  for await (const { path } of findFiles(paths, false)) {
    files += 1;
    bytes += await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    yield { files, bytes };
  }
}

type Found = { readonly path: string; readonly sizeBytes: number; readonly digest: Buffer };

async function findRoot(path: string): Promise<string> {
  try {
    return await realpath(resolve(path));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ImportError('not-found', `${path} is not there or cannot be read`, { cause: error });
  }
}

async function describe(path: string): Promise<Found | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { path, sizeBytes: size, digest: fileDigest({ path, sizeBytes: size, mtimeMs }) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined; // Reported as unreadable.
  }
}

async function* importBatch(
  options: ImportOptions,
  progress: ImportProgress,
  batch: readonly Found[],
): AsyncGenerator<ImportOutcome, void> {
  const done = await progress.findDone(batch.map(({ digest }) => digest));
  const isDone = ({ digest }: Found) => done.has(digest.toString('hex'));
  for (const { path, sizeBytes } of batch.filter(isDone)) yield { path, sizeBytes, kind: 'done' };

  const objects: { readonly found: Found; readonly file: DicomFile }[] = [];
  for (const found of batch.filter((file) => !isDone(file))) {
    const looked = await lookAt(found.path);
    if ('file' in looked) objects.push({ found, file: looked.file });
    else yield { path: found.path, sizeBytes: found.sizeBytes, ...looked };
  }
  const known = await findKnown(
    options.db,
    objects.map(({ file }) => file),
  );
  const stored: Buffer[] = [];
  try {
    for (let at = 0; at < objects.length; at += concurrency) {
      const together = objects.slice(at, at + concurrency).map(async ({ found, file }) => {
        const outcome = known.has(file) ? ({ kind: 'present' } as const) : await storeFile(options, file.path);
        if (outcome.kind !== 'refused') stored.push(found.digest);
        return { path: found.path, sizeBytes: found.sizeBytes, ...outcome };
      });
      // What one file does to the import must not hide what became of those beside it.
      const settled = await Promise.allSettled(together);
      for (const result of settled) if (result.status === 'fulfilled') yield result.value;
      for (const result of settled) if (result.status === 'rejected') throw result.reason;
    }
  } finally {
    await progress.add(stored);
  }
}

type Looked = { readonly file: DicomFile } | { readonly kind: 'skipped' | 'refused'; readonly code: string };

async function lookAt(path: string): Promise<Looked> {
  const file = await readDicomFile(path);
  try {
    const isOrthancs = isOrthancAttachment(path);
    if (isSendable(file)) {
      return isOrthancs && (await isHeaderOnly(path)) ? { kind: 'skipped', code: 'header-only' } : { file };
    }
    if (isOrthancs && file.code === 'not-dicom' && (await isCompressed(path))) {
      return { kind: 'refused', code: 'orthanc-compressed' };
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { kind: 'refused', code: 'file-unreadable' };
  }
  return { kind: otherFiles.has(file.code) ? 'skipped' : 'refused', code: file.code };
}
