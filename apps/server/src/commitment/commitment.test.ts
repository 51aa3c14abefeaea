/** Storage commitment as SCP on a listener, an archive and a database of its own; the test is the modality. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { AssociationPlaces } from '@isocenter/dimse/association-places';
import { openAssociation } from '@isocenter/dimse/client';
import { chooseRoles } from '@isocenter/dimse/negotiation';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import type { NotificationRequest } from '@isocenter/dimse/verbs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { listTraffic } from '../../test/traffic-list.ts';
import { OpenAnswers } from '../access/open-answers.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { AuditTrail } from '../audit/trail.ts';
import { listenForPeers } from '../dimse/listener.ts';
import { createAssociationMeasures } from '../dimse/measures.ts';
import { PeerLoad } from '../dimse/peer-load.ts';
import { createMetrics } from '../http/metrics.ts';
import { findCaller } from '../peers/caller.ts';
import { CurrentCallers } from '../peers/current-callers.ts';
import { findDestination } from '../peers/destination.ts';
import { HostAddresses } from '../peers/host-addresses.ts';
import { createPeer } from '../peers/repository.ts';
import { PlaceZone } from '../query-retrieve/time-zone.ts';
import { createNativeDecoder } from '../rendering/native-decoder.ts';
import { createRenderer } from '../rendering/renderer.ts';
import {
  encodeCommitmentReport,
  encodeCommitmentRequest,
  type InstanceReference,
  parseCommitmentReport,
} from './data-sets.ts';
import { CommitmentReporter } from './reporter.ts';
import { storageCommitmentInstance, storageCommitmentSopClass } from './service-class.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const mr = '1.2.840.10008.5.1.4.1.1.4';
const explicit = explicitVrLittleEndian.uid;
const now = () => new Date();

const dataDir = mkdtempSync(join(tmpdir(), 'isocenter-commitment-'));
const lines: { readonly fields: object; readonly message: string }[] = [];
const note = (fields: object, message: string) => {
  lines.push({ fields, message });
};
const logger = { debug: () => undefined, info: note, warn: note, error: note };
const renderer = createRenderer();
let database: TestDatabase;
let archive: Archive;
let audit: AuditTrail;
let commitments: CommitmentReporter;
let node: DimseServer;
/** The modality's own listener, for reports on other associations. */
let modality: DimseServer;
const reports: NotificationRequest[] = [];
let changed = Promise.withResolvers<void>();
const take = async (event: NotificationRequest) => {
  reports.push(event);
  changed.resolve();
  changed = Promise.withResolvers<void>();
  return { status: modalityStatus };
};
let modalityStatus = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const sopClasses = { refused: [], acceptPrivate: false };
  const decoder = createNativeDecoder(renderer);
  archive = await openArchive({ dataDir, db, logger, decoder, sopClasses });
  audit = new AuditTrail({ db, logger });
  const hosts = new HostAddresses({ now });
  const aeTitle = 'NODE';
  const { reader } = archive;
  const traffic = listTraffic();
  const tls = { requestor: () => undefined };
  const find = (aet: string, peerId?: number) => findDestination({ db, tls, traffic }, aet, peerId);
  const waits = { graceMs: 50, pausesMs: [150, 150] };
  commitments = new CommitmentReporter({ db, reader, logger, audit, now, aeTitle, findDestination: find, ...waits });
  await commitments.takeOver();
  const metrics = createMetrics();
  node = await listenForPeers({
    host: '127.0.0.1',
    port: 0,
    aeTitle,
    zone: new PlaceZone('UTC'),
    findCaller: (aet, address) => findCaller({ db, hosts, allowLoopback: true }, aet, address),
    callers: new CurrentCallers({ db, nowMs: () => performance.now() }),
    sopClasses,
    db,
    answers: new OpenAnswers(db),
    audit,
    ingest: archive.ingest,
    reader,
    renderer,
    commitments,
    findDestination: (aet) => find(aet),
    places: new AssociationPlaces({ total: 50 }),
    load: new PeerLoad(() => performance.now()),
    traffic,
    logger,
    now,
    measures: createAssociationMeasures(metrics, () => node.associations()),
  });
  modality = await listenDimse<undefined>({
    host: '127.0.0.1',
    port: 0,
    accept: (request) => ({
      ...acceptAll(request),
      roleSelections: chooseRoles(request.roleSelections, () => ({ scu: true, scp: true })),
    }),
    verbs: { echo: () => 0, store: () => ({ status: 0x0110 }), eventReport: take },
  });
  const peer = { host: '127.0.0.1', conflictPolicy: 'first', checkAddress: true, enabled: true, note: '' } as const;
  const add = (aet: string, verbs: readonly ('store' | 'commit')[], port = modality.port) =>
    createPeer({ db, now }, { ...peer, name: aet, aeTitle: aet, port, verbs: [...verbs] });
  await add('MODALITY', ['store', 'commit']);
  await add('STORES', ['store']);
  await add('AWAY', ['store', 'commit'], 1);
  await store('2.25.1', '2.25.100');
  await store('2.25.2', '2.25.100');
  await store('2.25.3', '2.25.300');
});

