import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ask } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { listAudit } from '../audit/repository.ts';
import { holdProblems } from '../holds/problems.ts';
import { registerHoldRoutes } from '../holds/routes.ts';
import { StudyEvents } from '../studies/events.ts';
import { registerStudies } from '../studies/routes.ts';
import { trashProblems } from './problems.ts';
import { Purger } from './purger.ts';
import { registerTrashRoutes } from './routes.ts';

let node: DicomwebServer;
let events: StudyEvents;
let admin: Ask;
let study = 0;

beforeAll(async () => {
  node = await openDicomwebServer({
    problemMappings: [trashProblems, holdProblems],
    register(app, { db, audit, now }, archive) {
      events = new StudyEvents({ db, index: archive.index });
      registerStudies(app, { db, reader: archive.reader, events, audit, now });
      registerTrashRoutes(app, { db, trash: archive.trash, audit, now, trashDays: 30 });
      registerHoldRoutes(app, { db, index: archive.index, audit, now });
    },
  });
  admin = (await node.server.person('admin')).ask;
});
afterAll(async () => {
  events.close();
  await node.close();
});

beforeEach(async () => {
  study += 1;
  await store(1);
  await store(2);
});

const studyUid = () => `2.25.100${study}`;
const store = (instance: number, changes = {}) =>
  node.store(
    imageAttributes({
      SOPInstanceUID: `${studyUid()}.${instance}`,
      StudyInstanceUID: studyUid(),
      SeriesInstanceUID: `${studyUid()}.0`,
      PatientID: `TEST-${study}`,
      ...changes,
    }),
  );

async function studyId(): Promise<string> {
  const { studies } = (await admin('GET', `/api/studies?q=${studyUid()}`)).json();
  return studies[0]?.id;
}

const deleteStudy = async (reason = 'sent twice') =>
  admin('POST', '/api/trash', { level: 'study', id: await studyId(), reason });

const trashOf = async () => {
  const { entries } = (await admin('GET', '/api/trash')).json();
  return entries.filter((entry: { patientId: string }) => entry.patientId === `TEST-${study}`);
};

/** Everything that a reader could ask, as status codes. */
async function answers(ask = admin): Promise<readonly number[]> {
  const web = `/dicom-web/studies/${studyUid()}`;
  const found = await ask('GET', `/dicom-web/studies?StudyInstanceUID=${studyUid()}`);
  const urls = [web, `${web}/metadata`, `${web}/rendered`, `${web}/series/${studyUid()}.0/instances/${studyUid()}.1`];
  const asked = await Promise.all(urls.map((url) => ask('GET', url)));
  const listed = await ask('GET', `/dicom-web/studies/${studyUid()}/instances`);
  const size = (body: string) => (body === '' ? 0 : JSON.parse(body).length);
  return [size(found.body), size(listed.body), ...asked.map(({ statusCode }) => statusCode)];
}

describe('a deletion', () => {
  test('is out of sight over every way at once, says who and why, and can be taken back', async () => {
    const id = await studyId();
    expect(await answers()).toEqual([1, 2, 200, 200, 200, 200]);
    const deleted = await deleteStudy('sent to the wrong archive');
    expect([deleted.statusCode, deleted.json()]).toMatchObject([201, { instances: 2 }]);
    expect(await answers()).toEqual([0, 0, 404, 404, 404, 404]);
    expect((await admin('GET', `/api/studies/${id}`)).statusCode).toBe(404);
    expect(await trashOf()).toMatchObject([
      { level: 'study', instances: 2, reason: 'sent to the wrong archive', deletedBy: 'Test Person 1', cause: 'user' },
    ]);
    const restored = await admin('POST', `/api/trash/${deleted.json().id}/restore`);
    expect(restored.statusCode).toBe(204);
    expect(await answers()).toEqual([1, 2, 200, 200, 200, 200]);
    expect(await trashOf()).toEqual([]);
    const { db } = node.server.database;
    const entries = await db.selectFrom('audit_entry').select(['action', 'details', 'object_id']).execute();
    expect(entries).toContainEqual(
      expect.objectContaining({
        action: 'study:delete',
        object_id: id,
        details: expect.objectContaining({ reason: 'sent to the wrong archive', instances: 2 }),
      }),
    );
  });

  test('needs a reason, the right, and something to delete', async () => {
    const id = await studyId();
    const without = await admin('POST', '/api/trash', { level: 'study', id, reason: '   ' });
    expect([without.statusCode, without.json().code]).toEqual([400, 'invalid-request']);
    const member = await node.server.person('member');
    const denied = await member.ask('POST', '/api/trash', { level: 'study', id, reason: 'sent twice' });
    expect(denied.statusCode).toBe(403);
    await deleteStudy();
    const again = await admin('POST', '/api/trash', { level: 'study', id, reason: 'sent twice' });
    expect(again.statusCode).toBe(404);
  });

  test('of what is sent again leaves the new copy in sight', async () => {
    await deleteStudy();
    await store(1);
    expect(await answers()).toEqual([1, 1, 200, 200, 200, 200]);
    expect(await trashOf()).toMatchObject([{ instances: 2 }]);
  });
});

