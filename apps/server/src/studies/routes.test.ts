import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, type Ask, openAccessServer } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { registerConflicts } from '../conflicts/routes.ts';
import { registerImports } from '../imports/routes.ts';
import { createRenderer } from '../rendering/renderer.ts';
import { StudyEvents } from './events.ts';
import { registerStudies } from './routes.ts';

let server: AccessServer;
let archive: Archive;
let events: StudyEvents;
let ask: Ask;
const renderer = createRenderer({ threads: 1 });
const dataDir = mkdtempSync(join(tmpdir(), 'isocenter-studies-'));

beforeAll(async () => {
  server = await openAccessServer(async (app, { db, audit, now }) => {
    const decoder = { decodeToNative: () => Promise.reject(new Error('this test has no codecs')) };
    const sopClasses = { refused: ['1.2.840.10008.5.1.4.1.1.88.11'], acceptPrivate: true };
    archive = await openArchive({ dataDir, db, logger: silentLogger, decoder, sopClasses });
    events = new StudyEvents({ db, index: archive.index });
    const { reader, ingest } = archive;
    registerStudies(app, { db, reader, events, audit, now });
    registerConflicts(app, { db, archive, renderer, audit, now, trashDays: 30 });
    registerImports(app, { db, ingest, reader, audit, logger: silentLogger, now });
  });
  ask = await server.program('member');
});