afterAll(async () => {
  await modality.close(0);
  await node.close(0);
  await commitments.close(5_000);
  await renderer.close();
  await archive.close(5_000);
  await audit.close();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

beforeEach(() => {
  reports.length = 0;
  lines.length = 0;
  modalityStatus = 0;
});

const associate = (callingAet: string) =>
  openAssociation({
    host: '127.0.0.1',
    port: node.port,
    calledAet: 'NODE',
    callingAet,
    contexts: [ct, storageCommitmentSopClass].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [explicit],
    })),
    takeEvent: take,
  });

async function store(SOPInstanceUID: string, StudyInstanceUID: string): Promise<void> {
  const association = await associate('STORES');
  const attributes = imageAttributes({ SOPInstanceUID, StudyInstanceUID, SeriesInstanceUID: `${StudyInstanceUID}.1` });
  const dataSet = encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian);
  const instance = { sopClassUid: ct, sopInstanceUid: SOPInstanceUID, transferSyntaxUid: explicit, dataSet };
  expect(await association.store(instance)).toMatchObject({ status: 0 });
  await association.release();
}

const isCt = (sopInstanceUid: string): InstanceReference => ({ sopClassUid: ct, sopInstanceUid });

async function ask(
  association: Awaited<ReturnType<typeof associate>>,
  transactionUid: string,
  instances: readonly InstanceReference[],
) {
  return association.action({
    sopClassUid: storageCommitmentSopClass,
    sopInstanceUid: storageCommitmentInstance,
    typeId: 1,
    transferSyntaxUid: explicit,
    dataSet: encodeCommitmentRequest({ transactionUid, instances }, explicit),
  });
}

async function reportOf(transactionUid: string) {
  for (;;) {
    for (const { typeId, dataSet, transferSyntaxUid } of reports.splice(0)) {
      const told = parseCommitmentReport(dataSet ?? new Uint8Array(), transferSyntaxUid);
      if (told?.transactionUid === transactionUid) return { typeId, ...told.report };
    }
    await changed.promise;
  }
}

const stateOf = async (transactionUid: string) =>
  (
    await database.db
      .selectFrom('commitment')
      .select(['state', 'attempts'])
      .where('transaction_uid', '=', transactionUid)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  ).state;

