/** Single sign-on against a real OpenID Connect provider: who is let in, who is not, and what a forged way back is worth. */

import { generateKeyPairSync, sign } from 'node:crypto';
import { type Forgery, startIdentityProvider, type TestProvider } from '@isocenter/testkit/identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, testPassword } from '../../test/access-server.ts';
import { registerAccessRoutes } from '../access/register.ts';
import { sessionIdleMs, sessionMaxMs } from '../access/sessions.ts';

const base = 'https://node.example';
let provider: TestProvider;
/** One admits whom it knows; the other makes accounts and goes by groups. */
let closed: AccessServer;
let open: AccessServer;

beforeAll(async () => {
  provider = await startIdentityProvider(() => base);
  const environment = {
    ISOCENTER__OIDC__ISSUER: provider.issuer,
    ISOCENTER__OIDC__CLIENT_ID: provider.clientId,
    ISOCENTER__OIDC__CLIENT_SECRET: provider.clientSecret,
    ISOCENTER__OIDC__LABEL: 'Test login',
  };
  closed = await openAccessServer(registerAccessRoutes, { environment, policy: { requireSecondFactor: 'everybody' } });
  open = await openAccessServer(registerAccessRoutes, {
    environment: {
      ...environment,
      ISOCENTER__OIDC__CREATE_ACCOUNTS: 'true',
      ISOCENTER__OIDC__ADMINISTRATOR_GROUPS: 'pacs-admins',
      ISOCENTER__OIDC__MEMBER_GROUPS: 'radiology',
    },
  });
});
afterAll(async () => {
  await closed.close();
  await open.close();
  await provider.close();
});

type Cookies = Map<string, string>;
const headerOf = (cookies: Cookies) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

async function ask(server: AccessServer, cookies: Cookies, url: string) {
  const answer = await server.nobody('GET', url, undefined, { headers: { cookie: headerOf(cookies) } });
  for (const { name, value, expires } of answer.cookies) {
    if (expires?.getTime() === 0) cookies.delete(name);
    else cookies.set(name, value);
  }
  return answer;
}

/** Goes through the pages of the provider as a browser does, and returns the address that it leads back to. */
async function passProvider(start: string): Promise<string> {
  const cookies: Cookies = new Map();
  let url = start;
  while (!url.startsWith(base)) {
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie: headerOf(cookies) } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    url = new URL(answer.headers.get('location') ?? `${base}/stuck`, url).href;
  }
  return url.slice(base.length);
}

const setOut = async (server: AccessServer, cookies: Cookies, next = '/queue') =>
  String((await ask(server, cookies, `/api/single-sign-on?next=${encodeURIComponent(next)}`)).headers.location);

/** The whole way; returns where the node leads to in the end. */
async function signIn(server: AccessServer, cookies: Cookies = new Map(), next?: string): Promise<string> {
  const back = await passProvider(await setOut(server, cookies, next));
  return String((await ask(server, cookies, back)).headers.location);
}

const sessionOf = async (server: AccessServer, cookies: Cookies) => (await ask(server, cookies, '/api/session')).json();

let accounts = 0;
const account = (email: string, more: { emailVerified?: boolean; groups?: readonly string[] } = {}) => {
  accounts += 1;
  return { id: `sub-${accounts}`, email, emailVerified: true, ...more };
};