afterAll(async () => {
  events.close();
  await renderer.close();
  await archive.close(5000);
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function fileOf(changes: Parameters<typeof imageAttributes>[0]): Buffer {
  const attributes = imageAttributes(changes);
  const dataSet = encodeDataSet(buildDataSet(attributes, { characterSet: 'ISO_IR 100' }), explicitVrLittleEndian);
  const meta = encodeFileMeta({
    sopClassUid: String(attributes.SOPClassUID),
    sopInstanceUid: String(attributes.SOPInstanceUID),
    transferSyntaxUid: explicitVrLittleEndian.uid,
    implementationClassUid: '2.25.1',
  });
  return Buffer.concat([meta, dataSet]);
}

/** A DICOMDIR, whose data set has neither SOP Class nor UIDs, PS3.10 §8.6. */
function directory(): Buffer {
  const meta = encodeFileMeta({
    sopClassUid: '1.2.840.10008.1.3.10',
    sopInstanceUid: '2.25.1',
    transferSyntaxUid: explicitVrLittleEndian.uid,
  });
  return Buffer.concat([meta, encodeDataSet(buildDataSet({ FileSetID: 'TEST' }), explicitVrLittleEndian)]);
}

const importFile = (payload: Buffer) =>
  ask('POST', '/api/imports', undefined, { payload, headers: { 'content-type': 'application/octet-stream' } });

describe('the way of a file from import to page', () => {
  test('stores it, knows it again, and keeps other content beside it', async () => {
    const file = fileOf({ PatientName: 'TEST^Müller' });
    const stored = await importFile(file);
    expect(stored.statusCode).toBe(201);
    expect(stored.json()).toMatchObject({ outcome: 'stored', sopInstanceUid: '2.25.1', studyInstanceUid: '2.25.100' });
    expect((await importFile(file)).json()).toMatchObject({ outcome: 'duplicate' });
    expect((await importFile(fileOf({ InstanceNumber: 9 }))).json()).toMatchObject({ outcome: 'conflict' });
  });

  test('finds it by words in any case and accent, by modality and by date', async () => {
    const found = async (query: string) => (await ask('GET', `/api/studies?${query}`)).json().total;
    expect(await found('q=muller')).toBe(1);
    expect(await found('q=M%C3%9CLLER%20test-1')).toBe(1);
    expect(await found('q=ct')).toBe(1);
    expect(await found('q=2026-01-02')).toBe(1);
    expect(await found('q=nobody')).toBe(0);
    expect(await found('q=%25')).toBe(0);
    expect(await found('modality=MR')).toBe(0);
    expect(await found('modality=MR,CT&from=2026-01-01&to=2026-01-31')).toBe(1);
    expect(await found('from=2026-02-01')).toBe(0);
  });

  test('shows its study with series, instance and conflict', async () => {
    const { studies } = (await ask('GET', '/api/studies')).json();
    expect(studies).toMatchObject([
      { patientName: { display: 'TEST, Müller' }, studyDate: '2026-01-02', conflicts: 1 },
    ]);
    const study = await ask('GET', `/api/studies/${studies[0].id}`);
    expect(study.json()).toMatchObject({
      study: { instanceCount: 1, seriesCount: 1 },
      series: [{ modality: 'CT', instances: [{ rows: 2, columns: 2, renderable: true, lossy: false }] }],
      // Programs make no care teams.
      ...{ mayDownload: true, mayMakeTeam: false },
    });
    const instance = study.json().series[0].instances[0].id;
    const elements = await ask('GET', `/api/instances/${instance}/elements`);
    expect(elements.json().rows).toContainEqual(
      expect.objectContaining({ keyword: 'PatientName', value: 'TEST^Müller' }),
    );
    const conflicts = await ask('GET', '/api/conflicts');
    expect(conflicts.json()).toMatchObject({ total: 1, conflicts: [{ served: { source: 'import' } }] });
  });

  test('says that there is no study where there is none', async () => {
    expect((await ask('GET', '/api/studies/999999')).statusCode).toBe(404);
    expect((await ask('GET', '/api/studies/abc')).statusCode).toBe(404);
  });

  test.each([
    ['nothing at all', Buffer.alloc(0), 422, 'empty-file'],
    ['a text', Buffer.from('not an image '.repeat(50)), 422, 'not-dicom'],
    ['half a file', fileOf({ SOPInstanceUID: '2.25.7' }).subarray(0, -6), 422, 'truncated'],
    ['a file without its UIDs', fileOf({ StudyInstanceUID: '' }), 422, 'missing-identifiers'],
    [
      'a SOP Class that is switched off',
      fileOf({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.11' }),
      422,
      'sop-class-disabled',
    ],
    ['a DICOMDIR', directory(), 422, 'dicomdir'],
  ])('refuses %s with a code and stores nothing', async (_what, file, status, code) => {
    const before = (await ask('GET', '/api/studies')).json().total;
    const answer = await importFile(file);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect((await ask('GET', '/api/studies')).json().total).toBe(before);
  });
});

describe('one SOP Instance UID under two studies', () => {
  const list = async (ask: Ask, query = '') => (await ask('GET', `/api/conflicts${query}`)).json();
  const countOf = async (ask: Ask, q: string) => (await ask('GET', `/api/studies?q=${q}`)).json().studies[0]?.conflicts;

  test('is a conflict of both, for whoever may see both', async () => {
    const served = { SOPInstanceUID: '2.25.60', StudyInstanceUID: '2.25.600', PatientID: 'TEST-60' };
    const moved = { ...served, StudyInstanceUID: '2.25.601', PatientID: 'TEST-61' };
    // A study that is listed, in which the second copy is kept.
    const listed = { ...moved, SOPInstanceUID: '2.25.61', SeriesInstanceUID: '2.25.611' };
    for (const changes of [served, listed]) expect((await importFile(fileOf(changes))).statusCode).toBe(201);
    expect((await importFile(fileOf(moved))).json()).toMatchObject({ outcome: 'conflict' });
    const [first] = (await ask('GET', '/api/studies?q=test-60')).json().studies;
    const [second] = (await ask('GET', '/api/studies?q=test-61')).json().studies;
    expect([first.conflicts, second.conflicts]).toEqual([1, 1]);
    for (const { id } of [first, second]) {
      expect(await list(ask, `?studyId=${id}`)).toMatchObject({
        total: 1,
        conflicts: [{ sopInstanceUid: '2.25.60', studyId: first.id }],
      });
    }

    const { db } = server.database;
    const before = (await list(ask)).total;
    await db.deleteFrom('access_grant').where('study_id', '=', Number(first.id)).execute();
    expect((await list(ask)).total).toBe(before - 1);
    expect(await list(ask, `?studyId=${second.id}`)).toEqual({ total: 0, conflicts: [] });
    expect([await countOf(ask, 'test-60'), await countOf(ask, 'test-61')]).toEqual([undefined, 0]);
    const admin = await server.program('admin');
    expect((await list(admin, `?studyId=${second.id}`)).total).toBe(1);
    expect(await countOf(admin, 'test-61')).toBe(1);
    await db
      .insertInto('access_grant')
      .values(buildGrant({ study_id: Number(first.id) }))
      .execute();
    expect((await ask('GET', '/api/conflicts?studyId=abc')).statusCode).toBe(404);
  });
});
