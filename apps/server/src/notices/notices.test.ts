/** Notices from what happens to whom they are for, on the page and in a mail that a real SMTP server takes. */

import type { Notice } from '@isocenter/contract/notices';
import type { Privilege } from '@isocenter/contract/privilege';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { createServiceAccount, createServiceToken, updateServiceAccount } from '../access/service-accounts.ts';
import { updateUser } from '../access/users.ts';
import { openMailReceiver } from '../alerts/test/receivers.ts';
import { forgetGone } from '../archive/known-ids.ts';
import { recordTeamEvent } from '../care-teams/activity.ts';
import { careTeamProblems } from '../care-teams/problems.ts';
import { registerCareTeamRoutes } from '../care-teams/routes.ts';
import { registerCommentRoutes } from '../comments/routes.ts';
import { loadConfig } from '../config/load.ts';
import { registerConsentRoutes } from '../consent/routes.ts';
import { registerBreakGlassRoutes } from '../emergency/routes.ts';
import { registerJoiningRoutes } from '../joining/routes.ts';
import { openMessageChannels } from '../messages/channels.ts';
import { MessageSender } from '../messages/message-sender.ts';
import { choose as chooseNotices, listChoices } from './choices.ts';
import { keepNotices } from './notice-keeper.ts';
import { listNotices, type Reader } from './repository.ts';
import { registerNoticeRoutes } from './routes.ts';

let server: AccessServer;
let messages: MessageSender;
let mail: Awaited<ReturnType<typeof openMailReceiver>>;
let owner: Person;
let studyId: number;
let teamId: string;
const seeing: Privilege[] = ['view', 'see-identity'];
const gatherMinutes = 10;

beforeAll(async () => {
  mail = await openMailReceiver();
  server = await openAccessServer(
    (app, deps) => {
      const { db, audit, now, linkBase } = deps;
      const { config } = loadConfig({
        environment: {
          ISOCENTER__MAIL__HOST: '127.0.0.1',
          ISOCENTER__MAIL__PORT: String(mail.options.port),
          ISOCENTER__MAIL__SECURITY: 'none',
        },
        workingDir: '/',
      });
      messages = new MessageSender({ db, channels: openMessageChannels(config), logger: silentLogger, now });
      const changed = () => undefined;
      const waiting = { has: () => true, wake: () => undefined };
      registerCareTeamRoutes(app, { db, audit, now });
      registerCommentRoutes(app, { db, audit, now, changed });
      registerJoiningRoutes(app, { db, audit, now, linkBase, messages: waiting });
      registerBreakGlassRoutes(app, { db, audit, changed });
      registerConsentRoutes(app, { db, audit, now, changed });
      registerNoticeRoutes(app, { db, audit, messages });
    },
    { problemMappings: [careTeamProblems] },
  );
  studyId = await insertStudy('2.25.1');
});
beforeEach(async () => {
  const { db } = server.deps;
  await db.deleteFrom('notice').execute();
  await db.deleteFrom('notice_mail').execute();
  await db.deleteFrom('break_glass').execute();
  await db.updateTable('user_account').set({ disabled_at: new Date() }).execute();
  mail.mails.length = 0;
  owner = await server.person('member');
  teamId = (await owner.ask('POST', '/api/teams', { studyId: String(studyId), name: 'TEST team of Erika' })).json().id;
});
afterAll(async () => {
  await messages.close();
  mail.close();
  await server.close();
});

async function insertStudy(uid: string): Promise<number> {
  const { db } = server.deps;
  const name = 'TEST^MARKED';
  const patient = { identity_key: uid, key_id: 'x', patient_id: 'TEST-1', issuer: '', name, birth_date: '19700102' };
  const inserted = db.insertInto('patient').values({ ...patient, sex: '' });
  const { id: patient_id } = await inserted.returning('id').executeTakeFirstOrThrow();
  const text = { study_date: '20260102', description: 'TEST marked study', search: '' };
  const blank = { ...text, study_time: '', accession_number: '', study_id: '' };
  const more = { referring_physician: '', institution: '', modalities: [], attributes: '{}' };
  const row = { ...blank, ...more, patient_id, study_instance_uid: uid, series_count: 1, instance_count: 1 };
  const { id } = await db.insertInto('study').values(row).returning('id').executeTakeFirstOrThrow();
  await db
    .insertInto('access_grant')
    .values(buildGrant({ study_id: id }))
    .execute();
  return id;
}

