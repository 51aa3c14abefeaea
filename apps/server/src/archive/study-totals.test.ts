import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import type { ConflictPolicy } from './index-entry.ts';
import { removeInstances } from './instance-rows.ts';
import { type Archive, openArchive } from './open-archive.ts';

let database: TestDatabase;
let dataDir: string;
let archive: Archive;

beforeEach(async () => {
  database = await openTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'isocenter-totals-'));
  const decoder = { decodeToNative: () => Promise.reject(new Error('no test compares compressed pixels')) };
  const sopClasses = { refused: [], acceptPrivate: true };
  archive = await openArchive({ dataDir, db: database.db, logger: silentLogger, decoder, sopClasses });
  await send({});
});

afterEach(async () => {
  await archive.close(5000);
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function send(changes: Attributes, policy: ConflictPolicy = 'first'): Promise<string> {
  const result = await receive(changes, policy);
  if (result.kind === 'refused') return result.code;
  archive.index.flush();
  return result.outcome;
}

/** Returns before the index writes. */
async function receive(changes: Attributes, policy: ConflictPolicy) {
  const intake = archive.ingest.open({
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy,
  });
  await intake.write(encodeDataSet(buildDataSet(imageAttributes(changes)), explicitVrLittleEndian));
  return intake.finish();
}

async function totals() {
  await archive.reader.settled();
  return database.db
    .selectFrom('study')
    .select(['id', 'series_count', 'instance_count', 'modalities', 'sop_classes'])
    .orderBy('study_instance_uid')
    .execute();
}

const ct = '1.2.840.10008.5.1.4.1.1.2';
const text = '1.2.840.10008.5.1.4.1.1.88.11';
const report = { SOPClassUID: text, SOPInstanceUID: '2.25.2', SeriesInstanceUID: '2.25.201', Modality: 'SR' };

test('a series whose only copy is kept beside another does not count', async () => {
  expect(await send({ SeriesInstanceUID: '2.25.201', Modality: 'SR' })).toBe('conflict');
  expect(await totals()).toMatchObject([{ series_count: 1, instance_count: 1, modalities: ['CT'], sop_classes: [ct] }]);
});

test('a newer copy in another study changes both studies', async () => {
  await send(report);
  const [old] = await totals();
  expect(old).toMatchObject({ sop_classes: [ct, text] });
  const changed: number[] = [];
  archive.index.events.on('changed', (studies) => changed.push(...studies));
  const moved = { StudyInstanceUID: '2.25.101', SeriesInstanceUID: '2.25.202' };
  expect(await send(moved, 'newest')).toBe('conflict');
  const [left, taken] = await totals();
  expect(left).toMatchObject({ series_count: 1, instance_count: 1, modalities: ['SR'], sop_classes: [text] });
  expect(taken).toMatchObject({ series_count: 1, instance_count: 1, modalities: ['CT'], sop_classes: [ct] });
  expect(new Set(changed)).toEqual(new Set([old?.id, taken?.id]));
});

test('instances that are removed no longer count, however many go at once', async () => {
  await send(report);
  await archive.reader.settled();
  const { object_id: gone } = await database.db
    .selectFrom('instance')
    .select('object_id')
    .where('sop_instance_uid', '=', report.SOPInstanceUID)
    .executeTakeFirstOrThrow();
  const unknown = Array.from({ length: 70_000 }, (_, index) => index.toString(16).padStart(32, '0'));
  await removeInstances(database.db, [...unknown, gone]);
  expect(await totals()).toMatchObject([{ series_count: 1, instance_count: 1, modalities: ['CT'], sop_classes: [ct] }]);
});

test('a newer copy that comes with the one it replaces leaves no class of that', async () => {
  await receive({ SOPInstanceUID: '2.25.9', SOPClassUID: text }, 'first');
  expect(await send({ SOPInstanceUID: '2.25.9', InstanceNumber: 5 }, 'newest')).toBe('conflict');
  expect(await totals()).toMatchObject([{ series_count: 1, instance_count: 2, sop_classes: [ct] }]);
});

test('classes of one series are those of all that is served in it', async () => {
  await send({ SOPInstanceUID: '2.25.3', SOPClassUID: '1.2.840.10008.5.1.4.1.1.2.1' });
  await send({ SOPInstanceUID: '2.25.4', SOPClassUID: text });
  expect(await totals()).toMatchObject([
    { series_count: 1, instance_count: 3, sop_classes: [ct, '1.2.840.10008.5.1.4.1.1.2.1', text] },
  ]);
});
