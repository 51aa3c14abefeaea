import { createSecretKey, randomBytes } from 'node:crypto';
import { appendFile, cp, mkdtemp, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BlobLog, type BlobLogOptions, openBlobLog } from './blob-log.ts';
import type { LogEntry, RecordMeta, StoredObject } from './log-entry.ts';
import { MasterKeys } from './master-keys.ts';

const masterKeys = new MasterKeys([createSecretKey(Buffer.alloc(32, 7))]);
const silent = { info() {}, warn() {}, error() {} };

let dir: string;
let log: BlobLog;

const open = (options: Partial<BlobLogOptions> = {}) => openBlobLog({ dir, masterKeys, logger: silent, ...options });

function buildRecord(lengthBytes: number): RecordMeta {
  return {
    kind: 'instance',
    sha256: '0'.repeat(64),
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    lengthBytes,
    policy: 'first',
    provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-01T00:00:00.000Z' },
  };
}

async function store(bytes: Uint8Array): Promise<StoredObject> {
  const dataKey = log.keys.dataKeyFor(await log.keys.createPatientKey());
  return log.append({ record: buildRecord(bytes.byteLength), dataKey, plaintext: [bytes] });
}

async function readBack({ location }: { location: StoredObject['location'] }): Promise<Buffer> {
  return Buffer.concat(await collect(log.read(location)));
}

const listEntries = (since = 0): Promise<LogEntry[]> => collect(log.entriesSince(since));

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isocenter-log-'));
  log = await open();
});

afterEach(async () => {
  await log.close();
  await rm(dir, { recursive: true });
});

describe('storing and reading', () => {
  const chunk = 128 * 1024;
  it.each([0, 1, 9_000, chunk - 1, chunk, chunk + 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024])(
    'gives back an object of %i bytes whole, and any range of it',
    async (lengthBytes) => {
      const bytes = randomBytes(lengthBytes);
      const stored = await store(bytes);
      expect(await readBack(stored)).toEqual(bytes);
      const cuts = [0, 1, chunk - 1, chunk, chunk + 1, lengthBytes - 1, lengthBytes].filter(
        (at) => at >= 0 && at <= lengthBytes,
      );
      for (const start of cuts) {
        for (const end of cuts.filter((at) => at >= start)) {
          const range = await log.readRange(stored.location, start, end);
          expect(Buffer.compare(range, bytes.subarray(start, end))).toBe(0);
        }
      }
    },
  );

  it('keeps an object that arrives in pieces of any size', async () => {
    const bytes = randomBytes(2_500_000);
    const writer = log.openObject(log.keys.dataKeyFor(await log.keys.createPatientKey()));
    for (let at = 0, piece = 1; at < bytes.byteLength; at += piece, piece = (piece * 7) % 65_537) {
      await writer.write(bytes.subarray(at, at + piece));
    }
    expect(await readBack(await writer.commit(buildRecord(bytes.byteLength)))).toEqual(bytes);
  });

  it('lists what was stored and deleted, in order and once, from any position', async () => {
    const first = await store(randomBytes(100));
    const large = await store(randomBytes(2_000_000));
    const deletedAt = await log.markDeleted(first.location, 'user');
    const entries = await listEntries();
    expect(entries.map((entry) => entry.kind)).toEqual(['instance', 'instance', 'deleted']);
    expect(entries.map((entry) => entry.position)).toEqual([first.position, large.position, deletedAt]);
    expect(entries[1]).toMatchObject({ location: large.location, record: buildRecord(2_000_000) });
    expect(await listEntries(first.position)).toEqual(entries.slice(1));
    expect(await listEntries(log.position())).toEqual([]);
  });

  it('goes on in a new segment when one is full, and reads across them', async () => {
    await log.close();
    log = await open({ segmentBytes: 50_000 });
    const objects = [];
    for (let index = 0; index < 20; index += 1) objects.push({ bytes: randomBytes(9_000), index });
    const stored = await Promise.all(objects.map(({ bytes }) => store(bytes)));
    expect((await readdir(join(dir, 'segments'))).length).toBeGreaterThan(3);
    for (const [index, { bytes }] of objects.entries()) {
      const object = stored[index];
      if (object !== undefined) expect(await readBack(object)).toEqual(bytes);
    }
    const before = await listEntries();
    expect(before).toHaveLength(20);
    await log.close();
    log = await open({ segmentBytes: 50_000 });
    expect(await listEntries()).toEqual(before);
  });
});

describe('opening again', () => {
  it('finds everything after a clean stop and after none', async () => {
    const bytes = randomBytes(9_000);
    const stored = await store(bytes);
    await log.close();
    log = await open();
    expect(log.position()).toBe(stored.position);
    expect(await readBack(stored)).toEqual(bytes);
    const more = await store(randomBytes(10));
    expect((await listEntries()).map((entry) => entry.position)).toEqual([stored.position, more.position]);
  });

  it('keeps a large object whose file has the name of one that was deleted before', async () => {
    const deleted = await store(randomBytes(2_000_000));
    await log.markDeleted(deleted.location, 'duplicate');
    // Without a seal, as after a kill: the log is looked through for files that belong to nothing.
    const killed = async () => {
      const copy = await mkdtemp(join(tmpdir(), 'isocenter-log-'));
      await cp(dir, copy, { recursive: true, filter: (source) => !source.endsWith('.lock') });
      await log.close();
      await rm(dir, { recursive: true });
      await rename(copy, dir);
      log = await open();
    };
    await killed();
    const bytes = randomBytes(2_000_000);
    const stored = await store(bytes);
    expect(stored.location.file?.number).not.toBe(deleted.location.file?.number);
    await killed();
    await killed();
    expect(await readBack(stored)).toEqual(bytes);
  });

  it('cuts a torn tail and goes on behind the last whole record', async () => {
    const kept = await store(randomBytes(9_000));
    const torn = await store(randomBytes(9_000));
    await log.close();
    const segment = join(dir, 'segments', '0000000001.seg');
    await truncate(segment, torn.location.offset + 5_000);
    log = await open();
    expect(log.position()).toBe(kept.position);
    expect((await stat(segment)).size).toBe(torn.location.offset);
    const next = await store(randomBytes(9_000));
    expect(await listEntries()).toHaveLength(2);
    expect(next.location.offset).toBe(torn.location.offset);
  });

  it('cuts bytes that are no record', async () => {
    const kept = await store(randomBytes(9_000));
    await log.close();
    await appendFile(join(dir, 'segments', '0000000001.seg'), Buffer.alloc(100_000));
    log = await open();
    expect(log.position()).toBe(kept.position);
  });

  it('refuses another master key', async () => {
    await log.close();
    await expect(open({ masterKeys: new MasterKeys([createSecretKey(Buffer.alloc(32, 8))]) })).rejects.toMatchObject({
      code: 'wrong-master-key',
    });
    log = await open();
  });
});

it('refuses an object that others could not be told of, for good, and stores on', async () => {
  await log.close();
  let isFull = true;
  const advanced = () => {
    if (isFull) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  };
  log = await open({ advanced });
  await expect(store(Buffer.from('TEST 1'))).rejects.toMatchObject({ code: 'disk-full' });
  isFull = false;
  const stored = await store(Buffer.from('TEST 2'));
  await log.close();
  log = await open();
  expect(await listEntries()).toMatchObject([{ kind: 'instance', location: stored.location }]);
});
