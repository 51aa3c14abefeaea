import { describe, expect, it } from 'vitest';
import { littleEndianBytes, littleEndianChunks } from './byte-order.ts';

/** Three numbers of 32 bits, and a byte that is cut off from a fourth. */
const value = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);

describe('byte order', () => {
  it.each([
    ['OW', [2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 13]],
    ['OF', [4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9, 13]],
    ['OB', [...value]],
    ['??', [...value]],
  ])('of %s is turned, in whatever chunks it comes', async (vr, expected) => {
    expect([...littleEndianBytes(value, vr)]).toEqual(expected);
    for (const size of [1, 3, 5, 13]) {
      const turned: number[] = [];
      for await (const chunk of littleEndianChunks(chunksOf(size), vr)) turned.push(...chunk);
      expect(turned).toEqual(expected);
    }
  });
});

async function* chunksOf(size: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < value.length; at += size) yield value.slice(at, at + size);
}
