/**
 * Care teams and the joining ceremony over the API, against a real SMTP server and a real SMS gateway: the happy way, each
 * wrong turn, and what members may do.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { grantNewStudies } from '../access/new-studies.ts';
import { openMailReceiver } from '../alerts/test/receivers.ts';
import { careTeamProblems } from '../care-teams/problems.ts';
import { registerCareTeamRoutes } from '../care-teams/routes.ts';
import { loadConfig } from '../config/load.ts';
import { registerAccountRoutes } from '../identity/account-routes.ts';
import { registerPhoneRoutes } from '../identity/phone-routes.ts';
import { openMessageChannels } from '../messages/channels.ts';
import { MessageSender } from '../messages/message-sender.ts';
import { openSmsReceiver } from '../messages/test/sms-receiver.ts';
import { keepJoinings } from './joining-keeper.ts';
import { registerJoiningRoutes } from './routes.ts';

const minute = 60_000;
const phone = '+49 151 0000 0042';

let server: AccessServer;
let messages: MessageSender;
let mail: Awaited<ReturnType<typeof openMailReceiver>>;
let sms: Awaited<ReturnType<typeof openSmsReceiver>>;
let owner: Person;
let studyId: number;
let otherStudyId: number;

beforeAll(async () => {
  [mail, sms] = await Promise.all([openMailReceiver(), openSmsReceiver()]);
  server = await openAccessServer(
    (app, deps) => {
      const { db, audit, now, linkBase } = deps;
      const { config } = loadConfig({
        environment: {
          ISOCENTER__MAIL__HOST: '127.0.0.1',
          ISOCENTER__MAIL__PORT: String(mail.options.port),
          ISOCENTER__MAIL__SECURITY: 'none',
          ISOCENTER__SMS__URL: sms.url,
          ISOCENTER__SMS__ALLOW_PRIVATE: 'true',
        },
        workingDir: '/',
      });
      messages = new MessageSender({ db, channels: openMessageChannels(config), logger: silentLogger, now });
      registerCareTeamRoutes(app, { db, audit, now });
      // Sent when the test says so, and not by the wake of a route meanwhile.
      const waiting = { has: () => true, wake: () => undefined };
      registerJoiningRoutes(app, { db, audit, now, linkBase, messages: waiting });
      registerAccountRoutes(app, deps);
      registerPhoneRoutes(app, { ...deps, messages: waiting });
    },
    { problemMappings: [careTeamProblems] },
  );
  owner = await server.person('member');
  studyId = await insertStudy('TEST^ONE', '2.25.1');
  otherStudyId = await insertStudy('TEST^TWO', '2.25.2');
  const { db } = server.deps;
  await db
    .insertInto('access_grant')
    .values(buildGrant({ study_id: studyId }))
    .execute();
});
afterAll(async () => {
  await messages.close();
  mail.close();
  sms.close();
  await server.close();
});

async function insertStudy(name: string, study_instance_uid: string): Promise<number> {
  const { db } = server.deps;
  const patient = await db
    .insertInto('patient')
    .values({ identity_key: name, key_id: name, patient_id: '', issuer: '', name, birth_date: '19700101', sex: '' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const blank = { study_date: '', study_time: '', accession_number: '', study_id: '', description: '', search: '' };
  const more = { referring_physician: '', institution: '', modalities: [], attributes: '{}' };
  const counts = { series_count: 0, instance_count: 0 };
  const row = { ...blank, ...more, ...counts, patient_id: patient.id, study_instance_uid };
  return (await db.insertInto('study').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

const outcomeOf = (answer: LightMyRequestResponse) => [answer.statusCode, answer.body === '' ? '' : answer.json().code];

/** A browser outside: it keeps its cookie. */
function openBrowser() {
  let cookie = '';
  const post = async (url: string, json: object): Promise<LightMyRequestResponse> => {
    const answer = await server.nobody('POST', url, json, cookie === '' ? {} : { headers: { cookie } });
    const [set] = answer.cookies;
    if (set !== undefined) cookie = `${set.name}=${set.value}`;
    return answer;
  };
  return { post };
}
type Browser = ReturnType<typeof openBrowser>;

