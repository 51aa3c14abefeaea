import { EventEmitter, once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { endSession } from '../access/sessions.ts';
import type { IndexEvents } from '../archive/index-writer.ts';
import { recordTeamEvent } from '../care-teams/activity.ts';
import { GatewayLink } from '../gateways/gateway-link.ts';
import { closeHttp } from '../http/server.ts';
import { EventStream } from './event-stream.ts';
import { StudyEvents } from './events.ts';
import { isPeopleNotice } from './people-changes.ts';
import { registerStudies } from './routes.ts';

let server: AccessServer;
let events: StudyEvents;
let url: string;
/** What the index emits after each batch. */
let index: EventEmitter<IndexEvents>;
let studies: readonly number[];

beforeEach(async () => {
  index = new EventEmitter();
  server = await openAccessServer((app, { db, audit, now }) => {
    events = new StudyEvents({ db, index: { events: index }, recheckMs: 10 });
    const reader = {
      settled: async () => undefined,
      readRange: async () => new Uint8Array(),
    };
    registerStudies(app, { db, reader, events, audit, now });
  });
  url = `${await server.app.listen({ port: 0, host: '127.0.0.1' })}/api/events`;
  studies = await addStudies();
});

afterEach(async () => {
  events.close();
  await server.close();
});

/** Two studies, of which only the second is granted to everyone. */
async function addStudies(): Promise<readonly number[]> {
  const { db } = server.database;
  const patient = { identity_key: 'TEST', key_id: '', patient_id: '', issuer: '', name: '', birth_date: '', sex: '' };
  const { id: patient_id } = await db.insertInto('patient').values(patient).returning('id').executeTakeFirstOrThrow();
  const empty = { study_date: '', study_time: '', accession_number: '', study_id: '', description: '' };
  const more = { referring_physician: '', institution: '', modalities: [], attributes: '{}', search: '' };
  const rows = ['2.25.1', '2.25.2'].map((study_instance_uid) => ({
    ...empty,
    ...more,
    patient_id,
    study_instance_uid,
    series_count: 1,
    instance_count: 1,
  }));
  const added = await db.insertInto('study').values(rows).returning('id').execute();
  const ids = added.map(({ id }) => id);
  await db
    .insertInto('access_grant')
    .values(buildGrant({ study_id: ids[1] ?? 0 }))
    .execute();
  return ids;
}

const cookieOf = ({ secret }: Person) => ({ cookie: `isocenter-session=${secret}` });

/** Opens a stream; `next` resolves with its next frame, `rest` with all that comes until it ends. */
async function listen(headers: Record<string, string>) {
  const answer = await fetch(url, { headers });
  if (answer.body === null) throw new Error('the answer has no body');
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  return {
    answer,
    next: async () => (await reader.read()).value,
    async rest() {
      let rest = '';
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) rest += piece.value;
      return rest;
    },
    cancel: () => reader.cancel(),
  };
}

const frame = (...ids: (number | undefined)[]) =>
  `event: studies\ndata: ${JSON.stringify({ studyIds: ids.map(String) })}\n\n`;

describe('an event', () => {
  test('tells each subject only of studies that it may see', async () => {
    const [member, admin] = [await server.person('member'), await server.person('admin')];
    const [asMember, asAdmin] = [await listen(cookieOf(member)), await listen(cookieOf(admin))];
    expect([await asMember.next(), await asAdmin.next()]).toEqual([': connected\n\n', ': connected\n\n']);
    index.emit('changed', studies.slice(0, 1));
    expect(await asAdmin.next()).toBe(frame(studies[0]));
    index.emit('changed', studies);
    expect(await asAdmin.next()).toBe(frame(...studies));
    // Of the first change nothing came.
    expect(await asMember.next()).toBe(frame(studies[1]));
    await Promise.all([asMember.cancel(), asAdmin.cancel()]);
  });

  test('of very many studies says no more than that everything may have changed', async () => {
    const stream = await listen(cookieOf(await server.person('member')));
    await stream.next();
    index.emit(
      'changed',
      Array.from({ length: 201 }, (_, id) => id),
    );
    expect(await stream.next()).toBe(frame());
    await stream.cancel();
  });
});

const nothing = {
  ...{ actor_id: null, team_id: null, study_id: null, joining_id: null, break_glass_id: null, correction_id: null },
  ...{ read_at: null, mail: 'none' as const },
};

/** Somebody's team with some members, whom the study of the test is of. */
function addTeam(...people: readonly Person[]): Promise<number> {
  const [owner] = people;
  return server.database.db.transaction().execute(async (trx) => {
    const { patient_id } = await trx.selectFrom('study').select('patient_id').limit(1).executeTakeFirstOrThrow();
    const row = { patient_id, name: 'Test', owner: owner?.id ?? 0, closed_at: null };
    const { id } = await trx.insertInto('care_team').values(row).returning('id').executeTakeFirstOrThrow();
    const members = people.map((person) => ({ team_id: id, user_id: person.id, privileges: [], until: null }));
    await trx.insertInto('care_team_member').values(members).execute();
    return id;
  });
}