async function join(privileges: Privilege[] = seeing): Promise<Person> {
  const person = await server.person('guest');
  const row = { team_id: Number(teamId), user_id: person.id, privileges };
  await server.deps.db.insertInto('care_team_member').values(row).execute();
  return person;
}

const noticesOf = async (as: Person): Promise<Notice[]> => (await as.ask('GET', '/api/notices')).json().notices;
const kindsOf = async (as: Person) => (await noticesOf(as)).map(({ kind }) => kind);
const newsOf = async (as: Person) => (await as.ask('GET', '/api/notices/news')).json();
const comment = (as = owner) => as.ask('POST', `/api/studies/${studyId}/comments`, { teamId, text: 'Marked words' });
const choose = (as: Person, topic: string, way: string) => as.ask('PUT', '/api/account/notices', { topic, way });

async function askToHandIn(): Promise<void> {
  const code = (await owner.ask('GET', `/api/teams/${teamId}`)).json().handInCode;
  const request = { code, name: 'Out Sider', email: 'outside@clinic.invalid', note: '' };
  expect((await server.nobody('POST', '/api/hand-in', request)).statusCode).toBe(204);
}

/** The database's clock cannot be moved: what there is becomes older. */
async function pass(minutes: number): Promise<void> {
  const { db } = server.deps;
  const before = sql<Date>`at - make_interval(mins => ${minutes})`;
  for (const table of ['notice', 'notice_mail', 'break_glass'] as const) {
    await db.updateTable(table).set({ at: before }).execute();
  }
}

/** What the keepers of two gateways do at the same moment, and the mails that leave after it, as text. */
async function keep(): Promise<readonly string[]> {
  mail.mails.length = 0;
  const { db, now, linkBase } = server.deps;
  const options = { db, now, linkBase, messages: { has: () => true, wake: () => undefined }, gatherMinutes };
  await Promise.all([keepNotices(options), keepNotices(options)]);
  await messages.run();
  return mail.mails.map((text) => text.replace(/=\r\n/g, '').replace(/=3D/g, '='));
}

describe('who is told', () => {
  test('members who see studies, of comments of others; who left, or lost what let them, not any more', async () => {
    const [reader, leaving, uploader] = [await join(), await join(), await join(['upload'])];
    await comment();
    await comment();
    expect(await noticesOf(reader)).toMatchObject([
      { kind: 'comment-written', count: 2, isRead: false, team: { id: teamId }, study: { id: String(studyId) } },
    ]);
    expect((await newsOf(reader)).unread).toBe(1);
    expect([await kindsOf(owner), await kindsOf(uploader)]).toEqual([[], []]);
    await leaving.ask('DELETE', `/api/teams/${teamId}/members/${leaving.id}`);
    expect(await kindsOf(leaving)).toEqual([]);
    expect((await newsOf(leaving)).unread).toBe(0);
    await owner.ask('PUT', `/api/teams/${teamId}/members/${reader.id}`, { privileges: ['upload'] });
    expect(await kindsOf(reader)).toEqual(['privileges-changed']);
    await owner.ask('DELETE', `/api/teams/${teamId}/members/${reader.id}`);
    expect(await noticesOf(reader)).toMatchObject([{ kind: 'member-removed', team: { name: 'TEST team of Erika' } }]);
  });

  test('of a request those who may invite, until somebody has answered it', async () => {
    const [inviter, reader] = [await join(['invite']), await join()];
    await askToHandIn();
    expect([await kindsOf(inviter), await kindsOf(owner)]).toEqual([['joining-asked'], ['joining-asked']]);
    expect(await kindsOf(reader)).toEqual([]);
    const [{ id }] = (await owner.ask('GET', `/api/teams/${teamId}`)).json().joinings;
    await owner.ask('DELETE', `/api/teams/${teamId}/joinings/${id}`);
    expect(await noticesOf(inviter)).toMatchObject([{ isRead: true }]);
  });

  test('of files who handed them in, and where they see it the others', async () => {
    const [giver, reader, stranger] = [await join(['upload']), await join(), await server.person('member')];
    const { db } = server.deps;
    for (const kind of ['released', 'refused'] as const) {
      const event = { teamId: Number(teamId), kind, by: giver.id };
      for (let file = 0; file < 3; file += 1) {
        await recordTeamEvent(db, kind === 'released' ? { ...event, studyId } : event);
      }
    }
    expect(await noticesOf(giver)).toMatchObject([
      { kind: 'upload-refused', count: 3 },
      { kind: 'upload-released', count: 3 },
    ]);
    // They may hand in, and see nothing.
    expect(JSON.stringify(await noticesOf(giver))).not.toContain('marked study');
    expect(await noticesOf(reader)).toMatchObject([{ kind: 'upload-released', study: { id: String(studyId) } }]);
    expect(await kindsOf(stranger)).toEqual([]);
  });

  test('of the end of a team its members, but for who closed it', async () => {
    const reader = await join();
    await owner.ask('POST', `/api/teams/${teamId}/close`);
    expect(await noticesOf(reader)).toMatchObject([{ kind: 'team-closed', by: expect.stringMatching(/^Test Person/) }]);
    expect(await kindsOf(owner)).toEqual([]);
  });

  test('nobody who does not want to be, and nobody who is disabled', async () => {
    const [reader, disabled] = [await join(), await join()];
    expect((await choose(reader, 'comments', 'none')).statusCode).toBe(204);
    const { db } = server.deps;
    await db.updateTable('user_account').set({ disabled_at: new Date() }).where('id', '=', disabled.id).execute();
    await comment();
    expect(await db.selectFrom('notice').selectAll().execute()).toEqual([]);
  });
});

