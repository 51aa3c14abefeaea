import type { Grant } from '@isocenter/contract/grants';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { membershipsOfUser } from '../access/memberships.ts';
import { grantNewStudies } from '../access/new-studies.ts';
import { OpenAnswers } from '../access/open-answers.ts';
import { readableStudies, seeing } from '../access/readable-studies.ts';
import { registerProxyRoutes } from '../emergency/proxies.ts';
import { registerBreakGlassRoutes } from '../emergency/routes.ts';
import { GatewayLink } from '../gateways/gateway-link.ts';
import { registerOrganisationRoutes } from '../organisations/routes.ts';
import { registerGrantRoutes } from './routes.ts';

let server: AccessServer;
let admin: Person;
let member: Person;
let studyId: number;
let otherId: number;
let patientId: number;
const told: number[] = [];

beforeAll(async () => {
  server = await openAccessServer((app, deps) => {
    const changed = (studies: readonly number[]) => void told.push(...studies);
    registerGrantRoutes(app, { ...deps, changed });
    registerOrganisationRoutes(app, deps);
    registerBreakGlassRoutes(app, { ...deps, changed });
    registerProxyRoutes(app, deps);
  });
  admin = await server.person('admin');
  member = await server.person('member');
  const { db } = server.database;
  const patient = { identity_key: 'x', key_id: 'x', patient_id: 'TEST-1', issuer: '', name: '', sex: '' };
  const inserted = db.insertInto('patient').values({ ...patient, birth_date: '19700102' });
  patientId = (await inserted.returning('id').executeTakeFirstOrThrow()).id;
  [studyId, otherId] = [await insertStudy('1'), await insertStudy('2')];
});
beforeEach(async () => {
  await server.database.db.deleteFrom('access_grant').execute();
});
afterAll(() => server.close());

async function insertStudy(uid: string): Promise<number> {
  const row = {
    ...{ study_date: '', study_time: '', accession_number: `ACC-${uid}`, study_id: '', description: '', search: '' },
    ...{
      referring_physician: '',
      institution: '',
      attributes: '{}',
      modalities: [],
      series_count: 1,
      instance_count: 1,
    },
    ...{ patient_id: patientId, study_instance_uid: uid },
  };
  const inserted = server.database.db.insertInto('study').values(row);
  return (await inserted.returning('id').executeTakeFirstOrThrow()).id;
}

/** The studies that a person sees at the next request. */
async function seenBy({ id, email }: Person): Promise<readonly number[]> {
  const { db } = server.database;
  const found = db.selectFrom('user_account').where('id', '=', id).select(membershipsOfUser().as('memberships'));
  const { memberships } = await found.executeTakeFirstOrThrow();
  const subject = { kind: 'user', userId: id, role: 'member', email, memberships } as const;
  const rows = await db.selectFrom('study').select('id').where(readableStudies(subject)).orderBy('id').execute();
  return rows.map((row) => row.id);
}

const grantBody = (fields: object = {}) => ({
  ...{ studyId: String(studyId), level: 'study', granteeKind: 'user', granteeId: String(member.id) },
  ...{ privileges: ['view', 'see-identity'], reason: 'second opinion', ...fields },
});

async function grants(): Promise<Grant[]> {
  const answer = await admin.ask('GET', `/api/grants?studyId=${studyId}`);
  expect(answer.statusCode).toBe(200);
  return answer.json().grants;
}

