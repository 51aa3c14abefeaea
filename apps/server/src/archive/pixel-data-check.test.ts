import { explicitVrLittleEndian, implicitVrLittleEndian, jpegBaseline } from '@isocenter/dicom/transfer-syntax';
import { describe, expect, test } from 'vitest';
import { PixelDataCheck } from './pixel-data-check.ts';

// (7FE0,0010) OW, reserved, length 4, 4 bytes
const native = [0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4];
// (7FE0,0010), length 4, 4 bytes
const implicit = [0xe0, 0x7f, 0x10, 0x00, 4, 0, 0, 0, 1, 2, 3, 4];
const encapsulated = [
  ...[0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff], // (7FE0,0010) OB, undefined length
  ...[0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0], // item, empty Basic Offset Table
  ...[0xfe, 0xff, 0x00, 0xe0, 2, 0, 0, 0, 9, 9], // item, fragment of 2 bytes
  ...[0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0], // sequence delimiter
];

describe.each([
  ['native', explicitVrLittleEndian, native],
  ['implicit', implicitVrLittleEndian, implicit],
  ['implicit amid explicit', explicitVrLittleEndian, implicit],
  ['encapsulated', jpegBaseline, encapsulated],
] as const)('%s Pixel Data', (_name, syntax, bytes) => {
  test('ends with its last byte and not before, whatever the chunks', () => {
    for (const size of [1, 3, 100]) {
      const check = new PixelDataCheck(syntax);
      for (let at = 0; at < bytes.length - 1; at += size) {
        check.push(Uint8Array.from(bytes.slice(at, Math.min(at + size, bytes.length - 1))));
      }
      expect(check.ended).toBe(false);
      check.push(Uint8Array.from(bytes.slice(-1)));
      expect(check.ended).toBe(true);
    }
  });
});

test('does not end on something that is no item', () => {
  const check = new PixelDataCheck(jpegBaseline);
  check.push(Uint8Array.from([...encapsulated.slice(0, 12), 1, 2, 3, 4, 0, 0, 0, 0, ...encapsulated.slice(-8)]));
  expect(check.ended).toBe(false);
});
