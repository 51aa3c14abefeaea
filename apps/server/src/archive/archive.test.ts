import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { whileLocked } from '../../test/locked-table.ts';
import { type BlobLog, openBlobLog } from '../storage/blob-log.ts';
import { loadOrCreateMasterKeys } from '../storage/master-key.ts';
import type { ConflictPolicy } from './index-entry.ts';
import type { IntakeResult } from './intake.ts';
import { type Archive, type ArchiveOptions, openArchive } from './open-archive.ts';

const attributes: Attributes = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
  SOPInstanceUID: '2.25.1',
  StudyDate: '20260102',
  Modality: 'CT',
  PatientName: 'TEST^ONE',
  PatientID: 'TEST-1',
  StudyInstanceUID: '2.25.100',
  SeriesInstanceUID: '2.25.200',
  InstanceNumber: 1,
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  Rows: 2,
  Columns: 2,
  BitsAllocated: 16,
  BitsStored: 16,
  HighBit: 15,
  PixelRepresentation: 0,
  PixelData: { vr: 'OW', value: Uint8Array.of(1, 0, 2, 0, 3, 0, 4, 0) },
};

let database: TestDatabase;
let dataDir: string;
let archive: Archive;

const decoder = { decodeToNative: () => Promise.reject(new Error('no test compares compressed pixels')) };
const open = (options: Partial<ArchiveOptions> = {}) =>
  openArchive({
    dataDir,
    db: database.db,
    logger: silentLogger,
    decoder,
    sopClasses: { refused: ['1.2.840.10008.5.1.4.1.1.88.11'], acceptPrivate: true },
    ...options,
  });

beforeEach(async () => {
  database = await openTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'isocenter-archive-'));
  archive = await open();
});