describe('a grant', () => {
  test('is made with a reason and an end, says why somebody sees, and is revoked', async () => {
    expect(await seenBy(member)).toEqual([]);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await admin.ask('POST', '/api/grants', grantBody({ expiresAt }));
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      ...{ granteeKind: 'user', granteeName: 'Test Person 2', level: 'study', privileges: ['view', 'see-identity'] },
      ...{ expiresAt, reason: 'second opinion', grantedBy: 'Test Person 1' },
    });
    expect(told).toContain(studyId);
    expect(await seenBy(member)).toEqual([studyId]);
    expect(await grants()).toHaveLength(1);
    expect((await admin.ask('DELETE', `/api/grants/${made.json().id}`)).statusCode).toBe(204);
    expect(await seenBy(member)).toEqual([]);
    expect(await grants()).toEqual([]);
    expect((await admin.ask('DELETE', `/api/grants/${made.json().id}`)).statusCode).toBe(404);
  });

  test('on a patient reaches all that is the patient’s, to an organisation its members', async () => {
    const organisation = { name: 'Test clinic', seesNewStudies: true, members: [String(member.id)] };
    const added = await admin.ask('POST', '/api/organisations', organisation);
    expect(added.statusCode).toBe(201);
    const [{ id }] = added.json().organisations;
    const to = { granteeKind: 'organisation', granteeId: id, level: 'patient' };
    expect((await admin.ask('POST', '/api/grants', grantBody(to))).statusCode).toBe(201);
    expect(await seenBy(member)).toEqual([studyId, otherId]);
    expect(await grants()).toMatchObject([
      { granteeName: 'Test clinic', members: ['Test Person 2'], level: 'patient' },
    ]);
    await admin.ask('PUT', `/api/organisations/${id}`, { ...organisation, members: [] });
    expect(await seenBy(member)).toEqual([]);
    expect((await admin.ask('PUT', '/api/access-policy', { newStudies: 'organisation' })).statusCode).toBe(200);
    await grantNewStudies(server.database.db, [otherId]);
    const granted = await server.database.db
      .selectFrom('access_grant')
      .select('grantee')
      .where('study_id', '=', otherId);
    expect(await granted.execute()).toEqual([{ grantee: `organisation ${id}` }]);
    await admin.ask('PUT', '/api/access-policy', { newStudies: 'everyone' });
    expect((await admin.ask('DELETE', `/api/organisations/${id}`)).statusCode).toBe(204);
  });

  test('is given by who may manage, of what they have themselves, and of nothing that they cannot see', async () => {
    const { db } = server.database;
    const own = { grantee_kind: 'user', grantee_id: member.id, study_id: studyId } as const;
    expect((await member.ask('POST', '/api/grants', grantBody())).statusCode).toBe(404);
    await db
      .insertInto('access_grant')
      .values(buildGrant({ ...own, privileges: [...seeing] }))
      .execute();
    expect((await member.ask('POST', '/api/grants', grantBody())).statusCode).toBe(403);
    expect((await member.ask('GET', `/api/grants?studyId=${studyId}`)).json()).toMatchObject({ mayGive: [] });
    await db
      .insertInto('access_grant')
      .values(buildGrant({ ...own, privileges: [...seeing, 'manage'] }))
      .execute();
    const listed = await member.ask('GET', `/api/grants?studyId=${studyId}`);
    expect(listed.json()).toMatchObject({ mayGive: ['view', 'manage', 'see-identity'] });
    expect((await member.ask('POST', '/api/grants', grantBody())).statusCode).toBe(201);
    expect((await member.ask('POST', '/api/grants', grantBody({ privileges: ['download'] }))).statusCode).toBe(403);
    // Of the patient, they are granted no more than one study.
    expect((await member.ask('POST', '/api/grants', grantBody({ level: 'patient' }))).statusCode).toBe(404);
    const foreign = await db
      .insertInto('access_grant')
      .values(buildGrant({ study_id: otherId }))
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .updateTable('access_grant')
      .set({ grantee_kind: 'peer', grantee_id: 9 })
      .where('id', '=', foreign.id)
      .execute();
    expect((await member.ask('DELETE', `/api/grants/${foreign.id}`)).statusCode).toBe(404);
  });

  test('on a patient gives what its maker has on all of the patient, not on one study', async () => {
    const own = { grantee_kind: 'user', grantee_id: member.id } as const;
    const ofPatient = buildGrant({ ...own, patient_id: patientId, privileges: [...seeing, 'manage'] });
    const ofStudy = buildGrant({ ...own, study_id: studyId, privileges: [...seeing, 'download', 'manage'] });
    await server.database.db.insertInto('access_grant').values([ofPatient, ofStudy]).execute();
    const give = async (level: string, privileges: string[]) =>
      (await member.ask('POST', '/api/grants', grantBody({ level, privileges }))).statusCode;
    expect(await give('patient', [...seeing, 'download'])).toBe(403);
    expect(await give('patient', [...seeing])).toBe(201);
    expect(await give('study', [...seeing, 'download'])).toBe(201);
    const listed = (await grants()).filter(({ level, members }) => level === 'patient' && members.length === 0);
    expect(listed.map(({ privileges }) => privileges)).toEqual([[...seeing, 'manage'], [...seeing]]);
  });

  test('is refused that would never be in force, or to nobody', async () => {
    const past = new Date(server.deps.now().getTime() - 1).toISOString();
    expect((await admin.ask('POST', '/api/grants', grantBody({ expiresAt: past }))).statusCode).toBe(400);
    expect((await admin.ask('POST', '/api/grants', grantBody({ granteeId: '999999' }))).statusCode).toBe(404);
    expect((await admin.ask('POST', '/api/grants', grantBody({ level: 'series', seriesId: '9' }))).statusCode).toBe(
      404,
    );
  });
});

