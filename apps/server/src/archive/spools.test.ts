/** Two archives over one database and one store, as two gateways have them, but in one process. */

import { createSecretKey } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { GatewayLink } from '../gateways/gateway-link.ts';
import { nodeFileSystem } from '../storage/file-system.ts';
import { MasterKeys } from '../storage/master-keys.ts';
import { segmentPath } from '../storage/segment-file.ts';
import { listSpools, makeSpool } from '../storage/spool-folders.ts';
import { SpoolPositions, unknownEnd } from '../storage/spool-positions.ts';
import { StorageError } from '../storage/storage-error.ts';
import { claimFree, claimStore } from './claim-spools.ts';
import { Turns } from './index-turn.ts';
import { type Archive, openArchive } from './open-archive.ts';
import { OtherSpools } from './other-spools.ts';
import { beginSpool } from './owned-spool.ts';
import { carryOutOrders, orderOf, placeOrder } from './spool-orders.ts';

const attributes: Attributes = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
  SOPInstanceUID: '2.25.1',
  Modality: 'CT',
  PatientName: 'TEST^ONE',
  PatientID: 'TEST-1',
  StudyInstanceUID: '2.25.100',
  SeriesInstanceUID: '2.25.200',
};

type Gateway = { readonly archive: Archive; readonly link: GatewayLink };

let database: TestDatabase;
let dataDir: string;
let gateways: Gateway[];

/** Nothing here orders a key destroyed. */
const destroyKey = () => Promise.reject(new Error('no key was to be destroyed'));

beforeEach(async () => {
  database = await openTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'isocenter-spools-'));
  gateways = [];
  for (let count = 0; count < 2; count += 1) gateways.push(await start());
});

afterEach(async () => {
  for (const gateway of gateways) await stop(gateway);
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<Gateway> {
  const { db, pool } = database;
  const link = await GatewayLink.open({ db, pool, logger: silentLogger, isShared: true });
  return { archive: await open({ link, isShared: true }), link };
}

const decoder = { decodeToNative: () => Promise.reject(new Error('no test compares compressed pixels')) };

const open = (options: { link?: GatewayLink; isShared?: boolean; rebuild?: boolean }) =>
  openArchive({
    dataDir,
    db: database.db,
    logger: silentLogger,
    decoder,
    sopClasses: { refused: [], acceptPrivate: true },
    ...options,
  });

async function stop({ archive, link }: Gateway): Promise<void> {
  await archive.close(5_000);
  await link.close();
}

const at = (gateway: number): Archive => {
  const found = gateways[gateway];
  if (found === undefined) throw new RangeError('there are two');
  return found.archive;
};

const bytesOf = (changes: Attributes) =>
  encodeDataSet(buildDataSet({ ...attributes, ...changes }), explicitVrLittleEndian);

/** Resolves when the object is acknowledged; the function tells what became of it. */
async function send(gateway: number, changes: Attributes): Promise<() => Promise<string>> {
  const intake = at(gateway).ingest.open({
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy: 'first',
  });
  await intake.write(bytesOf(changes));
  const result = await intake.finish();
  if (result.kind === 'refused') throw new Error(result.code);
  return () => result.outcome;
}

async function instances(gateway: number) {
  await at(gateway).reader.settled();
  return database.db
    .selectFrom('instance')
    .select(['sop_instance_uid', 'state', 'location', 'length_bytes'])
    .orderBy('sop_instance_uid')
    .orderBy('state', 'desc')
    .execute();
}

const deletionOf = (objectId: string) => {
  const place = {
    segment: 1,
    offset: 0,
    bodyOffset: 0,
    lengthBytes: 1,
    chunkBytes: 1,
    objectId,
    wrappedKey: '',
    patientKeyId: '1.0',
  };
  return { kind: 'delete', locations: [place], reason: 'duplicate' } as const;
};

const nobodyMinds = () => Promise.resolve();
const disposal = {
  cause: 'user',
  deletedBy: 'user 1',
  reason: 'sent to the wrong archive',
  deletedAt: new Date('2026-02-01T00:00:00Z'),
  purgeAfter: new Date('2026-03-03T00:00:00Z'),
} as const;

async function deleteStudy(gateway: number): Promise<string> {
  await at(gateway).reader.settled();
  const { id } = await database.db.selectFrom('study').select('id').executeTakeFirstOrThrow();
  const { trashId } = await at(gateway).trash.dispose({ level: 'study', id }, disposal, nobodyMinds);
  return trashId;
}

test('what one has acknowledged is found through the other at once, and read there, whatever its size', async () => {
  const large = { '00090010': { vr: 'LO', value: 'TEST' }, '00091010': { vr: 'OB', value: new Uint8Array(3 << 20) } };
  for (const [number, changes] of [{}, { SOPInstanceUID: '2.25.2', ...large }].entries()) {
    await send(0, changes as Attributes);
    const rows = await instances(1);
    expect(rows).toHaveLength(number + 1);
    const [row] = rows.slice(number);
    if (row === undefined) throw new Error('not found');
    const read = await at(1).reader.readRange(row.location, 0, row.length_bytes);
    expect(Buffer.compare(read, bytesOf(changes as Attributes))).toBe(0);
  }
});

test('the same object and other content under its UID, stored at both at once, are decided as by one', async () => {
  const rounds = Array.from({ length: 8 }, (_, index) => `2.25.9${index}`);
  for (const SOPInstanceUID of rounds) {
    const same = await Promise.all([0, 1].map((gateway) => send(gateway, { SOPInstanceUID })));
    const other = await Promise.all(
      [0, 1].map((gateway) => send(gateway, { SOPInstanceUID, PatientComments: `TEST ${gateway}` })),
    );
    const outcomes = await Promise.all([...same, ...other].map((outcome) => outcome()));
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'duplicate', 'stored']);
  }
  const rows = await instances(1);
  expect(rows.filter(({ state }) => state === 'served').map((row) => row.sop_instance_uid)).toEqual(rounds.toSorted());
  const { db } = database;
  expect(await db.selectFrom('conflict').selectAll().execute()).toHaveLength(2 * rounds.length);
  expect(await db.selectFrom('study').select('instance_count').execute()).toEqual([{ instance_count: rounds.length }]);
  expect(await db.selectFrom('patient').select('id').execute()).toHaveLength(1);
});