describe('what was told', () => {
  test('is read one by one or as a whole, by its owner alone, and ends with its time or its study', async () => {
    const [reader, other] = [await join(), await join()];
    await comment();
    await recordTeamEvent(server.deps.db, { teamId: Number(teamId), kind: 'shared', by: owner.id, studyId });
    const [newest, oldest] = await noticesOf(reader);
    const read = (as: Person, body: object) => as.ask('POST', '/api/notices/read', body);
    await read(other, { ids: [newest?.id] });
    expect((await newsOf(reader)).unread).toBe(2);
    expect((await read(reader, { ids: [newest?.id] })).statusCode).toBe(204);
    expect(await noticesOf(reader)).toMatchObject([{ isRead: true }, { id: oldest?.id, isRead: false }]);
    await read(reader, {});
    expect((await newsOf(reader)).unread).toBe(0);
    const first = (await reader.ask('GET', '/api/notices?limit=1')).json();
    const second = await reader.ask('GET', `/api/notices?limit=1&before=${first.nextBefore}`);
    expect([first.notices[0].id, second.json()]).toMatchObject([newest?.id, { notices: [{ id: oldest?.id }] }]);
    const gone = await insertStudy(`2.25.8${teamId}`);
    await recordTeamEvent(server.deps.db, { teamId: Number(teamId), kind: 'shared', by: owner.id, studyId: gone });
    await forgetGone(server.deps.db, { patients: [], studies: [gone], series: [] });
    expect(await kindsOf(reader)).toHaveLength(2);
    await pass(91 * 24 * 60);
    await keep();
    expect(await kindsOf(reader)).toEqual([]);
  });

  test('names nobody in its row, each reading is in the trail once, and the number is in it never', async () => {
    const reader = await join();
    await comment();
    const { db } = server.deps;
    const rows = await db.selectFrom('notice').selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/MARKED|marked|Erika|Test Person/);
    await noticesOf(reader);
    for (let poll = 0; poll < 20; poll += 1) await newsOf(reader);
    await server.audit.flush();
    const trail = await db
      .selectFrom('audit_entry')
      .select(['action', 'details'])
      .where('subject_id', '=', String(reader.id))
      .execute();
    expect(trail.map(({ action }) => action)).toEqual(['notice:read']);
  });

  test('the mark of the teams is another one whenever something changed in them, and else the same', async () => {
    const [reader, stranger] = [await join(), await server.person('member')];
    const markOf = async (as: Person) => (await newsOf(as)).teams;
    const [before, foreign] = [await markOf(reader), await markOf(stranger)];
    expect(await markOf(reader)).toBe(before);
    await askToHandIn();
    const asked = await markOf(reader);
    expect(asked).not.toBe(before);
    await comment();
    const said = await markOf(reader);
    expect(said).not.toBe(asked);
    await comment();
    expect(await markOf(reader)).not.toBe(said);
    expect(await markOf(stranger)).toBe(foreign);
  });
});