describe('what goes on', () => {
  test('is cut off within a second after it was revoked, at every gateway', async () => {
    const { db, pool } = server.database;
    const series = {
      series_instance_uid: '9',
      modality: '',
      number: 1,
      description: '',
      body_part: '',
      laterality: '',
    };
    const more = { series_date: '', series_time: '', instance_count: 1, attributes: '{}', study_id: studyId };
    await db
      .insertInto('series')
      .values({ ...series, ...more })
      .execute();
    const made = await admin.ask('POST', '/api/grants', grantBody());
    const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const link = await GatewayLink.open({ db, pool, logger: silent, isShared: true });
    const answers = new OpenAnswers(db, 600_000);
    const heard = Promise.withResolvers<void>();
    link.events.on('notice', ({ kind }) => void (kind === 'access' && answers.recheck().then(heard.resolve)));
    let isCut = false;
    const subject = { kind: 'user', userId: member.id, role: 'member', email: member.email } as const;
    const unfollow = answers.follow({
      identify: async () => subject,
      given: [{ studyId, seriesInstanceUid: '9' }],
      reach: {},
      cut: () => {
        isCut = true;
      },
    });
    await answers.recheck();
    expect(isCut).toBe(false);
    await admin.ask('DELETE', `/api/grants/${made.json().id}`);
    await heard.promise;
    expect(isCut).toBe(true);
    unfollow();
    await link.close();
  });
});

