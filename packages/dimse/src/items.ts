/**
 * Items and sub-items, the nesting that A-ASSOCIATE PDUs are made of, PS3.8 §9.3.2.
 *
 *   byte 1     item type
 *   byte 2     reserved, 00H
 *   bytes 3-4  item length, big endian: the bytes that follow
 *   bytes 5-   value
 */

import { DimseError } from './errors.ts';

export type Item = {
  readonly type: number;
  readonly value: Uint8Array;
  /** Bytes from the start of what was split to the start of the value. */
  readonly offset: number;
};

const itemHeaderBytes = 4;

/** Splits bytes into items. @throws DimseError `invalid-pdu` where a length runs beyond the end. */
export function parseItems(bytes: Uint8Array): readonly Item[] {
  const items: Item[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < itemHeaderBytes) throw beyondEnd(bytes[at] ?? 0, at, itemHeaderBytes, bytes.length);
    const type = bytes[at] ?? 0;
    const length = readUint16(bytes, at + 2);
    const start = at + itemHeaderBytes;
    if (start + length > bytes.length) throw beyondEnd(type, at, length, bytes.length);
    items.push({ type, value: bytes.subarray(start, start + length), offset: start });
    at = start + length;
  }
  return items;
}

/** @throws DimseError `invalid-argument` where the value does not fit a length of 16 bits. */
export function encodeItem(type: number, value: Uint8Array): Uint8Array {
  if (value.length > 0xffff) {
    throw new DimseError('invalid-argument', 'an item holds at most 65535 bytes', {
      itemType: type,
      lengthBytes: value.length,
    });
  }
  const item = new Uint8Array(itemHeaderBytes + value.length);
  item[0] = type;
  writeUint16(item, 2, value.length);
  item.set(value, itemHeaderBytes);
  return item;
}

export function readUint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return readUint16(bytes, at) * 0x10000 + readUint16(bytes, at + 2);
}

export function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  writeUint16(bytes, at, value >>> 16);
  writeUint16(bytes, at + 2, value & 0xffff);
}

/** Returns ISO 646 text without the padding some peers add: trailing spaces and NULs. Other bytes become `\uFFFD`. */
export function parseText(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end -= 1;
  let text = '';
  for (let at = 0; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    text += byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : '\uFFFD';
  }
  return text;
}

/** @throws DimseError `invalid-argument` for text outside printable ISO 646. */
export function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) throw new DimseError('invalid-argument', 'text is not ISO 646', { offset: at });
    bytes[at] = code;
  }
  return bytes;
}

export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function beyondEnd(type: number, offset: number, lengthBytes: number, limitBytes: number): DimseError {
  return new DimseError('invalid-pdu', 'an item runs beyond the end of what holds it', {
    itemType: type,
    offset,
    lengthBytes,
    limitBytes,
  });
}
