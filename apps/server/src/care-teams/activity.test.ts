import type { Privilege } from '@isocenter/contract/privilege';
import type { TeamEvent } from '@isocenter/contract/team-activity';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { forgetGone } from '../archive/known-ids.ts';
import { registerCommentRoutes } from '../comments/routes.ts';
import { registerGrantRoutes } from '../grants/routes.ts';
import { recordTeamEvent } from './activity.ts';
import { careTeamProblems } from './problems.ts';
import { registerCareTeamRoutes } from './routes.ts';

let server: AccessServer;
let owner: Person;
let studyId: number;
let teamId: string;
const seeing: Privilege[] = ['view', 'see-identity'];

beforeAll(async () => {
  server = await openAccessServer(
    (app, { db, audit, now }) => {
      const changed = () => undefined;
      registerCareTeamRoutes(app, { db, audit, now });
      registerCommentRoutes(app, { db, audit, now, changed });
      registerGrantRoutes(app, { db, audit, now, changed });
    },
    { problemMappings: [careTeamProblems] },
  );
  owner = await server.person('member');
  studyId = await insertStudy('2.25.1', 'TEST study');
  await grantTo({ grantee_kind: 'user', grantee_id: owner.id, study_id: studyId });
});
beforeEach(async () => {
  teamId = (await owner.ask('POST', '/api/teams', { studyId: String(studyId), name: 'Test' })).json().id;
});
afterAll(() => server.close());