test('a damaged object that comes again to the other is read there, under a key that stays until it is erased', async () => {
  const { db } = database;
  // Purged: the second spool's key of the patient is retired, and its owner goes on storing under it.
  await send(1, {});
  await at(0).trash.purge(await deleteStudy(0), nobodyMinds);
  expect(await (await send(0, {}))()).toBe('stored');
  const [{ location } = { location: undefined }] = await instances(0);
  if (location === undefined) throw new Error('not found');
  const segment = openSync(segmentPath(join(dataDir, 'blobs'), location.segment), 'r+');
  writeSync(segment, Buffer.alloc(8, 7), 0, 8, location.offset + location.bodyOffset + 20);
  closeSync(segment);
  await (await send(1, {}))();
  for (const gateway of gateways.splice(0).toReversed()) await stop(gateway);
  gateways = [await start()];
  const [copy] = await instances(0);
  expect(copy?.location.spool).toBe(2);
  if (copy === undefined) throw new Error('not found');
  const read = await at(0).reader.readRange(copy.location, 0, copy.length_bytes);
  expect(Buffer.compare(read, bytesOf({}))).toBe(0);
  await at(0).trash.purge(await deleteStudy(0), nobodyMinds);
  const retired = await db.selectFrom('retired_key').select(['spool', 'key_id']).where('spool', '=', 2).execute();
  expect(retired).toEqual([{ spool: 2, key_id: copy.location.patientKeyId }]);
});

test('an order is taken back when nobody carried it out in time, unless somebody is at it', async () => {
  const { db } = database;
  const begun: string[] = [];
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const beginPurge = async (trashId: string) => {
    begun.push(trashId);
    await ended;
    return 1;
  };
  const note = () => Promise.resolve(1);
  const log = { spool: 9, beginPurge, endTrash: note, markDeleted: note };
  const place = (trashId: string, tell: () => Promise<void>) =>
    orderOf(db, log.spool, { order: { kind: 'begin-purge', trashId }, tell, patienceMs: 30 });
  await expect(place('late', nobodyMinds)).rejects.toMatchObject({ code: 'spool-behind' });
  let carriedOut: Promise<unknown> | undefined;
  const done = place('in time', async () => {
    carriedOut = carryOutOrders(db, log, destroyKey);
  });
  const isWaitedFor = async () => {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    return rows.length > 0;
  };
  await vi.waitUntil(isWaitedFor);
  end();
  await Promise.all([done, carriedOut]);
  expect(begun).toEqual(['in time']);
});

