import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ChunkDecryptor, ChunkEncryptor, ciphertextBytes, tagBytes } from './chunk-cipher.ts';

const dataKey = createSecretKey(Buffer.alloc(32, 1));
const objectId = Buffer.alloc(16, 2);
const chunkBytes = 100;
const refused = expect.objectContaining({ code: 'corrupt-record' });

function encrypt(plaintext: Uint8Array, pieceBytes = plaintext.byteLength, id = objectId): Buffer {
  const encryptor = new ChunkEncryptor(dataKey, id, chunkBytes);
  const out: Uint8Array[] = [];
  for (let at = 0; at < plaintext.byteLength; at += pieceBytes) {
    encryptor.update(plaintext.subarray(at, at + pieceBytes), out);
  }
  encryptor.finish(out);
  return Buffer.concat(out);
}

const chunkOf = (sealed: Buffer, number: number) =>
  sealed.subarray(
    number * (chunkBytes + tagBytes),
    Math.min((number + 1) * (chunkBytes + tagBytes), sealed.length - tagBytes),
  );
const endOf = (sealed: Buffer) => sealed.subarray(-tagBytes);

describe('chunks', () => {
  const plaintext = randomBytes(250);
  const sealed = encrypt(plaintext);
  const decryptor = new ChunkDecryptor(dataKey, objectId);

  it('open one by one, in any order, and the end agrees', () => {
    expect(sealed.byteLength).toBe(ciphertextBytes(250, chunkBytes));
    for (const number of [2, 0, 1]) {
      const expected = plaintext.subarray(number * chunkBytes, (number + 1) * chunkBytes);
      expect(decryptor.chunk(number, chunkOf(sealed, number))).toEqual(expected);
    }
    expect(() => decryptor.end(3, 250, endOf(sealed))).not.toThrow();
  });

  it('are the same however the bytes arrive', () => {
    for (const pieceBytes of [1, 7, 99, 100, 101, 200]) expect(encrypt(plaintext, pieceBytes)).toEqual(sealed);
  });

  it.each([0, 100, 200])('end where an object of %i bytes does', (lengthBytes) => {
    const whole = encrypt(Buffer.alloc(lengthBytes));
    expect(whole.byteLength).toBe(ciphertextBytes(lengthBytes, chunkBytes));
    expect(() => decryptor.end(lengthBytes / chunkBytes, lengthBytes, endOf(whole))).not.toThrow();
  });

  it('are refused when a bit is changed anywhere', () => {
    const chunk = Buffer.from(chunkOf(sealed, 1));
    for (let at = 0; at < chunk.byteLength; at += 1) {
      chunk[at] = (chunk[at] ?? 0) ^ 1;
      expect(() => decryptor.chunk(1, chunk)).toThrow(refused);
      chunk[at] = (chunk[at] ?? 0) ^ 1;
    }
  });

  it('are refused in another place, object or length', () => {
    expect(() => decryptor.chunk(0, chunkOf(sealed, 1))).toThrow(refused);
    expect(() => decryptor.chunk(1, chunkOf(sealed, 1).subarray(1))).toThrow(refused);
    expect(() => decryptor.chunk(0, chunkOf(encrypt(plaintext, 250, Buffer.alloc(16, 3)), 0))).toThrow(refused);
    expect(() => decryptor.end(2, 200, endOf(sealed))).toThrow(refused);
    expect(() => decryptor.end(3, 249, endOf(sealed))).toThrow(refused);
    expect(() => decryptor.end(3, 250, chunkOf(sealed, 0).subarray(-tagBytes))).toThrow(refused);
  });
});
