/**
 * The content of the patient key file: an array of 64-byte slots, which never move, so that a slot's number is half of
 * its key's name and a million patients cost 64 MB and no map. No slot crosses a disk sector.
 *
 * | offset | bytes | field |
 * | --- | --- | --- |
 * | 0 | 4 | magic `IPKS` |
 * | 4 | 1 | kind: 1 head, 2 key, 3 destroyed key |
 * | 5 | 3 | zero |
 * | 8 | 4 | number of this slot |
 * | 12 | 8 | random, the other half of the key's name |
 * | 20 | 40 | the key wrapped by the master key (RFC 3394); zero when destroyed; in the head a check value wrapped so |
 * | 60 | 4 | CRC-32 of bytes 0 to 59 |
 */

import { crc32 } from 'node:zlib';
import { wrappedKeyBytes } from './key-wrap.ts';

export const slotBytes = 64;
const magic = 0x49504b53;
const kinds = ['head', 'key', 'destroyed'] as const;

export type KeySlot = {
  readonly kind: (typeof kinds)[number];
  readonly number: number;
  /** 16 hexadecimal digits. */
  readonly name: string;
  readonly wrapped: Buffer;
};

export function encodeSlot(slot: KeySlot): Buffer {
  const bytes = Buffer.alloc(slotBytes);
  bytes.writeUInt32BE(magic, 0);
  bytes.writeUInt8(kinds.indexOf(slot.kind) + 1, 4);
  bytes.writeUInt32BE(slot.number, 8);
  bytes.write(slot.name, 12, 8, 'hex');
  slot.wrapped.copy(bytes, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 60)), 60);
  return bytes;
}

/** Returns a slot without its key. */
export function emptySlot(slot: KeySlot): KeySlot {
  return { ...slot, kind: 'destroyed', wrapped: Buffer.alloc(wrappedKeyBytes) };
}

/** Returns the slots of some keys, by their names, that still hold them. */
export function findSlots(file: Buffer, names: Iterable<string>): readonly KeySlot[] {
  return [...names].flatMap((keyName) => {
    const [number, name] = keyName.split('.');
    const slot = parseSlot(file, Number(number));
    return slot?.kind === 'key' && slot.name === name ? [slot] : [];
  });
}

/** Returns the slot of that number, or undefined where it is damaged or beyond the end. */
export function parseSlot(file: Buffer, number: number): KeySlot | undefined {
  const bytes = file.subarray(number * slotBytes, (number + 1) * slotBytes);
  if (bytes.byteLength < slotBytes || bytes.readUInt32BE(0) !== magic) return undefined;
  if (bytes.readUInt32BE(60) !== crc32(bytes.subarray(0, 60)) || bytes.readUInt32BE(8) !== number) return undefined;
  const kind = kinds[bytes.readUInt8(4) - 1];
  if (kind === undefined) return undefined;
  return { kind, number, name: bytes.toString('hex', 12, 20), wrapped: bytes.subarray(20, 20 + wrappedKeyBytes) };
}
