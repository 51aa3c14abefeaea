import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createStreamInflater, inflateRaw } from './inflate.ts';

test('keeps nothing of a buffer that it was given, whatever its class', () => {
  const plain = randomBytes(5000);
  const deflated = deflateRawSync(plain);
  const inflater = createStreamInflater();
  const inflated: Uint8Array[] = [];
  for (let at = 0; at < deflated.length; at += 7) {
    const chunk = Buffer.from(deflated.subarray(at, at + 7));
    inflater.push(chunk, (bytes) => inflated.push(bytes.slice()));
    chunk.fill(0xaa);
  }
  expect(Buffer.concat(inflated).equals(plain)).toBe(true);
});

test('unpacks no more than it may', () => {
  const bomb = deflateRawSync(Buffer.alloc(1 << 20));
  expect(inflateRaw(bomb, 1 << 20)).toHaveLength(1 << 20);
  expect(() => inflateRaw(bomb, (1 << 20) - 1)).toThrow(RangeError);
});