async function insertStudy(uid: string, description: string): Promise<number> {
  const { db } = server.deps;
  const patient = { identity_key: uid, key_id: 'x', patient_id: '', issuer: '', name: '', birth_date: '', sex: '' };
  const { id: patient_id } = await db.insertInto('patient').values(patient).returning('id').executeTakeFirstOrThrow();
  const blank = { study_date: '20260102', study_time: '', accession_number: '', study_id: '', description, search: '' };
  const more = { referring_physician: '', institution: '', modalities: [], attributes: '{}' };
  const row = { ...blank, ...more, patient_id, study_instance_uid: uid, series_count: 1, instance_count: 1 };
  return (await db.insertInto('study').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

const grantTo = (grant: Parameters<typeof buildGrant>[0]) =>
  server.deps.db.insertInto('access_grant').values(buildGrant(grant)).execute();

async function join(privileges: Privilege[]): Promise<Person> {
  const person = await server.person('guest');
  const row = { team_id: Number(teamId), user_id: person.id, privileges };
  await server.deps.db.insertInto('care_team_member').values(row).execute();
  return person;
}

const ask = (as: Person, query = '') => as.ask('GET', `/api/teams/${teamId}/activity${query}`);
const eventsOf = async (as: Person): Promise<TeamEvent[]> => (await ask(as)).json().events;
const kindsOf = async (as: Person) => (await eventsOf(as)).map(({ kind }) => kind);
const comment = (as: Person) => as.ask('POST', `/api/studies/${studyId}/comments`, { teamId, text: 'Words' });

test('what happens is told to members, the newest first, with names and what may be done', async () => {
  const member = await join([...seeing, 'comment']);
  await owner.ask('PUT', `/api/teams/${teamId}/members/${member.id}`, { privileges: [...seeing, 'download'] });
  await comment(owner);
  await comment(owner);
  await owner.ask('DELETE', `/api/teams/${teamId}/members/${member.id}`);
  await owner.ask('POST', `/api/teams/${teamId}/close`);
  expect(await eventsOf(owner)).toMatchObject([
    { kind: 'closed', by: 'Test Person 1' },
    { kind: 'removed', who: expect.any(String) },
    { kind: 'commented', count: 2, study: { id: String(studyId), date: '2026-01-02', description: 'TEST study' } },
    { kind: 'privileges-changed', privileges: [...seeing, 'download'] },
    { kind: 'made' },
  ]);
  expect(JSON.stringify(await eventsOf(owner))).not.toContain('Words');
  expect((await ask(member)).statusCode).toBe(404);
});

test('who joined later is told what came since; who manages the team, and administrators, all of it', async () => {
  const early = await join(seeing);
  await recordTeamEvent(server.deps.db, { teamId: Number(teamId), kind: 'handed-in', by: early.id });
  const [late, manager] = [await join(seeing), await join([...seeing, 'manage'])];
  expect(await kindsOf(late)).toEqual([]);
  expect(await kindsOf(early)).toEqual(['handed-in']);
  expect(await kindsOf(manager)).toEqual(['handed-in', 'made']);
  await early.ask('DELETE', `/api/teams/${teamId}/members/${early.id}`);
  expect(await kindsOf(late)).toEqual(['left']);
  const admin = await server.person('admin');
  await comment(owner);
  // What a team says of a study is its own.
  expect(await kindsOf(admin)).toEqual(['left', 'handed-in', 'made']);
});

test('an event on a study is told to nobody who does not see the study, whatever they may do in the team', async () => {
  const [sees, blind] = [await join([...seeing, 'manage']), await join(['upload', 'comment', 'manage'])];
  await comment(owner);
  const foreign = await insertStudy(`2.25.9${teamId}`, 'TEST hidden');
  const { db } = server.deps;
  await recordTeamEvent(db, { teamId: Number(teamId), kind: 'released', by: blind.id, studyId: foreign, count: 3 });
  expect(await kindsOf(sees)).toEqual(['commented', 'made']);
  expect(await kindsOf(blind)).toEqual(['made']);
  await grantTo({ grantee_kind: 'team', grantee_id: Number(teamId), study_id: foreign });
  expect(await eventsOf(sees)).toMatchObject([{ kind: 'released', count: 3, study: { id: String(foreign) } }, {}, {}]);
  expect((await ask(blind)).body).not.toContain('hidden');
  await forgetGone(db, { patients: [], studies: [foreign], series: [] });
  expect(await kindsOf(sees)).toEqual(['commented', 'made']);
});

test('a study that is shared with the team is told of, and pages follow one another without a gap', async () => {
  const { db } = server.deps;
  const patient = db.selectFrom('study').select('patient_id').where('id', '=', studyId);
  const { patient_id } = await patient.executeTakeFirstOrThrow();
  await grantTo({ grantee_kind: 'user', grantee_id: owner.id, patient_id });
  const grant = { studyId: String(studyId), level: 'study', privileges: seeing, reason: 'test' };
  const made = await owner.ask('POST', '/api/grants', { ...grant, granteeKind: 'team', granteeId: teamId });
  expect(made.statusCode).toBe(201);
  for (let user = 0; user < 5; user += 1) await join(seeing);
  for (const person of [await join(seeing), await join(seeing)]) {
    await person.ask('DELETE', `/api/teams/${teamId}/members/${person.id}`);
  }
  const kinds: string[] = [];
  let [pages, query] = [0, '?limit=2'];
  for (; pages < 5; pages += 1) {
    const { events, nextBefore } = (await ask(owner, query)).json();
    kinds.push(...events.map(({ kind }: TeamEvent) => kind));
    if (nextBefore === undefined) break;
    query = `?limit=2&before=${nextBefore}`;
  }
  expect([pages, kinds]).toEqual([1, ['left', 'left', 'shared', 'made']]);
});

test('is not there for who is not in the team, and each reading is in the trail once', async () => {
  const stranger = await server.person('member');
  expect((await ask(stranger)).statusCode).toBe(404);
  const reader = await join(seeing);
  await ask(reader);
  await server.audit.flush();
  const { db } = server.deps;
  const trail = db
    .selectFrom('audit_entry')
    .select(['action', 'object_id'])
    .where('subject_id', '=', String(reader.id));
  expect(await trail.execute()).toEqual([{ action: 'team:read', object_id: teamId }]);
});