describe('a purge', () => {
  async function deleteAnother(): Promise<number> {
    study += 1;
    await store(1);
    return Number((await deleteStudy()).json().id);
  }

  test('asks how much it is to delete, and leaves nothing', async () => {
    const { id } = (await deleteStudy()).json();
    const wrong = await admin('POST', `/api/trash/${id}/purge`, { instances: 1 });
    expect([wrong.statusCode, wrong.json().code]).toEqual([409, 'purge-mismatch']);
    expect((await admin('POST', `/api/trash/${id}/purge`, { instances: 2 })).statusCode).toBe(204);
    expect((await admin('POST', `/api/trash/${id}/restore`)).statusCode).toBe(404);
    const { db } = node.server.database;
    const rows = await db.selectFrom('patient').select('id').where('patient_id', '=', `TEST-${study}`).execute();
    expect(rows).toEqual([]);
  });

  test('comes by itself when the time is over, and not before; one that cannot be ended holds up no other', async () => {
    const { db } = node.server.database;
    const { audit, now } = node.server.deps;
    const told: object[] = [];
    const logger = { ...silentLogger, error: (details: object) => told.push(details) };
    const waiting = await deleteAnother();
    const stuck = await deleteAnother();
    const interrupted = await deleteAnother();
    // Its log lies where nothing is mounted.
    await db.updateTable('trash').set({ is_purging: true, spool: 9 }).where('id', '=', stuck).execute();
    await db.updateTable('trash').set({ is_purging: true }).where('id', '=', interrupted).execute();
    const left = async () => (await db.selectFrom('trash').select('id').orderBy('id').execute()).map(({ id }) => id);
    // Runs when it is told to only.
    const purger = new Purger({ db, trash: node.archive.trash, audit, logger, now, leads: () => false });
    try {
      expect(await purger.run()).toBe(0);
      expect(await left()).toEqual(expect.arrayContaining([waiting, stuck]));
      expect(await left()).not.toContain(interrupted);
      node.server.pass(31 * 24 * 60 * 60 * 1_000);
      // Sessions are over by then: ask the purger only.
      told.length = 0;
      expect(await purger.run()).toBeGreaterThan(0);
      expect(await left()).toEqual([stuck]);
      expect(told).toMatchObject([{ code: 'purge-failed', trash: stuck }]);
      await db.updateTable('trash').set({ spool: 1 }).execute();
      expect(await purger.run()).toBe(0);
      expect(await left()).toEqual([]);
      const { rows } = await listAudit(db, { kind: 'system', name: 'test' }, { action: 'trash:purge' });
      expect(rows.filter(({ details }) => JSON.stringify(details).includes('"wasInterrupted":true'))).toHaveLength(2);
    } finally {
      await purger.close();
      admin = (await node.server.person('admin')).ask;
    }
  });
});

describe('a legal hold', () => {
  test.each(['study', 'patient'] as const)('on a %s refuses deletion and purge until it is released', async (kind) => {
    const id = await studyId();
    const reason = 'claim 2026-4';
    const placed = await admin('POST', '/api/holds', { kind, studyId: id, reason });
    expect([placed.statusCode, placed.json()]).toMatchObject([201, { kind, reason, studyId: id }]);
    expect((await admin('GET', `/api/studies/${id}`)).json().legalHold).toBe(true);
    const refused = await deleteStudy();
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'legal-hold']);
    expect(await answers()).toEqual([1, 2, 200, 200, 200, 200]);

    const release = () => admin('POST', `/api/holds/${placed.json().id}/release`, { reason: 'claim settled' });
    expect((await release()).json()).toMatchObject({ release: { reason: 'claim settled' } });
    expect((await release()).json().code).toBe('hold-released');
    const deleted = (await deleteStudy()).json();
    const again = await admin('POST', '/api/holds', { kind, studyId: id, reason });
    const purge = await admin('POST', `/api/trash/${deleted.id}/purge`, { instances: 2 });
    expect([purge.statusCode, purge.json().code]).toEqual([409, 'legal-hold']);
    expect(await trashOf()).toMatchObject([{ legalHold: true }]);
    await admin('POST', `/api/holds/${again.json().id}/release`, { reason: 'claim settled' });
    expect((await admin('POST', `/api/trash/${deleted.id}/purge`, { instances: 2 })).statusCode).toBe(204);
    expect((await admin('GET', '/api/holds')).json().holds.length).toBeGreaterThanOrEqual(2);
  });
});
