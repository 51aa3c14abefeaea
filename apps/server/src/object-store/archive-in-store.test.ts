import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { type S3Server, startS3Server } from '../../test/s3-server.ts';
import type { IntakeResult } from '../archive/intake.ts';
import { type Archive, blobsDir, openArchive } from '../archive/open-archive.ts';
import { createBackup } from '../backup/create-backup.ts';
import { beginRestore, findBackup, restoreFiles } from '../backup/restore-backup.ts';
import { findDamage } from '../backup/verify-backup.ts';
import { nodeFileSystem } from '../storage/file-system.ts';
import { loadMasterKeys } from '../storage/master-key.ts';
import { examineStore } from './examine-store.ts';
import { MovedFiles } from './moved-files.ts';
import type { Mover } from './mover.ts';
import { openTier } from './open-object-store.ts';
import { RemoteReads } from './remote-reads.ts';

const decoder = { decodeToNative: () => Promise.reject(new Error('this test has no codecs')) };

let server: S3Server;
let place: string;
let database: TestDatabase;
let archive: Archive;

beforeAll(async () => {
  server = await startS3Server();
});
afterAll(() => server.close());

beforeEach(async () => {
  server.fate = () => 'ok';
  place = mkdtempSync(join(tmpdir(), 'isocenter-in-store-'));
  database = await openTestDatabase();
  archive = await open();
});

afterEach(async () => {
  await archive.close(5_000);
  await database.close();
  rmSync(place, { recursive: true, force: true });
});

async function open(rebuild = false): Promise<Archive> {
  const dataDir = join(place, 'data');
  const dir = blobsDir(dataDir);
  const { mkdir } = await import('node:fs/promises');
  await mkdir(dir, { recursive: true });
  const cache = { cacheBytes: 0, cacheDays: 0 };
  const objectStore = await openTier({
    ...{ dir, store: await server.store(), prefix: place.split('-').at(-1) ?? '', cache, now: () => new Date() },
  });
  const sopClasses = { refused: [], acceptPrivate: true };
  return openArchive({
    ...{ dataDir, db: database.db, logger: silentLogger, decoder, sopClasses, objectStore, rebuild, isShared: true },
    segmentBytes: 32 * 1024,
  });
}

const mover = (): Mover => {
  const found = archive.movers().get(archive.log.spool);
  if (found === undefined) throw new Error('a store is configured');
  return found;
};

/** Images of 8 kB, every fourth of 1.5 MB and so in a file of its own. */
async function send(number: number, fill = number): Promise<IntakeResult> {
  const pixels = Buffer.alloc(number % 4 === 3 ? 1_500_000 : 8_000, fill);
  const attributes = imageAttributes({
    SOPInstanceUID: `2.25.${1000 + number}`,
    PixelData: { vr: 'OW', value: pixels },
  });
  const sink = archive.ingest.open({
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy: 'first',
  });
  await sink.write(encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian));
  return sink.finish();
}

async function fill(): Promise<void> {
  for (let number = 0; number < 16; number += 1) await send(number);
  await archive.reader.settled();
  await mover().runNow();
}

const rows = () => database.db.selectFrom('instance').selectAll().orderBy('sop_instance_uid').execute();

/** What each served instance is read as: the fill of its pixels, or a code. */
async function readAll(): Promise<readonly (number | string)[]> {
  const found = (await rows()).filter(({ state }) => state === 'served');
  return Promise.all(
    found.map(async ({ location, length_bytes }) => {
      try {
        const bytes = await archive.reader.readRange(location, 0, length_bytes);
        return bytes.at(-1) ?? 'nothing';
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
      }
    }),
  );
}

const all = Array.from({ length: 16 }, (_, number) => number);

test('what was moved is read, compacted, and indexed anew', async () => {
  await fill();
  expect(await readAll()).toEqual(all);
  // Nine of twelve small ones go: most segments are mostly dead.
  for (const { location } of (await rows()).slice(0, 9)) await archive.log.markDeleted(location, 'user');
  const { segments } = await archive.compact();
  expect(segments).toBeGreaterThanOrEqual(1);
  expect((await readAll()).slice(9)).toEqual(all.slice(9));
  await mover().runNow();
  expect(mover().status.removals).toBe(0);
  await archive.close(5_000);
  archive = await open(true);
  expect(await readAll()).toEqual(all.slice(9));
});

test('what another gateway moved is read by this one, and both again by one that adopts them', async () => {
  await fill();
  const first = archive;
  const second = await open();
  expect(second.log.spool).toBe(2);
  archive = second;
  for (const number of [16, 17, 18, 19]) await send(number);
  await archive.reader.settled();
  await mover().runNow();
  archive = first;
  expect(await readAll()).toEqual([...all, 16, 17, 18, 19]);
  archive = second;
  expect(await readAll()).toEqual([...all, 16, 17, 18, 19]);
  await second.close(5_000);
  await first.close(5_000);
  archive = await open();
  expect(await readAll()).toEqual([...all, 16, 17, 18, 19]);
  // Both are moved from here on, and counted.
  expect([...archive.movers().keys()].toSorted()).toEqual([1, 2]);
});