afterEach(async () => {
  await archive.close(5000);
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Sent = { readonly syntax?: TransferSyntax; readonly policy?: ConflictPolicy; readonly chunkBytes?: number };

async function send(values: Attributes | Uint8Array, options: Sent = {}): Promise<IntakeResult> {
  const syntax = options.syntax ?? explicitVrLittleEndian;
  const bytes = values instanceof Uint8Array ? values : encodeDataSet(buildDataSet(values), syntax);
  const intake = archive.ingest.open({
    transferSyntax: syntax,
    provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy: options.policy ?? 'first',
  });
  const step = options.chunkBytes ?? 1000;
  for (let at = 0; at < bytes.length; at += step) await intake.write(bytes.subarray(at, at + step));
  return intake.finish();
}

async function outcomeOf(result: IntakeResult): Promise<string> {
  if (result.kind === 'refused') return result.code;
  archive.index.flush();
  return result.outcome;
}

const served = () =>
  database.db.selectFrom('instance').selectAll().where('state', '=', 'served').orderBy('sop_instance_uid').execute();

/** What a query sees, without what differs between two builds of the same index. */
async function answers() {
  await archive.reader.settled();
  const rows = await database.db
    .selectFrom('instance')
    .innerJoin('series', 'series.id', 'instance.series_id')
    .innerJoin('study', 'study.id', 'series.study_id')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .selectAll(['instance', 'series', 'study', 'patient'])
    .select(['instance.object_id'])
    .orderBy('instance.object_id')
    .execute();
  return rows.map(({ id, patient_id, study_id, series_id, created_at, changed_at, arriving_since, ...rest }) => rest);
}

/** As after the loss of a database. */
async function loseIndex(): Promise<void> {
  await sql`truncate gateway.patient, gateway.patient_key, gateway.study, gateway.series, gateway.instance, gateway.conflict`.execute(
    database.db,
  );
  await database.db.updateTable('index_state').set({ position: 0 }).execute();
}

/** Opens the log by itself; each opening begins a segment of its own. */
async function changeLog(work: (log: BlobLog) => Promise<void>): Promise<void> {
  const dir = join(dataDir, 'blobs');
  const masterKeys = await loadOrCreateMasterKeys(join(dir, 'master.key'));
  const log = await openBlobLog({ dir, masterKeys, logger: silentLogger, segmentBytes: 1 });
  await work(log);
  await log.close();
}

/** Data sets in another form than their transfer syntax says. */
const misdeclared = [
  {
    name: 'in Explicit VR sent as Implicit VR',
    bytes: encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian),
    syntax: implicitVrLittleEndian,
  },
  {
    name: 'in Implicit VR sent as Explicit VR',
    bytes: encodeDataSet(buildDataSet(attributes), implicitVrLittleEndian),
    syntax: explicitVrLittleEndian,
  },
] as const;

describe('an object that comes in', () => {
  test.each(misdeclared)('$name is taken to its end', async ({ bytes, syntax }) => {
    expect(await outcomeOf(await send(bytes, { syntax }))).toBe('stored');
  });

  test('is refused where its UID has characters that no address can', async () => {
    for (const uid of ['1.2/../3', '..', 'x'.repeat(129)]) {
      expect(await outcomeOf(await send({ ...attributes, StudyInstanceUID: uid }))).toBe('invalid-uid');
    }
    expect(await outcomeOf(await send({ ...attributes, StudyInstanceUID: '3gb_native.0' }))).toBe('stored');
  });

  test('is found by whoever asks after it was acknowledged, and read back byte for byte', async () => {
    const bytes = encodeDataSet(buildDataSet(attributes), implicitVrLittleEndian);
    await send(bytes, { syntax: implicitVrLittleEndian });
    await archive.reader.settled();
    const [row] = await served();
    expect(row).toMatchObject({ sop_instance_uid: '2.25.1', rows: 2, transfer_syntax_uid: '1.2.840.10008.1.2' });
    if (row === undefined) throw new Error('not found');
    expect(await archive.reader.readRange(row.location, 0, row.length_bytes)).toEqual(Buffer.from(bytes));
  });

  test('of more than 1 MiB goes to a file of its own and is read back in part', async () => {
    const pixels = new Uint8Array(3 << 20).map((_, at) => at % 251);
    const bytes = encodeDataSet(
      buildDataSet({ ...attributes, Rows: 1024, Columns: 1536, PixelData: { vr: 'OW', value: pixels } }),
      explicitVrLittleEndian,
    );
    expect(await outcomeOf(await send(bytes, { chunkBytes: 65_536 }))).toBe('stored');
    const [row] = await served();
    if (row === undefined) throw new Error('not found');
    expect(row.location).toHaveProperty('file');
    const range = await archive.reader.readRange(row.location, 2_000_000, 2_000_100);
    expect(range).toEqual(Buffer.from(bytes.subarray(2_000_000, 2_000_100)));
  });

  test('is under the key of its patient, however long its header is', async () => {
    const long = { vr: 'OB', value: new Uint8Array(2 << 20) } as const;
    const before = { '00090010': { vr: 'LO', value: 'TEST' }, '00091010': long } as const;
    const after = { PixelData: undefined, EncapsulatedDocument: long.value };
    const one = { ...attributes, PatientID: 'TEST-1', StudyInstanceUID: '2.25.100' };
    const two = { ...attributes, PatientID: 'TEST-2', StudyInstanceUID: '2.25.101' };
    const objects = [
      { ...one, ...before },
      one,
      { ...two, ...after },
      two,
      { ...one, ...after },
      { ...two, ...before },
    ];
    for (const [index, values] of objects.entries()) {
      const bytes = encodeDataSet(buildDataSet({ ...values, SOPInstanceUID: `2.25.${index}` }), explicitVrLittleEndian);
      expect(await outcomeOf(await send(bytes, { chunkBytes: 65_536 }))).toBe('stored');
    }
    const rows = await served();
    const [keyOfOne, keyOfTwo] = rows.slice(1, 3).map(({ location }) => location.patientKeyId);
    const ofOne = rows.map(({ location }) => location.patientKeyId === keyOfOne);
    expect(ofOne).toEqual([true, true, false, false, true, false]);
    expect(rows.filter((_, index) => !ofOne[index]).every((row) => row.location.patientKeyId === keyOfTwo)).toBe(true);

    await archive.log.keys.destroy(keyOfOne ?? '');
    for (const { location, length_bytes } of rows) {
      const read = archive.reader.readRange(location, length_bytes - 10, length_bytes);
      if (location.patientKeyId === keyOfTwo) await expect(read).resolves.toHaveLength(10);
      else await expect(read).rejects.toMatchObject({ code: 'key-destroyed' });
    }
  });

  test('is counted once under its series and study', async () => {
    await send(attributes);
    await send({ ...attributes, SOPInstanceUID: '2.25.2' });
    await send({ ...attributes, SOPInstanceUID: '2.25.3', SeriesInstanceUID: '2.25.201', Modality: 'SR' });
    await archive.reader.settled();
    const studies = await database.db.selectFrom('study').selectAll().execute();
    expect(studies).toMatchObject([{ series_count: 2, instance_count: 3, modalities: ['CT', 'SR'] }]);
  });
});

describe('an object that is refused', () => {
  test.each([
    ['empty', new Uint8Array(0), 'empty'],
    [
      'of a SOP Class that is switched off',
      { ...attributes, SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.11' },
      'sop-class-disabled',
    ],
    ['that is a DICOMDIR', { ...attributes, SOPClassUID: '1.2.840.10008.1.3.10' }, 'dicomdir'],
    ['without a SOP Instance UID', { ...attributes, SOPInstanceUID: undefined }, 'missing-uid'],
    ['without a Study Instance UID', { ...attributes, StudyInstanceUID: '' }, 'missing-uid'],
    ['cut off', encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian).subarray(0, -2), 'truncated'],
    ...misdeclared.map(
      ({ name, bytes, syntax }) => [`${name} and cut off`, bytes.subarray(0, -2), 'truncated', syntax] as const,
    ),
    ['not DICOM', new TextEncoder().encode('x'.repeat(5000)), 'truncated'],
  ] as const)('%s leaves nothing behind', async (_name, values, code, syntax = explicitVrLittleEndian) => {
    const before = archive.log.position();
    expect(await outcomeOf(await send(values, { syntax }))).toBe(code);
    await archive.reader.settled();
    expect(await served()).toEqual([]);
    expect(archive.log.position()).toBe(before);
  });

  test('because it is not the one announced', async () => {
    const intake = archive.ingest.open({
      transferSyntax: explicitVrLittleEndian,
      provenance: { source: 'dimse', receivedAt: '2026-01-02T03:04:05.000Z' },
      policy: 'first',
      expected: { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: '2.25.9' },
    });
    await intake.write(encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian));
    expect(await intake.finish()).toMatchObject({ kind: 'refused', code: 'sop-instance-mismatch' });
  });
});