describe('mails', () => {
  test('a burst is one mail, in the language of the account, without a word of a patient', async () => {
    const reader = await join();
    const { db } = server.deps;
    await db.updateTable('user_account').set({ language: 'es' }).where('id', '=', reader.id).execute();
    for (let written = 0; written < 5; written += 1) await comment();
    await recordTeamEvent(db, { teamId: Number(teamId), kind: 'shared', by: owner.id, studyId });
    expect(await keep()).toEqual([]);
    await pass(gatherMinutes);
    const mails = await keep();
    expect(mails).toHaveLength(1);
    const text = Buffer.from(mails[0] ?? '').toString();
    expect(text).toContain(`To: ${reader.email}`);
    expect(text).toContain('Novedades para usted');
    expect(text).toContain('Comentarios: 5');
    expect(text).toContain('Estudios compartidos con un equipo: 1');
    expect(text).toContain('https://node.example/notices');
    expect(text).toContain('https://node.example/account#notices');
    expect(text).not.toMatch(/MARKED|marked|Marked|Erika|Test Person/);
    await comment();
    await pass(gatherMinutes - 1);
    expect(await keep()).toEqual([]);
    await pass(1);
    expect(await keep()).toHaveLength(1);
    expect(await keep()).toEqual([]);
  });

  test('there is none of what was read, is not wanted, may not be known any more, or waited for a day', async () => {
    const people = [await join(), await join(), await join(), await join()] as const;
    const [reading, silent, removed, disabled] = people;
    await choose(silent, 'comments', 'page');
    await comment();
    expect(await kindsOf(silent)).toEqual(['comment-written']);
    await reading.ask('POST', '/api/notices/read', {});
    await removed.ask('DELETE', `/api/teams/${teamId}/members/${removed.id}`);
    const { db } = server.deps;
    await db.updateTable('user_account').set({ disabled_at: new Date() }).where('id', '=', disabled.id).execute();
    await pass(gatherMinutes);
    expect(await keep()).toEqual([]);
    const late = await join();
    await comment();
    await pass(25 * 60);
    expect(await keep()).toEqual([]);
    expect(await kindsOf(late)).toEqual(['comment-written']);
  });

  test('one that waits for the mail server goes no more to who was disabled meanwhile', async () => {
    const reader = await join();
    await comment();
    await pass(gatherMinutes);
    const { db, now, linkBase } = server.deps;
    const options = { db, now, linkBase, messages: { has: () => true, wake: () => undefined }, gatherMinutes };
    await keepNotices(options);
    const waiting = db.selectFrom('outbox_message').select('kind').where('state', '=', 'waiting');
    expect(await waiting.execute()).toEqual([{ kind: 'notices' }]);
    await updateUser({ db, now }, reader.id, { disabled: true });
    expect(await keep()).toEqual([]);
  });

  test('a guest chooses among what a guest is told of', async () => {
    const guest = await join();
    const { choices, hasMail } = (await guest.ask('GET', '/api/account/notices')).json();
    expect(hasMail).toBe(true);
    expect(choices.map(({ topic }: { topic: string }) => topic)).toEqual([
      ...['requests', 'uploads', 'comments', 'studies', 'membership'],
    ]);
    expect(choices.every(({ way }: { way: string }) => way === 'mail')).toBe(true);
    expect((await choose(guest, 'emergencies', 'page')).statusCode).toBe(400);
  });
});