test('a copy that comes again is known without reading the store, also while it is away', async () => {
  await fill();
  server.requests = [];
  expect(await outcomeOf(send(1))).toBe('duplicate');
  expect(await outcomeOf(send(3))).toBe('duplicate');
  expect(server.requests.filter((request) => request.startsWith('GET'))).toEqual([]);
  server.fate = () => 'refused';
  expect(await outcomeOf(send(2))).toBe('duplicate');
  // Other content cannot be compared: both are kept, and the index goes on.
  expect(await outcomeOf(send(4, 99))).toBe('conflict');
  expect(await outcomeOf(send(20))).toBe('stored');
  expect((await readAll()).slice(0, 3)).toEqual(['store-unavailable', 'store-unavailable', 'store-unavailable']);
});

test('a copy that comes again over another gateway is known without reading the store', async () => {
  await fill();
  const first = archive;
  const second = await open();
  archive = second;
  server.requests = [];
  expect(await outcomeOf(send(1))).toBe('duplicate');
  expect(server.requests.filter((request) => request.startsWith('GET'))).toEqual([]);
  await second.close(5_000);
  archive = first;
});

test('a copy that the store has lost is replaced by the one that comes again', async () => {
  await fill();
  const store = await server.store();
  for await (const { key } of store.list(place.split('-').at(-1) ?? ''))
    if (key.endsWith('.obj')) await store.remove(key);
  store.close();
  expect((await readAll())[3]).toBe('not-found');
  await outcomeOf(send(3));
  expect((await readAll())[3]).toBe(3);
});

test('a backup holds everything, fetches nothing twice, and is restored without the store', async () => {
  await fill();
  const store = await server.store();
  const moved = new MovedFiles({ local: nodeFileSystem, reads: new RemoteReads({ store }) });
  const dir = join(place, 'backups');
  const keysDir = join(place, 'keys');
  let clock = Date.parse('2026-01-02T03:04:05Z');
  const backUp = () =>
    createBackup({
      ...{
        dir,
        keysDir,
        dataDir: join(place, 'data'),
        withMasterKey: true,
        masterKeys: loadMasterKeys(join(place, 'data', 'blobs', 'master.key')),
        keyDays: 30,
        pool: database.pool,
        version: 'test',
        moved,
      },
      now() {
        clock += 1_000;
        return new Date(clock);
      },
      keep: undefined,
      onProgress: () => undefined,
    });
  const first = await backUp();
  expect(first.manifest.blobs).toMatchObject({ objects: 4 });
  expect(first.damagedStretches).toBe(0);
  server.requests = [];
  const { copiedFiles } = await backUp();
  expect(copiedFiles).toBe(0);
  expect(server.requests).toEqual([]);
  const found = await findBackup(dir, { keysDir, masterKeyFile: join(keysDir, 'master.key') });
  for await (const path of findDamage({ ...found, onBytes: () => undefined })) throw new Error(`damaged: ${path}`);
  const restored = join(place, 'restored');
  const masterKeyFile = join(keysDir, 'master.key');
  const options = { ...found, dataDir: restored, keysDir, masterKeyFile, onBytes: () => undefined };
  await restoreFiles(options, await beginRestore(options));
  expect(readdirSync(blobsDir(restored))).not.toContain('s3-store');
  const segments = readdirSync(join(blobsDir(restored), 'segments'));
  expect(segments).toHaveLength(first.manifest.blobs.segments + 1);
  expect(segments.every((name) => name.endsWith('.seg'))).toBe(true);
  store.close();
});

test('an examination finds what is missing in the bucket, and what nobody knows there', async () => {
  await fill();
  const store = await server.store();
  const dir = blobsDir(join(place, 'data'));
  const moved = new MovedFiles({ local: nodeFileSystem, reads: new RemoteReads({ store }) });
  const keys: string[] = [];
  for await (const { key } of store.list(place.split('-').at(-1) ?? '')) keys.push(key);
  const prefix = `${keys[0]?.split('/').slice(0, 2).join('/')}/`;
  const examine = () => examineStore({ local: nodeFileSystem, dir, moved, store, prefix });
  const whole = await examine();
  expect(whole).toMatchObject({ movedFiles: keys.length - 1, missing: [], unknownFiles: 0 });
  const [large = '', segment = ''] = [
    keys.find((key) => key.endsWith('.obj')),
    keys.find((key) => key.endsWith('.seg')),
  ];
  await store.remove(large);
  const bytes = Buffer.from('short');
  const file = { read: async (target: Uint8Array, at: number) => bytes.copy(target, 0, at) };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await store.put(segment, { file, bytes: bytes.byteLength, sha256 });
  await store.put(`${prefix}segments/0000000999-0123456789abcdef.seg`, { file, bytes: bytes.byteLength, sha256 });
  const found = await examine();
  expect(found).toMatchObject({ unknownFiles: 1, unknownBytes: 5 });
  expect(found.missing).toEqual([
    expect.stringMatching(/^objects\/\d{10}\/\d{10}\.obj$/),
    expect.stringMatching(/^segments\/\d{10}\.seg$/),
  ]);
  store.close();
});

async function outcomeOf(sent: Promise<IntakeResult>): Promise<string> {
  const result = await sent;
  if (result.kind === 'refused') return result.code;
  archive.index.flush();
  return result.outcome;
}
