import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { verificationSopClass } from '@isocenter/dicom/uids';
import { openAssociation } from '@isocenter/dimse/client';
import type { DimseServer } from '@isocenter/dimse/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { measureArchive } from '../archive/measures.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { measureAudit } from '../audit/audit.ts';
import { AuditTrail } from '../audit/trail.ts';
import { createMetrics } from '../http/metrics.ts';
import { createRenderer } from '../rendering/renderer.ts';
import { listenForPeers } from './listener.ts';
import { createAssociationMeasures } from './measures.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const now = () => new Date('2026-01-02T03:04:05Z');
const metrics = createMetrics();
const dataDir = mkdtempSync(join(tmpdir(), 'isocenter-listener-'));
const aeTitle = 'MARKED-NODE';
let database: TestDatabase;
let archive: Archive;
let audit: AuditTrail;
let listener: DimseServer;
const renderer = createRenderer();

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const decoder = { decodeToNative: () => Promise.reject(new Error('this test has no codecs')) };
  const sopClasses = { refused: [], acceptPrivate: false };
  archive = await openArchive({ dataDir, db, logger: silentLogger, decoder, sopClasses });
  audit = new AuditTrail({ db, logger: silentLogger });
  const trail = audit;
  measureAudit(metrics, { queued: () => trail.queued });
  listener = await listenForPeers({
    host: '127.0.0.1',
    port: 0,
    aeTitle,
    findCaller: async (aet, address) => ({
      subject: { kind: 'peer', aet, address, peerId: 1, verbs: ['echo', 'store'] },
      conflictPolicy: 'first',
    }),
    sopClasses,
    db,
    audit,
    ingest: measureArchive(metrics, archive, now),
    reader: archive.reader,
    renderer,
    commitments: { take: (recorded) => recorded },
    findDestination: async () => undefined,
    logger: silentLogger,
    now,
    measures: createAssociationMeasures(metrics, () => listener.associations()),
  });
});

afterAll(async () => {
  await listener.close(0);
  await renderer.close();
  await archive.close(5000);
  await audit.close();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const associate = (calledAet = aeTitle) =>
  openAssociation({
    host: '127.0.0.1',
    port: listener.port,
    calledAet,
    callingAet: 'MARKED-PEER',
    contexts: [ct, verificationSopClass].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [explicitVrLittleEndian.uid],
    })),
  });

/** The entries of ends so far, and the measures whose names begin so. */
async function ends() {
  await audit.flush();
  return database.db
    .selectFrom('audit_entry')
    .select(['outcome', 'subject_name', 'details'])
    .where('action', '=', 'association:close')
    .orderBy('sequence')
    .execute();
}

const measured = async (prefix: string) =>
  (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(prefix));

test('the end of an association is recorded with what it stored, and measured without names', async () => {
  const dataSet = encodeDataSet(buildDataSet(imageAttributes()), explicitVrLittleEndian);
  const instance = { sopClassUid: ct, sopInstanceUid: '2.25.1', transferSyntaxUid: explicitVrLittleEndian.uid };
  const association = await associate();
  expect(await measured('isocenter_associations_open')).toEqual(['isocenter_associations_open 1']);
  expect(await association.store({ ...instance, dataSet })).toMatchObject({ status: 0 });
  expect(await association.store({ ...instance, sopInstanceUid: '2.25.9', dataSet })).toMatchObject({ status: 0xa900 });
  await association.release();
  const counts = { stored: 1, refused: 1, lengthBytes: 2 * dataSet.length };
  expect(await ends()).toMatchObject([{ outcome: 'success', details: { end: 'released', ...counts } }]);

  await archive.reader.settled();
  expect(await measured('isocenter_objects_total')).toEqual([
    'isocenter_objects_total{source="dimse",code="stored"} 1',
    'isocenter_objects_total{source="dimse",code="sop-instance-mismatch"} 1',
  ]);
  expect(await measured('isocenter_received_bytes_total')).toEqual([
    `isocenter_received_bytes_total{source="dimse"} ${2 * dataSet.length}`,
  ]);
  expect(await measured('isocenter_index_')).toEqual([
    'isocenter_index_queued_objects 0',
    'isocenter_index_lag_seconds 0',
    'isocenter_index_failing 0',
    `isocenter_index_position ${archive.index.position}`,
  ]);
  expect(await measured('isocenter_log_')).toEqual([
    `isocenter_log_position ${archive.log.position()}`,
    'isocenter_log_segment 1',
  ]);
  expect(await measured('isocenter_audit_')).toEqual(['isocenter_audit_queued_entries 0']);
});

test('so are aborts and rejections', async () => {
  const before = (await ends()).length;
  const aborted = await associate();
  aborted.abort();
  await expect(associate('SOMEBODY')).rejects.toMatchObject({ code: 'association-rejected' });
  // An association that came later has ended: so have those before it, on a loop that takes them in order.
  await (await associate()).release();
  const after = (await ends()).slice(before).map(({ outcome, details }) => ({ outcome, details }));
  expect(after).toMatchObject([
    { outcome: 'failure', details: { end: 'aborted-by-peer', stored: 0 } },
    { outcome: 'success', details: { end: 'released' } },
  ]);
  expect(await measured('isocenter_associations_')).toEqual(
    expect.arrayContaining([
      'isocenter_associations_open 0',
      'isocenter_associations_accepted_total 3',
      'isocenter_associations_rejected_total{reason="calledAeTitleNotRecognized"} 1',
      'isocenter_associations_ended_total{end="released"} 2',
      'isocenter_associations_ended_total{end="aborted-by-peer"} 1',
    ]),
  );
  expect(await metrics.registry.metrics()).not.toMatch(/MARKED|SOMEBODY|127\.0\.0\.1/);
});
