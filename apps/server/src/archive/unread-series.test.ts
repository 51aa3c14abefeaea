import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { ArchiveReader } from './archive.ts';
import { type Archive, openArchive } from './open-archive.ts';
import { readUnreadSeries } from './unread-series.ts';

let database: TestDatabase;
let dataDir: string;
let archive: Archive;

beforeEach(async () => {
  database = await openTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'isocenter-unread-'));
  const decoder = { decodeToNative: () => Promise.reject(new Error('no test compares compressed pixels')) };
  const sopClasses = { refused: [], acceptPrivate: true };
  archive = await openArchive({ dataDir, db: database.db, logger: silentLogger, decoder, sopClasses });
});

afterEach(async () => {
  await archive.close(5000);
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function send(changes: Attributes): Promise<void> {
  const intake = archive.ingest.open({
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy: 'first',
  });
  await intake.write(encodeDataSet(buildDataSet(imageAttributes(changes)), explicitVrLittleEndian));
  await intake.finish();
}

/** Everything of the rows that later versions keep. */
async function rows() {
  const of = async (table: 'patient' | 'study' | 'instance', columns: string) =>
    (await sql`select ${sql.raw(columns)} from ${sql.id('gateway', table)} order by id`.execute(database.db)).rows;
  return [
    await of('patient', 'attributes, names'),
    await of('study', 'attributes, names'),
    await of('instance', 'attributes'),
  ];
}

/** As 0025 left them: studies keep what is older, here the Patient's Name (0010,0010) and Study Instance UID (0020,000D). */
async function forget(): Promise<void> {
  const { db } = database;
  await sql`update gateway.patient set attributes = '{}', names = names - '00101001'`.execute(db);
  await sql`
    update gateway.study set names = names - '00101001', attributes = jsonb_build_object(
      '00100010', attributes -> '00100010', '0020000D', attributes -> '0020000D')`.execute(db);
  await sql`update gateway.instance set attributes = null`.execute(db);
  await sql`update gateway.series set unread = true`.execute(db);
}

/** Reads all but the object that was indexed first. */
async function failingOnFirst(error: Error): Promise<Pick<ArchiveReader, 'readRange'>> {
  const first = await database.db.selectFrom('instance').select('object_id').orderBy('id').executeTakeFirstOrThrow();
  return {
    readRange: (location, ...range) =>
      location.objectId === first.object_id ? Promise.reject(error) : archive.reader.readRange(location, ...range),
  };
}

const title = (code: string) => ({ ConceptNameCodeSequence: [{ CodeValue: code, CodingSchemeDesignator: '99TEST' }] });
const report = { SeriesInstanceUID: '2.25.201', Modality: 'SR' };

test('rows of an earlier version become those of this one', async () => {
  await send({ OtherPatientNames: ['TEST^Old', 'TEST^Older'], Occupation: 'Tester', EthnicGroup: 'TEST' });
  await send({ ...report, ...title('T1'), SOPInstanceUID: '2.25.2', Occupation: 'of another object' });
  await send({ ...report, ...title('T2'), SOPInstanceUID: '2.25.3' });
  const specimens = {
    SpecimenDescriptionSequence: [{ SpecimenIdentifier: 'S1', SpecimenShortDescription: 'left out' }],
  };
  await send({ ...specimens, StudyInstanceUID: '2.25.101', SeriesInstanceUID: '2.25.202', SOPInstanceUID: '2.25.4' });
  await archive.reader.settled();
  const before = await rows();
  expect(before[2]).toEqual([
    { attributes: null },
    { attributes: { '0040A043': expect.anything() } },
    { attributes: { '0040A043': expect.anything() } },
    { attributes: { '00400560': { vr: 'SQ', Value: [{ '00400551': { vr: 'LO', Value: ['S1'] } }] } } },
  ]);
  await forget();
  expect(await readUnreadSeries({ db: database.db, reader: archive.reader, logger: silentLogger })).toEqual({
    read: 3,
    left: 0,
  });
  expect(await rows()).toEqual(before);
  expect(await database.db.selectFrom('series').select('id').where('unread', '=', true).execute()).toEqual([]);
});

test('what may be readable later is tried again, what never will be is not', async () => {
  await send({});
  await send({ ...report, SOPInstanceUID: '2.25.2' });
  await archive.reader.settled();
  await forget();
  const failing = (code: 'store-unavailable' | 'not-found') => ({
    readRange: () => Promise.reject(new StorageError(code, 'not there')),
  });
  const { db } = database;
  const reader = failing('store-unavailable');
  expect(await readUnreadSeries({ db, reader, logger: silentLogger })).toEqual({ read: 0, left: 2 });
  expect(await readUnreadSeries({ db, reader: failing('not-found'), logger: silentLogger })).toEqual({
    read: 2,
    left: 0,
  });
});

test('a first object that cannot be read leaves the others of its series to be read', async () => {
  await send({ ...report, ...title('T1'), SOPInstanceUID: '2.25.2', Occupation: 'Tester' });
  await send({ ...report, ...title('T2'), SOPInstanceUID: '2.25.3', Occupation: 'Tester' });
  await archive.reader.settled();
  const [patients, studies, [, second] = []] = await rows();
  await forget();
  const reader = await failingOnFirst(new StorageError('corrupt-record', 'not there'));
  const read = await readUnreadSeries({ db: database.db, reader, logger: silentLogger });
  expect(read).toEqual({ read: 1, left: 0 });
  expect(await rows()).toEqual([patients, studies, [{ attributes: null }, second]]);
});

test('a series that fails holds up none after it', async () => {
  await send({});
  await send({ ...report, SOPInstanceUID: '2.25.2' });
  await archive.reader.settled();
  await forget();
  const reader = await failingOnFirst(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }));
  const read = await readUnreadSeries({ db: database.db, reader, logger: silentLogger });
  expect(read).toEqual({ read: 1, left: 1 });
});

test('a series whose reading is stopped stays unread', async () => {
  await send({ ...report, ...title('T1'), SOPInstanceUID: '2.25.2' });
  await send({ ...report, ...title('T2'), SOPInstanceUID: '2.25.3' });
  await archive.reader.settled();
  await forget();
  let isStopped = false;
  const reader: Pick<ArchiveReader, 'readRange'> = {
    readRange: (...range) => {
      isStopped = true;
      return archive.reader.readRange(...range);
    },
  };
  const options = { db: database.db, reader, logger: silentLogger };
  expect(await readUnreadSeries(options, () => isStopped)).toEqual({ read: 0, left: 0 });
  expect(await readUnreadSeries(options)).toEqual({ read: 1, left: 0 });
});
