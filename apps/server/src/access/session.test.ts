import { paths } from '@isocenter/contract/paths';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, testPassword } from '../../test/access-server.ts';
import { requireAccess } from './access.ts';
import { registerAccessRoutes } from './register.ts';

let server: AccessServer;
const minute = 60_000;

beforeAll(async () => {
  server = await openAccessServer((app, deps) => {
    registerAccessRoutes(app, deps);
    app.get(paths.events(), async ({ access }) => requireAccess(access, 'session:read'));
  });
});
afterAll(() => server.close());

const signIn = (email: string, password: string, headers: Record<string, string> = {}, remoteAddress = '192.0.2.1') =>
  server.nobody('POST', '/api/session', { email, password }, { headers, remoteAddress });

/** Requests as the browser that was given this cookie. */
const get = (cookie: string, url = '/api/session') => server.nobody('GET', url, undefined, { headers: { cookie } });

function cookieOf(answer: { headers: Record<string, unknown> }): string {
  return sessionCookieOf(answer).split(';')[0] ?? '';
}

/** The other cookie marks the browser as one that has signed in. */
function sessionCookieOf(answer: { headers: Record<string, unknown> }): string {
  const cookies = [answer.headers['set-cookie']].flat().map(String);
  return cookies.find((cookie) => cookie.includes('isocenter-session=')) ?? '';
}

describe('signing in', () => {
  test('begins a session with a cookie that only this origin gets and no script can read', async () => {
    const { email } = await server.person('member');
    const answer = await signIn(email, testPassword);
    expect(answer.statusCode).toBe(201);
    expect(sessionCookieOf(answer)).toMatch(/^isocenter-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(answer.headers['cache-control']).toBe('no-store');
    const session = await get(cookieOf(answer));
    expect(session.json()).toMatchObject({ kind: 'signed-in', user: { email, role: 'member' } });
    expect(session.json().csrfToken).toBe(answer.json().csrfToken);
  });

  test('takes the address in any letter case', async () => {
    const { email } = await server.person('member');
    expect((await signIn(` ${email.toUpperCase()}`, testPassword)).statusCode).toBe(201);
  });

  test('answers alike for a wrong password, an unknown, an invited and a disabled user', async () => {
    const [known, disabled] = [await server.person('member'), await server.person('member')];
    const admin = await server.person('admin');
    const invited = { email: 'invited@example.invalid', name: 'Test', role: 'member' };
    await admin.ask('POST', '/api/users', invited);
    await admin.ask('PATCH', `/api/users/${disabled.id}`, { disabled: true });
    const answers = await Promise.all([
      signIn(known.email, 'wrong'),
      signIn('unknown@example.invalid', testPassword),
      signIn(invited.email, testPassword),
      signIn(disabled.email, testPassword),
    ]);
    for (const answer of answers) {
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toEqual({
        title: 'E-mail address or password is wrong',
        status: 401,
        code: 'wrong-credentials',
      });
      expect(answer.headers['set-cookie']).toBe(undefined);
    }
  });

  test('is slowed down after five failures, for known and unknown users alike, whatever the password', async () => {
    const { email } = await server.person('member');
    for (const [index, address] of [email, 'nobody@example.invalid'].entries()) {
      const from = `198.51.100.${index}`;
      for (let i = 0; i < 5; i++) expect((await signIn(address, 'wrong', {}, from)).statusCode).toBe(401);
      const refused = await signIn(address, testPassword, {}, from);
      expect(refused.json()).toMatchObject({ code: 'rate-limited', retryAfterSeconds: 5 });
      expect(refused.headers['retry-after']).toBe('5');
    }
    server.pass(5_000);
    expect((await signIn(email, testPassword, {}, '198.51.100.0')).statusCode).toBe(201);
  });

  test('over a session that exists replaces it', async () => {
    const { email } = await server.person('member');
    const old = cookieOf(await signIn(email, testPassword));
    const fresh = cookieOf(await signIn(email, testPassword, { cookie: old }));
    expect(fresh).not.toBe(old);
    expect((await get(old)).json().kind).toBe('anonymous');
    expect((await get(fresh)).json().kind).toBe('signed-in');
  });

  test('does not take a session id that somebody planted', async () => {
    const { email } = await server.person('member');
    const planted = `isocenter-session=${'A'.repeat(43)}`;
    const answer = await signIn(email, testPassword, { cookie: planted });
    expect(cookieOf(answer)).not.toBe(planted);
    expect((await get(planted)).json().kind).toBe('anonymous');
  });
});

describe('a session', () => {
  test('ends after an hour without use, and not before', async () => {
    const { ask } = await server.person('admin');
    for (let i = 0; i < 3; i++) {
      server.pass(59 * minute);
      expect((await ask('GET', '/api/users')).statusCode).toBe(200);
    }
    server.pass(61 * minute);
    expect((await ask('GET', '/api/users')).statusCode).toBe(401);
  });

  test.each([
    ['a list that is kept fresh', '/api/users', { 'x-background': '1' }],
    ['the stream of events', paths.events(), {}],
    ['a picture in a page', '/api/users', { 'sec-fetch-dest': 'image' }],
  ])('is not kept alive by %s', async (_, url, headers) => {
    const { ask } = await server.person('admin');
    const { idleExpiresAt } = (await ask('GET', '/api/session')).json();
    server.pass(40 * minute);
    await ask('GET', url, undefined, { headers });
    const background = { headers: { 'x-background': '1' } };
    expect((await ask('GET', '/api/session', undefined, background)).json().idleExpiresAt).toBe(idleExpiresAt);
    server.pass(21 * minute);
    expect((await ask('GET', '/api/users')).statusCode).toBe(401);
  });

  test('ends after twelve hours however much it is used', async () => {
    const { ask } = await server.person('admin');
    for (let i = 0; i < 24; i++) {
      expect((await ask('GET', '/api/users')).statusCode).toBe(200);
      server.pass(30 * minute);
    }
    expect((await ask('GET', '/api/users')).statusCode).toBe(401);
  });

  test('ends when its user signs out', async () => {
    const { ask, secret } = await server.person('member');
    const answer = await ask('DELETE', '/api/session');
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['set-cookie']).toMatch(/^isocenter-session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await get(`isocenter-session=${secret}`)).json().kind).toBe('anonymous');
  });

  test('is not kept in the database in a form that can be used', async () => {
    const { secret } = await server.person('member');
    const rows = await server.database.db.selectFrom('session').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(rows.every(({ id_hash }) => id_hash.length === 32)).toBe(true);
  });
});