describe('what the database tells of people', () => {
  const teamsFrame = (name: string, ...ids: number[]) =>
    `event: ${name}\ndata: ${JSON.stringify({ teamIds: ids.map(String) })}\n\n`;

  test('reaches members and administrators of every gateway, and what is somebody’s own nobody else', async () => {
    const { db, pool } = server.database;
    const [member, other, admin] = [
      await server.person('member'),
      await server.person('member'),
      await server.person('admin'),
    ];
    const link = await GatewayLink.open({ db, pool, logger: silentLogger, isShared: true });
    const elsewhere = await GatewayLink.open({ db, pool, logger: silentLogger, isShared: true });
    const heard: string[] = [];
    elsewhere.events.on('notice', ({ kind }) => heard.push(kind));
    link.events.on('notice', (notice) => isPeopleNotice(notice) && events.peopleChanged(notice));
    const streams = [await listen(cookieOf(member)), await listen(cookieOf(other)), await listen(cookieOf(admin))];
    const [asMember, asOther, asAdmin] = streams;
    for (const stream of streams) await stream.next();
    const team = await addTeam(member);
    expect([await asMember?.next(), await asAdmin?.next()]).toEqual([
      teamsFrame('teams', team),
      teamsFrame('teams', team),
    ]);
    await recordTeamEvent(db, { teamId: team, kind: 'made', by: member.id });
    expect(await asMember?.next()).toBe(teamsFrame('activity', team));
    const upload = { team_id: team, user_id: other.id, owner: 'test', address: null, state: 'receiving', reason: null };
    const at = { created_at: new Date(), due_at: new Date(), expires_at: new Date() };
    const key = { object_id: Buffer.alloc(16), wrapped_key: Buffer.alloc(1) };
    await db
      .insertInto('team_upload')
      .values({ ...upload, ...at, ...key, state: 'receiving' })
      .execute();
    await db.updateTable('team_upload').set({ state: 'received' }).execute();
    expect(await asOther?.next()).toBe(teamsFrame('uploads', team));
    await db
      .insertInto('notice')
      .values({ ...nothing, user_id: other.id, kind: 'upload-waiting' })
      .execute();
    expect(await asOther?.next()).toBe('event: notices\ndata: {}\n\n');
    await expect.poll(() => heard).toEqual(expect.arrayContaining(['team', 'activity', 'upload', 'notices']));
    // Removed a moment ago, they are told that it has changed; of what comes later, nothing.
    await db.updateTable('care_team_member').set({ until: new Date() }).execute();
    expect(await asMember?.next()).toBe(teamsFrame('teams', team));
    await Promise.all([...streams.map((stream) => stream.cancel()), link.close(), elsewhere.close()]);
  });
});

describe('a stream', () => {
  test('has the headers of every answer', async () => {
    const stream = await listen(cookieOf(await server.person('member')));
    const { headers } = stream.answer;
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).not.toBeNull();
    await stream.cancel();
  });

  test('ends when its session ends', async () => {
    const person = await server.person('member');
    const stream = await listen(cookieOf(person));
    await endSession(server.database.db, person.secret);
    expect(await stream.rest()).toBe(': connected\n\n');
  });

  test('ends when its user is disabled, and when its token is over', async () => {
    const person = await server.person('member');
    const { secret } = await server.program('member');
    const streams = [await listen(cookieOf(person)), await listen({ authorization: `Bearer ${secret}` })];
    const { db } = server.database;
    await db.updateTable('user_account').set({ disabled_at: new Date() }).where('id', '=', person.id).execute();
    await db.updateTable('api_token').set({ revoked_at: new Date() }).execute();
    for (const stream of streams) expect(await stream.rest()).toBe(': connected\n\n');
  });

  test('does not hold up a stop', async () => {
    const stream = await listen(cookieOf(await server.person('member')));
    const closed = closeHttp(server.app, 600_000);
    events.close();
    await closed;
    expect(await stream.rest()).toBe(': connected\n\n');
  });

  test('is one of at most twenty of a user', async () => {
    const [person, other] = [await server.person('member'), await server.person('member')];
    const open: Awaited<ReturnType<typeof listen>>[] = [];
    for (let i = 0; i < 20; i += 1) open.push(await listen(cookieOf(person)));
    const refused = await fetch(url, { headers: cookieOf(person) });
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'rate-limited' }]);
    open.push(await listen(cookieOf(other)));
    expect(open.every(({ answer }) => answer.status === 200)).toBe(true);
    await Promise.all(open.map((stream) => stream.cancel()));
  });

  test('that its reader leaves is forgotten', async () => {
    const subject = { kind: 'user', userId: 1, role: 'member', email: 'test@example.invalid' } as const;
    const open = () => events.subscribe(subject, async () => subject);
    const bodies = Array.from({ length: 20 }, open);
    expect(open()).toBeUndefined();
    bodies[7]?.destroy();
    await once(bodies[7] ?? new EventEmitter(), 'close');
    expect(open()).toBeDefined();
  });
});

test('a reader that does not keep up holds a bounded buffer and is told to ask for everything', async () => {
  const subject = { kind: 'anonymous' } as const;
  const stream = new EventStream(subject, async () => subject);
  const many = Array.from({ length: 200 }, (_, id) => 1_000_000 + id);
  for (let i = 0; i < 10_000; i += 1) stream.tell(many);
  expect(stream.body.readableLength).toBeLessThan(20_000);
  stream.body.once('data', () => setImmediate(() => stream.end()));
  const told = await text(stream.body);
  expect(told.endsWith(frame())).toBe(true);
});
