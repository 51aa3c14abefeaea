import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { registerAccessRoutes } from './register.ts';

let server: AccessServer;
let admin: Person;
const day = 24 * 3_600_000;

beforeAll(async () => {
  server = await openAccessServer(registerAccessRoutes);
  admin = await server.person('admin');
});
afterAll(() => server.close());

type Made = { readonly id: string; readonly secret: string };

async function make(body: object = {}, ask = admin.ask): Promise<Made> {
  const answer = await ask('POST', '/api/tokens', { label: 'test', role: 'admin', ...body });
  expect(answer.statusCode).toBe(201);
  return { id: answer.json().token.id, secret: answer.json().secret };
}

const statusBy = async (secret: string, url = '/api/users') =>
  (await server.nobody('GET', url, undefined, { headers: { authorization: `Bearer ${secret}` } })).statusCode;

describe('an API token', () => {
  test('acts with its role, without cookie and CSRF token', async () => {
    const { secret } = await make();
    expect(secret).toMatch(/^isocenter_[\w-]{43}$/);
    const headers = { authorization: `bearer ${secret}`, 'sec-fetch-site': 'cross-site' };
    const answer = await server.nobody('POST', '/api/tokens', { label: 'more', role: 'member' }, { headers });
    expect(answer.statusCode).toBe(201);
    const member = await make({ role: 'member' });
    expect(await statusBy(member.secret)).toBe(403);
  });

  test('shows its secret once and is kept as a hash', async () => {
    const { id, secret } = await make({ label: 'shown once' });
    const listed = (await admin.ask('GET', '/api/tokens')).body;
    expect(listed).toContain('shown once');
    expect(listed).not.toContain(secret);
    const rows = await server.database.db.selectFrom('api_token').selectAll().where('id', '=', Number(id)).execute();
    expect(JSON.stringify(rows)).not.toContain(secret.slice(-20));
  });

  test('notes its last use', async () => {
    const { id, secret } = await make();
    const row = async () => {
      const { tokens } = (await admin.ask('GET', '/api/tokens')).json();
      return tokens.find((token: { id: string }) => token.id === id);
    };
    expect(await row()).not.toHaveProperty('lastUsedAt');
    await statusBy(secret);
    expect(await row()).toMatchObject({ lastUsedAt: server.deps.now().toISOString(), createdBy: admin.email });
  });

  test('ends when it is revoked', async () => {
    const { id, secret } = await make();
    expect((await admin.ask('DELETE', `/api/tokens/${id}`)).statusCode).toBe(204);
    expect(await statusBy(secret)).toBe(401);
    expect((await admin.ask('DELETE', `/api/tokens/${id}`)).statusCode).toBe(404);
  });

  test('that made another ends together with it when the user is disabled', async () => {
    const user = await server.person('admin');
    const first = await make({}, user.ask);
    const headers = { authorization: `Bearer ${first.secret}` };
    const second = await make({}, (method, url, json) => server.nobody(method, url, json, { headers }));
    expect(await statusBy(second.secret)).toBe(200);
    await admin.ask('PATCH', `/api/users/${user.id}`, { disabled: true });
    expect([await statusBy(first.secret), await statusBy(second.secret)]).toEqual([401, 401]);
  });

  test('counts before a cookie, and a wrong one is not made good by it', async () => {
    const headers = { authorization: 'Bearer isocenter_wrong' };
    expect((await admin.ask('GET', '/api/users', undefined, { headers })).statusCode).toBe(401);
  });

  test.each(['', 'isocenter_', `isocenter_${'A'.repeat(43)}`, 'x'])('that reads "%s" is nobody’s', async (secret) => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await server.nobody('GET', '/api/users', undefined, { headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="isocenter"');
  });

  test('ends after its days', async () => {
    const { secret } = await make({ expiresInDays: 30 });
    const fresh = await server.program('admin');
    server.pass(30 * day - 1);
    expect(await statusBy(secret)).toBe(200);
    server.pass(1);
    expect(await statusBy(secret)).toBe(401);
    server.pass(334 * day);
    expect((await fresh('GET', '/api/users')).statusCode).toBe(200);
    server.pass(2 * day);
    expect((await fresh('GET', '/api/users')).statusCode).toBe(401);
  });
});
