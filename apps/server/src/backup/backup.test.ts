import { createHash, createHmac } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { retireMasterKeys } from '../storage/key-rotation.ts';
import { loadMasterKeys } from '../storage/master-key.ts';
import { openMasterKeyFile } from '../storage/master-key-source.ts';
import { findOwnKeys } from './backup-keys.ts';
import { holdCompaction } from './compaction-hold.ts';
import { type BackupOptions, createBackup } from './create-backup.ts';
import { beginRestore, endRestore, findBackup, restoreFiles, restoreTables } from './restore-backup.ts';
import { deriveBackupKeys, readSealed, writeSealed } from './sealed-file.ts';
import { findDamage } from './verify-backup.ts';

const segmentBytes = 32 * 1024;
const decoder = { decodeToNative: () => Promise.reject(new Error('this test has no codecs')) };
const sopClasses = { refused: [], acceptPrivate: true };

let place: string;
let dir: string;
let keysDir: string;
let masterKeyFile: string;
let database: TestDatabase;
let archive: Archive;
let clock: number;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'isocenter-backups-'));
  dir = join(place, 'backups');
  keysDir = join(place, 'keys');
  masterKeyFile = join(keysDir, 'master.key');
  clock = Date.parse('2026-01-02T03:04:05Z');
  database = await openTestDatabase();
  archive = await openNode(join(place, 'data'), database);
  opened.push({ close: () => archive.close(5_000) }, database);
  await store(0, 12);
});

afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
  rmSync(place, { recursive: true, force: true });
});

function openNode(dataDir: string, { db }: TestDatabase): Promise<Archive> {
  return openArchive({ dataDir, db, logger: silentLogger, decoder, sopClasses, segmentBytes, isShared: true });
}

/** Stores images with numbers; each is 8 kB, every fourth 1.5 MB and so in a file of its own. */
async function store(from: number, to: number, changes = {}): Promise<void> {
  for (let number = from; number < to; number += 1) {
    const pixels = Buffer.alloc(number % 4 === 3 ? 1_500_000 : 8_000, number);
    const attributes = imageAttributes({
      SOPInstanceUID: `2.25.${1000 + number}`,
      StudyInstanceUID: `2.25.${10 + (number % 3)}`,
      PixelData: { vr: 'OW', value: pixels },
      ...changes,
    });
    const sink = archive.ingest.open({
      transferSyntax: explicitVrLittleEndian,
      provenance: { source: 'dimse', receivedAt: '2026-01-02T03:04:05.000Z' },
      policy: 'first',
    });
    await sink.write(encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian));
    expect((await sink.finish()).kind).toBe('durable');
  }
}

function backUp(changes: Partial<BackupOptions> = {}) {
  return createBackup({
    dir,
    dataDir: join(place, 'data'),
    keysDir,
    withMasterKey: true,
    masterKeys: loadMasterKeys(join(place, 'data', 'blobs', 'master.key')),
    keyDays: 30,
    pool: database.pool,
    version: 'test',
    now() {
      clock += 1_000;
      return new Date(clock);
    },
    keep: undefined,
    onProgress: () => undefined,
    ...changes,
  });
}

/** Restores the newest backup, or the one named, and returns what its index lists, with the digest of what is read. */
async function restore(named?: string): Promise<readonly string[]> {
  const dataDir = mkdtempSync(join(place, 'restored-'));
  const found = await findBackup(dir, { keysDir, masterKeyFile, named });
  const options = { ...found, dataDir, keysDir, masterKeyFile, onBytes: () => undefined };
  const empty = await openTestDatabase();
  opened.unshift(empty);
  await restoreFiles(options, await beginRestore(options));
  await restoreTables(options, empty.pool);
  const restored = await openNode(dataDir, empty);
  try {
    expect(restored.caughtUp.failed).toBe(0);
    await endRestore(dataDir);
    return await contentOf(restored, empty);
  } finally {
    await restored.close(5_000);
  }
}

