/** Finds out, by SOP Instance UID and content, which files the node has already, so that they are not sent to it. */

import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type DicomFile, readDataSet } from '../sending/dicom-file.ts';
import { isSystemError } from '../system-error.ts';

/** Returns the files of which an object with the same bytes is stored. What waits in the trash is not stored. */
export async function findKnown(db: Kysely<Database>, files: readonly DicomFile[]): Promise<ReadonlySet<DicomFile>> {
  if (files.length === 0) return new Set();
  const rows = await db
    .selectFrom('instance')
    .select(['sop_instance_uid', 'sha256', 'length_bytes'])
    .where('state', '<>', 'trashed')
    .where('sop_instance_uid', 'in', [...new Set(files.map(({ sopInstanceUid }) => sopInstanceUid))])
    .execute();
  const known = new Set<DicomFile>();
  for (const file of files) {
    const lengthBytes = file.sizeBytes - file.dataSetOffset;
    const candidates = rows.filter(
      (row) => row.sop_instance_uid === file.sopInstanceUid && row.length_bytes === lengthBytes,
    );
    if (candidates.length === 0) continue;
    const digest = await digestOf(file);
    if (digest !== undefined && candidates.some(({ sha256 }) => sha256.equals(digest))) known.add(file);
  }
  return known;
}

/** Undefined where the file cannot be read any more: whoever sends it says so. */
async function digestOf(file: DicomFile): Promise<Buffer | undefined> {
  const hash = createHash('sha256');
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path, 'r');
    for await (const piece of readDataSet(handle, file)) hash.update(piece);
    return hash.digest();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined;
  } finally {
    await handle?.close();
  }
}
