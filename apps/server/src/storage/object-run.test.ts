import { beforeEach, expect, test } from 'vitest';
import type { BlobLog } from './blob-log.ts';
import type { ObjectLocation } from './log-entry.ts';
import { type Fate, SimulatedDisk, seededChance } from './test/simulated-disk.ts';
import { buildRecord, collect, openOn } from './test/workload.ts';

/** Eight of them fill a group and a half. */
const lengthBytes = 400_000;

let disk: SimulatedDisk;
let log: BlobLog;
let reads: number;
let readFate: Fate;

beforeEach(async () => {
  disk = new SimulatedDisk(seededChance(1));
  log = await openOn(disk, { segmentBytes: 256 << 20, chunkBytes: 128 << 10, inlineLimitBytes: 1 << 20 });
  reads = 0;
  readFate = 'ok';
  disk.fate = ({ name }) => {
    if (name !== 'read') return 'ok';
    reads += 1;
    return readFate;
  };
});

async function store(numbers: readonly number[], bytes = lengthBytes): Promise<readonly ObjectLocation[]> {
  const dataKey = log.keys.dataKeyFor(await log.keys.createPatientKey());
  const stored: ObjectLocation[] = [];
  for (const number of numbers) {
    const plaintext = [new Uint8Array(bytes).fill(number)];
    stored.push((await log.append({ record: buildRecord(bytes), dataKey, plaintext })).location);
  }
  return stored;
}

/** Returns the number that an object consists of, and its length. */
async function readNumber(read: AsyncIterable<Uint8Array>): Promise<readonly [number | undefined, number]> {
  const bytes = Buffer.concat(await collect(read));
  expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
  return [bytes[0], bytes.length];
}

async function readAll(objects: readonly ObjectLocation[], order = objects) {
  const run = log.run(objects);
  const numbers: (number | undefined)[] = [];
  for (const object of order) numbers.push((await readNumber(run.read(object)))[0]);
  return numbers;
}

test('objects that lie together are read together, in whatever order they are asked for', async () => {
  const objects = await store([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await readAll(objects)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(reads).toBe(2);

  reads = 0;
  expect(await readAll(objects.toReversed())).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect(reads).toBe(2);
});

test('what lies apart is read apart, and what is large as it comes', async () => {
  const [first, , , , , , , last] = await store([1, 2, 3, 4, 5, 6, 7, 8]);
  const [large] = await store([9], 3_000_000);
  if (first === undefined || last === undefined || large === undefined) throw new Error('nothing was stored');
  expect(await readAll([first, large, last])).toEqual([1, 9, 8]);
});

test('objects are given out of turn, again, and unnamed', async () => {
  const objects = await store([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
  const [first, second] = objects;
  if (first === undefined || second === undefined) throw new Error('nothing was stored');
  expect(await readAll(objects, [...objects.toReversed(), first, first])).toEqual([
    16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 1,
  ]);
  expect(await readAll([first], [second])).toEqual([2]);
});

test('a piece of an object is no reason to hold its neighbours back', async () => {
  const objects = await store([1, 2, 3]);
  const run = log.run(objects);
  const [first, second] = objects;
  if (first === undefined || second === undefined) throw new Error('nothing was stored');
  for await (const _piece of run.read(first)) break;
  expect(await readNumber(run.read(second))).toEqual([2, lengthBytes]);
});

test('what goes wrong with a group is met by the object that it is about', async () => {
  const objects = await store([1, 2, 3]);
  readFate = { error: 'EIO' };
  await expect(readAll(objects)).rejects.toMatchObject({ code: 'EIO' });

  const run = log.run(objects);
  const [first] = objects;
  if (first === undefined) throw new Error('nothing was stored');
  await expect(collect(run.read(first))).rejects.toMatchObject({ code: 'EIO' });
  readFate = 'ok';
  expect(await readNumber(run.read(first))).toEqual([1, lengthBytes]);
});

test('an object under a destroyed key is refused, and its neighbours are not', async () => {
  const [kept] = await store([1]);
  const [erased] = await store([2]);
  if (kept === undefined || erased === undefined) throw new Error('nothing was stored');
  await log.keys.destroy(erased.patientKeyId);
  const run = log.run([kept, erased]);
  expect(await readNumber(run.read(kept))).toEqual([1, lengthBytes]);
  await expect(collect(run.read(erased))).rejects.toMatchObject({ code: 'key-destroyed' });
});
