import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type ByteSource, readAhead } from './byte-source.ts';

test('reads ahead for calls that overlap', async () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, at) => at);
  const source: ByteSource = {
    lengthBytes: bytes.length,
    async readAt(offset, lengthBytes) {
      // The first call is answered last.
      for (let turn = offset; turn < 150; turn += 50) await setImmediate();
      return bytes.subarray(offset, offset + lengthBytes);
    },
  };
  const readAt = readAhead(source, 16);
  const pieces = await Promise.all([0, 50, 100, 150].map((offset) => readAt(offset, 4)));
  expect(pieces.map((piece) => [...piece])).toEqual([0, 50, 100, 150].map((at) => [at, at + 1, at + 2, at + 3]));
});
