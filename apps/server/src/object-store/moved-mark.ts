/**
 * The mark that is kept beside the place of a file that was moved to the store, and what the names of marks say.
 *
 * `<file>.moving`: its bytes are on their way, or lie there unconfirmed. `<file>.moved`: they lie there, confirmed; the
 * file itself is a copy from then on. `<file>.gone`: nobody needs them any more, and they are removed from the store.
 * The content is the same in each state and written once: a line of JSON, then, of a segment, the headers and metadata of
 * the records that say something of others, so that a census of the log need not read the store.
 */

import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { encodeRecordHeader, parseRecordHeader, recordBytes, recordHeaderBytes } from '../storage/record-header.ts';
import { parseNumberName } from '../storage/segment-file.ts';
import type { RecordStep } from '../storage/segment-walk.ts';

export const markStates = ['moving', 'moved', 'gone'] as const;
export type MarkState = (typeof markStates)[number];

/** Longer than any first line. */
export const markHeadBytes = 4_096;

const Head = Type.Object({
  format: Type.Literal(1),
  key: Type.String({ minLength: 1, maxLength: 1_024 }),
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  movedAt: Type.String(),
  tail: Type.String(),
  recordsBytes: Type.Integer({ minimum: 0 }),
  recordsCrc: Type.Integer({ minimum: 0 }),
});

export type MovedMark = {
  /** In the store. */
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
  /** When moving it began; ISO 8601, UTC. */
  readonly movedAt: string;
  /** The file's last bytes, where a segment has its seal. */
  readonly tail: Buffer;
};

/** Where the records of a mark lie in its file. */
export type MarkHead = { readonly mark: MovedMark; readonly recordsFrom: number; readonly recordsBytes: number };

export function markPath(path: string, state: MarkState): string {
  return `${path}.${state}`;
}

/** Returns what a name in a folder of the log is about: a file, or a mark of one; undefined for other names. */
export function parseMarkName(name: string): { readonly file: string; readonly state: MarkState | 'file' } | undefined {
  const state = markStates.find((candidate) => name.endsWith(`.${candidate}`));
  const file = state === undefined ? name : name.slice(0, -state.length - 1);
  const isOurs = parseNumberName(file, '.seg') !== undefined || parseNumberName(file, '.obj') !== undefined;
  return isOurs ? { file, state: state ?? 'file' } : undefined;
}

/**
 * Returns the key for a file: its path below the folder of blobs, made of our own numbers, and sixteen digits of its SHA-256,
 * so that no key ever stands for two contents.
 */
export function keyFor(prefix: string, path: string, sha256: string): string {
  const folder = basename(dirname(path));
  const below = folder === 'segments' ? folder : `objects/${folder}`;
  const name = basename(path);
  return `${prefix}${below}/${name.slice(0, -4)}-${sha256.slice(0, 16)}${name.slice(-4)}`;
}

export function encodeMark(mark: MovedMark, records: readonly RecordStep[]): Buffer {
  const body = Buffer.concat(records.flatMap(({ header, metadata }) => [encodeRecordHeader(header), metadata]));
  const head = {
    format: 1,
    ...mark,
    tail: mark.tail.toString('base64'),
    recordsBytes: body.byteLength,
    recordsCrc: crc32(body),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

/** Returns what the first bytes of a mark's file say, or undefined where it is none. */
export function parseMarkHead(bytes: Buffer): MarkHead | undefined {
  const end = bytes.indexOf(0x0a);
  const head: unknown = end < 0 ? undefined : parseOrUndefined(bytes.toString('utf8', 0, end));
  if (!Value.Check(Head, head)) return undefined;
  const { key, bytes: fileBytes, sha256, movedAt, tail, recordsBytes } = head;
  const mark = { key, bytes: fileBytes, sha256, movedAt, tail: Buffer.from(tail, 'base64') };
  return { mark, recordsFrom: end + 1, recordsBytes };
}

/** Yields the records kept in a mark of a segment; stops before one that is broken. */
export function* parseMarkRecords(records: Buffer, segment: number): Generator<RecordStep, void> {
  for (let at = 0; at + recordHeaderBytes <= records.byteLength; ) {
    const bytes = records.subarray(at, at + recordHeaderBytes);
    // A record's header says itself where in the segment it lies.
    const offset = bytes.readUInt32BE(24);
    const header = parseRecordHeader(bytes, segment, offset);
    if (header === undefined) return;
    const metadata = records.subarray(at + recordHeaderBytes, at + recordHeaderBytes + header.metadataBytes);
    if (crc32(metadata) !== header.metadataCrc) return;
    yield { kind: 'record', header, metadata, offset, end: offset + recordBytes(header) };
    at += recordHeaderBytes + header.metadataBytes;
  }
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Told by whoever asked.
  }
}
