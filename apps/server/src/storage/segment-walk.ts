/**
 * Walks the records of a segment from header to header; bodies are passed over unread.
 *
 * Where a header or its metadata is broken the walk finds the next record behind it and reports the gap: what the gap
 * means (a torn tail or damage) is decided by `recovery.ts` and `log-reader.ts`.
 */

import { crc32 } from 'node:zlib';
import { type OpenFile, readFully } from './file-system.ts';
import {
  maxMetadataBytes,
  parseRecordHeader,
  type RecordHeader,
  recordBytes,
  recordHeaderBytes,
  recordMagic,
} from './record-header.ts';

export type WalkStep =
  | {
      readonly kind: 'record';
      readonly header: RecordHeader;
      readonly metadata: Buffer;
      readonly offset: number;
      readonly end: number;
    }
  | { readonly kind: 'gap'; readonly offset: number; readonly end: number };

/** Reads ahead this much: some seven small records, little beside the body of a large one. */
const windowBytes = 64 * 1024;
const searchBytes = 1024 * 1024;

/** Yields what lies between two offsets of a segment, in order and without overlap. */
export async function* walkRecords(
  file: OpenFile,
  segment: number,
  range: { from: number; to: number },
): AsyncGenerator<WalkStep, void> {
  const window = new Window(file, range.to);
  for (let offset = range.from; offset < range.to; ) {
    const record = await readRecord(window, segment, offset);
    if (record !== undefined) {
      yield record;
      offset = record.end;
      continue;
    }
    const end = (await findNextRecord(window, segment, { from: offset + 1, to: range.to })) ?? range.to;
    yield { kind: 'gap', offset, end };
    offset = end;
  }
}

/** Returns the first record of a segment, or undefined where it is broken. */
export async function readFirstRecord(file: OpenFile, segment: number) {
  return readRecord(new Window(file, await file.size()), segment, 0);
}

/** Returns the record at an offset when header and metadata are intact and the whole record lies before the end. */
async function readRecord(window: Window, segment: number, offset: number) {
  const header = parseRecordHeader(await window.read(offset, recordHeaderBytes), segment, offset);
  if (header === undefined || offset + recordBytes(header) > window.end) return undefined;
  const metadata = await window.read(offset + recordHeaderBytes, header.metadataBytes);
  if (crc32(metadata) !== header.metadataCrc) return undefined;
  return { kind: 'record', header, metadata, offset, end: offset + recordBytes(header) } as const;
}

/** Returns the offset of the first intact record in a range, found by its magic. */
async function findNextRecord(window: Window, segment: number, range: { from: number; to: number }) {
  const overlap = recordHeaderBytes + maxMetadataBytes;
  for (let base = range.from; base < range.to; base += searchBytes) {
    const bytes = Buffer.from(await window.read(base, Math.min(searchBytes + overlap, range.to - base)));
    for (let at = bytes.indexOf(recordMagic); at >= 0 && at < searchBytes; at = bytes.indexOf(recordMagic, at + 1)) {
      if ((await readRecord(window, segment, base + at)) !== undefined) return base + at;
    }
  }
  return undefined;
}

/** A piece of the file in memory, moved forward as it is read. */
class Window {
  readonly end: number;
  readonly #file: OpenFile;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(file: OpenFile, end: number) {
    this.#file = file;
    this.end = end;
  }

  /** Returns the bytes, fewer at the end. They stay as they are when the window moves on. */
  async read(offset: number, lengthBytes: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(lengthBytes, this.end - offset));
    if (offset < this.#start || offset + wanted > this.#start + this.#bytes.byteLength) {
      const bytes = Buffer.allocUnsafe(Math.min(Math.max(wanted, windowBytes), Math.max(0, this.end - offset)));
      this.#bytes = bytes.subarray(0, await readFully(this.#file, bytes, offset));
      this.#start = offset;
    }
    const at = offset - this.#start;
    return this.#bytes.subarray(at, at + wanted);
  }
}
