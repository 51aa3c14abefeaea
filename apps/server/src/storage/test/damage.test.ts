/** Bytes change on the disk behind our back: what can be read is read, what cannot is named, nothing false comes out. */

import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, truncate, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BlobLog, openBlobLog } from '../blob-log.ts';
import type { DataKey } from '../key-ring.ts';
import type { ObjectLocation, StoredObject } from '../log-entry.ts';
import { MasterKeys } from '../master-keys.ts';
import { buildRecord, collect } from './workload.ts';

const masterKeys = new MasterKeys([createSecretKey(Buffer.alloc(32, 7))]);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let dir: string;
let log: BlobLog;
let dataKey: DataKey;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isocenter-damage-'));
  await reopen();
  dataKey = log.keys.dataKeyFor(await log.keys.createPatientKey());
});
afterEach(async () => {
  await log.close();
  await rm(dir, { recursive: true });
});

async function reopen(segmentBytes = 100_000) {
  log = await openBlobLog({
    dir,
    masterKeys,
    logger: silent,
    segmentBytes,
    chunkBytes: 4_096,
    inlineLimitBytes: 65_536,
  });
}

function store(bytes: Uint8Array): Promise<StoredObject> {
  return log.append({ record: buildRecord(bytes.byteLength), dataKey, plaintext: [bytes] });
}

const segmentFile = (segment: number) => join(dir, 'segments', `${String(segment).padStart(10, '0')}.seg`);
const objectFile = ({ file }: ObjectLocation) =>
  join(dir, 'objects', String(file?.folder).padStart(10, '0'), `${String(file?.number).padStart(10, '0')}.obj`);

async function flipByte(path: string, offset: number) {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, offset);
  await file.write(Buffer.of((byte[0] ?? 0) ^ 0x10), 0, 1, offset);
  await file.close();
}

const kindsSince = async (position = 0) => (await collect(log.entriesSince(position))).map(({ kind }) => kind);

describe('a changed byte', () => {
  it('in an object is refused with its place, and chunks before it come out whole', async () => {
    const bytes = randomBytes(20_000);
    const { location } = await store(bytes);
    await flipByte(segmentFile(1), location.offset + location.bodyOffset + 3 * (4_096 + 16) + 5);
    const seen: Uint8Array[] = [];
    const reading = (async () => {
      for await (const piece of log.read(location)) seen.push(Buffer.from(piece));
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'corrupt-record',
      details: { segment: 1, offset: location.offset },
    });
    expect(Buffer.concat(seen)).toEqual(bytes.subarray(0, 3 * 4_096));
    expect(await log.readRange(location, 0, 12_000)).toEqual(bytes.subarray(0, 12_000));
    await expect(log.readRange(location, 12_280, 12_290)).rejects.toMatchObject({ code: 'corrupt-record' });
  });

  it('in a header of a sealed segment costs that record only', async () => {
    const stored = [];
    for (let index = 0; index < 20; index += 1) stored.push(await store(randomBytes(20_000)));
    const victim = stored[1];
    if (victim === undefined) throw new Error('twenty objects were stored');
    await log.close();
    await flipByte(segmentFile(1), victim.location.offset + 9);
    await reopen();
    const entries = await collect(log.entriesSince(0));
    expect(entries).toHaveLength(20);
    expect(entries[1]).toMatchObject({ kind: 'damaged', segment: 1, offset: victim.location.offset });
    expect(entries.filter(({ kind }) => kind === 'instance')).toHaveLength(19);
  });

  it('in acknowledged records of an unsealed segment does not take those behind it along', async () => {
    const [first, second, third] = [
      await store(randomBytes(500)),
      await store(randomBytes(500)),
      await store(randomBytes(500)),
    ];
    await log.close();
    // Without its stop mark the segment looks as after a crash.
    await truncate(segmentFile(1), third.location.offset + (third.position - second.position));
    await flipByte(segmentFile(1), first.location.offset + 9);
    await reopen();
    expect(await kindsSince()).toEqual(['damaged', 'instance', 'instance']);
    expect(await collect(log.read(third.location))).toHaveLength(1);
  });

  it('in the file of a large object is refused', async () => {
    const { location } = await store(randomBytes(100_000));
    await flipByte(objectFile(location), 50_000);
    await expect(collect(log.read(location))).rejects.toMatchObject({ code: 'corrupt-record' });
  });
});

describe('an object', () => {
  it('that is cut short or not there is named as such', async () => {
    const [cut, gone] = [await store(randomBytes(100_000)), await store(randomBytes(100_000))];
    await truncate(objectFile(cut.location), 60_000);
    await unlink(objectFile(gone.location));
    await expect(collect(log.read(cut.location))).rejects.toMatchObject({ code: 'corrupt-record' });
    await expect(collect(log.read(gone.location))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is not given out as another, longer or shorter one', async () => {
    const [one, two] = [await store(randomBytes(9_000)), await store(randomBytes(9_000))];
    const { segment, offset } = two.location;
    for (const location of [
      { ...one.location, segment, offset },
      { ...one.location, lengthBytes: 8_999 },
      { ...one.location, lengthBytes: 8_192 },
      { ...one.location, objectId: two.location.objectId },
    ]) {
      await expect(collect(log.read(location))).rejects.toMatchObject({ code: 'corrupt-record' });
    }
  });

  it('cannot be read outside its length, nor once its patient’s key is destroyed', async () => {
    const { location } = await store(randomBytes(9_000));
    for (const [start, end] of [
      [-1, 5],
      [0, 9_001],
      [5, 4],
    ] as const) {
      await expect(log.readRange(location, start, end)).rejects.toMatchObject({ code: 'out-of-range' });
    }
    await log.keys.destroy(location.patientKeyId);
    await expect(collect(log.read(location))).rejects.toMatchObject({ code: 'key-destroyed' });
    await expect(store(randomBytes(10))).rejects.toMatchObject({ code: 'key-destroyed' });
  });
});

it('metadata that would not fit a record is refused, and the log goes on', async () => {
  const provenance = { source: 'import', subject: 'x'.repeat(70_000), receivedAt: '2026-01-01T00:00:00.000Z' } as const;
  const refused = log.append({ record: { ...buildRecord(5), provenance }, dataKey, plaintext: [Buffer.alloc(5)] });
  await expect(refused).rejects.toMatchObject({ code: 'out-of-range' });
  await store(randomBytes(10));
  expect(await kindsSince()).toEqual(['instance']);
});

it('a receiver that leaves early leaves nothing open', async () => {
  const { location } = await store(randomBytes(200_000));
  for (let time = 0; time < 50; time += 1) {
    for await (const piece of log.read(location)) {
      expect(piece.byteLength).toBeGreaterThan(0);
      break;
    }
  }
});