describe('in an emergency', () => {
  const asked = { patientId: 'TEST-1', birthDate: '1970-01-02', reason: 'unconscious' };

  test('a person opens what they name exactly, for a while, and a privacy officer reviews it', async () => {
    const doctor = await server.person('member');
    const opened = await doctor.ask('POST', '/api/break-glass', asked);
    expect(opened.json().studyIds).toEqual([String(studyId), String(otherId)]);
    expect(await seenBy(doctor)).toEqual([studyId, otherId]);
    const { grants } = (await admin.ask('GET', `/api/grants?studyId=${studyId}`)).json();
    expect(grants).toMatchObject([{ origin: 'emergency', reason: 'unconscious' }]);
    expect((await doctor.ask('GET', '/api/break-glass')).statusCode).toBe(403);
    const [event] = (await admin.ask('GET', '/api/break-glass')).json().events;
    expect(event).toMatchObject({ reason: 'unconscious', studyId: String(otherId), patientId: 'TEST-1' });
    expect(event.at).toBe((await admin.ask('GET', '/api/break-glass')).json().events[1].at);
    const review = await admin.ask('POST', `/api/break-glass/${event.id}/review`, { note: 'was on duty' });
    expect(review.json().events.find(({ id }: { id: string }) => id === event.id).review.note).toBe('was on duty');
    const again = await admin.ask('POST', `/api/break-glass/${event.id}/review`, { note: 'was on duty' });
    expect(again.statusCode).toBe(404);
  });

  test('what does not exist is answered as what is not so, and nobody tries for long', async () => {
    const curious = await server.person('member');
    const answers = [];
    for (const wrong of [{ patientId: 'TEST-2' }, { birthDate: '1970-01-03' }]) {
      answers.push((await curious.ask('POST', '/api/break-glass', { ...asked, ...wrong })).body);
    }
    expect(new Set(answers)).toEqual(new Set(['{"studyIds":[]}']));
    expect(await seenBy(curious)).toEqual([]);
    const more = { birthDate: asked.birthDate, reason: asked.reason };
    expect((await curious.ask('POST', '/api/break-glass', more)).statusCode).toBe(400);
    for (let at = 0; at < 8; at += 1) await curious.ask('POST', '/api/break-glass', { ...asked, patientId: 'x' });
    expect((await curious.ask('POST', '/api/break-glass', asked)).statusCode).toBe(429);
    expect(await seenBy(curious)).toEqual([]);
  });
});

test('who acts for a patient has the patient’s access, until it ends', async () => {
  const guardian = await server.person('member');
  const body = { studyId: String(studyId), userId: String(guardian.id), kind: 'guardian', evidence: 'court order 12' };
  expect((await member.ask('POST', '/api/proxies', body)).statusCode).toBe(403);
  const made = await admin.ask('POST', '/api/proxies', body);
  expect(made.statusCode).toBe(201);
  expect(await seenBy(guardian)).toEqual([studyId, otherId]);
  const [grant] = await grants();
  expect(grant).toMatchObject({ granteeKind: 'patient', members: [expect.stringContaining('Test Person')] });
  const [{ id }] = made.json().proxies;
  expect((await admin.ask('DELETE', `/api/proxies/${id}`)).statusCode).toBe(204);
  expect(await seenBy(guardian)).toEqual([]);
  const [ended] = (await admin.ask('GET', `/api/proxies?studyId=${studyId}`)).json().proxies;
  expect(ended).toMatchObject({ kind: 'guardian', ended: { by: 'Test Person 1' } });
});

// Last, for it moves the clock on.
test('what widens access asks for a fresh proof after a while; revoking does not', async () => {
  const asker = await server.person('admin');
  const made = await asker.ask('POST', '/api/grants', grantBody());
  expect(made.statusCode).toBe(201);
  server.pass(server.deps.policy.proofMs);
  expect((await asker.ask('POST', '/api/grants', grantBody())).statusCode).toBe(201);
  server.pass(1);
  const organisation = { name: 'Test practice', seesNewStudies: false, members: [] };
  const proxy = { studyId: String(studyId), userId: String(member.id), kind: 'guardian', evidence: 'court order 12' };
  const wideners = [
    ['POST', '/api/grants', grantBody()],
    ['POST', '/api/organisations', organisation],
    ['PUT', '/api/organisations/1', organisation],
    ['PUT', '/api/access-policy', { newStudies: 'nobody' }],
    ['POST', '/api/proxies', proxy],
  ] as const;
  for (const [method, path, body] of wideners) {
    expect((await asker.ask(method, path, body)).json(), path).toMatchObject({ code: 'step-up-required' });
  }
  expect(await grants()).toHaveLength(2);
  expect((await asker.ask('GET', `/api/grantees?studyId=${studyId}`)).statusCode).toBe(200);
  expect((await asker.ask('DELETE', `/api/grants/${made.json().id}`)).statusCode).toBe(204);
});
