import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PeerVerb } from '@isocenter/contract/peers';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { verificationSopClass } from '@isocenter/dicom/uids';
import { AssociationPlaces } from '@isocenter/dimse/association-places';
import { type OpenAssociationOptions, openAssociation } from '@isocenter/dimse/client';
import { rejection } from '@isocenter/dimse/rejection';
import type { DimseServer } from '@isocenter/dimse/server';
import { dimseStatus } from '@isocenter/dimse/status';
import { type CertificateFiles, issueCertificate, makeAuthority } from '@isocenter/testkit/certificates';
import { absenceOf, findMissingPrograms } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { listTraffic } from '../../test/traffic-list.ts';
import { OpenAnswers } from '../access/open-answers.ts';
import { measureArchive } from '../archive/measures.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { measureAudit } from '../audit/audit.ts';
import { AuditTrail } from '../audit/trail.ts';
import { loadConfig } from '../config/load.ts';
import { createMetrics } from '../http/metrics.ts';
import { createPeer } from '../peers/repository.ts';
import { PlaceZone } from '../query-retrieve/time-zone.ts';
import { createRenderer } from '../rendering/renderer.ts';
import { type ListenerOptions, listenForPeers } from './listener.ts';
import { createAssociationMeasures } from './measures.ts';
import { PeerLoad } from './peer-load.ts';
import { DicomTls } from './tls.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const now = () => new Date('2026-01-02T03:04:05Z');
const metrics = createMetrics();
const dataDir = mkdtempSync(join(tmpdir(), 'isocenter-listener-'));
const aeTitle = 'MARKED-NODE';
let database: TestDatabase;
let archive: Archive;
let audit: AuditTrail;
let listener: DimseServer;
let tlsListener: DimseServer | undefined;
let tls: DicomTls;
let authority: CertificateFiles;
let installed = '';
const traffic = listTraffic();
const missing = findMissingPrograms('openssl');
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
  const verbs = [...verbsOf('READER')];
  const entry = { name: 'Test', aeTitle: 'READER', host: '192.0.2.1', port: 104, note: '', verbs };
  const usual = { enabled: true, conflictPolicy: 'first', checkAddress: true } as const;
  const { id: peerId } = await createPeer({ db, now }, { ...entry, ...usual });
  const options: ListenerOptions = {
    host: '127.0.0.1',
    port: 0,
    places: new AssociationPlaces({ total: 20, perAddress: 5 }),
    answers: new OpenAnswers(db),
    load: new PeerLoad(() => performance.now()),
    traffic,
    aeTitle,
    zone: new PlaceZone('UTC'),
    findCaller: async (aet, address) => ({
      subject: { kind: 'peer', aet, address, peerId, verbs: verbsOf(aet) },
      conflictPolicy: 'first',
      requireTls: aet === 'TLS-ONLY',
      limits: aet === 'PACED' ? { instancesPerSecond: 50, megabytesPerSecond: 1 } : {},
    }),
    callers: { current: (subject) => subject },
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
  };
  listener = await listenForPeers(options);
  if (missing.length > 0) return;
  authority = makeAuthority(dataDir, 'authority');
  installed = join(dataDir, 'live.crt');
  install(issueCertificate(dataDir, 'ours', authority));
  const environment = {
    ISOCENTER__DICOMTLS__CERTFILE: installed,
    ISOCENTER__DICOMTLS__KEYFILE: join(dataDir, 'live.key'),
    ISOCENTER__DICOMTLS__CAFILE: authority.certFile,
    ISOCENTER__DICOMTLS__CLIENTCERTIFICATES: 'required',
  };
  tls = new DicomTls(loadConfig({ environment, workingDir: dataDir }).config.dicomTls);
  const acceptor = tls.acceptor();
  if (acceptor !== undefined) tlsListener = await listenForPeers({ ...options, tls: acceptor });
});

function install(files: CertificateFiles): void {
  cpSync(files.keyFile, join(dataDir, 'live.key'));
  cpSync(files.certFile, installed);
}