test('an order that fails holds up none behind it, and is done later', async () => {
  const { db } = database;
  const done: string[] = [];
  let isBroken = true;
  const markDeleted = async ({ objectId }: { objectId: string }) => {
    if (isBroken && objectId === 'first') throw new StorageError('write-failed', 'a disk of a test');
    done.push(objectId);
    return 1;
  };
  const note = () => Promise.resolve(1);
  const log = { spool: 9, markDeleted, beginPurge: note, endTrash: note };
  for (const objectId of ['first', 'second']) await placeOrder(db, log.spool, deletionOf(objectId));
  expect(await carryOutOrders(db, log, destroyKey)).toMatchObject([{ code: 'write-failed' }]);
  expect(await carryOutOrders(db, log, destroyKey)).toEqual([]);
  expect(done).toEqual(['second']);
  expect(await db.selectFrom('spool_order').select(['attempts', 'failure']).execute()).toEqual([
    { attempts: 1, failure: 'write-failed' },
  ]);
  isBroken = false;
  await db
    .updateTable('spool_order')
    .set({ try_from: new Date(0) })
    .execute();
  expect(await carryOutOrders(db, log, destroyKey)).toEqual([]);
  expect(done).toEqual(['second', 'first']);
});

test('of one who ended while it waited a deletion is done, and a mark of a trash is not', async () => {
  const { db } = database;
  const done: string[] = [];
  const note = async (what: unknown) => {
    done.push(typeof what === 'string' ? what : 'deletion');
    return 1;
  };
  const log = { spool: 9, markDeleted: note, beginPurge: note, endTrash: note };
  await placeOrder(db, log.spool, deletionOf('first'));
  const nobody = 1;
  await placeOrder(db, log.spool, { kind: 'begin-purge', trashId: 'begun' }, nobody);
  await placeOrder(db, log.spool, { kind: 'end-trash', trashId: 'ended' }, nobody);
  expect(await carryOutOrders(db, log, destroyKey)).toEqual([]);
  expect(done).toEqual(['deletion']);
  expect(await db.selectFrom('spool_order').select('id').execute()).toEqual([]);
});

