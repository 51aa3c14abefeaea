import { expect, test } from 'vitest';
import { type DataSetSource, writeDataSet } from './data-set-writer.ts';
import { concatBytes, readUint32 } from './items.ts';

const commandPdus = Uint8Array.of(0xc0, 0xff, 0xee);

/** Lengths of the PDUs of one write, the command left out, with `!` behind the one that says it is the last. */
function pdusOf(write: Uint8Array): string[] {
  const pdus: string[] = [];
  let at = write[0] === 0xc0 ? commandPdus.length : 0;
  while (at < write.length) {
    const length = readUint32(write, at + 2);
    expect(readUint32(write, at + 6)).toBe(length - 4);
    expect(write[at + 10]).toBe(3);
    pdus.push(`${length}${write[at + 11] === 2 ? '!' : ''}`);
    at += 6 + length;
  }
  expect(at).toBe(write.length);
  return pdus;
}

async function write(dataSet: DataSetSource, maxPduBytes: number): Promise<string[][]> {
  const writes: Uint8Array[] = [];
  await writeDataSet(dataSet, {
    contextId: 3,
    commandPdus,
    maxPduBytes,
    send: (pieces) => {
      writes.push(concatBytes(pieces));
      return undefined;
    },
    isSent: () => true,
  });
  expect([...(writes[0] ?? []).slice(0, 3)]).toEqual([...commandPdus]);
  return writes.map(pdusOf);
}

async function* piecesOf(bytes: Uint8Array, pieceBytes: number) {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** What the PDUs of one byte string hold. */
function fragmentsOf(written: Uint8Array): Uint8Array {
  const fragments: Uint8Array[] = [];
  for (let at = commandPdus.length; at < written.length; ) {
    const length = readUint32(written, at + 2);
    fragments.push(written.subarray(at + 12, at + 6 + length));
    at += 6 + length;
  }
  return concatBytes(fragments);
}

async function* chunksOf(lengths: readonly number[]) {
  for (const length of lengths) yield new Uint8Array(length);
}

/** The peer takes 106 bytes: 6 of PDV header and 100 of the data set. */
test.each([
  [0, ['6!']],
  [2, ['8!']],
  [100, ['106!']],
  [102, ['106', '8!']],
  [300, ['106', '106', '106!']],
])('cuts %i bytes in memory into full PDUs, in one write with the command', async (size, pdus) => {
  expect(await write(new Uint8Array(size), 106)).toEqual([pdus]);
  expect(await write([new Uint8Array(Math.min(70, size)), new Uint8Array(size).subarray(70)], 106)).toEqual([pdus]);
});

test.each([true, false])('sends pieces from where they lie, and frees them once they were sent: %s', async (isSent) => {
  const dataSet = Uint8Array.from({ length: 300_000 }, (_, at) => at * 7);
  const pieces = [dataSet.slice(0, 131_072), dataSet.slice(131_072, 131_072), dataSet.slice(131_072)];
  const writes: Uint8Array[] = [];
  await writeDataSet(pieces, {
    contextId: 3,
    commandPdus,
    maxPduBytes: 16_384,
    send: (sent) => {
      writes.push(concatBytes(sent));
      expect(sent.filter(({ buffer }) => buffer === pieces[0]?.buffer).length).toBe(9);
      return undefined;
    },
    isSent: () => isSent,
  });
  expect(fragmentsOf(concatBytes(writes))).toEqual(dataSet);
  expect(pieces.map(({ length }) => length)).toEqual(isSent ? [0, 0, 0] : [131_072, 0, 168_928]);
});

test.each([
  [[], ['6!']],
  [[2], ['8!']],
  [[100], ['106!']],
  [
    [0, 60, 0, 60, 0],
    ['106', '26!'],
  ],
  [
    [250, 50],
    ['106', '106', '106!'],
  ],
])('collects chunks of %j bytes into full PDUs, in one write', async (lengths, pdus) => {
  expect(await write(chunksOf(lengths), 106)).toEqual([pdus]);
});

test.each([true, false])(
  'collects chunks into writes of a quarter of a megabyte, in memory that is used again once it was sent: %s',
  async (isSent) => {
    const dataSet = Uint8Array.from({ length: 1_000_000 }, (_, at) => at * 7);
    const memories = new Set<ArrayBufferLike>();
    const writes: Uint8Array[] = [];
    const held: Uint8Array[] = [];
    await writeDataSet(piecesOf(dataSet, 70_000), {
      contextId: 3,
      commandPdus,
      maxPduBytes: 16_384,
      send: (pieces) => {
        for (const { buffer } of pieces) memories.add(buffer);
        writes.push(concatBytes(pieces));
        held.push(...pieces);
        return undefined;
      },
      isSent: () => isSent,
    });
    expect(writes.map((one) => one.length)).toEqual([245_853, 245_850, 245_850, 245_850, 17_344]);
    expect(fragmentsOf(concatBytes(writes))).toEqual(dataSet);
    expect(memories.size).toBe(isSent ? 1 : 5);
    // What lies in the socket is as it was.
    if (!isSent) expect(fragmentsOf(concatBytes(held))).toEqual(dataSet);
  },
);

test('fills fragments with an even number of bytes', async () => {
  expect(await write(new Uint8Array(200), 107)).toEqual([['106', '106!']]);
});

test('does not send endless PDUs to a peer that names no limit', async () => {
  const [pdus] = await write(new Uint8Array(300_000), 0);
  expect(pdus).toEqual(['262150', '37862!']);
});

test('hands at most a megabyte at a time to the system', async () => {
  const writes = await write(new Uint8Array(3_000_000), 131_072);
  expect(writes.length).toBe(3);
});

test('waits for the peer between writes', async () => {
  const gate = Promise.withResolvers<void>();
  let sends = 0;
  const writing = writeDataSet(new Uint8Array(3_000_000), {
    contextId: 3,
    commandPdus,
    maxPduBytes: 131_072,
    send: () => {
      sends += 1;
      return gate.promise;
    },
    isSent: () => true,
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(sends).toBe(1);
  gate.resolve();
  await writing;
  expect(sends).toBe(3);
});