async function contentOf({ reader }: Archive, { db }: TestDatabase): Promise<readonly string[]> {
  await reader.settled();
  const rows = await db.selectFrom('instance').selectAll().where('state', '=', 'served').execute();
  const content: string[] = [];
  for (const { sop_instance_uid, location, length_bytes, sha256 } of rows) {
    const bytes = await reader.readRange(location, 0, length_bytes);
    expect(createHash('sha256').update(bytes).digest()).toEqual(sha256);
    content.push(`${sop_instance_uid} ${sha256.toString('hex')}`);
  }
  return content.toSorted();
}

const sharedSegments = () => readdirSync(join(dir, 'blobs/segments')).filter((name) => name.endsWith('.seg'));

describe('a backup', () => {
  test('holds every object and every row, and the next one copies only what is new', async () => {
    const first = await backUp();
    expect(first).toMatchObject({ damagedStretches: 0, removedBackups: [] });
    expect(first.manifest.blobs.objects).toBe(3);
    expect(first.manifest.blobs.segments).toBeGreaterThan(1);
    const before = await contentOf(archive, database);
    expect(await restore()).toEqual(before);

    expect(await backUp()).toMatchObject({ copiedFiles: 0 });
    await store(12, 16);
    const third = await backUp();
    expect(third.copiedFiles).toBeLessThan(first.copiedFiles);
    expect(third.manifest.blobs.objects).toBe(4);
    expect(await restore()).toEqual(await contentOf(archive, database));
    // Every earlier one is still there, as it was.
    expect(await restore(first.name)).toEqual(before);
  });

  test('taken while objects come holds what was acknowledged before it began', async () => {
    const before = await contentOf(archive, database);
    let told = false;
    const load = (async () => {
      for (let number = 12; !told && number < 60; number += 1) await store(number, number + 1);
    })();
    await backUp();
    await store(500, 504);
    const second = await backUp();
    told = true;
    await load;
    const restored = await restore(second.name);
    expect(restored).toEqual(expect.arrayContaining([...before]));
    expect(restored.filter((line) => /^2\.25\.150[0-3] /.test(line))).toHaveLength(4);
  });

  test('of a store that two gateways share holds what both have', async () => {
    const first = archive;
    const { db } = database;
    const shared = { dataDir: join(place, 'data'), db, logger: silentLogger, decoder, sopClasses, segmentBytes };
    const second = await openArchive({ ...shared, isShared: true });
    try {
      archive = second;
      await store(12, 20);
      archive = first;
      const { manifest } = await backUp();
      expect(manifest.spools).toMatchObject([{ number: 2, openSegment: { file: 'open-0002.seg' } }]);
      expect(await backUp({ keep: 1 })).toMatchObject({ copiedFiles: 0 });
      expect(await restore()).toEqual(await contentOf(first, database));
    } finally {
      archive = first;
      await second.close(5_000);
    }
  });

  test('fails where its snapshot lists objects of a spool that was made after it had begun', async () => {
    const { db } = database;
    // What a gateway leaves that started meanwhile, stored something and had it indexed.
    await db.insertInto('index_state').values({ spool: 2, position: 100 }).execute();
    await expect(backUp()).rejects.toMatchObject({ code: 'changed-meanwhile' });
  });

  test('that was interrupted is none, and the next goes on with what it left', async () => {
    const stop = new Error('stopped');
    let told = 0;
    const interrupted = backUp({
      onProgress(step) {
        told += step === 'objects' ? 1 : 0;
        if (told > 4) throw stop;
      },
    });
    await expect(interrupted).rejects.toBe(stop);
    await expect(findBackup(dir, { keysDir, masterKeyFile }).catch(({ code }) => code)).resolves.toMatch(
      /incomplete|keys-missing/,
    );
    const whole = await backUp();
    expect(whole.copiedFiles).toBeLessThan(whole.manifest.blobs.segments + whole.manifest.blobs.objects);
    expect(readdirSync(join(dir, 'backups'))).toEqual([whole.name]);
    expect(await restore()).toEqual(await contentOf(archive, database));
  });

  test('keeps the log from being compacted while it is made', async () => {
    await store(0, 12);
    const hold = await holdCompaction(database.pool, () => undefined);
    expect(await archive.compact()).toEqual({ segments: 0, freedBytes: 0 });
    hold.release();
    // Copies that are not kept are marked a moment after their batch.
    await expect.poll(async () => (await archive.compact()).segments).toBeGreaterThan(0);
    await backUp();
    expect(await restore()).toEqual(await contentOf(archive, database));
  });

  test('of which only the newest are kept leaves no file behind that none of them names', async () => {
    await backUp();
    const before = sharedSegments();
    await store(0, 12);
    await expect.poll(async () => (await archive.compact()).segments).toBeGreaterThan(0);
    const second = await backUp({ keep: 1 });
    expect(second.removedBackups).toHaveLength(1);
    expect(sharedSegments().filter((name) => !before.includes(name))).not.toEqual([]);
    expect(sharedSegments()).toHaveLength(second.manifest.blobs.segments);
    expect(await restore()).toEqual(await contentOf(archive, database));
  });

  test('removes nothing where the list of one that stays is not the one that was written', async () => {
    const first = await backUp();
    const second = await backUp();
    const list = join(dir, 'backups', second.name, 'blobs.jsonl');
    const lines = readFileSync(list, 'utf8').split('\n');
    writeFileSync(list, `${lines.slice(0, -2).join('\n')}\n`);
    const shared = sharedSegments();
    const expected = { code: 'damaged', message: expect.stringContaining(`backups/${second.name}/blobs.jsonl`) };
    await expect(backUp({ keep: 2 })).rejects.toMatchObject(expected);
    expect(readdirSync(join(dir, 'backups'))).toEqual(expect.arrayContaining([first.name, second.name]));
    expect(sharedSegments()).toEqual(shared);
    expect(await restore(first.name)).toEqual(await contentOf(archive, database));
  });

  test('lies apart from the data and the keys, whatever links lead there', async () => {
    const link = join(place, 'link');
    symlinkSync(join(place, 'data'), link);
    const refused: readonly [Partial<BackupOptions>, string][] = [
      [{ dir: join(place, 'data/backups') }, 'inside-data'],
      [{ dir: join(link, 'new/backups') }, 'inside-data'],
      [{ dir: place }, 'inside-data'],
      [{ keysDir: join(link, 'keys') }, 'inside-data'],
      [{ keysDir: place }, 'inside-data'],
      [{ dir: link, keysDir: undefined }, 'inside-data'],
      [{ keysDir: join(dir, 'keys') }, 'keys-inside'],
      [{ dir: join(keysDir, 'backups') }, 'keys-inside'],
    ];
    const before = readdirSync(place, { recursive: true }).length;
    for (const [changes, code] of refused) await expect(backUp(changes)).rejects.toMatchObject({ code });
    expect(readdirSync(place, { recursive: true })).toHaveLength(before);
    symlinkSync(dir, join(place, 'elsewhere'));
    await backUp();
    await expect(backUp({ keysDir: join(place, 'elsewhere/keys') })).rejects.toMatchObject({ code: 'keys-inside' });
  });

  test('keeps no copy of the keys for thirty days', async () => {
    await backUp();
    clock += 28 * 86_400_000;
    await backUp();
    expect(readdirSync(keysDir).filter((name) => name.startsWith('patient-keys'))).toHaveLength(2);
    clock += 86_400_000;
    await backUp();
    expect(readdirSync(keysDir).filter((name) => name.startsWith('patient-keys'))).toHaveLength(2);
  });
});