describe('a study of which each holds a part', () => {
  beforeEach(async () => {
    await send(0, {});
    await send(1, { SOPInstanceUID: '2.25.2' });
  });

  const states = async () => (await instances(0)).map(({ state }) => state);

  test('goes into the trash, comes back and goes for good through either', async () => {
    const trashId = await deleteStudy(0);
    expect(await states()).toEqual(['trashed', 'trashed']);
    await at(1).trash.restore(trashId);
    expect(await states()).toEqual(['served', 'served']);
    await at(0).trash.purge(await deleteStudy(1), nobodyMinds);
    expect(await states()).toEqual([]);
    const { db } = database;
    expect(await db.selectFrom('spool_order').select('id').execute()).toEqual([]);
    // A key in each spool, of the patient and of objects whose header was read to the end.
    const retired = await db.selectFrom('retired_key').select('spool').orderBy('spool').execute();
    expect(retired).toEqual([{ spool: 1 }, { spool: 2 }]);
    // What is sent again after that is stored, and decided by what both remember of rows that are gone.
    const outcome = await send(0, {});
    expect(await outcome()).toBe('stored');
    expect(await states()).toEqual(['served']);
  });

  test('is not purged while nobody has the log of its trash, or it is being opened, and not later either', async () => {
    const { db } = database;
    const trashId = await deleteStudy(1);
    const positions = SpoolPositions.open(join(dataDir, 'blobs', 'POSITIONS'));
    const ends = positions.read();
    const refuses = async () => {
      await expect(at(0).trash.purge(trashId, nobodyMinds)).rejects.toMatchObject({ code: 'spool-behind' });
      await expect(at(0).trash.restore(trashId)).rejects.toMatchObject({ code: 'spool-behind' });
      expect(await db.selectFrom('spool_order').select('id').execute()).toEqual([]);
    };
    positions.tell(2, unknownEnd);
    await refuses();
    positions.tell(2, ends[1] ?? 0);
    positions.close();
    await makeSpool(nodeFileSystem, dataDir, 3);
    await db.updateTable('trash').set({ spool: 3 }).execute();
    await refuses();
    await db.updateTable('trash').set({ spool: 2 }).execute();
    await at(0).trash.restore(trashId);
    expect(await states()).toEqual(['served', 'served']);
  });

  test('is purged by one that waits for a busy owner while nobody else does', async () => {
    const { db } = database;
    const trashId = await deleteStudy(0);
    await makeSpool(nodeFileSystem, dataDir, 3);
    const [busy] = await claimFree(dataDir, [3]);
    await db.updateTable('trash').set({ spool: 3 }).execute();
    let isPurged = false;
    const purged = at(0)
      .trash.purge(trashId, nobodyMinds)
      .then(() => {
        isPurged = true;
      });
    const orders = () => db.selectFrom('spool_order').select('id').execute();
    await vi.waitUntil(async () => (await orders()).length > 0);
    const outcome = await send(1, { SOPInstanceUID: '2.25.3' });
    expect(await outcome()).toBe('stored');
    expect(await orders()).toHaveLength(1);
    const begun: string[] = [];
    const note = async (trash: unknown) => begun.push(String(trash));
    const log = { spool: 3, markDeleted: note, beginPurge: note, endTrash: note };
    while (!isPurged) {
      await carryOutOrders(db, log, destroyKey);
      await setImmediate();
    }
    await purged;
    expect(begun).toEqual([trashId, trashId]);
    busy?.lock.release();
  });

  test('stays deleted when the index is made anew by two that start at once', async () => {
    const { db } = database;
    await deleteStudy(1);
    for (const gateway of gateways.splice(0)) await stop(gateway);
    // As a rebuild leaves it that was killed as it began.
    await sql`truncate gateway.patient, gateway.patient_key, gateway.study, gateway.series, gateway.instance, gateway.conflict`.execute(
      db,
    );
    await db.updateTable('index_state').set({ position: 0 }).execute();
    const [first] = await claimFree(dataDir, [1]);
    gateways = [await start()];
    expect(at(0).log.spool).toBe(2);
    first?.lock.release();
    gateways.push(await start());
    expect(await states()).toEqual(['trashed', 'trashed']);
    expect(await db.selectFrom('study').select('instance_count').execute()).toEqual([{ instance_count: 0 }]);
  });

  test('is found whole when the index is built anew from both, which needs both stopped', async () => {
    const before = await instances(0);
    await expect(open({ rebuild: true })).rejects.toMatchObject({ code: 'locked' });
    for (const gateway of gateways.splice(0)) await stop(gateway);
    const rebuilt = await open({ rebuild: true });
    await rebuilt.close(5_000);
    gateways = [await start()];
    expect(await instances(0)).toEqual(before);
  });

  test('stays deleted when the index is built anew, and what was sent again to the other stays', async () => {
    await deleteStudy(0);
    // The index of the first spool comes past the deletion before the second one is looked at.
    await send(0, { SOPInstanceUID: '2.25.3', StudyInstanceUID: '2.25.101', SeriesInstanceUID: '2.25.201' });
    await (await send(1, { SOPInstanceUID: '2.25.2' }))();
    const before = await instances(0);
    expect(before.map(({ state }) => state)).toEqual(['trashed', 'trashed', 'served', 'served']);
    for (const gateway of gateways.splice(0)) await stop(gateway);
    const rebuilt = await open({ rebuild: true });
    await rebuilt.close(5_000);
    gateways = [await start()];
    expect(await instances(0)).toEqual(before);
  });

  test('is kept by the other when one ends, and its spool is given back when it starts again', async () => {
    const [ended] = gateways.splice(1);
    if (ended === undefined) throw new RangeError('there are two');
    await stop(ended);
    expect(await states()).toEqual(['served', 'served']);
    // The adopter carries out what has to be noted in the spool that it took over.
    const trashId = await vi.waitUntil(() => deleteStudy(0));
    await at(0).trash.purge(trashId, nobodyMinds);
    expect(await states()).toEqual([]);
    gateways.push(await start());
    expect(at(1).log.spool).toBe(2);
    expect(listSpools(dataDir)).toEqual([1, 2]);
  });
});

