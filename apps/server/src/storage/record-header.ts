/**
 * The fixed head of every record in a segment. Metadata (JSON) and body (ciphertext) follow it without gaps; the next
 * record begins where the body ends. All numbers are big endian.
 *
 * | offset | bytes | field |
 * | --- | --- | --- |
 * | 0 | 4 | magic `ISOR` |
 * | 4 | 1 | version, 1 |
 * | 5 | 1 | kind, see `recordKinds` |
 * | 6 | 2 | length of the metadata |
 * | 8 | 4 | length of the body |
 * | 12 | 4 | CRC-32 of the metadata |
 * | 16 | 4 | CRC-32 of the body |
 * | 20 | 4 | segment number |
 * | 24 | 4 | offset of this record in its segment |
 * | 28 | 4 | durable end: every byte of this segment before it was synced when this record was written |
 * | 32 | 4 | zero |
 * | 36 | 4 | CRC-32 of bytes 0 to 35 |
 *
 * Segment number and offset tell a record from a stale or copied one. The durable end tells a torn tail from damage:
 * a broken record before it had been acknowledged (`recovery.ts`).
 */

import { crc32 } from 'node:zlib';

export const recordHeaderBytes = 40;
export const maxMetadataBytes = 0xffff;

/** The magic's bytes, for finding the next record behind damage. */
export const recordMagic: Uint8Array = Uint8Array.of(0x49, 0x53, 0x4f, 0x52);
const magicNumber = 0x49534f52;
const version = 1;

/** The codes are part of the format: append, never renumber. */
const recordKinds = [
  /** An object: metadata, and its ciphertext as the body or in a file of its own. */
  'instance',
  /** The same object copied from another segment by compaction. */
  'moved',
  /** The object named by the metadata is deleted. */
  'deleted',
  /** First record of a segment: where segments abandoned before it end. */
  'abandoned',
  /** Last record of a segment: it is complete and never written again. */
  'sealed',
  /** Last record after a clean stop; the next start cuts it off. */
  'stopped',
  /** The objects listed in the body wait in the trash. */
  'trashed',
  /** The trash named by the metadata is being purged: its objects will not come back. */
  'purging',
  /** The trash named by the metadata is over: restored, or each of its objects is deleted. */
  'trash-ended',
] as const;

export type RecordKind = (typeof recordKinds)[number];

export type RecordHeader = {
  readonly kind: RecordKind;
  readonly metadataBytes: number;
  readonly bodyBytes: number;
  readonly metadataCrc: number;
  readonly bodyCrc: number;
  readonly segment: number;
  readonly offset: number;
  readonly durableEnd: number;
};

/** Records that say something of objects elsewhere in the log; compaction passes over segments without any. */
export function isMark(kind: RecordKind): boolean {
  return kind === 'deleted' || kind === 'moved' || isTrashKind(kind);
}

export function isTrashKind(kind: RecordKind): kind is 'trashed' | 'purging' | 'trash-ended' {
  return kind === 'trashed' || kind === 'purging' || kind === 'trash-ended';
}

/** Bytes of the whole record, header included. */
export function recordBytes(header: Pick<RecordHeader, 'metadataBytes' | 'bodyBytes'>): number {
  return recordHeaderBytes + header.metadataBytes + header.bodyBytes;
}

/** Returns the 40 bytes of a header. */
export function encodeRecordHeader(header: RecordHeader): Buffer {
  const bytes = Buffer.allocUnsafe(recordHeaderBytes);
  bytes.writeUInt32BE(magicNumber, 0);
  bytes.writeUInt8(version, 4);
  bytes.writeUInt8(recordKinds.indexOf(header.kind) + 1, 5);
  bytes.writeUInt16BE(header.metadataBytes, 6);
  bytes.writeUInt32BE(header.bodyBytes, 8);
  bytes.writeUInt32BE(header.metadataCrc, 12);
  bytes.writeUInt32BE(header.bodyCrc, 16);
  bytes.writeUInt32BE(header.segment, 20);
  bytes.writeUInt32BE(header.offset, 24);
  bytes.writeUInt32BE(header.durableEnd, 28);
  bytes.writeUInt32BE(0, 32);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 36)), 36);
  return bytes;
}

/** Returns the header at the start of `bytes`, or undefined where there is none that belongs to this place. */
export function parseRecordHeader(bytes: Buffer, segment: number, offset: number): RecordHeader | undefined {
  if (bytes.byteLength < recordHeaderBytes) return undefined;
  if (bytes.readUInt32BE(0) !== magicNumber || bytes.readUInt8(4) !== version) return undefined;
  if (bytes.readUInt32BE(36) !== crc32(bytes.subarray(0, 36))) return undefined;
  const kind = recordKinds[bytes.readUInt8(5) - 1];
  if (kind === undefined) return undefined;
  if (bytes.readUInt32BE(20) !== segment || bytes.readUInt32BE(24) !== offset) return undefined;
  return {
    kind,
    metadataBytes: bytes.readUInt16BE(6),
    bodyBytes: bytes.readUInt32BE(8),
    metadataCrc: bytes.readUInt32BE(12),
    bodyCrc: bytes.readUInt32BE(16),
    segment,
    offset,
    durableEnd: bytes.readUInt32BE(28),
  };
}
