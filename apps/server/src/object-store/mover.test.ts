import { dirname } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bucket, type S3Server, startS3Server } from '../../test/s3-server.ts';
import type { BlobLog } from '../storage/blob-log.ts';
import type { MovedObject } from '../storage/compaction.ts';
import type { DataKey } from '../storage/key-ring.ts';
import type { ObjectLocation } from '../storage/log-entry.ts';
import { type DiskCall, type Fate, SimulatedDisk, seededChance } from '../storage/test/simulated-disk.ts';
import { buildRecord, collect, dir, openOn } from '../storage/test/workload.ts';
import type { CacheRule, Mover } from './mover.ts';
import type { ObjectStore } from './object-store.ts';
import { type ObjectStoreTier, openTier } from './open-object-store.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const nothingKept: CacheRule = { cacheBytes: 0, cacheDays: 0 };

let server: S3Server;
let run = 0;

beforeAll(async () => {
  server = await startS3Server();
});

afterAll(() => server.close());

/** A log whose complete files move to the bucket, below a prefix of its own. */
class Node {
  readonly prefix: string;
  disk = new SimulatedDisk(seededChance(1), new Map(), [dirname(dir), dir]);
  #opened: { readonly log: BlobLog; readonly tier: ObjectStoreTier; readonly mover: Mover } | undefined;
  #store: ObjectStore | undefined;
  #dataKey: DataKey | undefined;

  constructor() {
    run += 1;
    this.prefix = `run-${run}`;
  }

