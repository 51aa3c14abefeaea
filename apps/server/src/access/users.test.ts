import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person, testPassword } from '../../test/access-server.ts';
import { registerAccessRoutes } from './register.ts';
import { issueFirstAdminLink } from './setup.ts';
import { createFirstAdmin, updateUser } from './users.ts';

let server: AccessServer;
const day = 24 * 3_600_000;
const good = 'slow quartz lantern 9';

beforeEach(async () => {
  server = await openAccessServer(registerAccessRoutes);
});
afterEach(() => server.close());

const complete = (token: string, more: object = {}) =>
  server.nobody('POST', '/api/setup', { token, password: good, ...more });
const look = async (token: string) =>
  (await server.nobody('GET', '/api/setup', undefined, { headers: { 'x-setup-token': token } })).json();
const firstLink = async () => (await issueFirstAdminLink(server.deps))?.token ?? '';

/** Adds a user through the API and returns the token of its link. */
async function invite(admin: Person, email = 'new@example.invalid'): Promise<{ id: string; token: string }> {
  const answer = await admin.ask('POST', '/api/users', { email, name: 'New Test', role: 'member' });
  expect(answer.statusCode).toBe(201);
  const { user, setupLink } = answer.json();
  expect(setupLink).toMatch(/^https:\/\/node\.example\/setup#[\w-]{43}$/);
  return { id: user.id, token: setupLink.split('#')[1] };
}

describe('the first administrator', () => {
  test('comes through the link, is signed in, and nobody comes through it again', async () => {
    const token = await firstLink();
    expect(await look(token)).toMatchObject({ required: true, link: { kind: 'first-admin' } });
    const answer = await complete(token, { email: 'first@example.invalid', name: 'First Test' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ kind: 'signed-in', user: { email: 'first@example.invalid', role: 'admin' } });
    expect(String(answer.headers['set-cookie'])).toMatch(/^isocenter-session=/);
    expect((await complete(token, { email: 'second@example.invalid' })).json()).toMatchObject({
      status: 410,
      code: 'link-invalid',
    });
    expect(await look(token)).toEqual({ required: false, link: { kind: 'invalid' } });
    expect(await issueFirstAdminLink(server.deps)).toBe(undefined);
  });

  test('is one, however many use the link at the same moment', async () => {
    const token = await firstLink();
    const answers = await Promise.all([1, 2, 3, 4].map((n) => complete(token, { email: `a${n}@example.invalid` })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 410, 410, 410]);
    expect(await server.database.db.selectFrom('user_account').selectAll().execute()).toHaveLength(1);
  });

  test('is not made through a link that is older than another, expired, or older than the first administrator', async () => {
    const old = await firstLink();
    const link = await firstLink();
    expect((await complete(old, { email: 'a@example.invalid' })).statusCode).toBe(410);
    await createFirstAdmin(server.deps, { email: 'b@example.invalid', name: 'B', passwordHash: 'x' });
    expect(await look(link)).toEqual({ required: false, link: { kind: 'invalid' } });
    expect((await complete(link, { email: 'a@example.invalid' })).statusCode).toBe(410);
  });

  test('has a day', async () => {
    const token = await firstLink();
    server.pass(day - 1);
    expect(await look(token)).toMatchObject({ link: { kind: 'first-admin' } });
    server.pass(1);
    expect(await look(token)).toMatchObject({ link: { kind: 'invalid' } });
    expect((await complete(token, { email: 'a@example.invalid' })).statusCode).toBe(410);
  });

  test('may try again after a password that was refused or an address that was missing', async () => {
    const token = await firstLink();
    expect((await complete(token)).json()).toMatchObject({ status: 422, code: 'email-missing' });
    const weak = await complete(token, { email: 'a@example.invalid', password: 'password123' });
    expect(weak.json()).toMatchObject({ status: 422, code: 'weak-password' });
    expect((await complete(token, { email: 'a@example.invalid' })).statusCode).toBe(201);
  });
});

describe('a node whose first user is a member', () => {
  test('still waits for its first administrator', async () => {
    await server.person('member');
    const token = await firstLink();
    expect(await look(token)).toMatchObject({ required: true, link: { kind: 'first-admin' } });
    const taken = await complete(token, { email: 'test-1@example.invalid' });
    expect(taken.json()).toMatchObject({ code: 'email-taken' });
    expect((await complete(token, { email: 'first@example.invalid' })).statusCode).toBe(201);
  });
});

describe('a user', () => {
  test('who was added chooses a password through a link that works once', async () => {
    const admin = await server.person('admin');
    const { id, token } = await invite(admin);
    expect(await look(token)).toMatchObject({ link: { kind: 'user', email: 'new@example.invalid', name: 'New Test' } });
    const answer = await complete(token, { name: 'Newly Named' });
    expect(answer.json()).toMatchObject({ user: { id, name: 'Newly Named', role: 'member' } });
    expect((await complete(token)).statusCode).toBe(410);
    const { users } = (await admin.ask('GET', '/api/users')).json();
    expect(users.find((user: { id: string }) => user.id === id)).toMatchObject({
      status: 'active',
      lastSignInAt: expect.any(String),
    });
  });

  test('who forgot the password gets another link; the old password and sessions end when it is used', async () => {
    const [admin, user] = [await server.person('admin'), await server.person('member')];
    const { setupLink } = (await admin.ask('POST', `/api/users/${user.id}/setup-link`)).json();
    expect((await user.ask('GET', '/api/session')).json().kind).toBe('signed-in');
    expect((await complete(setupLink.split('#')[1])).statusCode).toBe(201);
    expect((await user.ask('GET', '/api/session')).json().kind).toBe('anonymous');
    const old = await server.nobody('POST', '/api/session', { email: user.email, password: testPassword });
    expect(old.statusCode).toBe(401);
  });

  test('is one for each address, whatever its letter case', async () => {
    const admin = await server.person('admin');
    await invite(admin, 'Same@Example.invalid');
    const again = await admin.ask('POST', '/api/users', { email: 'same@example.INVALID', name: 'X', role: 'member' });
    expect(again.json()).toMatchObject({ status: 409, code: 'email-taken' });
  });

  test('who is disabled loses sessions, tokens and link at once, and gets none of them back', async () => {
    const [admin, user] = [await server.person('admin'), await server.person('admin')];
    const { secret } = (await user.ask('POST', '/api/tokens', { label: 'x', role: 'admin' })).json();
    const byToken = () =>
      server.nobody('GET', '/api/users', undefined, { headers: { authorization: `Bearer ${secret}` } });
    expect((await byToken()).statusCode).toBe(200);
    const { setupLink } = (await admin.ask('POST', `/api/users/${user.id}/setup-link`)).json();
    const disabled = await admin.ask('PATCH', `/api/users/${user.id}`, { disabled: true });
    expect(disabled.json()).toMatchObject({ status: 'disabled' });
    const expectNothing = async () => {
      expect((await byToken()).statusCode).toBe(401);
      expect((await user.ask('GET', '/api/users')).statusCode).toBe(401);
      expect((await complete(setupLink.split('#')[1])).statusCode).toBe(410);
    };
    await expectNothing();
    expect((await admin.ask('POST', `/api/users/${user.id}/setup-link`)).json()).toMatchObject({
      code: 'user-disabled',
    });
    await admin.ask('PATCH', `/api/users/${user.id}`, { disabled: false });
    await expectNothing();
    expect(
      (await server.nobody('POST', '/api/session', { email: user.email, password: testPassword })).statusCode,
    ).toBe(201);
  });

  test('who is demoted can do less at once, and so can the tokens', async () => {
    const [admin, user] = [await server.person('admin'), await server.person('admin')];
    const { secret } = (await user.ask('POST', '/api/tokens', { label: 'x', role: 'admin' })).json();
    await admin.ask('PATCH', `/api/users/${user.id}`, { role: 'member' });
    expect((await user.ask('GET', '/api/users')).statusCode).toBe(403);
    const headers = { authorization: `Bearer ${secret}` };
    expect((await server.nobody('GET', '/api/users', undefined, { headers })).statusCode).toBe(403);
  });

  test.each(['0', '-1', 'x', '1e3', '99999999999999999', '%00'])('with the id %s does not exist', async (id) => {
    const admin = await server.person('admin');
    const { statusCode } = await admin.ask('PATCH', `/api/users/${id}`, { name: 'X' });
    expect([400, 404]).toContain(statusCode);
  });
});

describe('the last administrator', () => {
  test('can be neither disabled nor demoted, and may be renamed', async () => {
    const admin = await server.person('admin');
    await server.person('member');
    await admin.ask('POST', '/api/users', { email: 'invited@example.invalid', name: 'Invited', role: 'admin' });
    for (const change of [{ disabled: true }, { role: 'member' }]) {
      const answer = await admin.ask('PATCH', `/api/users/${admin.id}`, change);
      expect(answer.json()).toMatchObject({ status: 409, code: 'last-admin' });
    }
    expect((await admin.ask('PATCH', `/api/users/${admin.id}`, { name: 'Still Here' })).json()).toMatchObject({
      name: 'Still Here',
    });
  });

  test('remains when several demote each other at the same moment', async () => {
    const admins = await Promise.all([1, 2, 3, 4].map(() => server.person('admin')));
    const outcomes = await Promise.allSettled(admins.map(({ id }) => updateUser(server.deps, id, { role: 'member' })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const rest = await server.database.db.selectFrom('user_account').selectAll().where('role', '=', 'admin').execute();
    expect(rest).toHaveLength(1);
  });
});