describe('the same object again', () => {
  test.each([
    ['in the same bytes', explicitVrLittleEndian],
    ['in implicit VR', implicitVrLittleEndian],
    ['in big endian', explicitVrBigEndian],
  ])('%s is stored once', async (_name, syntax) => {
    expect(await outcomeOf(await send(attributes))).toBe('stored');
    expect(await outcomeOf(await send(attributes, { syntax }))).toBe('duplicate');
    expect(await served()).toHaveLength(1);
  });
});

test('padding makes no difference in a text, and every bit does in a number', async () => {
  const object = (name: string, rows: number) => {
    const patientName = { vr: 'PN', value: new TextEncoder().encode(name) } as const;
    return { ...attributes, PixelData: undefined, PatientName: patientName, Rows: rows };
  };
  expect(await outcomeOf(await send(object('TEST^ODD', 1)))).toBe('stored');
  expect(await outcomeOf(await send(object('TEST^ODD    ', 1)))).toBe('duplicate');
  // Little endian 01 20: the second byte is no space.
  expect(await outcomeOf(await send(object('TEST^ODD', 0x2001)))).toBe('conflict');
});

describe('different content under a known SOP Instance UID', () => {
  const other = { ...attributes, PatientName: 'TEST^OTHER' };

  test('is kept beside the first, which stays served', async () => {
    await send(attributes);
    expect(await outcomeOf(await send(other))).toBe('conflict');
    const [row] = await served();
    const conflicts = await database.db.selectFrom('conflict').selectAll().execute();
    expect(conflicts).toMatchObject([{ sop_instance_uid: '2.25.1', served_instance_id: row?.id }]);
    const studies = await database.db.selectFrom('study').selectAll().execute();
    expect(studies).toMatchObject([{ instance_count: 1 }]);
  });

  test('takes the place of the first where the peer’s policy says newest', async () => {
    await send(attributes);
    const newest = { ...attributes, InstanceNumber: 7 };
    expect(await outcomeOf(await send(newest, { policy: 'newest' }))).toBe('conflict');
    expect(await served()).toMatchObject([{ number: 7 }]);
    const conflicts = await database.db.selectFrom('conflict').selectAll().execute();
    expect(conflicts).toHaveLength(1);
    expect(await database.db.selectFrom('study').selectAll().execute()).toMatchObject([{ instance_count: 1 }]);
  });

  test('is refused where the peer’s policy says so, and equal content is not', async () => {
    await send(attributes);
    expect(await outcomeOf(await send(other, { policy: 'refuse' }))).toBe('different-content');
    expect(await outcomeOf(await send(attributes, { policy: 'refuse' }))).toBe('duplicate');
    expect(await database.db.selectFrom('instance').selectAll().execute()).toHaveLength(1);
  });

  test('that came twice is kept once', async () => {
    await send(attributes);
    await send(other);
    expect(await outcomeOf(await send(other))).toBe('duplicate');
    expect(await database.db.selectFrom('conflict').selectAll().execute()).toHaveLength(1);
  });
});