describe('who comes from the provider', () => {
  test('is the account with the same verified address, and from then on the same whatever the address', async () => {
    const person = await closed.person('member');
    const mine = account(person.email);
    provider.signInAs(mine);
    const cookies: Cookies = new Map();
    expect(await signIn(closed, cookies)).toBe('/queue');
    expect(await sessionOf(closed, cookies)).toMatchObject({
      kind: 'signed-in',
      user: { id: String(person.id) },
      // The provider has its own second factors.
      ...{ mustEnrol: false, isSingleSignOn: true },
    });
    provider.signInAs({ ...mine, email: 'married@example.invalid' });
    const later: Cookies = new Map();
    await signIn(closed, later);
    expect((await sessionOf(closed, later)).user.id).toBe(String(person.id));
  });

  test('joins no account by an address that the provider has not verified', async () => {
    const person = await closed.person('admin');
    provider.signInAs(account(person.email, { emailVerified: false }));
    const cookies: Cookies = new Map();
    expect(await signIn(closed, cookies)).toBe('/sign-in?failed=account-unknown');
    expect((await sessionOf(closed, cookies)).kind).toBe('anonymous');
  });

  test('is not let in where nobody has added an account, or it is disabled', async () => {
    provider.signInAs(account('stranger@example.invalid'));
    expect(await signIn(closed)).toBe('/sign-in?failed=account-unknown');
    const [admin, person] = [await closed.person('admin'), await closed.person('member')];
    provider.signInAs(account(person.email));
    expect(await signIn(closed)).toBe('/queue');
    const { db } = closed.database;
    await db.updateTable('user_account').set({ disabled_at: new Date() }).where('id', '=', person.id).execute();
    expect(await signIn(closed)).toBe('/sign-in?failed=account-unknown');
    expect(admin.id).toBeGreaterThan(0);
  });

  test('joins no service account by the address of who answers for it', async () => {
    const contact = 'desk@example.invalid';
    await closed.service({ contact });
    provider.signInAs(account(contact));
    expect(await signIn(closed)).toBe('/sign-in?failed=account-unknown');
  });

  test('gets an account where that is configured, with the role of its groups, which follows them', async () => {
    await open.person('admin');
    const boss = account('boss@example.invalid', { groups: ['radiology', 'pacs-admins'] });
    provider.signInAs(boss);
    const cookies: Cookies = new Map();
    expect(await signIn(open, cookies)).toBe('/queue');
    expect(await sessionOf(open, cookies)).toMatchObject({ user: { email: boss.email, role: 'admin' } });
    provider.signInAs({ ...boss, groups: ['radiology'] });
    const later: Cookies = new Map();
    await signIn(open, later);
    expect(await sessionOf(open, later)).toMatchObject({ user: { role: 'member' } });
    // Also for the session that is open already.
    expect(await sessionOf(open, cookies)).toMatchObject({ user: { role: 'member' } });
    provider.signInAs({ ...boss, groups: ['kitchen'] });
    expect(await signIn(open)).toBe('/sign-in?failed=account-unknown');
  });

  test('makes no account with an address that the provider has not verified', async () => {
    provider.signInAs(account('squatter@example.invalid', { emailVerified: false, groups: ['radiology'] }));
    expect(await signIn(open)).toBe('/sign-in?failed=account-unknown');
  });
});

const partOf = (token: string, at: 0 | 1) =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString());

function withPart(token: string, at: 0 | 1, change: object): string {
  const changed = Buffer.from(JSON.stringify({ ...partOf(token, at), ...change })).toString('base64url');
  return token.split('.').with(at, changed).join('.');
}

const withClaims = (token: string, change: object) => ({
  header: partOf(token, 0),
  claims: { ...partOf(token, 1), ...change },
});