describe('the key of a backup', () => {
  test('opens it and no other, and when its days are over nothing in it can be read by anybody', async () => {
    const first = await backUp();
    clock += 20 * 86_400_000;
    const second = await backUp();
    const masterKeys = loadMasterKeys(masterKeyFile);
    const [key] = await Promise.all([findOwnKeys(first.name, { masterKeys, folders: [keysDir] })]);
    const [largest] = first.manifest.tables.toSorted((a, b) => b.bytes - a.bytes);
    const table = (name: string) => join(dir, 'backups', name, largest?.file ?? '');
    expect((await collect(readSealed(table(first.name), key?.seal ?? never()))).length).toBeGreaterThan(0);
    await expect(collect(readSealed(table(second.name), key?.seal ?? never()))).rejects.toMatchObject({
      code: 'damaged',
    });

    clock += 9 * 86_400_000;
    const third = await backUp({ keep: undefined });
    const find = (named: string) => findBackup(dir, { keysDir, masterKeyFile, named });
    await expect(find(first.name)).rejects.toMatchObject({ code: 'backup-key-missing' });
    await expect(find(second.name)).resolves.toMatchObject({ name: second.name });
    // Whoever has all keys that there are, the master key first, and every file of the backup.
    const { all } = masterKeys;
    for (const { seal } of [...all.map(deriveBackupKeys), (await find(third.name)).keys]) {
      await expect(collect(readSealed(table(first.name), seal))).rejects.toMatchObject({ code: 'damaged' });
    }
    const everything = [place, keysDir].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }));
    expect(everything.filter((path) => path.includes(`backup-${first.name}`))).toEqual([]);
    expect((await backUp({ keep: 10 })).removedBackups).toEqual([first.name]);
    expect(await restore(second.name)).toEqual(await contentOf(archive, database));
  });

  test('keeps older backups from being removed where it should still be there', async () => {
    const first = await backUp();
    const isKey = (name: string) => name.startsWith(`backup-${first.name}`);
    const copies = join(place, 'data/blobs/key-backups');
    for (const folder of [keysDir, copies]) unlinkSync(join(folder, readdirSync(folder).find(isKey) ?? ''));
    await expect(backUp({ keep: 3 })).rejects.toMatchObject({ code: 'backup-key-missing' });
    expect(readdirSync(join(dir, 'backups'))).toContain(first.name);
  });

  test('is not needed for a backup of before', async () => {
    const { name } = await backUp();
    await sealAsBefore(name);
    for (const file of readdirSync(keysDir).filter((found) => found.startsWith('backup-')))
      unlinkSync(join(keysDir, file));
    expect(await restore(name)).toEqual(await contentOf(archive, database));
  });

  test('and those of patients are wrapped anew beside the backups after a rotation', async () => {
    const first = await backUp();
    const file = join(place, 'data/blobs/master.key');
    const source = await openMasterKeyFile(file);
    await source.add(new Date(clock));
    await archive.close(5_000);
    archive = await openNode(join(place, 'data'), database);
    await backUp({ masterKeys: loadMasterKeys(file) });
    expect(await retireMasterKeys(join(place, 'data'), source)).toBe(1);
    writeFileSync(masterKeyFile, readFileSync(file), { mode: 0o600 });
    expect(await restore(first.name)).toEqual(await contentOf(archive, database));
  });
});

