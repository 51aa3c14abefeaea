import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ask } from '../../test/access-server.ts';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { registerConsentRoutes } from './routes.ts';

let node: DicomwebServer;
let admin: Ask;
let study: number;
const changed: number[] = [];

beforeAll(async () => {
  node = await openDicomwebServer({
    register: (app, { db, audit, now }) =>
      registerConsentRoutes(app, { db, audit, now, changed: (studies) => changed.push(...studies) }),
  });
  admin = (await node.server.person('admin')).ask;
  await node.store(imageAttributes());
  await node.store(imageAttributes({ PatientID: 'TEST-2', SOPInstanceUID: '2.25.2', StudyInstanceUID: '2.25.101' }));
  await node.archive.reader.settled();
  study = await studyOf('2.25.100');
});
afterAll(() => node.close());

async function studyOf(uid: string): Promise<number> {
  const { db } = node.server.database;
  return (await db.selectFrom('study').select('id').where('study_instance_uid', '=', uid).executeTakeFirstOrThrow()).id;
}

async function grant(studyId: number): Promise<string> {
  const { rows } = await sql<{ id: number }>`
    insert into gateway.access_grant (grantee_kind, grantee_id, study_id, privileges, granted_by, reason)
    values ('user', 1, ${studyId}, '{view}', 'user 1', 'test') returning id`.execute(node.server.database.db);
  return String(rows[0]?.id);
}

const wishes = async () => (await admin('GET', `/api/studies/${study}/wishes`)).json();
const isInForce = async (id: string) => {
  const { rows } = await sql`select from gateway.access_grant where id = ${id}::bigint and revoked_at is null`.execute(
    node.server.database.db,
  );
  return rows.length === 1;
};

test('a withdrawn consent ends the grants that rest on it, and no other', async () => {
  const [one, shared, free] = [await grant(study), await grant(study), await grant(study)];
  const give = (grantIds: readonly string[]) =>
    admin('POST', `/api/studies/${study}/consents`, {
      purpose: 'sharing',
      form: 'paper',
      givenOn: '2026-01-02',
      grantIds,
    });
  expect((await give([one, shared])).statusCode).toBe(201);
  expect((await give([shared])).statusCode).toBe(201);
  const { consents } = await wishes();
  expect(consents).toMatchObject([
    { grantIds: [shared] },
    { grantIds: [one, shared], purpose: 'sharing', form: 'paper', givenOn: '2026-01-02' },
  ]);
  expect((await admin('POST', `/api/consents/${consents[1].id}/withdrawal`)).statusCode).toBe(204);
  expect([await isInForce(one), await isInForce(shared), await isInForce(free)]).toEqual([false, true, true]);
  expect((await wishes()).consents[1]).toMatchObject({ grantIds: [shared], withdrawn: { by: 'Test Person 1' } });
  expect(changed).toEqual([study]);
  // Each access that ended is in the trail of its study.
  await node.server.audit.flush();
  const { db } = node.server.database;
  const revoked = db.selectFrom('audit_entry').select(['object_kind', 'object_id', 'details']);
  expect(await revoked.where('action', '=', 'grant:revoke').execute()).toEqual([
    {
      object_kind: 'study',
      object_id: String(study),
      details: { grant: Number(one), consent: Number(consents[1].id) },
    },
  ]);
  expect((await admin('POST', `/api/consents/${consents[1].id}/withdrawal`)).statusCode).toBe(404);
  // Not a grant on somebody else.
  expect((await give([await grant(await studyOf('2.25.101'))])).statusCode).toBe(404);
  expect((await wishes()).consents).toHaveLength(2);
});

test('the access that there is for the patient is listed with what it is on', async () => {
  const { db } = node.server.database;
  const { patient_id } = await db
    .selectFrom('study')
    .select('patient_id')
    .where('id', '=', study)
    .executeTakeFirstOrThrow();
  const before = new Set((await wishes()).grants.map(({ id }: { id: string }) => id));
  const ofStudy = await grant(study);
  const { rows } = await sql<{ id: number }>`
    insert into gateway.access_grant (grantee_kind, grantee_id, patient_id, privileges, granted_by, reason)
    values ('user', 1, ${patient_id}, '{view}', 'user 1', 'second opinion') returning id`.execute(db);
  const [ended, others] = [await grant(study), await grant(await studyOf('2.25.101'))];
  await sql`update gateway.access_grant set expires_at = now() where id = ${ended}::bigint`.execute(db);
  const grants = (await wishes()).grants.filter(({ id }: { id: string }) => !before.has(id));
  expect(grants).toEqual([
    expect.objectContaining({ id: ofStudy, level: 'study', granteeName: 'Test Person 1', study: expect.anything() }),
    expect.objectContaining({ id: String(rows[0]?.id), level: 'patient', reason: 'second opinion' }),
  ]);
  expect(grants[0].study.id).toBe(String(study));
  expect(grants[1]).not.toHaveProperty('study');
  expect(JSON.stringify(grants)).not.toContain(`"id":"${others}"`);
});

test('a request for correction is noted, and answered once', async () => {
  const asked = await admin('POST', `/api/studies/${study}/corrections`, { request: 'The birth date is wrong' });
  const [{ id }] = asked.json().corrections;
  const answer = () => admin('POST', `/api/corrections/${id}/answer`, { outcome: 'corrected', answer: 'Sent again' });
  expect((await answer()).statusCode).toBe(204);
  expect((await answer()).statusCode).toBe(404);
  expect((await wishes()).corrections).toMatchObject([{ answer: { outcome: 'corrected', text: 'Sent again' } }]);
  const { db } = node.server.database;
  const entries = await db.selectFrom('audit_entry').select('details').where('action', '=', 'consent:write').execute();
  expect(JSON.stringify(entries)).not.toMatch(/birth date|Sent again/);
});

test('are for who may', async () => {
  const { ask } = await node.server.person('member');
  expect((await ask('GET', `/api/studies/${study}/wishes`)).statusCode).toBe(403);
});
