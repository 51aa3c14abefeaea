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

export type RecordStep = {
  readonly kind: 'record';
  readonly header: RecordHeader;
  readonly metadata: Buffer;
  readonly offset: number;
  readonly end: number;
};

export type WalkStep = RecordStep | { readonly kind: 'gap'; readonly offset: number; readonly end: number };

/** Read at once where records are small: some two dozen of 9 kB. */
const windowBytes = 256 * 1024;
/** Read at once where a large body was passed over: its successor's header and metadata. */
const headBytes = 8 * 1024;
/** A larger step means that bodies are large. */
const farBytes = 64 * 1024;
const searchBytes = 1024 * 1024;

/** Yields what lies between two offsets of a segment, in order and without overlap. */
export async function* walkRecords(
  file: OpenFile,
  segment: number,
  range: { from: number; to: number },
): AsyncGenerator<WalkStep, void> {
  const window = new Window(file, range.to);
  for (let offset = range.from; offset < range.to; ) {
    // Most records lie in the window already: tens of thousands a segment must not wait a turn each.
    const record = parseRecord(window, segment, offset) ?? (await readRecord(window, segment, offset));
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
  await window.load(offset, recordHeaderBytes);
  const header = parseRecordHeader(window.peek(offset, recordHeaderBytes), segment, offset);
  if (header === undefined) return undefined;
  await window.load(offset, recordHeaderBytes + header.metadataBytes);
  return parseRecord(window, segment, offset);
}

/** The same for what lies in the window. */
function parseRecord(window: Window, segment: number, offset: number) {
  const header = parseRecordHeader(window.peek(offset, recordHeaderBytes), segment, offset);
  if (header === undefined || offset + recordBytes(header) > window.end) return undefined;
  const metadata = window.peek(offset + recordHeaderBytes, header.metadataBytes);
  if (metadata.byteLength < header.metadataBytes || crc32(metadata) !== header.metadataCrc) return undefined;
  return { kind: 'record', header, metadata, offset, end: offset + recordBytes(header) } as const;
}

/** Returns the offset of the first intact record in a range, found by its magic. */
async function findNextRecord(window: Window, segment: number, range: { from: number; to: number }) {
  const overlap = recordHeaderBytes + maxMetadataBytes;
  for (let base = range.from; base < range.to; base += searchBytes) {
    const wanted = Math.min(searchBytes + overlap, range.to - base);
    await window.load(base, wanted);
    const bytes = window.peek(base, wanted);
    for (let at = bytes.indexOf(recordMagic); at >= 0 && at < searchBytes; at = bytes.indexOf(recordMagic, at + 1)) {
      if ((await readRecord(window, segment, base + at)) !== undefined) return base + at;
    }
  }
  return undefined;
}

const none = Buffer.alloc(0);

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

  /** Makes the bytes available to `peek`. What was returned before stays as it is. */
  async load(offset: number, lengthBytes: number): Promise<void> {
    const wanted = Math.max(0, Math.min(lengthBytes, this.end - offset));
    if (this.peek(offset, wanted).byteLength === wanted) return;
    const isFar = offset - (this.#start + this.#bytes.byteLength) > farBytes;
    const ahead = Math.max(wanted, isFar ? headBytes : windowBytes);
    const bytes = Buffer.allocUnsafeSlow(Math.min(ahead, this.end - offset));
    this.#bytes = bytes.subarray(0, await readFully(this.#file, bytes, offset));
    this.#start = offset;
  }

  /** Returns the bytes as far as they are loaded. */
  peek(offset: number, lengthBytes: number): Buffer {
    const at = offset - this.#start;
    return at < 0 ? none : this.#bytes.subarray(at, at + lengthBytes);
  }
}
