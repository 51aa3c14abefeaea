/** Signing in with a second factor, fresh proofs, open sessions and known browsers, over HTTP on one database. */

import type { SecondFactorNeeded } from '@isocenter/contract/second-factor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person, testPassword } from '../../test/access-server.ts';
import { registerAccessRoutes } from '../access/register.ts';
import { totpCode } from './totp.ts';

let server: AccessServer;
const minute = 60_000;

beforeAll(async () => {
  server = await openAccessServer(registerAccessRoutes);
});
afterAll(() => server.close());

type Answer = Awaited<ReturnType<AccessServer['nobody']>>;

/** What a browser keeps: the cookies that answers set. */
class Jar {
  readonly #cookies = new Map<string, string>();

  async ask(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object, remoteAddress = '192.0.2.1') {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await server.nobody(method, url, body, { headers: { cookie }, remoteAddress });
    for (const { name, value, expires } of answer.cookies) {
      if (expires !== undefined && expires.getTime() === 0) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }

  get names(): readonly string[] {
    return [...this.#cookies.keys()];
  }
}

const signIn = (jar: Jar, email: string, password = testPassword, from?: string) =>
  jar.ask('POST', '/api/session', { email, password }, from);
const second = (jar: Jar, code: string, kind = 'totp') => jar.ask('POST', '/api/session/second-factor', { kind, code });

const secrets = new Map<number, Buffer>();
const step = () => Math.floor(server.deps.now().getTime() / 30_000);
/** The next code that an application shows; the clock goes on, since a code is good once. */
const nextCode = ({ id }: Person) => {
  server.pass(31_000);
  return totpCode(secrets.get(id) ?? Buffer.alloc(0), step());
};

/** Sets up an authenticator application and returns the recovery codes. */
async function enrol(person: Person): Promise<readonly string[]> {
  const { secret } = (await person.ask('POST', '/api/account/totp')).json();
  const bits = [...String(secret)].map((c) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
  );
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  secrets.set(person.id, Buffer.from(bytes));
  const answer = await person.ask('POST', '/api/account/totp/confirmation', { code: nextCode(person) });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().recoveryCodes;
}

const codeOf = (answer: Answer) => answer.json().code;

describe('a second factor', () => {
  test('is asked for after the password, and only then is there a session', async () => {
    const person = await server.person('member');
    await enrol(person);
    const jar = new Jar();
    const half = await signIn(jar, person.email);
    const needed: SecondFactorNeeded = half.json();
    expect(needed).toMatchObject({ kind: 'second-factor', ways: ['totp', 'recovery-code'] });
    expect(half.headers['set-cookie']).toMatch(/^isocenter-ceremony=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(jar.names).toEqual(['isocenter-ceremony']);
    expect((await jar.ask('GET', '/api/session')).json().kind).toBe('anonymous');
    expect((await jar.ask('GET', '/api/account')).statusCode).toBe(401);
    const whole = await second(jar, nextCode(person));
    expect(whole.json()).toMatchObject({ kind: 'signed-in', user: { email: person.email } });
    expect(jar.names.toSorted()).toEqual(['isocenter-browser', 'isocenter-session']);
    expect((await jar.ask('GET', '/api/session')).json().kind).toBe('signed-in');
  });

  test('is nobody’s who has not shown the password in this browser', async () => {
    const person = await server.person('member');
    await enrol(person);
    expect(codeOf(await second(new Jar(), nextCode(person)))).toBe('ceremony-over');
    await signIn(new Jar(), person.email);
    expect(codeOf(await second(new Jar(), nextCode(person)))).toBe('ceremony-over');
  });

  test('of another account does not do', async () => {
    const [one, other] = [await server.person('member'), await server.person('member')];
    await enrol(one);
    await enrol(other);
    const jar = new Jar();
    await signIn(jar, one.email);
    expect(codeOf(await second(jar, nextCode(other)))).toBe('wrong-code');
  });

  test('is awaited for ten minutes, and not of who is disabled meanwhile', async () => {
    const [admin, person] = [await server.person('admin'), await server.person('member')];
    await enrol(person);
    const [late, gone] = [new Jar(), new Jar()];
    await signIn(late, person.email);
    server.pass(10 * minute);
    expect(codeOf(await second(late, nextCode(person)))).toBe('ceremony-over');
    await signIn(gone, person.email);
    await admin.ask('POST', '/api/session/proof', { kind: 'password', password: testPassword });
    expect((await admin.ask('PATCH', `/api/users/${person.id}`, { disabled: true })).statusCode).toBe(200);
    expect(codeOf(await second(gone, nextCode(person)))).toBe('ceremony-over');
  });

  test('is a code that is good once, however often it comes at the same moment', async () => {
    const person = await server.person('member');
    await enrol(person);
    const jars = [new Jar(), new Jar(), new Jar()];
    for (const jar of jars) await signIn(jar, person.email);
    const code = nextCode(person);
    const answers = await Promise.all(jars.map((jar) => second(jar, code)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 422, 422]);
  });

  test('is slowed down after five wrong codes, whatever the sixth is', async () => {
    const person = await server.person('member');
    await enrol(person);
    const jar = new Jar();
    await signIn(jar, person.email);
    for (let i = 0; i < 5; i++) expect(codeOf(await second(jar, '000000'))).toBe('wrong-code');
    const refused = await second(jar, totpCode(secrets.get(person.id) ?? Buffer.alloc(0), step()));
    expect(refused.json()).toMatchObject({ code: 'rate-limited', retryAfterSeconds: 5 });
  });

  test('lost is replaced by one of ten recovery codes, each of them once', async () => {
    const person = await server.person('member');
    const codes = await enrol(person);
    expect(codes).toHaveLength(10);
    expect(codes[0]).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){5}$/);
    const typed = codes[0]?.toLowerCase().replaceAll('-', ' ') ?? '';
    const [first, again] = [new Jar(), new Jar()];
    await signIn(first, person.email);
    expect((await second(first, typed, 'recovery-code')).statusCode).toBe(201);
    await signIn(again, person.email);
    expect(codeOf(await second(again, typed, 'recovery-code'))).toBe('wrong-code');
    expect((await person.ask('GET', '/api/account')).json()).toMatchObject({ recoveryCodesLeft: 9 });
    const anew = (await person.ask('POST', '/api/account/recovery-codes')).json().codes;
    expect(codeOf(await second(again, codes[1] ?? '', 'recovery-code'))).toBe('wrong-code');
    expect((await second(again, anew[1], 'recovery-code')).statusCode).toBe(201);
  });

  test('stands in the database in no form that can be used, and is shown once', async () => {
    const person = await server.person('member');
    const codes = await enrol(person);
    const { db } = server.database;
    const rows = [
      ...(await db.selectFrom('totp').selectAll().execute()),
      ...(await db.selectFrom('recovery_code').selectAll().execute()),
      ...(await db.selectFrom('ceremony').selectAll().execute()),
    ];
    const secret = secrets.get(person.id)?.toString('hex') ?? 'none';
    const kept = JSON.stringify(rows, (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('hex') : value,
    );
    expect(kept).not.toContain(secret);
    for (const code of codes) {
      for (const form of [code, code.replaceAll('-', '')]) {
        expect(kept).not.toContain(form);
        expect(kept).not.toContain(Buffer.from(form).toString('hex'));
      }
    }
    expect((await person.ask('GET', '/api/account')).body).not.toMatch(/secret|otpauth/);
    expect(codeOf(await person.ask('POST', '/api/account/totp'))).toBe('totp-present');
  });

  test('is asked for also after a set-up link, which an administrator may have sent to the wrong person', async () => {
    const [admin, person] = [await server.person('admin'), await server.person('member')];
    await enrol(person);
    await admin.ask('POST', '/api/session/proof', { kind: 'password', password: testPassword });
    const { setupLink } = (await admin.ask('POST', `/api/users/${person.id}/setup-link`)).json();
    const jar = new Jar();
    const token = String(setupLink).split('#')[1];
    const answer = await jar.ask('POST', '/api/setup', { token, password: 'slow quartz lantern 9' });
    expect(answer.json()).toMatchObject({ kind: 'second-factor' });
    expect((await second(jar, nextCode(person))).statusCode).toBe(201);
  });

  test('is taken away by its owner, or by an administrator, who ends the sessions too', async () => {
    const [admin, one, other] = [
      await server.person('admin'),
      await server.person('member'),
      await server.person('member'),
    ];
    await enrol(one);
    await enrol(other);
    expect((await one.ask('DELETE', '/api/account/totp')).statusCode).toBe(204);
    expect((await signIn(new Jar(), one.email)).json().kind).toBe('signed-in');
    await admin.ask('POST', '/api/session/proof', { kind: 'password', password: testPassword });
    expect((await admin.ask('DELETE', `/api/users/${other.id}/second-factors`)).statusCode).toBe(204);
    expect((await other.ask('GET', '/api/account')).statusCode).toBe(401);
    expect((await signIn(new Jar(), other.email)).json().kind).toBe('signed-in');
  });
});

describe('where administrators need a second factor', () => {
  test('one without it can do nothing but set it up, and not take it away again', async () => {
    const strict = await openAccessServer(registerAccessRoutes, { policy: { requireSecondFactor: 'administrators' } });
    const [admin, member] = [await strict.person('admin'), await strict.person('member')];
    expect((await member.ask('GET', '/api/session')).json()).toMatchObject({ mustEnrol: false });
    expect((await admin.ask('GET', '/api/session')).json()).toMatchObject({ mustEnrol: true });
    expect(codeOf(await admin.ask('GET', '/api/users'))).toBe('second-factor-required');
    const { uri } = (await admin.ask('POST', '/api/account/totp')).json();
    const { secret } = Object.fromEntries(new URL(uri).searchParams);
    const bits = [...String(secret)].map((c) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
    );
    const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
    const code = totpCode(key, Math.floor(strict.deps.now().getTime() / 30_000));
    expect((await admin.ask('POST', '/api/account/totp/confirmation', { code })).statusCode).toBe(200);
    expect((await admin.ask('GET', '/api/users')).statusCode).toBe(200);
    expect(codeOf(await admin.ask('DELETE', '/api/account/totp'))).toBe('factor-needed');
    await strict.close();
  });
});

describe('something dangerous', () => {
  test('asks for a fresh proof after ten minutes, and says so by a code', async () => {
    const admin = await server.person('admin');
    const token = () => admin.ask('POST', '/api/tokens', { label: 'x', role: 'member' });
    server.pass(10 * minute);
    expect((await token()).statusCode).toBe(201);
    server.pass(1);
    const refused = await token();
    expect(refused.statusCode).toBe(403);
    expect(codeOf(refused)).toBe('step-up-required');
    expect((await admin.ask('GET', '/api/users')).statusCode).toBe(200);
    const wrong = await admin.ask('POST', '/api/session/proof', { kind: 'password', password: 'wrong' });
    expect(codeOf(wrong)).toBe('wrong-credentials');
    expect(codeOf(await token())).toBe('step-up-required');
    const { ways } = (await admin.ask('POST', '/api/session/proof-challenge')).json();
    expect(ways).toEqual(['password']);
    await admin.ask('POST', '/api/session/proof', { kind: 'password', password: testPassword });
    expect((await token()).statusCode).toBe(201);
  });

  test('takes a one-time code as proof, and not the same twice', async () => {
    const admin = await server.person('admin');
    await enrol(admin);
    server.pass(11 * minute);
    const code = nextCode(admin);
    const prove = () => admin.ask('POST', '/api/session/proof', { kind: 'totp', code });
    expect((await prove()).statusCode).toBe(204);
    expect(codeOf(await prove())).toBe('wrong-code');
    expect((await admin.ask('POST', '/api/tokens', { label: 'x', role: 'member' })).statusCode).toBe(201);
  });

  test('that fails, a first code of an application, is in the trail', async () => {
    const person = await server.person('member');
    await person.ask('POST', '/api/account/totp');
    const wrong = await person.ask('POST', '/api/account/totp/confirmation', { code: '000000' });
    expect(codeOf(wrong)).toBe('wrong-code');
    const entries = await server.database.db
      .selectFrom('audit_entry')
      .select(['action', 'outcome', 'details'])
      .where('subject_id', '=', String(person.id))
      .execute();
    const details = { change: 'add-totp', reason: 'wrong-code' };
    expect(entries).toEqual([{ action: 'account:write', outcome: 'failure', details }]);
  });

  test('is denied to who may not do it at all without asking for anything', async () => {
    const member = await server.person('member');
    server.pass(11 * minute);
    expect(codeOf(await member.ask('POST', '/api/tokens', { label: 'x', role: 'member' }))).toBe('forbidden');
  });

  test('asks no token', async () => {
    const program = await server.program('admin');
    server.pass(60 * minute);
    expect((await program('POST', '/api/tokens', { label: 'x', role: 'member' })).statusCode).toBe(201);
  });
});

describe('open sessions', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

  test('are listed for their owner, and ended one by one or all but this', async () => {
    const person = await server.person('member');
    const headers = { 'user-agent': firefox };
    const remoteAddress = '203.0.113.9';
    const body = { email: person.email, password: testPassword };
    const answers = [1, 2].map(() => server.nobody('POST', '/api/session', body, { headers, remoteAddress }));
    const others = (await Promise.all(answers)).map((answer) => String(answer.cookies[0]?.value));
    const { sessions } = (await person.ask('GET', '/api/account/sessions')).json();
    expect(sessions).toHaveLength(3);
    expect(sessions[0]).toMatchObject({ isThis: true });
    expect(sessions[1]).toMatchObject({ isThis: false, browser: 'Firefox', system: 'Linux', address: remoteAddress });
    const isOpen = async (secret: string | undefined) =>
      (
        await server.nobody('GET', '/api/session', undefined, { headers: { cookie: `isocenter-session=${secret}` } })
      ).json().kind === 'signed-in';
    expect((await person.ask('DELETE', `/api/account/sessions/${sessions[1].id}`)).statusCode).toBe(204);
    expect((await Promise.all(others.map(isOpen))).sort()).toEqual([false, true]);
    expect(codeOf(await person.ask('DELETE', `/api/account/sessions/${sessions[1].id}`))).toBe('not-found');
    expect((await person.ask('DELETE', '/api/account/sessions')).statusCode).toBe(204);
    expect(await Promise.all(others.map(isOpen))).toEqual([false, false]);
    expect(await isOpen(person.secret)).toBe(true);
  });

  test('of others cannot be ended by who guesses their number', async () => {
    const [one, other] = [await server.person('member'), await server.person('admin')];
    const { sessions } = (await one.ask('GET', '/api/account/sessions')).json();
    expect(codeOf(await other.ask('DELETE', `/api/account/sessions/${sessions[0].id}`))).toBe('not-found');
    expect((await one.ask('GET', '/api/account')).statusCode).toBe(200);
  });

  test('are ended by an administrator', async () => {
    const [admin, person] = [await server.person('admin'), await server.person('member')];
    expect((await admin.ask('DELETE', `/api/users/${person.id}/sessions`)).statusCode).toBe(204);
    expect((await person.ask('GET', '/api/account')).statusCode).toBe(401);
  });
});

test('a language that was chosen is that of every session of the account', async () => {
  const person = await server.person('member');
  const told = async () => (await person.ask('GET', '/api/session')).json().user.language;
  expect(await told()).toBeUndefined();
  expect((await person.ask('PUT', '/api/account/language', { language: 'tlh' })).statusCode).toBe(400);
  server.pass(11 * minute);
  expect((await person.ask('PUT', '/api/account/language', { language: 'ar' })).statusCode).toBe(204);
  expect(await told()).toBe('ar');
  const signedIn = await signIn(new Jar(), person.email, testPassword, '198.51.100.8');
  expect(signedIn.json()).toMatchObject({ user: { language: 'ar' } });
});

describe('who guesses', () => {
  test('does not lock the owner out of a browser that signed in before', async () => {
    const { email } = await server.person('member');
    const [known, stranger] = [new Jar(), new Jar()];
    expect((await signIn(known, email, testPassword, '198.51.100.7')).statusCode).toBe(201);
    for (let i = 0; i < 150; i++) {
      await signIn(new Jar(), email, 'wrong', `203.0.113.${i}`);
      server.pass(16 * minute);
    }
    expect(codeOf(await signIn(stranger, email, testPassword, '198.51.100.8'))).toBe('rate-limited');
    expect((await signIn(known, email, testPassword, '198.51.100.7')).statusCode).toBe(201);
  });

  test('has no use for a mark of another account, or one that was made up', async () => {
    const [mine, victim] = [await server.person('member'), await server.person('member')];
    const jar = new Jar();
    await signIn(jar, mine.email, testPassword, '198.51.100.20');
    for (let i = 0; i < 5; i++) await signIn(jar, victim.email, 'wrong', '198.51.100.20');
    expect(codeOf(await signIn(jar, victim.email, testPassword, '198.51.100.20'))).toBe('rate-limited');
  });

  test('is slowed down in a known browser as well', async () => {
    const { email } = await server.person('member');
    const jar = new Jar();
    await signIn(jar, email);
    for (let i = 0; i < 5; i++) await signIn(jar, email, 'wrong');
    expect(codeOf(await signIn(jar, email))).toBe('rate-limited');
  });
});

test('the trail tells of each step, and nothing of what was typed', async () => {
  const text = JSON.stringify(await server.database.db.selectFrom('audit_entry').selectAll().execute());
  for (const word of ['"totp"', '"recovery-code"', 'session:prove', 'add-totp', 'end-sessions']) {
    expect(text).toContain(word);
  }
  expect(text).not.toContain('000000');
  expect(text).not.toMatch(/[A-Z2-7]{4}(-[A-Z2-7]{4}){5}/);
});
