import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ask } from '../../test/access-server.ts';
import { openTestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { migrate } from '../database/migrate.ts';
import { migrations } from '../database/migrations/index.ts';
import { registerHoldRoutes } from '../holds/routes.ts';
import { RetentionRunner } from './retention-runner.ts';
import { registerRetentionRoutes } from './routes.ts';
import { StudyAccesses } from './study-accesses.ts';

let node: DicomwebServer;
let admin: Ask;
let runner: RetentionRunner;

beforeAll(async () => {
  node = await openDicomwebServer({
    register(app, { db, audit, now }, archive) {
      registerRetentionRoutes(app, { db, audit, now });
      registerHoldRoutes(app, { db, index: archive.index, audit, now });
      runner = new RetentionRunner({ db, trash: archive.trash, audit, logger: silentLogger, now, trashDays: 30 });
    },
  });
  admin = (await node.server.person('admin')).ask;
  // The clock of the test stands at 2026-03-04; objects came on 2026-01-02.
  await store(1, { StudyDate: '20150101' });
  await store(2, { StudyDate: '20160101', Modality: 'MR' });
  await store(3, { StudyDate: '20170101' });
  await store(4, { StudyDate: '20260101' });
  await store(5, { StudyDate: '' });
});
afterAll(async () => {
  await runner.close();
  await node.close();
});

const store = (study: number, changes = {}) =>
  node.store(
    imageAttributes({
      SOPInstanceUID: `2.25.9${study}.1`,
      StudyInstanceUID: `2.25.9${study}`,
      SeriesInstanceUID: `2.25.9${study}.0`,
      PatientID: `TEST-${study}`,
      ...changes,
    }),
  );

const rule = {
  name: 'Old studies',
  enabled: false,
  basis: 'study-date',
  days: 3650 - 365,
  modalities: [],
  senders: [],
  maxPerRun: 10,
} as const;

const preview = async (changes: object) => {
  await node.archive.reader.settled();
  return (await admin('POST', '/api/retention-rules/preview', { ...rule, ...changes })).json();
};

const studyIdOf = async (patientId: string) => {
  const { db } = node.server.database;
  const { id } = await db
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .select('study.id')
    .where('patient.patient_id', '=', patientId)
    .executeTakeFirstOrThrow();
  return id;
};

const served = async () => {
  const rows = await node.server.database.db
    .selectFrom('instance')
    .select('sop_instance_uid')
    .where('state', '=', 'served')
    .orderBy('sop_instance_uid')
    .execute();
  return rows.map((row) => row.sop_instance_uid.slice(6, 7)).join('');
};

test('a dry run says how much would go, and leaves it', async () => {
  expect(await preview({})).toMatchObject({ studies: 3, instances: 3, held: 0 });
  expect((await preview({})).lengthBytes).toBeGreaterThan(1_000);
  expect(await preview({ modalities: ['CT'] })).toMatchObject({ studies: 2 });
  expect(await preview({ senders: ['TEST'] })).toMatchObject({ studies: 3 });
  expect(await preview({ senders: ['OTHER'] })).toMatchObject({ studies: 0 });
  expect(await preview({ basis: 'received', days: 60 })).toMatchObject({ studies: 5 });
  expect(await preview({ basis: 'received', days: 70 })).toMatchObject({ studies: 0 });
  expect(await served()).toBe('12345');
});

const noteSince = (since: string) =>
  node.server.database.db
    .updateTable('study_access_since')
    .set({ since: new Date(since) })
    .execute();

test('nothing goes by its last access before accesses were noted for that long', async () => {
  await noteSince('2026-02-15T12:00:00Z');
  expect(await preview({ basis: 'last-access', days: 30 })).toMatchObject({ studies: 0 });
  expect(await preview({ basis: 'last-access', days: 10 })).toMatchObject({ studies: 5 });
  expect(await preview({ basis: 'received', days: 30 })).toMatchObject({ studies: 5 });
});

test('accesses count as noted since the upgrade, or since the day after the oldest one', async () => {
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0015'));
  for (const oldest of [undefined, new Date('2026-01-10')]) {
    const database = await openTestDatabase('template1');
    try {
      const root = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: database.pool }) });
      await migrate(root, before);
      if (oldest !== undefined) {
        const access = { identity_key: 'TEST', study_instance_uid: '2.25.1', accessed_on: oldest };
        await database.db.insertInto('study_access').values(access).execute();
      }
      const upgradedAt = Date.now();
      await migrate(root, migrations);
      const { since } = await database.db.selectFrom('study_access_since').select('since').executeTakeFirstOrThrow();
      const expected = oldest === undefined ? upgradedAt : Date.parse('2026-01-11');
      expect(Math.abs(since.getTime() - expected)).toBeLessThan(86_400_000);
    } finally {
      await database.close();
    }
  }
});

test('what somebody looked at counts as younger', async () => {
  const { db } = node.server.database;
  const accesses = new StudyAccesses({ db, logger: silentLogger });
  const id = await studyIdOf('TEST-1');
  await noteSince('2026-01-01T00:00:00Z');
  expect(await preview({ basis: 'last-access', days: 30 })).toMatchObject({ studies: 5 });
  const subject = { kind: 'user', userId: 1, role: 'member', email: 'test@example.invalid' } as const;
  accesses.note({ action: 'study:read', outcome: 'success', subject, object: { kind: 'study', id } });
  await accesses.close();
  expect(await preview({ basis: 'last-access', days: 30 })).toMatchObject({ studies: 4 });
});

test('a rule that is off does nothing; one that is on, once a day, as much as it may, and nothing on hold', async () => {
  const created = await admin('POST', '/api/retention-rules', rule);
  expect(created.statusCode).toBe(201);
  expect(await runner.run()).toBe(0);
  const studyId = String(await studyIdOf('TEST-2'));
  await admin('POST', '/api/holds', { kind: 'patient', studyId, reason: 'claim 2026-4' });
  expect(await preview({})).toMatchObject({ studies: 2, held: 1 });
  const url = `/api/retention-rules/${created.json().id}`;
  await admin('PUT', url, { ...rule, enabled: true, maxPerRun: 1 });
  expect(await runner.run()).toBe(1);
  expect(await served()).toBe('2345');
  expect(await runner.run()).toBe(0);
  node.server.pass(25 * 60 * 60 * 1_000);
  expect(await runner.run()).toBe(1);
  expect(await served()).toBe('245');
  const trash = await node.server.database.db.selectFrom('trash').select(['cause', 'reason', 'deleted_by']).execute();
  const made = { cause: 'retention', reason: 'Old studies', deleted_by: `retention rule ${created.json().id}` };
  expect(trash).toEqual([made, made]);
});
