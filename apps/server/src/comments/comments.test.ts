import type { Privilege } from '@isocenter/contract/privilege';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { forgetGone } from '../archive/known-ids.ts';
import { careTeamProblems } from '../care-teams/problems.ts';
import { registerCareTeamRoutes } from '../care-teams/routes.ts';
import { registerCommentRoutes } from './routes.ts';

let server: AccessServer;
let studyId: number;
let teamId: number;
let author: Person;
let reader: Person;
const changed: number[] = [];

beforeAll(async () => {
  server = await openAccessServer(
    (app, { db, audit, now }) => {
      registerCareTeamRoutes(app, { db, audit, now });
      registerCommentRoutes(app, { db, audit, now, changed: (ids) => changed.push(...ids) });
    },
    { problemMappings: [careTeamProblems] },
  );
  studyId = await insertStudy('2.25.1');
  author = await server.person('member');
  teamId = await newTeam();
  reader = await newMember(['view', 'see-identity']);
});
afterAll(() => server.close());

async function insertStudy(uid: string): Promise<number> {
  const { db } = server.deps;
  const patient = { identity_key: uid, key_id: 'x', patient_id: '', issuer: '', name: '', birth_date: '', sex: '' };
  const { id: patient_id } = await db.insertInto('patient').values(patient).returning('id').executeTakeFirstOrThrow();
  const blank = { study_date: '', study_time: '', accession_number: '', study_id: '', description: '', search: '' };
  const more = { referring_physician: '', institution: '', modalities: [], attributes: '{}' };
  const row = { ...blank, ...more, patient_id, study_instance_uid: uid, series_count: 0, instance_count: 0 };
  const { id } = await db.insertInto('study').values(row).returning('id').executeTakeFirstOrThrow();
  await db
    .insertInto('access_grant')
    .values(buildGrant({ study_id: id }))
    .execute();
  return id;
}

async function newTeam(): Promise<number> {
  const made = await author.ask('POST', '/api/teams', { studyId: String(studyId), name: 'Test' });
  return Number(made.json().id);
}

async function newMember(privileges: Privilege[], role: 'guest' | 'member' = 'guest'): Promise<Person> {
  const person = await server.person(role);
  const row = { team_id: teamId, user_id: person.id, privileges };
  await server.deps.db.insertInto('care_team_member').values(row).execute();
  return person;
}

const url = (id = studyId) => `/api/studies/${id}/comments`;
const write = (as: Person, text: string, more = {}) => as.ask('POST', url(), { teamId: String(teamId), text, ...more });
const list = async (as: Person) => (await as.ask('GET', url())).json();

test('a comment is written by members who may, and read by members who see the study, nobody else', async () => {
  const written = await write(author, '  Compare with the earlier one. ');
  expect(written.statusCode).toBe(201);
  expect(changed).toEqual([studyId]);
  expect(await list(reader)).toMatchObject({
    comments: [{ text: 'Compare with the earlier one.', isOwn: false, teamName: 'Test' }],
    teams: [],
  });
  expect(await list(author)).toMatchObject({ comments: [{ isOwn: true }], teams: [{ id: String(teamId) }] });
  expect((await write(reader, 'x')).statusCode).toBe(403);
  // The study is seen by everybody here, by administrators anyway; what the team says of it is not.
  const [colleague, admin] = [await server.person('member'), await server.person('admin')];
  for (const person of [colleague, admin]) {
    expect(await list(person)).toEqual({ comments: [], teams: [] });
    expect((await write(person, 'x')).statusCode).toBe(403);
  }
  const guest = await server.person('guest');
  expect((await guest.ask('GET', url())).statusCode).toBe(404);
  expect((await write(guest, 'x')).statusCode).toBe(404);
  // In the team, and not let to see its patient.
  const blind = await newMember(['comment']);
  expect((await blind.ask('GET', url())).statusCode).toBe(404);
  expect((await write(author, ' ')).statusCode).toBe(400);
});

test('a team comments on what it reaches, and on images that there are', async () => {
  const elsewhere = await insertStudy('2.25.2');
  const other = await author.ask('POST', url(elsewhere), { teamId: String(teamId), text: 'x' });
  expect(other.statusCode).toBe(403);
  expect((await write(author, 'x', { sopInstanceUid: '2.25.999' })).statusCode).toBe(404);
});

/** With one image, whose UID is that of the series and `.1`. */
async function insertSeries(ofStudy: number, uid: string): Promise<number> {
  const { db } = server.deps;
  const blank = { modality: 'CT', number: 1, description: '', body_part: '', laterality: '', sop_classes: [] };
  const more = { series_date: '', series_time: '', instance_count: 1, attributes: '{}' };
  const row = { ...blank, ...more, study_id: ofStudy, series_instance_uid: uid };
  const { id } = await db.insertInto('series').values(row).returning('id').executeTakeFirstOrThrow();
  await db
    .insertInto('instance')
    .values({
      ...{ series_id: id, state: 'served', sop_instance_uid: `${uid}.1`, sop_class_uid: '', number: 1 },
      ...{ transfer_syntax_uid: '', rows: null, columns: null, frames: null, bits_allocated: null, lossy: false },
      ...{ content_date: '', content_time: '', sha256: Buffer.alloc(32), length_bytes: 1, pixel_data_offset: null },
      ...{ object_id: uid, location: '{}', position: id, findings: [], source: 'import', sender: '' },
      ...{ received_at: server.deps.now(), trash_id: null, trashed_at: null },
    })
    .execute();
  return id;
}