let outsiders = 0;
const newEmail = () => `outside-${++outsiders}@clinic.invalid`;

async function newTeam(): Promise<string> {
  const made = await owner.ask('POST', '/api/teams', { studyId: String(studyId), name: 'Test team' });
  expect(made.statusCode).toBe(201);
  return made.json().id;
}

const teamOf = async (id: string, as: Person = owner) => (await as.ask('GET', `/api/teams/${id}`)).json();

/** The token of the last link that was mailed to an address. */
async function tokenFor(email: string): Promise<string> {
  await messages.run();
  const mailed = mail.mails.filter((text) => text.toLowerCase().includes(email.toLowerCase())).at(-1) ?? '';
  // Lines of a mail are at most 76 characters long, PS is quoted-printable.
  const token = /\/join#([\w-]+)/.exec(mailed.replace(/=\r\n/g, '').replace(/=3D/g, '='))?.[1];
  if (token === undefined) throw new Error('no link was mailed');
  return token;
}

async function lastCode(): Promise<string> {
  await messages.run();
  return /\d{6}/.exec(sms.received.at(-1)?.text ?? '')?.[0] ?? '';
}

const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const invite = (team: string, email: string, privileges = ['view', 'see-identity']) =>
  owner.ask('POST', `/api/teams/${team}/joinings`, { email, name: 'Out Sider', privileges });

/** Invites and confirms; returns what is needed for the code. */
async function confirmed(team: string, browser: Browser = openBrowser()) {
  const email = newEmail();
  expect((await invite(team, email)).statusCode).toBe(204);
  const sent = await browser.post('/api/joining/confirm', { token: await tokenFor(email), phone });
  expect(sent.statusCode).toBe(200);
  return { email, browser, joiningId: sent.json().joiningId as string, code: await lastCode() };
}

const membersOf = async (team: string) => (await teamOf(team)).members;