describe('the association of the request', () => {
  test('is told what is committed and what is not, and why', async () => {
    const association = await associate('MODALITY');
    const asked = [isCt('2.25.1'), isCt('2.25.9'), { sopClassUid: mr, sopInstanceUid: '2.25.2' }];
    expect(await ask(association, '2.25.1001', asked)).toEqual({ status: 0 });
    expect(await reportOf('2.25.1001')).toEqual({
      typeId: 2,
      committed: [isCt('2.25.1')],
      failed: [
        { ...isCt('2.25.9'), reason: 0x0112 },
        { sopClassUid: mr, sopInstanceUid: '2.25.2', reason: 0x0119 },
      ],
    });
    await expect.poll(() => stateOf('2.25.1001')).toBe('reported');
    await association.release();
  });

  test('is told of what it stored just before', async () => {
    const association = await associate('MODALITY');
    await store('2.25.4', '2.25.400');
    await ask(association, '2.25.1002', [isCt('2.25.4')]);
    expect(await reportOf('2.25.1002')).toEqual({ typeId: 1, committed: [isCt('2.25.4')], failed: [] });
    await association.release();
  });

  test('is told that a Transaction UID was used before', async () => {
    const association = await associate('MODALITY');
    expect(await ask(association, '2.25.1001', [isCt('2.25.1')])).toEqual({ status: 0 });
    expect(await reportOf('2.25.1001')).toEqual({
      typeId: 2,
      committed: [],
      failed: [{ ...isCt('2.25.1'), reason: 0x0131 }],
    });
    await association.release();
  });
});

describe('an association of our own', () => {
  test('brings the report when the first has ended', async () => {
    const association = await associate('MODALITY');
    await ask(association, '2.25.1003', [isCt('2.25.1'), isCt('2.25.2')]);
    await association.release();
    expect(await reportOf('2.25.1003')).toMatchObject({ typeId: 1, failed: [] });
    await expect.poll(() => stateOf('2.25.1003')).toBe('reported');
  });

  test('brings it again when the peer could not take it', async () => {
    modalityStatus = 0x0110;
    const association = await associate('MODALITY');
    await ask(association, '2.25.1004', [isCt('2.25.1')]);
    await association.release();
    await reportOf('2.25.1004');
    modalityStatus = 0;
    await reportOf('2.25.1004');
    await expect.poll(() => stateOf('2.25.1004')).toBe('reported');
  });

  test.each([
    ['cannot be reached', 'AWAY'],
    ['is not configured', 'NOBODY'],
  ])('is given up, and said so, when the peer %s', async (_, aet) => {
    const association = await associate(aet);
    await ask(association, '2.25.1005', [isCt('2.25.1')]);
    await association.release();
    await expect.poll(() => stateOf('2.25.1005')).toBe('dead');
    expect(lines.at(-1)).toEqual({
      fields: { aeTitle: aet, attempts: 3 },
      message: 'the result of a storage commitment is given up',
    });
    const [unknown] = lines.filter(({ message }) => message.startsWith('no peer'));
    expect(unknown?.fields).toEqual(aet === 'NOBODY' ? { aeTitle: aet } : undefined);
    await audit.flush();
    const entry = await database.db
      .selectFrom('audit_entry')
      .select(['outcome', 'details'])
      .where('action', '=', 'commitment:report')
      .orderBy('sequence', 'desc')
      .executeTakeFirst();
    expect(entry).toMatchObject({ outcome: 'failure', details: { aeTitle: aet, attempts: 3 } });
    await database.db.deleteFrom('commitment').where('transaction_uid', '=', '2.25.1005').execute();
  });
});

describe('a request', () => {
  test('of a peer that may not ask is refused', async () => {
    const association = await associate('STORES');
    expect(await ask(association, '2.25.1006', [isCt('2.25.1')])).toMatchObject({ status: 0x0124 });
    await association.release();
  });

  test.each([
    ['of another action', { typeId: 2 }, 0x0123, 'no-such-action'],
    ['for another instance', { sopInstanceUid: '1.2.3' }, 0x0112, 'no-such-instance'],
    ['without content', { dataSet: encodeDataSet(buildDataSet({}), explicitVrLittleEndian) }, 0x0115, 'unreadable'],
  ])('%s is refused, and in the trail', async (_, changes, status, code) => {
    const before = await trailOf('dimse:commit');
    const association = await associate('MODALITY');
    const action = { sopClassUid: storageCommitmentSopClass, typeId: 1, transferSyntaxUid: explicit };
    const request = { ...action, sopInstanceUid: storageCommitmentInstance, ...changes };
    expect(await association.action(request)).toMatchObject({ status });
    await association.release();
    expect((await trailOf('dimse:commit')).slice(before.length)).toMatchObject([refusedBy('MODALITY', code)]);
  });
});

