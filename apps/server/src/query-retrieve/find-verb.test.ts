import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { dimseStatus } from '@isocenter/dimse/status';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { buildGrant } from '../../test/grants.ts';
import type { AuditEvent } from '../audit/event.ts';
import { CurrentCallers } from '../peers/current-callers.ts';
import { createPeer, deletePeer } from '../peers/repository.ts';
import { type FindVerbOptions, findMatches } from './find-verb.ts';
import { PlaceZone } from './time-zone.ts';

const syntax = explicitVrLittleEndian;
const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
let database: TestDatabase;
let events: AuditEvent[];
let nowMs = 0;
let peerId: number;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const patient = { identity_key: 'one', key_id: 'one', patient_id: '', issuer: '', name: '', birth_date: '', sex: '' };
  const { id: patient_id } = await db.insertInto('patient').values(patient).returning('id').executeTakeFirstOrThrow();
  const row = {
    ...{ study_date: '', study_time: '', accession_number: '', study_id: '', description: '', search: '' },
    ...{ referring_physician: '', institution: '', attributes: '{}', patient_id, modalities: ['CT'] },
    ...{ series_count: 1, instance_count: 1 },
  };
  const rows = ['2.25.1', '2.25.2', '2.25.3'].map((study_instance_uid) => ({ ...row, study_instance_uid }));
  await db.insertInto('study').values(rows).execute();
  await db.insertInto('access_grant').values(buildGrant({ patient_id })).execute();
});
afterAll(() => database.close());

beforeEach(async () => {
  events = [];
  const entry = { name: 'Test', aeTitle: 'READER', host: '192.0.2.10', port: 104, note: '' };
  const usual = { conflictPolicy: 'first', checkAddress: true, enabled: true } as const;
  await database.db.deleteFrom('peer').execute();
  peerId = (await createPeer({ db: database.db, now: () => new Date() }, { ...entry, ...usual, verbs: ['find'] })).id;
});

function find(identifier = buildDataSet({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '' })) {
  const { db } = database;
  const count = (event: AuditEvent) => {
    events.push(event);
  };
  const options: FindVerbOptions = {
    ...{ db, aeTitle: 'NODE', zone: new PlaceZone('UTC') },
    audit: { count, record: async (event) => count(event) },
    reader: { ask: (question) => question() },
    callers: new CurrentCallers({ db, nowMs: () => nowMs }),
  };
  const subject = { kind: 'peer', aet: 'READER', address: '192.0.2.10', peerId, verbs: ['find'] } as const;
  const association = {
    ...{ id: 1, calledAet: 'NODE', callingAet: 'READER', address: '192.0.2.10', contexts: new Map() },
    ...{ implementationClassUid: undefined, implementationVersionName: undefined },
    context: { subject, conflictPolicy: 'first', agreed: new Map() },
    eventReport: async () => ({ status: 0 }),
  } as const;
  const { signal } = new AbortController();
  const request = { messageId: 1, sopClassUid: studyRootFind, transferSyntaxUid: syntax.uid, priority: 0, signal };
  return findMatches({ ...request, identifier: encodeDataSet(identifier, syntax) }, association, options);
}

test('a query whose peer is removed ends between two answers, and says so in the trail', async () => {
  const answers = find();
  expect((await answers.next()).done).toBe(false);
  await deletePeer(database.db, peerId);
  nowMs += 499;
  expect((await answers.next()).done).toBe(false);
  nowMs += 1;
  await expect(answers.next()).rejects.toMatchObject({ details: { status: dimseStatus.notAuthorized } });
  expect(events).toMatchObject([
    { action: 'study:search', outcome: 'denied', details: { edge: 'c-find', results: 2, reason: 'forbidden' } },
  ]);
});