const verbsOf = (aet: string): readonly PeerVerb[] => {
  if (aet === 'READER') return ['find', 'get', 'move'];
  return aet === 'VERBLESS' ? [] : ['echo', 'store'];
};

afterAll(async () => {
  await listener.close(0);
  await tlsListener?.close(0);
  await renderer.close();
  await archive.close(5000);
  await audit.close();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const associate = (calledAet = aeTitle, more: Partial<OpenAssociationOptions> = {}) =>
  openAssociation({
    host: '127.0.0.1',
    port: listener.port,
    calledAet,
    callingAet: 'MARKED-PEER',
    ...more,
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

const overTls = (more: Partial<OpenAssociationOptions> = {}) => {
  const requestor = tls.requestor({ host: 'localhost', tls: 'authority', tls_fingerprint: null });
  return associate(aeTitle, { port: tlsListener?.port ?? 0, ...(requestor && { tls: requestor }), ...more });
};

describe.skipIf(missing.length > 0)(`over TLS${absenceOf(missing)}`, () => {
  test('a peer that has to use TLS is served, and rejected in clear text', async () => {
    await expect(associate(aeTitle, { callingAet: 'TLS-ONLY' })).rejects.toMatchObject({
      code: 'association-rejected',
      details: rejection.noReason,
    });
    const association = await overTls({ callingAet: 'TLS-ONLY' });
    expect(await association.echo()).toBe(0);
    await association.release();
  });

  test('a peer is called with our certificate and pinned by its own', async () => {
    const pinned = tls.requestor({ host: 'wrong.example', tls: 'fingerprint', tls_fingerprint: '0'.repeat(64) });
    await expect(overTls({ ...(pinned && { tls: pinned }) })).rejects.toMatchObject({ code: 'tls-failed' });
    const unnamed = tls.requestor({ host: 'wrong.example', tls: 'authority', tls_fingerprint: null });
    await expect(overTls({ ...(unnamed && { tls: unnamed }) })).rejects.toMatchObject({ code: 'tls-failed' });
    expect(tls.requestor({ host: 'localhost', tls: 'off', tls_fingerprint: null })).toBe(undefined);
  });

  test('a renewed certificate is taken by listener and calls without a restart', async () => {
    const next = issueCertificate(dataDir, 'next', authority);
    const changed = Promise.withResolvers<void>();
    const unwatch = tls.watch((secureContext) => {
      tlsListener?.setSecureContext(secureContext);
      changed.resolve();
    }, silentLogger);
    install(next);
    await changed.promise;
    unwatch();
    const pinned = tls.requestor({ host: 'localhost', tls: 'fingerprint', tls_fingerprint: next.sha256 });
    const association = await overTls({ ...(pinned && { tls: pinned }) });
    expect(await association.echo()).toBe(0);
    await association.release();
  });
});

describe('limits', () => {
  test('both listeners share the places of an address', async () => {
    const open = await Promise.all(Array.from({ length: 5 }, () => associate()));
    const details = { ...rejection.localLimitExceeded };
    await expect(associate()).rejects.toMatchObject({ code: 'association-rejected', details });
    if (missing.length === 0) await expect(overTls()).rejects.toMatchObject({ details });
    for (const association of open) await association.release();
    await (await associate()).release();
  });

  test('a peer without a verb is told so, operation by operation', async () => {
    const association = await associate(aeTitle, { callingAet: 'VERBLESS' });
    const dataSet = encodeDataSet(buildDataSet(imageAttributes()), explicitVrLittleEndian);
    expect(await association.echo()).toBe(dimseStatus.notAuthorized);
    const instance = { sopClassUid: ct, sopInstanceUid: '2.25.1', transferSyntaxUid: explicitVrLittleEndian.uid };
    expect(await association.store({ ...instance, dataSet })).toMatchObject({ status: dimseStatus.notAuthorized });
    await association.release();
  });

  test('a peer that sends faster than it may is slowed down, and loses nothing', async () => {
    const association = await associate(aeTitle, { callingAet: 'PACED' });
    const start = performance.now();
    for (let number = 1; number <= 6; number += 1) {
      const sopInstanceUid = `2.25.77${number}`;
      const dataSet = encodeDataSet(
        buildDataSet(imageAttributes({ SOPInstanceUID: sopInstanceUid })),
        explicitVrLittleEndian,
      );
      const instance = { sopClassUid: ct, sopInstanceUid, transferSyntaxUid: explicitVrLittleEndian.uid };
      expect(await association.store({ ...instance, dataSet })).toMatchObject({ status: 0 });
    }
    // Five intervals of 20 ms.
    expect(performance.now() - start).toBeGreaterThan(95);
    await association.release();
    await archive.reader.settled();
    const rows = await database.db
      .selectFrom('instance')
      .select('id')
      .where('sop_instance_uid', 'like', '2.25.77%')
      .execute();
    expect(rows.length).toBe(6);
  });

  test('traffic is counted for the peer', async () => {
    traffic.told.length = 0;
    const association = await associate();
    const dataSet = encodeDataSet(buildDataSet(imageAttributes({ SOPInstanceUID: '2.25.88' })), explicitVrLittleEndian);
    const instance = { sopClassUid: ct, sopInstanceUid: '2.25.88', transferSyntaxUid: explicitVrLittleEndian.uid };
    await association.store({ ...instance, dataSet });
    await association.store({ ...instance, sopInstanceUid: '2.25.89', dataSet });
    await association.release();
    expect(traffic.told).toEqual(['1 in opened', `1 in 1 ${dataSet.length}`, '1 in status-a900']);
  });
});

describe('what is refused of a query or retrieval is in the trail, once and with the reason', () => {
  const study: Attributes = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '2.25.100' };
  test.each<[string, 'find' | 'get' | 'move', Attributes, string]>([
    ['a C-FIND at no level', 'find', { StudyInstanceUID: '' }, 'level-invalid'],
    ['a C-GET at no level', 'get', { StudyInstanceUID: '2.25.100' }, 'level-invalid'],
    ['a C-GET that names no study', 'get', { QueryRetrieveLevel: 'STUDY' }, 'unique-key-missing'],
    ['a C-MOVE that names no study', 'move', { QueryRetrieveLevel: 'STUDY' }, 'unique-key-missing'],
    ['a C-MOVE to nobody that is known', 'move', study, 'move-destination-unknown'],
  ])('%s', async (_, verb, attributes, code) => {
    const action = verb === 'find' ? 'study:search' : (`dimse:${verb}` as const);
    const trail = async () => {
      await audit.flush();
      const entries = database.db.selectFrom('audit_entry').select(['outcome', 'subject_name', 'object_id', 'details']);
      return entries.where('action', '=', action).orderBy('sequence').execute();
    };
    const before = await trail();
    const last = { find: 1, move: 2, get: 3 }[verb];
    const sopClassUid = `1.2.840.10008.5.1.4.1.2.2.${last}`;
    const transferSyntaxUid = explicitVrLittleEndian.uid;
    const association = await openAssociation({
      ...{ host: '127.0.0.1', port: listener.port, calledAet: aeTitle, callingAet: 'READER' },
      contexts: [{ abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] }],
    });
    const identifier = encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian);
    const query = { sopClassUid, transferSyntaxUid, identifier };
    const answers =
      verb === 'find'
        ? association.find(query)
        : verb === 'get'
          ? association.get(query, { store: async () => ({ status: 0 }) })
          : association.move({ ...query, destinationAet: 'NOBODY' });
    const { done, value } = await answers.next();
    expect(done).toBe(true);
    expect(value).toMatchObject({ status: expect.toSatisfy((status: number) => status >= 0xa000) });
    await association.release();
    const to = verb === 'move' ? { aeTitle: 'NOBODY' } : {};
    expect((await trail()).slice(before.length)).toMatchObject([
      { outcome: 'failure', subject_name: 'READER', object_id: null, details: { code, ...to } },
    ]);
  });
});