describe('a care team', () => {
  test('is made for the patient of a study that its maker may hand on', async () => {
    const id = await newTeam();
    const team = await teamOf(id);
    expect(team).toMatchObject({ name: 'Test team', members: 1, patient: { name: 'TEST^ONE' } });
    expect(team.privileges).toEqual(expect.arrayContaining(['invite', 'manage']));
    const hidden = await owner.ask('POST', '/api/teams', { studyId: String(otherStudyId), name: 'Test' });
    expect(outcomeOf(hidden)).toEqual([404, 'not-found']);
  });

  test('is given what its maker holds and may hand on, and tells nothing of what they do not see', async () => {
    const { db } = server.deps;
    const seen = await insertStudy('TEST^THREE', '2.25.3');
    const { patient_id } = await db
      .selectFrom('study')
      .select('patient_id')
      .where('id', '=', seen)
      .executeTakeFirstOrThrow();
    const ofPatient = async (uid: string) => {
      const id = await insertStudy(`TEST^OF ${uid}`, uid);
      await db.updateTable('study').set({ patient_id }).where('id', '=', id).execute();
      return id;
    };
    const [kept, unhanded] = [await ofPatient('2.25.4'), await ofPatient('2.25.5')];
    const expires_at = new Date(Date.now() + 60 * minute);
    const toOwner = { grantee_kind: 'user', grantee_id: owner.id } as const;
    const handed = ['view', 'comment', 'invite', 'see-identity'] as const;
    await db
      .insertInto('access_grant')
      .values([
        buildGrant({ study_id: seen, ...toOwner, privileges: [...handed], expires_at }),
        buildGrant({ study_id: seen, ...toOwner, privileges: ['view', 'download', 'manage', 'see-identity'] }),
        buildGrant({ study_id: unhanded, ...toOwner, privileges: ['view', 'download', 'see-identity'] }),
      ])
      .execute();
    const make = (id: number) => owner.ask('POST', '/api/teams', { studyId: String(id), name: 'Test' });
    expect(outcomeOf(await make(kept))).toEqual([404, 'not-found']);
    expect(outcomeOf(await make(unhanded))).toEqual([403, 'forbidden']);
    const made = await make(seen);
    expect(made.statusCode).toBe(201);
    const grants = () =>
      db
        .selectFrom('access_grant')
        .select(['patient_id', 'study_id', 'privileges', 'expires_at'])
        .where('grantee', '=', `team ${made.json().id}`)
        .orderBy('id')
        .execute();
    // What rests on a consent does so in the team.
    const ofSeen = db.selectFrom('access_grant').select('id').where('study_id', '=', seen).orderBy('id').limit(1);
    const consent = {
      patient_id,
      purpose: 'sharing',
      form: 'paper',
      given_on: '2026-01-02',
      recorded_by: 'user 1',
    } as const;
    const { id: consent_id } = await db
      .insertInto('consent')
      .values({ ...consent, recorded_at: new Date() })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { id: grant_id } = await ofSeen.executeTakeFirstOrThrow();
    await db.insertInto('consent_grant').values({ consent_id, grant_id }).execute();
    const withConsent = (await make(seen)).json().id;
    const resting = db
      .selectFrom('consent_grant')
      .innerJoin('access_grant', 'access_grant.id', 'consent_grant.grant_id')
      .select(['grantee', 'consent_id']);
    expect(await resting.where('grantee', '=', `team ${withConsent}`).execute()).toEqual([
      { grantee: `team ${withConsent}`, consent_id },
    ]);
    const first = { patient_id: null, study_id: seen, privileges: [...handed], expires_at };
    expect(await grants()).toEqual([first]);
    // Its member hands on what the member's row allows of it.
    const member = await server.person('member');
    const row = { team_id: Number(made.json().id), user_id: member.id };
    const privileges: Privilege[] = ['view', 'invite', 'see-identity'];
    await db
      .insertInto('care_team_member')
      .values({ ...row, privileges })
      .execute();
    const further = await member.ask('POST', '/api/teams', { studyId: String(seen), name: 'Test' });
    const ofFurther = db.selectFrom('access_grant').select(['study_id', 'privileges', 'expires_at']);
    expect(await ofFurther.where('grantee', '=', `team ${further.json().id}`).execute()).toEqual([
      { study_id: seen, privileges, expires_at },
    ]);
    // What arrives is the team's where its owner is granted it.
    const arrived = await ofPatient('2.25.6');
    await grantNewStudies(db, [arrived]);
    expect((await grants()).map(({ study_id }) => study_id)).toEqual([seen, arrived]);
    await db.updateTable('access_policy').set({ new_studies: 'nobody' }).execute();
    await grantNewStudies(db, [await ofPatient('2.25.7')]);
    await db.updateTable('access_policy').set({ new_studies: 'organisation' }).execute();
    await grantNewStudies(db, [await ofPatient('2.25.8')]);
    await db.updateTable('access_policy').set({ new_studies: 'everyone' }).execute();
    expect(await grants()).toHaveLength(2);
  });

  test('of an administrator reaches the patient as a whole', async () => {
    const admin = await server.person('admin');
    const made = await admin.ask('POST', '/api/teams', { studyId: String(otherStudyId), name: 'Test' });
    const { db } = server.deps;
    const granted = db.selectFrom('access_grant').select(['patient_id', 'study_id']);
    const study = await db
      .selectFrom('study')
      .select('patient_id')
      .where('id', '=', otherStudyId)
      .executeTakeFirstOrThrow();
    expect(await granted.where('grantee', '=', `team ${made.json().id}`).execute()).toEqual([
      { patient_id: study.patient_id, study_id: null },
    ]);
  });

  test('does not exist for who is not in it', async () => {
    const id = await newTeam();
    const stranger = await server.person('member');
    const guest = await server.person('guest');
    for (const person of [stranger, guest]) {
      expect(outcomeOf(await person.ask('GET', `/api/teams/${id}`))).toEqual([404, 'not-found']);
      expect(outcomeOf(await person.ask('POST', `/api/teams/${id}/close`))).toEqual([404, 'not-found']);
      expect((await person.ask('GET', '/api/teams')).json().teams).toEqual([]);
    }
    const program = await server.program('member');
    expect((await program('GET', `/api/teams/${id}`)).statusCode).toBe(403);
    const made = await guest.ask('POST', '/api/teams', { studyId: String(studyId), name: 'Test' });
    expect(outcomeOf(made)).toEqual([403, 'forbidden']);
  });

  test('lets members do what they may, give what they have, leave, and be removed at once', async () => {
    const id = await newTeam();
    const admin = await server.person('admin');
    const [inviter, viewer] = [await server.person('member'), await server.person('guest')];
    const { db } = server.deps;
    for (const [{ id: user_id }, privileges] of [
      [inviter, ['view', 'invite', 'see-identity']],
      [viewer, ['view']],
    ] as const) {
      await db
        .insertInto('care_team_member')
        .values({ team_id: Number(id), user_id, privileges: [...privileges] })
        .execute();
    }
    expect(await teamOf(id, viewer)).toMatchObject({ joinings: [], privileges: ['view'] });
    expect(await teamOf(id, viewer)).not.toHaveProperty('patient');
    expect(await teamOf(id, viewer)).not.toHaveProperty('handInCode');
    const body = { email: newEmail(), name: 'Test', privileges: ['view', 'upload'] };
    const joinings = `/api/teams/${id}/joinings`;
    expect(outcomeOf(await viewer.ask('POST', joinings, body))).toEqual([403, 'forbidden']);
    expect(outcomeOf(await inviter.ask('POST', joinings, body))).toEqual([403, 'privileges-too-many']);
    const members = `/api/teams/${id}/members`;
    const set = (by: Person, who: Person, privileges: string[]) =>
      by.ask('PUT', `${members}/${who.id}`, { privileges });
    expect(outcomeOf(await set(inviter, viewer, ['view', 'comment']))).toEqual([403, 'forbidden']);
    expect((await set(owner, inviter, ['view', 'manage', 'see-identity'])).statusCode).toBe(204);
    expect(outcomeOf(await set(inviter, viewer, ['view', 'download']))).toEqual([403, 'privileges-too-many']);
    expect((await set(inviter, viewer, ['view', 'see-identity'])).statusCode).toBe(204);
    expect(outcomeOf(await set(inviter, owner, ['view']))).toEqual([409, 'owner-stays']);
    expect((await set(admin, viewer, ['view', 'comment'])).statusCode).toBe(204);
    expect((await viewer.ask('DELETE', `${members}/${viewer.id}`)).statusCode).toBe(204);
    expect((await viewer.ask('GET', `/api/teams/${id}`)).statusCode).toBe(404);
    expect(outcomeOf(await owner.ask('DELETE', `${members}/${owner.id}`))).toEqual([409, 'owner-stays']);
    const ownerOf = (by: Person) => by.ask('PUT', `/api/teams/${id}/owner`, { userId: String(inviter.id) });
    expect(outcomeOf(await ownerOf(inviter))).toEqual([403, 'privileges-too-many']);
    expect((await ownerOf(owner)).statusCode).toBe(204);
    expect((await owner.ask('DELETE', `${members}/${owner.id}`)).statusCode).toBe(204);
    expect((await inviter.ask('POST', `/api/teams/${id}/close`)).statusCode).toBe(204);
    expect((await inviter.ask('GET', '/api/teams')).json().teams).toEqual([]);
    expect((await inviter.ask('GET', '/api/teams?state=closed')).json().teams).toHaveLength(1);
    expect(outcomeOf(await set(inviter, viewer, ['view']))).toEqual([409, 'team-closed']);
    const grants = await db.selectFrom('access_grant').selectAll().where('grantee', '=', `team ${id}`).execute();
    expect(grants).toMatchObject([{ revoked_by: `user ${inviter.id}` }]);
  });
});

