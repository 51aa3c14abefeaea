/**
 * Writes ZIP archives of files that are stored, not compressed: APPNOTE.TXT 6.3.10 of PKWARE, with Zip64 where numbers need
 * it. Lengths and checksums stand before each file, so that readers that do not seek can read it, too, and the length of
 * the whole is known before its first byte.
 *
 * Not with a library: those at hand compute CRC-32 in JavaScript, at a third of the speed that objects are read with.
 *
 *     offset  bytes  local file header (4.3.7)       offset  bytes  central directory header (4.3.12)
 *          0      4  signature 04034b50                   0      4  signature 02014b50
 *          4      2  version needed                       4      2  version made by
 *          6      2  flags: bit 11, names are UTF-8       6     24  as 4 to 28 of the local header
 *          8      2  method: 0, stored                   32     10  comment, disk, attributes
 *         10      4  time and date                       42      4  offset of the local header
 *         14      4  CRC-32                              46      n  name, extra field
 *         18      8  lengths, packed and not
 *         26      4  lengths of name and extra field
 *         30      n  name, extra field
 */

import { crc32 } from 'node:zlib';
import { releaseBuffers } from '../storage/release-buffer.ts';

export type ZipEntry = {
  /** Of our own making: ASCII, with `/` between folders. */
  readonly name: string;
  readonly lengthBytes: number;
  /** Yields exactly that many bytes; a chunk is valid until the next is asked for. Read twice where they are many. */
  chunks(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

/** Files up to here are held while their checksum is made; longer ones are read twice. */
const maxHeldBytes = 4 << 20;

const localHeaderBytes = 30;
const centralHeaderBytes = 46;
const zip64ExtraBytes = 4;
const endBytes = 22;
const end64Bytes = 56;
const locatorBytes = 20;
const max32 = 0xffffffff;
const max16 = 0xffff;
/** The version that has Zip64, in 4.4.3.2. */
const version = 45;
const namesAreUtf8 = 1 << 11;

/** Returns the length of the whole archive in bytes. */
export function zipLength(entries: readonly ZipEntry[]): number {
  const { size, offset } = layOut(entries).end;
  return offset + size + endLength(entries.length, offset, size);
}

/** Yields the archive. @throws Error where an entry has other bytes than it said */
export async function* writeZip(entries: readonly ZipEntry[], modified: Date): AsyncGenerator<Uint8Array, void> {
  const { placed, end } = layOut(entries);
  const stamp = dosTime(modified);
  const directory: Uint8Array[] = [];
  for (const { entry, offset } of placed) {
    if (entry.lengthBytes <= maxHeldBytes) {
      const file = await hold(entry);
      const record = { entry, offset, stamp, checksum: crc32(file.subarray(file.length - entry.lengthBytes)) };
      writeLocalHeader(file, record);
      yield file;
      releaseBuffers([file]);
      directory.push(centralHeader(record));
    } else {
      const record = { entry, offset, stamp, checksum: await checksumOf(entry) };
      const header = new Uint8Array(localHeaderLength(entry));
      writeLocalHeader(header, record);
      yield header;
      yield* entry.chunks();
      directory.push(centralHeader(record));
    }
  }
  for (const header of directory) yield header;
  yield endOfDirectory(entries.length, end);
}

type Record = {
  readonly entry: ZipEntry;
  readonly offset: number;
  readonly checksum: number;
  readonly stamp: number;
};

/** Where each file begins, and the central directory. */
function layOut(entries: readonly ZipEntry[]) {
  let offset = 0;
  let size = 0;
  const placed = entries.map((entry) => {
    const at = offset;
    offset += localHeaderLength(entry) + entry.lengthBytes;
    size += centralHeaderBytes + entry.name.length + centralExtra(entry, at).length;
    return { entry, offset: at };
  });
  return { placed, end: { offset, size } };
}

/** Returns a whole file behind room for its header. */
async function hold(entry: ZipEntry): Promise<Uint8Array> {
  let at = localHeaderLength(entry);
  const file = new Uint8Array(at + entry.lengthBytes);
  for await (const chunk of entry.chunks()) {
    if (at + chunk.length > file.length) throw wrongLength();
    file.set(chunk, at);
    at += chunk.length;
  }
  if (at !== file.length) throw wrongLength();
  return file;
}

async function checksumOf(entry: ZipEntry): Promise<number> {
  let checksum = 0;
  let lengthBytes = 0;
  for await (const chunk of entry.chunks()) {
    checksum = crc32(chunk, checksum);
    lengthBytes += chunk.length;
  }
  if (lengthBytes !== entry.lengthBytes) throw wrongLength();
  return checksum;
}

function wrongLength(): Error {
  return new Error('a file of an archive has another length than it was said to have');
}

function localHeaderLength(entry: ZipEntry): number {
  return localHeaderBytes + entry.name.length + localExtra(entry).length;
}

function writeLocalHeader(into: Uint8Array, { entry, checksum, stamp }: Record): void {
  const extra = localExtra(entry);
  const view = new DataView(into.buffer, into.byteOffset);
  view.setUint32(0, 0x04034b50, true);
  writeCommon(view, 4, { entry, checksum, stamp, extra });
  writeName(into, localHeaderBytes, entry.name, extra);
}

function centralHeader({ entry, offset, checksum, stamp }: Record): Uint8Array {
  const extra = centralExtra(entry, offset);
  const { bytes, view } = allocate(centralHeaderBytes + entry.name.length + extra.length);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, version, true);
  writeCommon(view, 6, { entry, checksum, stamp, extra });
  view.setUint32(42, Math.min(offset, max32), true);
  writeName(bytes, centralHeaderBytes, entry.name, extra);
  return bytes;
}

/** What both headers have, from the version needed to the length of the extra field. */
function writeCommon(
  view: DataView,
  at: number,
  { entry, checksum, stamp, extra }: Omit<Record, 'offset'> & { readonly extra: Uint8Array },
): void {
  const length = Math.min(entry.lengthBytes, max32);
  view.setUint16(at, version, true);
  view.setUint16(at + 2, namesAreUtf8, true);
  view.setUint32(at + 6, stamp, true);
  view.setUint32(at + 10, checksum, true);
  view.setUint32(at + 14, length, true);
  view.setUint32(at + 18, length, true);
  view.setUint16(at + 22, entry.name.length, true);
  view.setUint16(at + 24, extra.length, true);
}

function writeName(bytes: Uint8Array, at: number, name: string, extra: Uint8Array): void {
  for (let index = 0; index < name.length; index += 1) bytes[at + index] = name.charCodeAt(index);
  bytes.set(extra, at + name.length);
}

/** Both lengths, in 4.5.3; a local header has both or none. */
function localExtra({ lengthBytes }: ZipEntry): Uint8Array {
  return zip64Extra(lengthBytes >= max32 ? [lengthBytes, lengthBytes] : []);
}

function centralExtra({ lengthBytes }: ZipEntry, offset: number): Uint8Array {
  const lengths = lengthBytes >= max32 ? [lengthBytes, lengthBytes] : [];
  return zip64Extra([...lengths, ...(offset >= max32 ? [offset] : [])]);
}

function zip64Extra(numbers: readonly number[]): Uint8Array {
  if (numbers.length === 0) return new Uint8Array();
  const { bytes, view } = allocate(zip64ExtraBytes + numbers.length * 8);
  view.setUint16(0, 1, true);
  view.setUint16(2, numbers.length * 8, true);
  for (const [index, number] of numbers.entries()) view.setBigUint64(zip64ExtraBytes + index * 8, BigInt(number), true);
  return bytes;
}

function needsZip64(count: number, offset: number, size: number): boolean {
  return count >= max16 || offset >= max32 || size >= max32;
}

function endLength(count: number, offset: number, size: number): number {
  return endBytes + (needsZip64(count, offset, size) ? end64Bytes + locatorBytes : 0);
}

/** 4.3.14 to 4.3.16. */
function endOfDirectory(count: number, { offset, size }: { offset: number; size: number }): Uint8Array {
  const { bytes, view } = allocate(endLength(count, offset, size));
  let at = 0;
  if (needsZip64(count, offset, size)) {
    view.setUint32(0, 0x06064b50, true);
    view.setBigUint64(4, BigInt(end64Bytes - 12), true);
    view.setUint16(12, version, true);
    view.setUint16(14, version, true);
    view.setBigUint64(24, BigInt(count), true);
    view.setBigUint64(32, BigInt(count), true);
    view.setBigUint64(40, BigInt(size), true);
    view.setBigUint64(48, BigInt(offset), true);
    view.setUint32(56, 0x07064b50, true);
    view.setBigUint64(64, BigInt(offset + size), true);
    view.setUint32(72, 1, true);
    at = end64Bytes + locatorBytes;
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, Math.min(count, max16), true);
  view.setUint16(at + 10, Math.min(count, max16), true);
  view.setUint32(at + 12, Math.min(size, max32), true);
  view.setUint32(at + 16, Math.min(offset, max32), true);
  return bytes;
}

/** Time in the low and date in the high 16 bits, 4.4.6; UTC, as no time zone is said. */
function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return ((date << 16) | time) >>> 0;
}

function allocate(lengthBytes: number) {
  const bytes = new Uint8Array(lengthBytes);
  return { bytes, view: new DataView(bytes.buffer) };
}