function signedByStranger(token: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const text = token.split('.').slice(0, 2).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

describe('the way back', () => {
  test('is taken once, and only in the browser that set out', async () => {
    const person = await closed.person('member');
    provider.signInAs(account(person.email));
    const cookies: Cookies = new Map();
    const back = await passProvider(await setOut(closed, cookies));
    expect((await ask(closed, new Map(), back)).headers.location).toBe('/sign-in?failed=ceremony-over');
    const elsewhere: Cookies = new Map();
    await setOut(closed, elsewhere);
    expect((await ask(closed, elsewhere, back)).headers.location).toBe('/sign-in?failed=provider-refused');
    expect((await ask(closed, cookies, back)).headers.location).toBe('/queue');
    expect((await ask(closed, cookies, back)).headers.location).toBe('/sign-in?failed=ceremony-over');
  });

  test.each([
    ['without a code', () => '/api/single-sign-on/return'],
    ['with a code that was made up', (back: string) => back.replace(/code=[^&]+/, 'code=made-up')],
    ['with another state', (back: string) => back.replace(/state=[^&]+/, 'state=other')],
    ['from another issuer', (back: string) => back.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Felsewhere.example')],
    ['with an error of the provider', () => '/api/single-sign-on/return?error=access_denied'],
  ])('%s is none', async (_, forge) => {
    const person = await closed.person('member');
    provider.signInAs(account(person.email));
    const cookies: Cookies = new Map();
    const back = await passProvider(await setOut(closed, cookies));
    expect((await ask(closed, cookies, forge(back))).headers.location).toBe('/sign-in?failed=provider-refused');
    expect((await sessionOf(closed, cookies)).kind).toBe('anonymous');
  });

  test.each<[string, Forgery]>([
    ['whose claims were changed', (token) => withPart(token, 1, { sub: 'somebody else' })],
    ['without a signature', (token) => `${withPart(token, 0, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`],
    ['signed by somebody else', (token) => signedByStranger(token)],
    ['for another client', (token, signed) => signed(withClaims(token, { aud: 'another-client' }))],
    ['of another provider', (token, signed) => signed(withClaims(token, { iss: 'https://elsewhere.example' }))],
    ['that has expired', (token, signed) => signed(withClaims(token, { exp: 1_000_000_000 }))],
    ['that another browser asked for', (token, signed) => signed(withClaims(token, { nonce: 'another' }))],
  ])('with an ID token %s is none', async (_, forgery) => {
    const person = await closed.person('member');
    provider.signInAs(account(person.email));
    // As it is, also when it was signed once more.
    provider.forge((token, signed) => signed(withClaims(token, {})));
    expect(await signIn(closed)).toBe('/queue');
    provider.forge(forgery);
    const cookies: Cookies = new Map();
    expect(await signIn(closed, cookies)).toBe('/sign-in?failed=provider-refused');
    expect((await sessionOf(closed, cookies)).kind).toBe('anonymous');
    provider.forge(undefined);
  });

  test.each(['//elsewhere.example', 'https://elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)'])(
    'leads never to %s',
    async (next) => {
      const person = await closed.person('member');
      provider.signInAs(account(person.email));
      expect(await signIn(closed, new Map(), next)).toBe('/studies');
    },
  );
});

describe('a session of single sign-on', () => {
  test('proves itself anew at the provider, by the same account only', async () => {
    const [person, other] = [await closed.person('admin'), await closed.person('admin')];
    const [mine, theirs] = [account(person.email), account(other.email)];
    provider.signInAs(mine);
    const cookies: Cookies = new Map();
    await signIn(closed, cookies);
    provider.signInAs(theirs);
    await signIn(closed);
    closed.pass(11 * 60_000);
    const { csrfToken } = await sessionOf(closed, cookies);
    const change = async () => {
      const headers = { cookie: headerOf(cookies), 'x-csrf-token': csrfToken };
      return (await closed.nobody('POST', '/api/tokens', { label: 'x', role: 'member' }, { headers })).statusCode;
    };
    expect(await change()).toBe(403);
    const prove = async () => {
      const out = await ask(closed, cookies, '/api/single-sign-on/proof?next=/settings/tokens');
      expect(String(out.headers.location)).toContain('prompt=login');
      return String((await ask(closed, cookies, await passProvider(String(out.headers.location)))).headers.location);
    };
    expect(await prove()).toBe('/sign-in?failed=provider-refused');
    expect(await change()).toBe(403);
    provider.signInAs(mine);
    expect(await prove()).toBe('/settings/tokens');
    expect(await change()).toBe(201);
  });

  test('begins with a sign-in at the provider that is no older than a session lasts, and lasts no longer itself', async () => {
    const person = await closed.person('member');
    provider.signInAs(account(person.email));
    const cookies: Cookies = new Map();
    const start = new URL(await setOut(closed, cookies));
    expect(start.searchParams.get('max_age')).toBe(String(sessionMaxMs / 1000));
    await ask(closed, cookies, await passProvider(start.href));
    for (let passed = 0; passed < sessionMaxMs; passed += sessionIdleMs / 2) {
      expect((await ask(closed, cookies, '/api/account')).statusCode).toBe(200);
      closed.pass(sessionIdleMs / 2);
    }
    expect((await ask(closed, cookies, '/api/account')).statusCode).toBe(401);
  });

  test('ends at the provider too', async () => {
    const answer = await ask(closed, new Map(), '/api/single-sign-on/sign-out');
    expect(String(answer.headers.location)).toMatch(new RegExp(`^${provider.issuer}/session/end\\?`));
    expect(new URL(String(answer.headers.location)).searchParams.get('post_logout_redirect_uri')).toBe(
      `${base}/sign-in`,
    );
  });
});

test('a node without a provider, or whose provider is away, says so', async () => {
  const away = { ISOCENTER__OIDC__ISSUER: 'http://127.0.0.1:1', ISOCENTER__OIDC__CLIENT_ID: 'x' };
  const [none, lonely] = [
    await openAccessServer(registerAccessRoutes),
    await openAccessServer(registerAccessRoutes, { environment: away }),
  ];
  expect((await ask(none, new Map(), '/api/single-sign-on')).statusCode).toBe(404);
  expect((await ask(lonely, new Map(), '/api/single-sign-on')).headers.location).toBe(
    '/sign-in?failed=provider-unavailable',
  );
  const { email } = await lonely.person('member');
  const byPassword = await lonely.nobody('POST', '/api/session', { email, password: testPassword });
  expect(byPassword.statusCode).toBe(201);
  await none.close();
  await lonely.close();
});