test('a telephone is verified by the code that went to it, in the session that asked for it', async () => {
  const person = await server.person('member');
  const own = '+4915100000099';
  const ask = (url: string, body?: object) => person.ask('POST', `/api/account/phone/${url}`, body);
  expect(outcomeOf(await ask('code'))).toEqual([422, 'phone-invalid']);
  const change = (number: string) => person.ask('PATCH', '/api/account', { phone: number });
  expect((await change(own)).statusCode).toBe(200);
  expect((await ask('code')).json()).toMatchObject({ phone: '+49 ••• 99' });
  const first = await lastCode();
  expect(sms.received.at(-1)).toMatchObject({ to: own });
  expect(outcomeOf(await ask('confirmation', { code: wrongFor(first) }))).toEqual([422, 'code-wrong']);
  // The code is of the number that it went to.
  await change('+4915100000098');
  expect(outcomeOf(await ask('confirmation', { code: first }))).toEqual([422, 'code-wrong']);
  await change(own);
  expect((await ask('confirmation', { code: first })).json()).toMatchObject({ isPhoneVerified: true });
  expect(outcomeOf(await ask('confirmation', { code: first }))).toEqual([410, 'code-invalid']);
  expect((await change('+4915100000097')).json()).toMatchObject({ isPhoneVerified: false });
  for (let at = 0; at < 4; at += 1) await ask('code');
  expect(outcomeOf(await ask('code'))).toEqual([429, 'rate-limited']);
});