describe('a report to this node', () => {
  const told = (transactionUid: string) =>
    encodeCommitmentReport(transactionUid, { committed: [isCt('2.25.1')], failed: [] }, explicit);

  test.each([
    ['of a transaction that it did not ask for', {}, 0x0115, 'no-such-transaction'],
    ['without content', { dataSet: encodeDataSet(buildDataSet({}), explicitVrLittleEndian) }, 0x0115, 'unreadable'],
    ['of another event', { typeId: 3 }, 0x0113, 'no-such-event'],
    ['for another instance', { sopInstanceUid: '1.2.3' }, 0x0112, 'no-such-instance'],
  ])('%s is refused, and in the trail', async (_, changes, status, code) => {
    const before = await trailOf('dimse:report');
    const association = await openAssociation({
      ...{ host: '127.0.0.1', port: node.port, calledAet: 'NODE', callingAet: 'STORES' },
      contexts: [{ abstractSyntax: storageCommitmentSopClass, transferSyntaxes: [explicit] }],
      roleSelections: [{ sopClassUid: storageCommitmentSopClass, scu: false, scp: true }],
    });
    const event = { sopClassUid: storageCommitmentSopClass, sopInstanceUid: storageCommitmentInstance };
    const report = { ...event, transferSyntaxUid: explicit, ...told('2.25.1999'), ...changes };
    expect(await association.eventReport(report)).toMatchObject({ status });
    await association.release();
    expect((await trailOf('dimse:report')).slice(before.length)).toMatchObject([refusedBy('STORES', code)]);
  });
});

/** What the trail says of one action, the oldest first. */
async function trailOf(action: 'dimse:commit' | 'dimse:report') {
  await audit.flush();
  const entries = database.db.selectFrom('audit_entry').select(['outcome', 'subject_name', 'details']);
  return entries.where('action', '=', action).orderBy('sequence').execute();
}

const refusedBy = (aet: string, code: string) => ({ outcome: 'failure', subject_name: aet, details: { code } });

describe('an object', () => {
  test('that is not granted is not there', async () => {
    const { db } = database;
    await archive.reader.settled();
    const granted = db.selectFrom('study').select('id').where('study_instance_uid', '=', '2.25.300');
    await db.deleteFrom('access_grant').where('study_id', 'in', granted).execute();
    const association = await associate('MODALITY');
    await ask(association, '2.25.1007', [isCt('2.25.3')]);
    expect(await reportOf('2.25.1007')).toMatchObject({ failed: [{ ...isCt('2.25.3'), reason: 0x0112 }] });
    await association.release();
  });

  test('that can no longer be read is not committed to', async () => {
    const { location } = await database.db
      .selectFrom('instance')
      .select('location')
      .where('sop_instance_uid', '=', '2.25.2')
      .executeTakeFirstOrThrow();
    const folder = join(dataDir, 'blobs', 'segments');
    const file = join(folder, readdirSync(folder)[0] ?? '');
    const bytes = readFileSync(file);
    const at = location.offset + location.bodyOffset + 10;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    writeFileSync(file, bytes);
    const association = await associate('MODALITY');
    await ask(association, '2.25.1008', [isCt('2.25.1'), isCt('2.25.2')]);
    expect(await reportOf('2.25.1008')).toMatchObject({
      committed: [isCt('2.25.1')],
      failed: [{ ...isCt('2.25.2'), reason: 0x0110 }],
    });
    await association.release();
  });
});