describe('over TLS', () => {
  test('the cookie is secure and bound to the host', async () => {
    const tls = await openAccessServer(registerAccessRoutes, {
      environment: { ISOCENTER__HTTP__TRUSTED_PROXIES: 'loopback' },
    });
    const { email } = await tls.person('member');
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' };
    const answer = await tls.nobody('POST', '/api/session', { email, password: testPassword }, { headers });
    expect(sessionCookieOf(answer)).toMatch(
      /^__Host-isocenter-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const cookie = cookieOf(answer);
    const session = await tls.nobody('GET', '/api/session', undefined, { headers: { ...headers, cookie } });
    expect(session.json().kind).toBe('signed-in');
    const plain = await tls.nobody('GET', '/api/session', undefined, {
      headers: { ...headers, cookie: cookie.replace('__Host-', '') },
    });
    expect(plain.json().kind).toBe('anonymous');
    await tls.close();
  });
});

describe('a change by cookie', () => {
  const body = { label: 'test', role: 'member' };
  const from = async (headers: Record<string, string>) => {
    const { ask } = await server.person('admin');
    return (await ask('POST', '/api/tokens', body, { headers })).json();
  };

  test('needs the token of its own session', async () => {
    const [one, other] = [await server.person('admin'), await server.person('admin')];
    const { csrfToken } = (await other.ask('GET', '/api/session')).json();
    for (const token of ['', 'x'.repeat(43), csrfToken]) {
      const answer = await one.ask('POST', '/api/tokens', body, { headers: { 'x-csrf-token': token } });
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'csrf-token-invalid' });
    }
    const cookie = `isocenter-session=${one.secret}`;
    const bare = await server.nobody('POST', '/api/tokens', body, { headers: { cookie } });
    expect(bare.json()).toMatchObject({ code: 'csrf-token-invalid' });
  });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://elsewhere.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another origin that says it is ours', { origin: 'http://localhost:80.elsewhere.example' }],
  ])('is refused from %s', async (_, headers) => {
    expect(await from(headers)).toMatchObject({ status: 403, code: 'cross-site' });
  });

  test.each([
    ['a page of this node', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:80' }],
    ['an older browser on this node', { origin: 'http://localhost:80', host: 'localhost:80' }],
    ['what is no browser', {}],
  ])('is taken from %s', async (_, headers) => {
    expect(await from(headers)).toMatchObject({ token: { label: 'test' } });
  });

  test('is taken from the configured address also where a proxy renames the host', async () => {
    const proxied = await openAccessServer(registerAccessRoutes, { publicOrigin: 'https://pacs.example' });
    const { ask } = await proxied.person('admin');
    const answer = await ask('POST', '/api/tokens', body, {
      headers: { origin: 'https://pacs.example', host: 'inner:8080' },
    });
    expect(answer.statusCode).toBe(201);
    await proxied.close();
  });

  test('cannot be signing somebody in from another site', async () => {
    const { email } = await server.person('member');
    const answer = await signIn(email, testPassword, { 'sec-fetch-site': 'cross-site' });
    expect(answer.json()).toMatchObject({ code: 'cross-site' });
  });
});

describe('changing the password', () => {
  const newPassword = 'slow quartz lantern 9';

  test('ends every session of the user and goes on with a new one', async () => {
    const { ask, email, secret } = await server.person('member');
    const elsewhere = cookieOf(await signIn(email, testPassword));
    const answer = await ask('PUT', '/api/session/password', { currentPassword: testPassword, newPassword });
    expect(answer.statusCode).toBe(200);
    expect((await get(elsewhere)).json().kind).toBe('anonymous');
    expect((await get(`isocenter-session=${secret}`)).json().kind).toBe('anonymous');
    expect((await get(cookieOf(answer))).json().kind).toBe('signed-in');
    expect((await signIn(email, testPassword)).statusCode).toBe(401);
    expect((await signIn(email, newPassword)).statusCode).toBe(201);
  });

  test('needs the current password and a good new one', async () => {
    const { ask } = await server.person('member');
    const change = async (currentPassword: string, next: string) =>
      (await ask('PUT', '/api/session/password', { currentPassword, newPassword: next })).json();
    expect(await change('wrong', newPassword)).toMatchObject({ status: 401, code: 'wrong-credentials' });
    expect(await change(testPassword, 'short')).toMatchObject({
      status: 422,
      code: 'weak-password',
      detail: expect.any(String),
    });
  });

  test('is for people, not for tokens', async () => {
    const ask = await server.program('admin');
    const answer = await ask('PUT', '/api/session/password', { currentPassword: testPassword, newPassword });
    expect(answer.statusCode).toBe(403);
  });
});