describe('joining', () => {
  test('goes from a request over mail and telephone to the privileges that the member chose, and no sooner', async () => {
    const id = await newTeam();
    const { handInCode } = await teamOf(id);
    const [email, browser] = [newEmail(), openBrowser()];
    const request = {
      code: handInCode.toLowerCase(),
      name: 'Out Sider',
      email,
      note: 'The CD of yesterday',
      language: 'es',
    };
    expect((await browser.post('/api/hand-in', request)).statusCode).toBe(204);
    await messages.run();
    expect(mail.mails.some((text) => text.includes(email))).toBe(false);
    const [asked] = (await teamOf(id)).joinings;
    expect(asked).toMatchObject({ state: 'asked', email, note: 'The CD of yesterday' });
    const admit = `/api/teams/${id}/joinings/${asked.id}/admit`;
    const privileges = ['view', 'upload', 'see-identity'];
    expect((await owner.ask('POST', admit, { privileges })).statusCode).toBe(204);
    const { db } = server.deps;
    const user = () => db.selectFrom('user_account').selectAll().where('email', '=', email).executeTakeFirstOrThrow();
    expect(await user()).toMatchObject({ role: 'guest', password_hash: null });
    const token = await tokenFor(email);
    expect(mail.mails.at(-1)).toContain('Confirme que esta es su');
    const invalid = await browser.post('/api/joining/confirm', { token, phone: '0151 1234' });
    expect(outcomeOf(invalid)).toEqual([422, 'phone-invalid']);
    const sent = await browser.post('/api/joining/confirm', { token, phone, language: 'ar' });
    expect(sent.json()).toMatchObject({ phone: '+49 ••• 42', remainingCodes: 2 });
    const code = await lastCode();
    expect(sms.received.at(-1)).toMatchObject({ to: '+4915100000042', text: expect.stringContaining('هو رمزك') });
    expect(await membersOf(id)).toBe(1);
    const { joiningId } = sent.json();
    const joined = await browser.post('/api/joining/verify', { joiningId, code });
    expect(joined.json()).toEqual({ setupToken: expect.any(String) });
    const { id: userId } = await user();
    const team = await teamOf(id);
    expect(team.joinings).toEqual([]);
    expect(team.teamMembers.find((member: { userId: string }) => member.userId === String(userId))).toMatchObject({
      privileges,
      isOwner: false,
    });
    await server.audit.flush();
    const steps = await db
      .selectFrom('audit_entry')
      .select('action')
      .where('object_kind', '=', 'joining')
      .where('object_id', '=', joiningId)
      .orderBy('sequence')
      .execute();
    expect(steps.map(({ action }) => action)).toEqual(['joining:ask', 'joining:confirm', 'joining:verify']);
  });

  test('tells nobody outside whether there is a team, a link or an account', async () => {
    const id = await newTeam();
    const known = await server.person('member');
    const body = { name: 'Test', email: newEmail(), note: '' };
    const { handInCode } = await teamOf(id);
    const [right, wrong] = await Promise.all([
      openBrowser().post('/api/hand-in', { ...body, code: handInCode }),
      openBrowser().post('/api/hand-in', { ...body, code: 'AAAAAAAAAA' }),
    ]);
    for (const answer of [right, wrong]) expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect((await invite(id, known.email)).statusCode).toBe((await invite(id, newEmail())).statusCode);
    const renewals = await Promise.all(
      [await tokenFor(known.email), 'x'.repeat(43)].map((token) => openBrowser().post('/api/joining/renew', { token })),
    );
    for (const answer of renewals) expect([answer.statusCode, answer.body]).toEqual([204, '']);
  });

  test('of somebody who has an account needs no new password, and changes nothing else of it', async () => {
    const id = await newTeam();
    const known = await server.person('member');
    await invite(id, known.email.toUpperCase());
    const browser = openBrowser();
    const sent = await browser.post('/api/joining/confirm', {
      token: await tokenFor(known.email.toUpperCase()),
      phone,
    });
    const { joiningId } = sent.json();
    const joined = await browser.post('/api/joining/verify', { joiningId, code: await lastCode() });
    expect(joined.json()).toEqual({});
    expect((await teamOf(id, known)).privileges).toEqual(['view', 'see-identity']);
    expect(outcomeOf(await invite(id, known.email))).toEqual([409, 'already-member']);
  });

  test('is not helped by a link that is used, replaced, expired, invented, or opened in another browser', async () => {
    const id = await newTeam();
    const { handInCode } = await teamOf(id);
    const confirm = (browser: Browser, token: string) => browser.post('/api/joining/confirm', { token, phone });
    const invalid = [410, 'link-invalid'];
    expect(outcomeOf(await confirm(openBrowser(), 'x'.repeat(43)))).toEqual(invalid);

    const [email, browser] = [newEmail(), openBrowser()];
    await browser.post('/api/hand-in', { code: handInCode, name: 'Test', email, note: '' });
    const [asked] = (await teamOf(id)).joinings;
    const joining = `/api/teams/${id}/joinings/${asked.id}`;
    await owner.ask('POST', `${joining}/admit`, { privileges: ['view'] });
    const first = await tokenFor(email);
    expect(outcomeOf(await confirm(openBrowser(), first))).toEqual([409, 'other-browser']);
    expect((await owner.ask('POST', `${joining}/resend`)).statusCode).toBe(204);
    expect(outcomeOf(await confirm(browser, first))).toEqual(invalid);
    const second = await tokenFor(email);
    server.pass(15 * minute);
    expect(outcomeOf(await confirm(browser, second))).toEqual(invalid);
    await openBrowser().post('/api/joining/renew', { token: second });
    const third = await tokenFor(email);
    expect(third).not.toBe(second);
    const parallel = await Promise.all(Array.from({ length: 4 }, () => confirm(browser, third)));
    expect(parallel.map(({ statusCode }) => statusCode).sort()).toEqual([200, 410, 410, 410]);
    expect(outcomeOf(await confirm(browser, third))).toEqual(invalid);
    expect(await membersOf(id)).toBe(1);
  });

  test('is not helped by a code that is guessed, used, late, swapped with another, or typed in another browser', async () => {
    const id = await newTeam();
    const verify = (browser: Browser, joiningId: string, code: string) =>
      browser.post('/api/joining/verify', { joiningId, code });
    const mine = await confirmed(id);
    const theirs = await confirmed(id, mine.browser);
    if (mine.code !== theirs.code) {
      const swapped = await verify(mine.browser, mine.joiningId, theirs.code);
      expect(outcomeOf(swapped)).toEqual([422, 'code-wrong']);
      expect(swapped.json().remainingTries).toBe(4);
    }
    expect(outcomeOf(await verify(openBrowser(), mine.joiningId, mine.code))).toEqual([410, 'code-invalid']);
    server.pass(10 * minute);
    expect(outcomeOf(await verify(mine.browser, mine.joiningId, mine.code))).toEqual([410, 'code-invalid']);
    const again = (joiningId: string, more = {}) => mine.browser.post('/api/joining/code', { joiningId, ...more });
    const otherNumber = await again(mine.joiningId, { phone: '+43 660 0000099' });
    expect(otherNumber.json()).toMatchObject({ phone: '+43 ••• 99', remainingCodes: 1 });
    const fresh = await lastCode();
    let wrong = 0;
    while (wrong < 5) {
      const guesses = Array.from({ length: 8 }, () => verify(mine.browser, mine.joiningId, wrongFor(fresh)));
      wrong += (await Promise.all(guesses)).filter(({ statusCode }) => statusCode === 422).length;
      // The throttle wants a pause.
      server.pass(minute);
    }
    expect(wrong).toBe(5);
    // After five the right one is of no use either.
    expect(outcomeOf(await verify(mine.browser, mine.joiningId, fresh))).toEqual([410, 'code-invalid']);
    expect((await again(mine.joiningId)).json()).toMatchObject({ remainingCodes: 0 });
    expect(outcomeOf(await again(mine.joiningId))).toEqual([410, 'codes-exhausted']);
    // Another link brings one more code, and no more after it.
    await owner.ask('POST', `/api/teams/${id}/joinings/${mine.joiningId}/resend`);
    const relinked = await mine.browser.post('/api/joining/confirm', { token: await tokenFor(mine.email), phone });
    expect(relinked.json()).toMatchObject({ remainingCodes: 0 });
    expect(await membersOf(id)).toBe(1);
  });

  test('ends where a member withdraws or declines it, where who invited leaves, where the team closes, and by itself', async () => {
    const id = await newTeam();
    const { db } = server.deps;
    const [withdrawn, waiting] = [await confirmed(id), await confirmed(id)];
    expect((await owner.ask('DELETE', `/api/teams/${id}/joinings/${withdrawn.joiningId}`)).statusCode).toBe(204);
    const attempt = ({ browser, joiningId, code }: typeof withdrawn) =>
      browser.post('/api/joining/verify', { joiningId, code });
    expect(outcomeOf(await attempt(withdrawn))).toEqual([410, 'code-invalid']);
    const account = (email: string) =>
      db.selectFrom('user_account').select('id').where('email', '=', email).executeTakeFirst();
    expect(await account(withdrawn.email)).toBeUndefined();
    expect((await owner.ask('POST', `/api/teams/${id}/close`)).statusCode).toBe(204);
    expect(outcomeOf(await attempt(waiting))).toEqual([410, 'code-invalid']);

    const second = await newTeam();
    const email = newEmail();
    await invite(second, email);
    expect(await account(email)).toBeDefined();
    const later = new Date(server.deps.now().getTime() + 7 * 24 * 60 * minute);
    await keepJoinings({ ...server.deps, now: () => later });
    expect(await account(email)).toBeUndefined();
    expect((await teamOf(second)).joinings).toEqual([]);
  });

  test('is begun once for an address, and not without both channels', async () => {
    const id = await newTeam();
    const email = newEmail();
    expect((await invite(id, email)).statusCode).toBe(204);
    expect(outcomeOf(await invite(id, email))).toEqual([409, 'joining-live']);
  });

  test('keeps neither tokens, codes nor numbers in the log or the trail', async () => {
    const id = await newTeam();
    const { code, browser, joiningId } = await confirmed(id);
    await browser.post('/api/joining/verify', { joiningId, code });
    await server.audit.flush();
    const trail = await server.deps.db.selectFrom('audit_entry').selectAll().execute();
    const said = `${server.log.join('\n')}\n${JSON.stringify(trail)}`;
    for (const value of ['4915100000042', 'clinic.invalid', 'TEST^ONE', 'Out Sider']) expect(said).not.toContain(value);
  });
});

test('who asks too often waits', async () => {
  const body = { code: 'BBBBBBBBBB', name: 'Test', email: newEmail(), note: '' };
  const answers = await Promise.all(Array.from({ length: 12 }, () => server.nobody('POST', '/api/hand-in', body)));
  expect(answers.some(({ statusCode }) => statusCode === 429)).toBe(true);
});