test('a gateway without a name starts beside no other, and none beside it', async () => {
  const soon = { patienceMs: 20 };
  await expect(claimStore(dataDir, { isShared: false, ...soon })).rejects.toMatchObject({ code: 'store-is-shared' });
  for (const gateway of gateways.splice(0)) await stop(gateway);
  const single = await open({});
  await expect(claimStore(dataDir, { isShared: true, ...soon })).rejects.toMatchObject({ code: 'store-is-not-shared' });
  await expect(claimStore(dataDir, { isShared: false, ...soon })).rejects.toMatchObject({ code: 'locked' });
  await single.close(0);
  gateways = [await start()];
});

test('what fails with one spool keeps no other from being adopted', async () => {
  await database.db
    .insertInto('spool_order')
    .values({ spool: 1, kind: 'delete', body: JSON.stringify({ locations: 0, reason: 'duplicate' }) })
    .execute();
  // The folder of the third is gone.
  await makeSpool(nodeFileSystem, dataDir, 4);
  const positions = SpoolPositions.open(join(dataDir, 'blobs', 'POSITIONS'));
  positions.tell(4, 0);
  positions.close();
  await vi.waitUntil(() => at(0).ownedSpools() + at(1).ownedSpools() === 3, 5_000);
});

test('a spool that could not be opened can be taken by the next', async () => {
  await makeSpool(nodeFileSystem, dataDir, 7);
  const [claimed] = await claimFree(dataDir, [7]);
  if (claimed === undefined) throw new Error('nobody has it');
  const positions = SpoolPositions.open(join(dataDir, 'blobs', 'POSITIONS'));
  positions.close();
  const context = {
    ...{
      db: database.db,
      logger: silentLogger,
      dataDir,
      masterKeys: new MasterKeys([createSecretKey(Buffer.alloc(32))]),
      positions,
    },
    ...{ turns: new Turns(), decoder, read: at(0).log.read, prove: nobodyMinds, discard: nobodyMinds },
    ...{ segmentBytes: undefined, objectStore: undefined, room: undefined },
  };
  await expect(beginSpool(context, 7, { lock: claimed.lock, withoutKeys: false })).rejects.toThrow('EBADF');
  expect(await claimFree(dataDir, [7])).toHaveLength(1);
});

test('commits that PostgreSQL lost are noticed at a gateway that nobody asks', async () => {
  await send(1, {});
  const before = await instances(0);
  const { db } = database;
  await db.deleteFrom('instance').execute();
  await db.updateTable('index_state').set({ position: 0 }).where('spool', '=', 2).execute();
  expect(await instances(0)).toEqual(before);
});

test('what is no notice is passed over', async () => {
  for (const payload of ['', 'TEST', 'null', '{"kind":"flush","from":"TEST"}']) {
    await sql`select pg_notify('isocenter', ${payload})`.execute(database.db);
  }
  await send(1, {});
  expect(await instances(0)).toHaveLength(1);
});

test('who asks while a spool is recovered waits for what is known first, not for what comes after', async () => {
  const positions = SpoolPositions.open(join(dataDir, 'positions of another store'));
  positions.tell(1, 0);
  positions.tell(2, unknownEnd);
  const { db } = database;
  let end = 0;
  let moved: Promise<unknown> = Promise.resolve();
  const nudge = () => {
    // Each time the index reaches what was told, more is told.
    const reached = end;
    end += 100;
    positions.tell(2, end);
    moved = db.updateTable('index_state').set({ position: reached }).where('spool', '=', 2).execute();
  };
  const others = new OtherSpools({ db, positions, home: 1, nudge, patienceMs: 2_000 });
  await others.reached(others.wanted());
  await moved;
  positions.close();
});
