/**
 * Names of the files of the log, all made from our own numbers, and the marks at a segment's end.
 *
 * `segments/<number>.seg` · `objects/<folder>/<number>.obj` · `objects/incoming/<number>.part` · `keys/` ·
 * `key-backups/` · `LOCK`
 */

import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type OpenFile, readFully } from './file-system.ts';
import { parseRecordHeader, type RecordHeader, recordBytes, recordHeaderBytes } from './record-header.ts';
import { parseSeal, type SealMetadata, sealMetadataBytes } from './record-metadata.ts';

/** A seal or stop mark, which is always the last record of its segment. */
export const endMarkBytes = recordHeaderBytes + sealMetadataBytes;

export const segmentsFolder = (dir: string) => join(dir, 'segments');
export const objectsFolder = (dir: string) => join(dir, 'objects');
export const incomingFolder = (dir: string) => join(dir, 'objects', 'incoming');
export const keysFolder = (dir: string) => join(dir, 'keys');
export const keyBackupsFolder = (dir: string) => join(dir, 'key-backups');
export const lockFile = (dir: string) => join(dir, 'LOCK');

export function segmentPath(dir: string, segment: number): string {
  return join(segmentsFolder(dir), `${numberName(segment)}.seg`);
}

export function objectFolderPath(dir: string, folder: number): string {
  return join(objectsFolder(dir), numberName(folder));
}

export function objectPath(dir: string, file: { folder: number; number: number }): string {
  return join(objectFolderPath(dir, file.folder), `${numberName(file.number)}.obj`);
}

export function incomingPath(dir: string, number: number): string {
  return join(incomingFolder(dir), `${numberName(number)}.part`);
}

/** Returns the number in a name such as `0000000012.seg`, or undefined for names that are not ours. */
export function parseNumberName(name: string, suffix: '.seg' | '.obj' | '.part' | ''): number | undefined {
  if (!name.endsWith(suffix)) return undefined;
  const digits = name.slice(0, name.length - suffix.length);
  return /^\d{10}$/.test(digits) ? Number(digits) : undefined;
}

function numberName(number: number): string {
  return String(number).padStart(10, '0');
}

export type EndMark = { readonly header: RecordHeader; readonly seal: SealMetadata };

/** Returns the seal or stop mark at the end of a segment's file, or undefined where there is none. */
export async function readEndMark(file: OpenFile, segment: number): Promise<EndMark | undefined> {
  const offset = (await file.size()) - endMarkBytes;
  if (offset < 0) return undefined;
  const bytes = Buffer.allocUnsafe(endMarkBytes);
  if ((await readFully(file, bytes, offset)) < endMarkBytes) return undefined;
  const header = parseRecordHeader(bytes, segment, offset);
  if (header === undefined || (header.kind !== 'sealed' && header.kind !== 'stopped')) return undefined;
  const metadata = bytes.subarray(recordHeaderBytes);
  if (recordBytes(header) !== endMarkBytes || crc32(metadata) !== header.metadataCrc) return undefined;
  const seal = parseSeal(metadata);
  return seal === undefined ? undefined : { header, seal };
}