describe('emergencies and corrections', () => {
  const emergency = { patientId: 'TEST-1', birthDate: '1970-01-02', reason: 'unconscious' };

  test('who looks after privacy is told at once, on the page and by mail, and cannot wholly switch it off', async () => {
    const [officer, admin, doctor] = [
      await server.person('privacy-officer'),
      await server.person('admin'),
      await server.person('member'),
    ];
    expect((await choose(officer, 'emergencies', 'none')).statusCode).toBe(400);
    expect((await choose(admin, 'emergencies', 'page')).statusCode).toBe(204);
    expect((await doctor.ask('POST', '/api/break-glass', emergency)).statusCode).toBe(200);
    const opened = { kind: 'emergency-opened', by: expect.stringMatching(/^Test Person/), isRead: false };
    expect(await noticesOf(officer)).toMatchObject([opened]);
    expect(await noticesOf(admin)).toMatchObject([opened]);
    expect([await kindsOf(doctor), await kindsOf(owner)]).toEqual([[], []]);
    const [mailed, ...more] = await keep();
    expect([mailed, more]).toEqual([expect.stringContaining(`To: ${officer.email}`), []]);
    expect(mailed).toContain('Studies opened in an emergency');
    expect(mailed).not.toMatch(/MARKED|marked|unconscious|Test Person|TEST-1/);
    // Another one within the time is gathered.
    await doctor.ask('POST', '/api/break-glass', emergency);
    expect(await keep()).toEqual([]);
    await pass(gatherMinutes);
    expect(await keep()).toHaveLength(1);
  });

  test('a review that nobody has made for a day is asked for once, until it is made', async () => {
    const [officer, doctor] = [await server.person('privacy-officer'), await server.person('admin')];
    await doctor.ask('POST', '/api/break-glass', emergency);
    await keep();
    expect(await kindsOf(officer)).toEqual(['emergency-opened']);
    await pass(24 * 60);
    await keep();
    await keep();
    expect(await kindsOf(officer)).toEqual(['review-due', 'emergency-opened']);
    // Who opened it reviews nothing of it.
    expect(await kindsOf(doctor)).toEqual([]);
    const { events } = (await officer.ask('GET', '/api/break-glass')).json();
    for (const { id } of events) await officer.ask('POST', `/api/break-glass/${id}/review`, { note: 'was on duty' });
    expect((await newsOf(officer)).unread).toBe(0);
  });

  test('a request for correction waits until it is answered', async () => {
    const [officer, admin] = [await server.person('privacy-officer'), await server.person('admin')];
    const asked = await admin.ask('POST', `/api/studies/${studyId}/corrections`, { request: 'Marked wish' });
    expect(await noticesOf(officer)).toMatchObject([{ kind: 'correction-asked', study: { id: String(studyId) } }]);
    expect(await kindsOf(admin)).toEqual([]);
    const [{ id }] = asked.json().corrections;
    await officer.ask('POST', `/api/corrections/${id}/answer`, { outcome: 'refused', answer: 'It is right' });
    expect(await noticesOf(officer)).toMatchObject([{ isRead: true }]);
    const { db } = server.deps;
    await db.updateTable('user_account').set({ role: 'member' }).where('id', '=', officer.id).execute();
    expect(await kindsOf(officer)).toEqual([]);
  });
});