describe('the index', () => {
  const everyKind = async () => {
    await send(attributes);
    await send(attributes, { syntax: implicitVrLittleEndian });
    await send({ ...attributes, InstanceNumber: 2 });
    await send({ ...attributes, InstanceNumber: 3 }, { policy: 'newest' });
    await send({ ...attributes, InstanceNumber: 4 }, { policy: 'refuse' });
    await send({ ...attributes, SOPInstanceUID: '2.25.2', PatientID: '', StudyInstanceUID: '2.25.101' });
    await send({
      ...attributes,
      SOPInstanceUID: '2.25.3',
      PatientName: 'TEST^Müller',
      SpecificCharacterSet: 'ISO_IR 100',
    });
  };

  test('gives the same answers when it is built anew from the log', async () => {
    await everyKind();
    const before = await answers();
    const studies = () => database.db.selectFrom('study').select('id').orderBy('id').execute();
    const grants = () => database.db.selectFrom('access_grant').selectAll().orderBy('id').execute();
    const [granted] = await studies();
    await database.db
      .deleteFrom('access_grant')
      .where('study_id', '=', granted?.id ?? 0)
      .execute();
    const hangingOnIds = [await studies(), await grants()];
    await archive.close(5000);
    const seen: number[] = [];
    archive = await open({ rebuild: true, onProgress: (position, end) => seen.push(position / end) });
    // Copies that were not kept are deleted by a mark of their own, so they are not read again.
    expect(archive.caughtUp).toEqual({ read: 5, failed: 0 });
    expect(seen).toEqual(seen.toSorted());
    expect(await answers()).toEqual(before);
    expect([await studies(), await grants()]).toEqual(hangingOnIds);
  });

  test('decides as before when it is built anew after compaction changed the order of the log', async () => {
    await send({ ...attributes, SOPInstanceUID: '2.25.9', SeriesDescription: 'x'.repeat(64) });
    await send(attributes);
    await archive.reader.settled();
    const dead = (await served()).find((row) => row.sop_instance_uid === '2.25.9');
    await archive.close(5000);
    if (dead === undefined) throw new Error('not found');
    await changeLog(async (log) => {
      await log.markDeleted(dead.location, 'user');
    });
    archive = await open();
    await send({ ...attributes, InstanceNumber: 2 });
    const before = await answers();
    expect(before.map(({ state }) => state).sort()).toEqual(['kept', 'served']);
    await archive.close(5000);
    await changeLog(async (log) => {
      expect(await log.compact({ minDeadShare: 0.3, moved: async () => undefined })).toMatchObject({ segments: 1 });
    });
    archive = await open({ rebuild: true });
    const after = await answers();
    const decided = ({ object_id, state }: (typeof before)[number]) => ({ object_id, state });
    expect(after.map(decided)).toEqual(before.map(decided));
    for (const { location, length_bytes } of after) await archive.reader.readRange(location, 0, length_bytes);
  });

  test('catches up with what was stored but not indexed before a stop', async () => {
    await everyKind();
    const before = await answers();
    await archive.close(5000);
    await loseIndex();
    archive = await open();
    expect(await answers()).toEqual(before);
  });

  test('stays as it is where there is no log to build it from', async () => {
    await send(attributes);
    const before = await answers();
    const elsewhere = open({ dataDir: join(dataDir, 'elsewhere'), rebuild: true });
    await expect(elsewhere).rejects.toMatchObject({ code: 'log-missing' });
    await expect(open({ rebuild: true })).rejects.toMatchObject({ code: 'locked' });
    expect(await answers()).toEqual(before);
  });

  test('is refused where it knows more than the log', async () => {
    await database.db
      .updateTable('index_state')
      .set({ position: 2 ** 40 })
      .execute();
    await archive.close(5000);
    await expect(open()).rejects.toMatchObject({ code: 'index-ahead-of-log' });
    archive = await open({ rebuild: true });
  });

  test('reads again from the log what a crash of PostgreSQL took from it', async () => {
    await send(attributes);
    const before = await answers();
    const { position } = await database.db.selectFrom('index_state').selectAll().executeTakeFirstOrThrow();
    await send({ ...attributes, SOPInstanceUID: '2.25.2' });
    const after = await answers();
    expect(after).not.toEqual(before);
    // As after a crash: the last commit, which did not wait for the disk, is gone.
    await sql`delete from gateway.instance where sop_instance_uid = '2.25.2'`.execute(database.db);
    await sql`update gateway.series set instance_count = 1`.execute(database.db);
    await sql`update gateway.study set instance_count = 1`.execute(database.db);
    await database.db.updateTable('index_state').set({ position }).execute();
    expect(await answers()).toEqual(after);
    await send({ ...attributes, SOPInstanceUID: '2.25.3' });
    expect(await answers()).toHaveLength(3);
  });

  test('is not opened without the keys of what it has to read, and is built anew without those objects', async () => {
    const keyFile = join(dataDir, 'blobs', 'keys', 'patient-keys');
    const withoutPatients = readFileSync(keyFile);
    await send(attributes);
    const before = await answers();
    await archive.close(5000);
    await loseIndex();
    const keys = readFileSync(keyFile);
    rmSync(keyFile);
    await expect(open()).rejects.toMatchObject({ code: 'key-file-missing' });
    writeFileSync(keyFile, withoutPatients);
    await expect(open()).rejects.toMatchObject({ code: 'key-missing' });
    archive = await open({ rebuild: true });
    expect(archive.caughtUp).toEqual({ read: 0, failed: 1 });
    await archive.close(5000);
    await loseIndex();
    writeFileSync(keyFile, keys);
    archive = await open();
    expect(await answers()).toEqual(before);
  });

  test('follows objects that compaction moves, also where somebody is about to read them', async () => {
    await archive.close(5000);
    archive = await open({ segmentBytes: 8_000 });
    const uids = Array.from({ length: 12 }, (_, index) => `2.25.${index + 1}`);
    for (const SOPInstanceUID of uids) {
      await send({ ...attributes, SOPInstanceUID });
      // Sent again in another syntax twice: copies that are not kept fill two thirds of the log.
      await send({ ...attributes, SOPInstanceUID }, { syntax: implicitVrLittleEndian });
      await send({ ...attributes, SOPInstanceUID }, { syntax: explicitVrBigEndian });
    }
    await archive.reader.settled();
    const before = await served();
    expect(before).toHaveLength(uids.length);
    await vi.waitFor(async () => expect((await archive.compact()).segments).toBeGreaterThan(0));
    const after = await served();
    expect(after.map((row) => row.location)).not.toEqual(before.map((row) => row.location));
    for (const { location, length_bytes } of before) {
      expect(await archive.reader.readRange(location, 0, length_bytes)).toHaveLength(length_bytes);
      let streamed = 0;
      for await (const chunk of archive.reader.read(location)) streamed += chunk.length;
      expect(streamed).toBe(length_bytes);
    }
    const answered = await answers();
    await archive.close(5000);
    await loseIndex();
    archive = await open();
    const decided = ({ sop_instance_uid, state }: (typeof answered)[number]) => ({ sop_instance_uid, state });
    expect((await answers()).map(decided)).toEqual(answered.map(decided));
  });

  test('is closed also while a compaction waits to tell it of moved objects', async () => {
    await archive.close(5000);
    archive = await open({ segmentBytes: 8_000 });
    for (let number = 1; number <= 12; number += 1) {
      for (const syntax of [explicitVrLittleEndian, implicitVrLittleEndian, explicitVrBigEndian]) {
        await send({ ...attributes, SOPInstanceUID: `2.25.${number}` }, { syntax });
      }
    }
    // Then every copy that is not kept is marked deleted.
    await archive.close(5000);
    archive = await open({ segmentBytes: 8_000 });
    await whileLocked(database, 'index_state', async () => {
      const compaction = expect(archive.compact()).rejects.toMatchObject({ code: 'closed' });
      const waiting = sql`select from pg_locks where not granted and relation = 'gateway.index_state'::regclass`;
      await vi.waitFor(async () => expect((await waiting.execute(database.db)).rows).toHaveLength(1));
      await Promise.all([compaction, archive.close(5000)]);
    });
    archive = await open();
    for (const { location, length_bytes } of await served()) await archive.reader.readRange(location, 0, length_bytes);
  });

  test('takes an object that comes again in place of a copy that is damaged', async () => {
    await send(attributes);
    await archive.reader.settled();
    const [damaged] = await served();
    if (damaged === undefined) throw new Error('not served');
    const { segment, offset, bodyOffset } = damaged.location;
    const file = openSync(join(dataDir, 'blobs', 'segments', `${String(segment).padStart(10, '0')}.seg`), 'r+');
    writeSync(file, Buffer.alloc(4), 0, 4, offset + bodyOffset + 200);
    closeSync(file);
    const read = ({ location, length_bytes }: typeof damaged) => archive.reader.readRange(location, 0, length_bytes);
    await expect(read(damaged)).rejects.toMatchObject({ code: 'corrupt-record' });
    expect(await outcomeOf(await send(attributes))).toBe('stored');
    const [repaired] = await served();
    expect(repaired).toMatchObject({ id: damaged.id, sha256: damaged.sha256 });
    expect(await read(repaired ?? damaged)).toHaveLength(damaged.length_bytes);
    expect(await outcomeOf(await send(attributes))).toBe('duplicate');
    await archive.close(5000);
    archive = await open({ rebuild: true });
    const [rebuilt] = await served();
    expect(rebuilt?.object_id).toBe(repaired?.object_id);
  });

  test('takes values that a database column cannot hold', async () => {
    const odd = { ...attributes, PatientName: 'TEST^\0ODD', StudyDescription: 'x'.repeat(64), AccessionNumber: 'A\0B' };
    expect(await outcomeOf(await send(odd))).toBe('stored');
    // Cut to the length of an indexed text, the last character would be half of one.
    const PatientName = { vr: 'UT', value: `${'x'.repeat(599)}\u{1f600}` } as const;
    const cut = { ...attributes, SOPInstanceUID: '2.25.5', SpecificCharacterSet: 'ISO_IR 192', PatientName };
    expect(await outcomeOf(await send(cut))).toBe('stored');
  });

  test.each([
    ['text', 'DA', 'long'],
    ['items', 'SQ', [{ PatientComments: 'long' }]],
  ] as const)('goes on after a date that is %s longer than an index takes', async (_, vr, form) => {
    const long = randomBytes(10_000).toString('hex');
    const value = form === 'long' ? long : form.map((item) => ({ ...item, PatientComments: long }));
    const date = { PerformedProcedureStepStartDate: { vr, value }, ContainerIdentifier: long };
    expect(await outcomeOf(await send({ ...attributes, ...date }))).toBe('stored');
    const [row] = await database.db.selectFrom('series').select('attributes').execute();
    const stored = { vr: 'DA', ...(vr === 'DA' && { Value: [long.slice(0, 600)] }) };
    expect(row?.attributes).toMatchObject({ '00400244': stored });
  });

  test('goes on after an object that cannot be compared with the one under its UID', async () => {
    const pixels = new Uint8Array(40 << 20);
    const long = encodeDataSet(
      buildDataSet({ ...attributes, PixelData: { vr: 'OW', value: pixels } }),
      explicitVrLittleEndian,
    );
    expect(await outcomeOf(await send(attributes))).toBe('stored');
    const result = await send(deflateRawSync(long), { syntax: deflatedExplicitVrLittleEndian });
    expect(await outcomeOf(result)).toBe('conflict');
  });
});