test('a team that is granted a series comments on what it sees of the study, and hears of nothing else', async () => {
  const { db } = server.deps;
  const partly = await insertStudy('2.25.3');
  const given = await insertSeries(partly, '2.25.31');
  await insertSeries(partly, '2.25.32');
  const toTeam = { grantee_kind: 'team', grantee_id: teamId, series_id: given } as const;
  const grant = async (fields: Parameters<typeof buildGrant>[0]) => {
    await db.deleteFrom('access_grant').where('series_id', '=', given).execute();
    await db
      .insertInto('access_grant')
      .values(buildGrant({ ...toTeam, ...fields }))
      .execute();
  };
  const member = await newMember(['view', 'see-identity', 'comment']);
  const say = (as: Person, more = {}) =>
    as.ask('POST', url(partly), { teamId: String(teamId), text: 'In part.', ...more });
  const listed = async (as: Person) => (await as.ask('GET', url(partly))).json();
  await grant({});
  expect((await listed(member)).teams).toEqual([{ id: String(teamId), name: 'Test' }]);
  expect((await say(member)).statusCode).toBe(201);
  expect((await say(member, { sopInstanceUid: '2.25.31.1' })).statusCode).toBe(201);
  expect((await say(member, { sopInstanceUid: '2.25.32.1' })).statusCode).toBe(404);
  // The author is granted all of the study besides, and says something of an image that the others do not see.
  expect((await say(author, { sopInstanceUid: '2.25.32.1' })).statusCode).toBe(201);
  expect((await listed(author)).comments).toHaveLength(3);
  expect((await listed(member)).comments).toHaveLength(2);
  expect(JSON.stringify(await listed(member))).not.toContain('2.25.32');
  // Neither what is over, nor what has not begun, nor what does not carry all that is needed.
  const [past, future] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
  const without: Privilege[] = ['view', 'see-identity'];
  const revoked = { revoked_at: past, revoked_by: 'test' };
  for (const fields of [{ expires_at: past }, { not_before: future }, { privileges: without }, revoked]) {
    await grant(fields);
    expect((await listed(author)).teams).toEqual([]);
    expect((await say(author)).statusCode).toBe(403);
    expect((await say(member)).statusCode).toBe('privileges' in fields ? 403 : 404);
  }
  await db.deleteFrom('study_comment').where('study_id', '=', partly).execute();
});

test('an author withdraws a comment; that there was one stays, its text nowhere', async () => {
  const { id } = (await write(author, 'Withdrawn words')).json();
  const one = `/api/comments/${id}`;
  const [admin, stranger] = [await server.person('admin'), await server.person('member')];
  expect((await reader.ask('DELETE', one)).statusCode).toBe(403);
  for (const person of [admin, stranger]) expect((await person.ask('DELETE', one)).statusCode).toBe(404);
  expect((await author.ask('DELETE', '/api/comments/999999')).statusCode).toBe(404);
  expect((await author.ask('DELETE', one)).statusCode).toBe(204);
  expect((await author.ask('DELETE', one)).statusCode).toBe(404);
  const withdrawn = (await list(reader)).comments.at(-1);
  expect(withdrawn).toMatchObject({ id, withdrawnAt: expect.any(String) });
  expect(withdrawn).not.toHaveProperty('text');
  await server.audit.flush();
  const { db } = server.deps;
  const trail = await db.selectFrom('audit_entry').select(['action', 'details']).execute();
  expect(trail.map(({ action }) => action)).toEqual(expect.arrayContaining(['comment:read', 'comment:write']));
  const rows = await db.selectFrom('study_comment').selectAll().execute();
  expect(JSON.stringify([trail, server.log, rows])).not.toContain('words');
});

test('who leaves reads no more, a closed team says no more, and comments go with the study', async () => {
  const leaving = await newMember(['view', 'see-identity', 'comment'], 'member');
  expect((await list(leaving)).comments).not.toEqual([]);
  await leaving.ask('DELETE', `/api/teams/${teamId}/members/${leaving.id}`);
  expect(await list(leaving)).toEqual({ comments: [], teams: [] });
  await author.ask('POST', `/api/teams/${teamId}/close`);
  expect((await write(author, 'x')).statusCode).toBe(403);
  expect(await list(author)).toMatchObject({ comments: [{}, {}], teams: [] });
  const { db } = server.deps;
  await forgetGone(db, { patients: [], studies: [studyId], series: [] });
  expect(await db.selectFrom('study_comment').selectAll().execute()).toEqual([]);
});