describe('tokens of service accounts that end', () => {
  const day = 24 * 60 * 60_000;
  const contact = 'answers@hospital.example';
  const { name, label } = { name: 'Report system', label: 'of this year' };

  async function account(fields: object = {}): Promise<number> {
    const { db, now } = server.deps;
    await db.deleteFrom('api_token').where('service_id', 'is not', null).execute();
    await db.deleteFrom('service_account').execute();
    const made = { name, description: 'reads', contact, ...fields };
    return (await createServiceAccount({ db, now }, made)).id;
  }

  async function token(serviceId: number, expiresInDays: number): Promise<number> {
    const { db, now } = server.deps;
    return (await createServiceToken({ db, now }, serviceId, { label, expiresInDays })).id;
  }

  const keeping = (hasMail = true) => {
    const { db, now, linkBase } = server.deps;
    return keepNotices({ db, now, linkBase, messages: { has: () => hasMail, wake: () => undefined }, gatherMinutes });
  };
  /** Two gateways, of which both think that they lead, and a start after them. */
  const keepTwice = async () => {
    await Promise.all([keeping(), keeping()]);
    await keeping();
  };
  const mailed = async () => {
    await messages.run();
    return mail.mails.splice(0);
  };
  /** Sessions end long before. */
  const readerOf = ({ id: userId, email }: Person, role: Reader['role']): Reader => {
    return { kind: 'user', userId, email, role, memberships: [] };
  };
  const toldTo = async (reader: Reader) => (await listNotices(server.deps.db, reader, {})).notices;
  const endOf = (days: number) => new Date(server.deps.now().getTime() + days * day).toISOString();

  test('are told of two weeks and three days before, once each, to administrators and by mail to who answers', async () => {
    const admin = readerOf(await server.person('admin'), 'admin');
    const member = readerOf(await server.person('member'), 'member');
    const endsAt = endOf(365);
    await token(await account(), 365);
    server.pass(350 * day);
    await keepTwice();
    expect(await toldTo(admin)).toEqual([]);
    server.pass(1.5 * day);
    await keepTwice();
    const told = { kind: 'token-ending', token: { service: name, label, endsAt }, isRead: false };
    expect(await toldTo(admin)).toMatchObject([told]);
    expect(await toldTo(member)).toEqual([]);
    const [first, ...others] = await mailed();
    expect(others).toEqual([]);
    expect(first).toContain(contact);
    for (const part of [name, label, endsAt.slice(0, 10)]) expect(first).toContain(part);
    server.pass(10 * day);
    await keepTwice();
    expect(await toldTo(admin)).toHaveLength(1);
    expect(await mailed()).toEqual([]);
    server.pass(day);
    await keepTwice();
    expect(await toldTo(admin)).toHaveLength(2);
    expect(await mailed()).toHaveLength(1);
    // Over, it waits for nobody any more.
    server.pass(3 * day);
    await keepTwice();
    expect((await toldTo(admin)).map(({ isRead }) => isRead)).toEqual([true, true]);
    expect(await mailed()).toEqual([]);
  });

  test('are told of to the account of who answers, as they chose, and to nobody after them', async () => {
    const member = readerOf(await server.person('member'), 'member');
    const service = await account({ contact: member.email.toUpperCase() });
    const topics = async () => (await listChoices(server.deps.db, member)).map(({ topic }) => topic);
    expect(await topics()).toContain('services');
    await token(service, 20);
    server.pass(7 * day);
    await keepTwice();
    expect((await toldTo(member)).map(({ kind }) => kind)).toEqual(['token-ending']);
    await pass(gatherMinutes);
    await keeping();
    const [gathered, ...others] = await mailed();
    expect(others).toEqual([]);
    expect(gathered).toContain('Tokens of service accounts that end soon: 1');
    expect(gathered).not.toContain(name);
    // Somebody else answers for it from now on: what was told before is not theirs to read.
    const { db, now } = server.deps;
    await updateServiceAccount({ db, now }, service, { contact });
    expect(await toldTo(member)).toEqual([]);
    expect(await topics()).not.toContain('services');
    const choosing = chooseNotices(db, member, { topic: 'services', way: 'none' });
    await expect(choosing).rejects.toMatchObject({ code: 'invalid-request' });
  });

  test('are not told of so early where they were made for less, nor where they are over', async () => {
    const admin = readerOf(await server.person('admin'), 'admin');
    const service = await account();
    const { db, now } = server.deps;
    await token(service, 2);
    await token(service, 10);
    await keepTwice();
    expect(await toldTo(admin)).toEqual([]);
    server.pass(7.5 * day);
    await keepTwice();
    expect(await toldTo(admin)).toHaveLength(1);
    await updateServiceAccount({ db, now }, service, { disabled: true });
    await updateServiceAccount({ db, now }, service, { disabled: false });
    await keepTwice();
    expect((await toldTo(admin)).map(({ isRead }) => isRead)).toEqual([true]);
    // The end of the account is that of its tokens; another end is told anew.
    await db.deleteFrom('notice').execute();
    await token(service, 365);
    server.pass(day);
    await updateServiceAccount({ db, now }, service, { expiresAt: endOf(10) });
    await keepTwice();
    expect(await toldTo(admin)).toMatchObject([{ token: { endsAt: endOf(10) } }]);
    await updateServiceAccount({ db, now }, service, { expiresAt: endOf(12) });
    await keepTwice();
    expect(await toldTo(admin)).toHaveLength(2);
  });
});