  async open(cache = nothingKept): Promise<void> {
    this.#store = await server.store();
    // Fast enough to be run at every call of a disk.
    const tier = await openTier({
      ...{ dir, store: this.#store, prefix: this.prefix, cache, local: this.disk, now: () => new Date() },
      reads: { blockBytes: 1_024, cacheBytes: 8_192 },
    });
    const log = await openOn(this.disk, tier.logOptions);
    const mover = tier.startMover({ log, indexed: () => log.position(), logger: silent });
    this.#opened = { log, tier, mover };
  }

  get log(): BlobLog {
    return this.#now().log;
  }

  get mover(): Mover {
    return this.#now().mover;
  }

  async store(fill: number, lengthBytes = 400): Promise<ObjectLocation> {
    this.#dataKey ??= this.log.keys.dataKeyFor(await this.log.keys.createPatientKey());
    const plaintext = [Buffer.alloc(lengthBytes, fill)];
    return (await this.log.append({ record: buildRecord(lengthBytes), dataKey: this.#dataKey, plaintext })).location;
  }

  async close(): Promise<void> {
    await this.mover.close();
    await this.log.close();
    this.#store?.close();
  }

  /** The process is killed or the power goes, and the next one starts. */
  async restart(end: 'kill' | 'power', cache = nothingKept): Promise<void> {
    const { mover } = this.#now();
    this.disk.fate = () => 'cut';
    void mover.close().catch(() => undefined);
    this.#store?.close();
    this.disk = end === 'power' ? this.disk.cutPower(seededChance(run)) : this.disk.killProcess();
    this.#dataKey = undefined;
    await this.open(cache);
  }

  /** Below the prefix and the node's own name. */
  async keys(): Promise<readonly string[]> {
    const keys = await server.keys(`${this.prefix}/`);
    return keys.map((key) => key.split('/').slice(2).join('/')).filter((key) => key !== 'store.json');
  }

  files(ending = ''): readonly string[] {
    return this.disk.paths.filter((path) => /\/(segments|objects)\//.test(path) && path.endsWith(ending)).sort();
  }

  #now() {
    if (this.#opened === undefined) throw new Error('open() comes first');
    return this.#opened;
  }
}

let node: Node;

beforeEach(async () => {
  server.fate = () => 'ok';
  server.requests = [];
  node = new Node();
  await node.open();
});

/** Small objects, four to a segment, and every seventh a large one. */
async function fillLog(objects = 20): Promise<Map<number, ObjectLocation>> {
  const stored = new Map<number, ObjectLocation>();
  for (let fill = 1; fill <= objects; fill += 1)
    stored.set(fill, await node.store(fill, fill % 7 === 0 ? 3_000 + fill : 400));
  return stored;
}

async function expectReadable(stored: ReadonlyMap<number, ObjectLocation>): Promise<void> {
  for (const [fill, location] of stored) {
    const bytes = Buffer.concat(await collect(node.log.read(location)));
    expect(bytes.equals(Buffer.alloc(location.lengthBytes, fill))).toBe(true);
  }
}

describe('moving files to the store', () => {
  it('gives identical bytes of what lies only in the store, whole and by range', async () => {
    const stored = await fillLog();
    await node.mover.runNow();
    const { movedFiles, waitingFiles, cachedBytes } = node.mover.status;
    expect(movedFiles).toBeGreaterThanOrEqual(4);
    expect(waitingFiles).toBeLessThanOrEqual(1);
    expect(node.files('.obj')).toEqual([]);
    expect(node.files('.seg').length).toBeLessThanOrEqual(3);
    expect((await node.keys()).length).toBe(movedFiles);
    expect(cachedBytes).toBeLessThan(3 * 4_096);
    await expectReadable(stored);
    const large = stored.get(14);
    if (large === undefined) throw new Error('it was stored');
    expect(await node.log.readRange(large, 1_000, 2_500)).toEqual(Buffer.alloc(1_500, 14));
    expect((await collect(node.log.entriesSince(0))).length).toBe(20);
    await node.close();
  });

  it('names nothing by what came from outside, and sends no plaintext', async () => {
    await fillLog();
    await node.mover.runNow();
    const store = await server.store();
    for await (const { key, bytes } of store.list(`${node.prefix}/`)) {
      const content = bytes === 0 ? Buffer.alloc(0) : await store.read(key, 0, bytes);
      // Forty times the same byte, as every object here is made of, is in no ciphertext.
      for (let fill = 1; fill <= 20; fill += 1) expect(content.includes(Buffer.alloc(40, fill))).toBe(false);
    }
    store.close();
    for (const key of await node.keys()) {
      expect(key).toMatch(/^(segments|objects\/\d{10})\/\d{10}-[0-9a-f]{16}\.(seg|obj)$/);
    }
    await node.close();
  });

  it('starts, and goes on storing, while the store is away', async () => {
    const stored = await fillLog();
    await node.mover.runNow();
    await node.close();
    server.fate = () => 'refused';
    await node.open();
    stored.set(21, await node.store(21, 3_000));
    await node.mover.runNow();
    expect(node.mover.status).toMatchObject({ failure: 'store-unavailable', waitingFiles: expect.any(Number) });
    const [first, , , , , , , last] = [...stored.values()].reverse().concat([...stored.values()]);
    expect(last).toBeDefined();
    if (first !== undefined) expect(await node.log.readRange(first, 0, 4)).toEqual(Buffer.alloc(4, 21));
    const gone = stored.get(1);
    if (gone === undefined) throw new Error('it was stored');
    await expect(collect(node.log.read(gone))).rejects.toMatchObject({ code: 'store-unavailable' });
    server.fate = () => 'ok';
    await node.mover.runNow();
    expect(node.mover.status.failure).toBeUndefined();
    await expectReadable(stored);
    await node.close();
  });

  it('never gives out a part: a body that breaks off is asked for again, and then an error', async () => {
    const stored = await fillLog();
    await node.mover.runNow();
    await node.close();
    let cuts = 1;
    server.fate = ({ method }) => (method === 'GET' && cuts-- > 0 ? 'cut-short' : 'ok');
    await node.open();
    await expectReadable(stored);
    await node.close();
    await node.open();
    server.fate = ({ method }) => (method === 'GET' ? 'cut-short' : 'ok');
    const gone = stored.get(1);
    if (gone === undefined) throw new Error('it was stored');
    await expect(collect(node.log.read(gone))).rejects.toMatchObject({ code: 'store-unavailable' });
    await node.close();
  });

  it('keeps copies up to the size that the cache has, and reads them without the store', async () => {
    await node.close();
    await node.open({ cacheBytes: 1_000_000, cacheDays: 0 });
    const stored = await fillLog();
    await node.mover.runNow();
    server.requests = [];
    await expectReadable(stored);
    expect(server.requests).toEqual([]);
    expect(node.mover.status.cachedBytes).toBeGreaterThan(10_000);
    await node.close();
    await node.open({ cacheBytes: 5_000, cacheDays: 0 });
    await node.mover.runNow();
    expect(node.mover.status.cachedBytes).toBeLessThanOrEqual(3 * 4_096);
    await expectReadable(stored);
    await node.close();
  });

  it('removes from the store what is deleted and compacted, also when it was away meanwhile', async () => {
    const stored = await fillLog();
    await node.mover.runNow();
    const before = await node.keys();
    server.fate = () => 'refused';
    for (const fill of [1, 2, 3, 4, 5, 7]) {
      const location = stored.get(fill);
      if (location !== undefined) await node.log.markDeleted(location, 'user');
      stored.delete(fill);
    }
    await node.mover.runNow();
    expect(node.mover.status.removals).toBe(1);
    const moved = async (objects: readonly MovedObject[]) => {
      for (const { location } of objects) {
        for (const [fill, known] of stored) if (known.objectId === location.objectId) stored.set(fill, location);
      }
    };
    expect(await node.log.compact({ moved })).toMatchObject({ segments: 0 });
    server.fate = () => 'ok';
    expect(await node.log.compact({ moved })).toMatchObject({ segments: 1 });
    await node.restart('kill');
    await node.mover.runNow();
    expect(node.mover.status.removals).toBe(0);
    const after = await node.keys();
    expect(before.filter((key) => !after.includes(key))).toHaveLength(2);
    await expectReadable(stored);
    expect(node.files('.gone')).toEqual([]);
    await node.close();
  });

  it('takes a census of moved segments without reading the store', async () => {
    const stored = await fillLog();
    const first = stored.get(1);
    if (first !== undefined) await node.log.markDeleted(first, 'user');
    for (let fill = 31; fill <= 50; fill += 1) stored.set(fill, await node.store(fill));
    await node.mover.runNow();
    await node.close();
    await node.open();
    await node.mover.runNow();
    server.requests = [];
    await node.log.compact({ moved: async () => {} });
    expect(server.requests.filter((request) => request.includes('segments/')).length).toBeLessThanOrEqual(1);
    await node.close();
  });

  it('reads a segment from front to back in few requests', async () => {
    await node.close();
    node = new Node();
    await node.open();
    const stored: [number, ObjectLocation][] = [];
    for (let fill = 1; fill <= 60; fill += 1) stored.push([fill, await node.store(fill)]);
    await node.mover.runNow();
    server.requests = [];
    for (const [fill, location] of stored) {
      expect((await node.log.readRange(location, 0, 400)).every((byte) => byte === fill)).toBe(true);
    }
    const segments = new Set(server.requests);
    expect(segments.size).toBeGreaterThan(3);
    // Four blocks a segment, of which the second half comes in one request.
    expect(server.requests.length).toBeLessThanOrEqual(4 * segments.size);
    await node.close();
  });

  it('refuses a bucket that is not the one', async () => {
    await fillLog();
    await node.mover.runNow();
    const store = await server.store();
    for await (const { key } of store.list(`${node.prefix}/`)) await store.remove(key);
    store.close();
    await node.close();
    await node.open();
    await node.store(31, 3_000);
    await node.mover.runNow();
    expect(node.mover.status.failure).toBe('wrong-store');
    expect(await node.keys()).toEqual([]);
    await node.close();
  });
});

describe('crashes while files move', () => {
  /** Of the calls of the disk during moves, removals of copies and deletions every third; each of them takes 8 s. */
  it('loses nothing and leaves nothing in the bucket, wherever the process ends', async () => {
    await node.close();
    let isPastTheEnd = false;
    for (let endsAt = 0; !isPastTheEnd; endsAt += 3) {
      const end = endsAt % 2 === 0 ? 'kill' : 'power';
      node = new Node();
      await node.open();
      const stored = await fillLog(13);
      const first = node.disk.calls;
      const { promise: ended, resolve } = Promise.withResolvers<'ended'>();
      node.disk.fate = ({ index }: DiskCall): Fate => {
        if (index - first < endsAt) return 'ok';
        resolve('ended');
        return 'cut';
      };
      const work = async () => {
        await node.mover.runNow();
        const large = stored.get(7);
        const small = stored.get(1);
        if (large !== undefined) await node.log.markDeleted(large, 'user');
        if (small !== undefined) await node.log.markDeleted(small, 'user');
        await node.mover.runNow();
        return 'done' as const;
      };
      isPastTheEnd = (await Promise.race([work().catch(() => 'ended' as const), ended])) === 'done';
      await node.restart(end);
      await node.mover.runNow();
      await node.mover.runNow();
      expect(node.mover.status.failure).toBeUndefined();
      const deleted = new Set<string>();
      for (const entry of await collect(node.log.entriesSince(0))) {
        expect(entry.kind).not.toBe('damaged');
        if (entry.kind === 'deleted') deleted.add(entry.objectId);
      }
      for (const [fill, { objectId }] of stored) if (deleted.has(objectId)) stored.delete(fill);
      await expectReadable(stored);
      const named = node.files('.moved').map((path) => path.split('/').at(-1)?.slice(0, 10));
      const keys = (await node.keys()).map((key) => key.split('/').at(-1)?.slice(0, 10));
      expect(keys.sort()).toEqual(named.sort());
      await node.close();
    }
  });

  it('tries again whatever request fails, and whatever answer is lost', async () => {
    const methods = new Set<string>();
    for (const fate of ['failed', 'answer-lost'] as const) {
      let isPastTheEnd = false;
      for (let failing = 0; !isPastTheEnd; failing += 3) {
        node = new Node();
        await node.open();
        const stored = await fillLog(9);
        let requests = 0;
        // The client tries three times by itself: this fails as often.
        server.fate = ({ method }) => {
          methods.add(method);
          requests += 1;
          return requests > failing && requests <= failing + 3 ? fate : 'ok';
        };
        await node.mover.runNow();
        isPastTheEnd = requests <= failing;
        server.fate = () => 'ok';
        await node.mover.runNow();
        expect(node.mover.status.failure).toBeUndefined();
        await expectReadable(stored);
        const named = node.files('.moved').length;
        expect((await node.keys()).length).toBe(named);
        await node.close();
      }
    }
    expect([...methods].sort()).toEqual(['HEAD', 'PUT']);
  });
});

it('uploads large files in parts, and proves them', async () => {
  const store = await server.store();
  const { createHash } = await import('node:crypto');
  const bytes = Buffer.alloc(17 * 1024 * 1024 + 5, 'isocenter');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { read: async (target: Uint8Array, at: number) => bytes.copy(target, 0, at) };
  await store.put('parts/one', { file, bytes: bytes.byteLength, sha256 });
  expect(server.requests.filter((request) => request === 'PUT parts/one')).toHaveLength(3);
  expect((await store.read('parts/one', 8 * 1024 * 1024 - 3, 8 * 1024 * 1024 + 6)).toString()).toBe(
    bytes.toString('utf8', 8 * 1024 * 1024 - 3, 8 * 1024 * 1024 + 6),
  );
  expect(server.requests.every((request) => !request.includes(bucket))).toBe(true);
  store.close();
});
