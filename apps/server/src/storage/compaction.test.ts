import { createSecretKey } from 'node:crypto';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BlobLog } from './blob-log.ts';
import type { MovedObject } from './compaction.ts';
import type { DataKey } from './key-ring.ts';
import type { ObjectLocation } from './log-entry.ts';
import { MasterKeys } from './master-keys.ts';
import { SimulatedDisk, seededChance } from './test/simulated-disk.ts';
import { buildRecord, collect, dir, openOn } from './test/workload.ts';

let disk: SimulatedDisk;
let log: BlobLog;
let dataKey: DataKey;

beforeEach(async () => {
  disk = new SimulatedDisk(seededChance(1), new Map(), [dirname(dir), dir]);
  await reopen();
  dataKey = log.keys.dataKeyFor(await log.keys.createPatientKey());
});

async function reopen() {
  log = await openOn(disk, { masterKeys: new MasterKeys([createSecretKey(Buffer.alloc(32, 7))]) });
}

/** Objects that are told apart by their fill; four fit a segment. */
async function store(fill: number, lengthBytes = 400): Promise<ObjectLocation> {
  const plaintext = [Buffer.alloc(lengthBytes, fill)];
  return (await log.append({ record: buildRecord(lengthBytes), dataKey, plaintext })).location;
}

async function readFill(location: ObjectLocation): Promise<number | undefined> {
  return Buffer.concat(await collect(log.read(location)))[0];
}

const segments = () => disk.paths.filter((path) => path.includes('/segments/')).length;
const ignore = async () => undefined;

describe('compaction', () => {
  it('copies what is alive, tells where it is now, and removes the segment', async () => {
    const locations: ObjectLocation[] = [];
    for (let fill = 1; fill <= 12; fill += 1) locations.push(await store(fill));
    const before = segments();
    for (const location of locations.slice(0, 3)) await log.markDeleted(location, 'user');
    const moved: MovedObject[] = [];
    const result = await log.compact({
      moved: async (objects) => {
        moved.push(...objects);
        for (const location of locations.slice(3)) expect(await readFill(location)).toBeDefined();
      },
    });
    expect(result.segments).toBe(1);
    expect(result.freedBytes).toBeGreaterThan(2_000);
    expect(segments()).toBeLessThanOrEqual(before);
    expect(moved.map(({ location }) => location.objectId)).toEqual([locations[3]?.objectId]);
    for (const { location } of moved) expect(await readFill(location)).toBe(4);
    const [gone] = locations;
    if (gone !== undefined) await expect(readFill(gone)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps the arrival of an object through every move, and lists it as moved', async () => {
    const first = await store(1);
    const [original] = await collect(log.entriesSince(0));
    const others = [];
    for (let fill = 2; fill <= 9; fill += 1) others.push(await store(fill));
    for (const location of others.slice(0, 3)) await log.markDeleted(location, 'user');
    await log.compact({ moved: ignore });
    for (let round = 0; round < 2; round += 1) {
      const fresh = [];
      for (let fill = 0; fill < 8; fill += 1) fresh.push(await store(fill));
      for (const location of fresh) await log.markDeleted(location, 'user');
      await log.compact({ moved: ignore });
    }
    const entry = (await collect(log.entriesSince(0))).findLast(
      (found) => found.kind === 'moved' && found.location.objectId === first.objectId,
    );
    expect(entry).toMatchObject({ kind: 'moved', arrival: original?.position });
    if (entry?.kind === 'moved') expect(await readFill(entry.location)).toBe(1);
  });

  it('leaves segments with little dead in them, and the active one', async () => {
    const locations: ObjectLocation[] = [];
    for (let fill = 1; fill <= 10; fill += 1) locations.push(await store(fill));
    const [first] = locations;
    if (first !== undefined) await log.markDeleted(first, 'user');
    for (const location of locations.slice(8)) await log.markDeleted(location, 'user');
    expect(await log.compact({ moved: ignore })).toEqual({ segments: 0, freedBytes: 0 });
  });

  it('does not bring back an object that is deleted while it is copied', async () => {
    const locations: ObjectLocation[] = [];
    for (let fill = 1; fill <= 8; fill += 1) locations.push(await store(fill));
    for (const location of locations.slice(0, 3)) await log.markDeleted(location, 'user');
    const fourth = locations[3];
    if (fourth === undefined) throw new Error('four objects were stored');
    const [, deletedAt] = await Promise.all([log.compact({ moved: ignore }), log.markDeleted(fourth, 'erasure')]);
    expect(deletedAt).toBeGreaterThan(0);
    for (let round = 0; round < 4; round += 1) {
      for (let fill = 0; fill < 8; fill += 1) await log.markDeleted(await store(fill), 'user');
      await log.compact({ moved: ignore });
      await log.close();
      await reopen();
      const entries = await collect(log.entriesSince(0));
      const deleted = new Set(entries.flatMap((entry) => (entry.kind === 'deleted' ? [entry.objectId] : [])));
      const alive = entries.filter((entry) => 'location' in entry && !deleted.has(entry.location.objectId));
      expect(alive.map((entry) => 'location' in entry && entry.location.objectId)).not.toContain(fourth.objectId);
    }
  });

  it('tells again of copies that an interrupted one made', async () => {
    const locations: ObjectLocation[] = [];
    for (let fill = 1; fill <= 8; fill += 1) locations.push(await store(fill));
    for (const location of locations.slice(0, 3)) await log.markDeleted(location, 'user');
    const lost = log.compact({ moved: () => Promise.reject(new Error('the index is away')) });
    await expect(lost).rejects.toThrow('the index is away');
    disk = disk.killProcess();
    await reopen();
    const moved: MovedObject[] = [];
    await log.compact({
      moved: async (objects) => {
        moved.push(...objects);
      },
    });
    expect(moved.map(({ location }) => location.objectId)).toEqual([locations[3]?.objectId]);
    for (const { location } of moved) expect(await readFill(location)).toBe(4);
  });

  it('moves the records of large objects, not their files', async () => {
    const large = await store(1, 3_000);
    const small = [];
    for (let fill = 2; fill <= 9; fill += 1) small.push(await store(fill));
    for (const location of small.slice(0, 4)) await log.markDeleted(location, 'user');
    const files = disk.paths.filter((path) => path.endsWith('.obj'));
    const moved: MovedObject[] = [];
    await log.compact({
      moved: async (objects) => {
        moved.push(...objects);
      },
    });
    expect(disk.paths.filter((path) => path.endsWith('.obj'))).toEqual(files);
    const found = moved.find(({ location }) => location.objectId === large.objectId);
    if (found === undefined) throw new Error('the record was not moved');
    expect(await readFill(found.location)).toBe(1);
  });
});