/** Turns a backup into one whose files are under a key that the master key gives, as they were up to version 0.2. */
async function sealAsBefore(name: string): Promise<void> {
  const { manifest, keys } = await findBackup(dir, { keysDir, masterKeyFile, named: name });
  const old = deriveBackupKeys(loadMasterKeys(masterKeyFile).newest);
  const folder = join(dir, 'backups', name);
  const seal = async <T extends { file: string }>(entry: T): Promise<T> => {
    const plain = await collect(readSealed(join(folder, entry.file), keys.seal));
    return { ...entry, ...(await writeSealed(join(folder, entry.file), old.seal, plain)) };
  };
  const [tables, files] = [await Promise.all(manifest.tables.map(seal)), await Promise.all(manifest.files.map(seal))];
  const text = JSON.stringify({ ...manifest, tables, files });
  const mac = createHmac('sha256', old.mac).update(text).digest('hex');
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify({ mac })}\n${text}`);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array> & { length: number }> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(Buffer.from(piece));
  const all = Buffer.concat(pieces);
  return {
    length: all.byteLength,
    async *[Symbol.asyncIterator]() {
      yield all;
    },
  };
}

function never(): never {
  throw new Error('the key of a backup is missing');
}

describe('damage', () => {
  const files = () => {
    const [name = ''] = readdirSync(join(dir, 'backups'));
    const objects = readdirSync(join(dir, 'blobs/objects'), { recursive: true, encoding: 'utf8' });
    const object = objects.find((path) => path.endsWith('.obj'));
    const state = readdirSync(join(dir, 'backups', name, 'state')).map((file) => `backups/${name}/state/${file}`);
    const own = ['blobs.jsonl', 'open.seg'].map((file) => `backups/${name}/${file}`);
    return [...own, ...state, `blobs/segments/${sharedSegments()[0]}`, `blobs/objects/${object}`];
  };

  const kinds: readonly [string, (path: string) => void][] = [
    [
      'one bit of',
      (path) => {
        const bytes = readFileSync(path);
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
    ['the end of', (path) => truncateSync(path, readFileSync(path).length - 1)],
    ['the whole of', (path) => unlinkSync(path)],
  ];

  test.each(kinds)('of %s any file is found, and named by a restoration', async (_, damage) => {
    await backUp();
    const all = files();
    expect(all.length).toBeGreaterThan(15);
    const whole = join(place, 'whole');
    cpSync(dir, whole, { recursive: true });
    const namedWhenDamaged = async (damaged: readonly string[]) => {
      for (const file of damaged) damage(join(dir, file));
      const found = await findBackup(dir, { keysDir, masterKeyFile });
      const named: string[] = [];
      for await (const path of findDamage({ ...found, onBytes: () => undefined })) named.push(path);
      for (const file of damaged) cpSync(join(whole, file), join(dir, file));
      return named.toSorted();
    };
    // Without the list, which is the first, nobody knows what else should be there.
    expect(await namedWhenDamaged(all.slice(0, 1))).toEqual(all.slice(0, 1));
    expect(await namedWhenDamaged(all.slice(1))).toEqual(all.slice(1).toSorted());
    expect(await namedWhenDamaged([])).toEqual([]);
    for (const file of [all[1], all.at(-1)]) {
      damage(join(dir, file ?? ''));
      await expect(restore()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining(file ?? '') });
      cpSync(join(whole, file ?? ''), join(dir, file ?? ''));
    }
    damage(join(dir, 'backups', readdirSync(join(dir, 'backups'))[0] ?? '', 'manifest.json'));
    await expect(findBackup(dir, { keysDir, masterKeyFile })).rejects.toThrow(/manifest.json|finished/);
  });

  test('of a table is found before its rows are used', async () => {
    await backUp();
    const found = await findBackup(dir, { keysDir, masterKeyFile });
    const table = found.manifest.tables.find(({ name }) => name === 'study');
    truncateSync(join(dir, 'backups', found.name, table?.file ?? ''), 100);
    await expect(restore()).rejects.toMatchObject({ code: 'damaged' });
  });
});

describe('a restoration', () => {
  test('refuses a folder that is not empty, and goes on with one that it began itself', async () => {
    await backUp();
    const dataDir = join(place, 'target');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'something'), '');
    const options = {
      ...(await findBackup(dir, { keysDir, masterKeyFile })),
      dataDir,
      keysDir,
      masterKeyFile,
      onBytes: () => undefined,
    };
    await expect(beginRestore(options)).rejects.toMatchObject({ code: 'target-not-empty' });
    rmSync(join(dataDir, 'something'));
    await restoreFiles(options, await beginRestore(options));
    await beginRestore(options);
    expect(readdirSync(dataDir)).toEqual(['RESTORE-UNFINISHED']);
  });

  test('needs the keys of the same node, and the master key that opens them', async () => {
    await backUp();
    const dataDir = join(place, 'target');
    const found = await findBackup(dir, { keysDir, masterKeyFile });
    const options = { ...found, dataDir, keysDir, masterKeyFile, onBytes: () => undefined };
    await expect(beginRestore({ ...options, keysDir: join(place, 'none') })).rejects.toMatchObject({
      code: 'keys-missing',
    });
    const other = await openTestDatabase();
    const otherNode = await openNode(join(place, 'other'), other);
    await otherNode.close(0);
    await backUp({
      dir: join(place, 'others'),
      keysDir: join(place, 'other-keys'),
      dataDir: join(place, 'other'),
      masterKeys: loadMasterKeys(join(place, 'other', 'blobs', 'master.key')),
      pool: other.pool,
    });
    await other.close();
    await expect(beginRestore({ ...options, keysDir: join(place, 'other-keys') })).rejects.toMatchObject({
      code: 'keys-differ',
    });
    const otherKeys = { keysDir, masterKeyFile: join(place, 'other-keys/master.key') };
    await expect(findBackup(dir, otherKeys)).rejects.toMatchObject({ code: 'backup-key-missing' });
    expect(existsSync(dataDir)).toBe(false);
  });
});
