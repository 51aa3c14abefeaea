/** Reads a complete file once and says all that its mark must hold: length, SHA-256, the seal, and a segment's marks. */

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type OpenFile, readFully } from '../storage/file-system.ts';
import { endMarkBytes, parseNumberName } from '../storage/segment-file.ts';
import type { RecordStep } from '../storage/segment-walk.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { StoredFile } from './object-store.ts';

const pieceBytes = 1024 * 1024;

export type PreparedFile = StoredFile & { readonly tail: Buffer; readonly records: readonly RecordStep[] };

export async function prepareMove(
  file: OpenFile,
  path: string,
  marksOf: (segment: number) => AsyncIterable<RecordStep>,
): Promise<PreparedFile> {
  const bytes = await file.size();
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafeSlow(Math.min(pieceBytes, Math.max(1, bytes)));
  for (let at = 0; at < bytes; at += piece.byteLength) {
    const part = piece.subarray(0, Math.min(piece.byteLength, bytes - at));
    if ((await readFully(file, part, at)) < part.byteLength) {
      throw new StorageError('corrupt-record', 'A file on the disk is shorter than it says');
    }
    hash.update(part);
  }
  const segment = parseNumberName(basename(path), '.seg');
  const tail = Buffer.alloc(segment === undefined ? 0 : Math.min(endMarkBytes, bytes));
  await readFully(file, tail, bytes - tail.byteLength);
  const records: RecordStep[] = [];
  if (segment !== undefined) for await (const record of marksOf(segment)) records.push(record);
  return { file, bytes, sha256: hash.digest('hex'), tail, records };
}
