import type { CreatedServiceToken, ServiceAccount, ServiceAccountList } from '@isocenter/contract/service-accounts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person, type Service } from '../../test/access-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { registerAuditRoutes } from '../audit/routes.ts';
import { requireAccess } from './access.ts';
import { registerAccessRoutes } from './register.ts';
import { nameLabels } from './subject-label.ts';

let server: AccessServer;
let admin: Person;
const day = 24 * 3_600_000;

beforeAll(async () => {
  server = await openAccessServer((app, deps) => {
    registerAccessRoutes(app, deps);
    registerAuditRoutes(app, deps);
    app.get('/api/test/find', async ({ access }) => {
      await requireAccess(access, 'study:search');
      return access.subject;
    });
  });
  admin = await server.person('admin');
});
afterAll(() => server.close());

let made = 0;
const body = (fields: object = {}) => {
  made += 1;
  const about = { description: 'reads reports', contact: 'answers@example.invalid' };
  return { name: `Made ${made}`, ...about, ...fields };
};

async function make(fields: object = {}): Promise<ServiceAccount> {
  const answer = await admin.ask('POST', '/api/services', body(fields));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}

const change = (id: string | number, fields: object) => admin.ask('PATCH', `/api/services/${id}`, fields);

async function makeToken(id: string | number, fields: object = {}): Promise<CreatedServiceToken> {
  const answer = await admin.ask('POST', `/api/services/${id}/tokens`, { label: 'one', ...fields });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}

async function read(id: string | number): Promise<ServiceAccount> {
  const { services } = (await admin.ask('GET', '/api/services')).json<ServiceAccountList>();
  const found = services.find((one) => one.id === String(id));
  if (found === undefined) throw new Error('there is no such account');
  return found;
}

const statusBy = async (secret: string, remoteAddress = '127.0.0.1') =>
  (
    await server.nobody('GET', '/api/test/find', undefined, {
      headers: { authorization: `Bearer ${secret}` },
      remoteAddress,
    })
  ).statusCode;

async function audited(action: string, outcome = 'success') {
  await server.audit.flush();
  const trail = server.database.db.selectFrom('audit_entry').selectAll().where('action', '=', action);
  const entries = trail.where(sql<boolean>`outcome = ${outcome}`);
  return entries.orderBy('sequence', 'desc').execute();
}

describe('a service account', () => {
  test('is made with who answers for it, reaches nothing by itself, and speaks with its token', async () => {
    const account = await make({ networks: ['10.1.0.0/16', '2001:db8::1'], expiresAt: '2027-01-02T03:04:05.000Z' });
    expect(account).toMatchObject({
      ...{ description: 'reads reports', contact: 'answers@example.invalid', status: 'active', tokens: [] },
      ...{ networks: ['10.1.0.0/16', '2001:db8::1'], expiresAt: '2027-01-02T03:04:05.000Z' },
    });
    expect(await audited('service:write')).toMatchObject([
      { subject_id: String(admin.id), object_kind: 'service', object_id: account.id, details: { change: 'create' } },
    ]);
    const { name, ask } = await server.service();
    const answer = await ask('GET', '/api/test/find');
    expect(answer.json()).toMatchObject({ kind: 'service', name, memberships: [] });
    // A program needs neither cookie nor CSRF token, and is no administrator.
    expect((await ask('POST', '/api/services', body())).json().code).toBe('forbidden');
  });

  test('has a name of its own, whatever the case', async () => {
    await make({ name: 'Report system' });
    const other = await make();
    const taken = await admin.ask('POST', '/api/services', body({ name: ' REPORT SYSTEM ' }));
    expect([taken.statusCode, taken.json().code]).toEqual([409, 'service-taken']);
    const renamed = await change(other.id, { name: 'report System' });
    expect([renamed.statusCode, renamed.json().code]).toEqual([409, 'service-taken']);
    expect((await change(other.id, { name: other.name.toUpperCase() })).statusCode).toBe(200);
  });

  test.each([
    ['network-invalid', { networks: ['10.0.0.0/33'] }],
    ['end-in-past', { expiresAt: '2026-01-01T00:00:00.000Z' }],
    ['invalid-request', { contact: 'nobody' }],
    ['invalid-request', { description: ' ' }],
    ['invalid-request', { role: 'admin' }],
  ])('is refused as %s with %o, made or changed', async (code, fields) => {
    expect((await admin.ask('POST', '/api/services', body(fields))).json().code).toBe(code);
    const { id } = await make();
    expect((await change(id, fields)).json().code).toBe(code);
  });

  test('is changed in part, and its end taken away', async () => {
    const { id } = await make({ expiresAt: '2027-01-02T03:04:05.000Z', networks: ['10.0.0.0/8'] });
    const changed = await change(id, { description: 'other', expiresAt: null });
    expect(changed.json()).toMatchObject({ description: 'other', networks: ['10.0.0.0/8'], status: 'active' });
    expect(changed.json()).not.toHaveProperty('expiresAt');
    expect((await audited('service:write'))[0]).toMatchObject({
      object_id: id,
      details: { change: 'update', members: ['description', 'expiresAt'], disabled: false },
    });
    expect((await change(999_999, { description: 'x' })).statusCode).toBe(404);
  });

  test('is changed, and given tokens, by administrators after a fresh proof only', async () => {
    const { id } = await make();
    const asked = [
      ['GET', '/api/services', undefined],
      ['POST', '/api/services', body()],
      ['PATCH', `/api/services/${id}`, { description: 'x' }],
      ['POST', `/api/services/${id}/tokens`, { label: 'x' }],
    ] as const;
    const [member, officer] = [await server.person('member'), await server.person('privacy-officer')];
    for (const [method, url, json] of asked) {
      for (const who of [member.ask, officer.ask, await server.program('member')]) {
        expect((await who(method, url, json)).json().code).toBe('forbidden');
      }
    }
    const tired = await server.person('admin');
    server.pass(server.deps.policy.proofMs + 1);
    const answers = await Promise.all(asked.map(([method, url, json]) => tired.ask(method, url, json)));
    const codes = answers.map((answer) => answer.json().code);
    expect(codes).toEqual([undefined, ...Array(3).fill('step-up-required')]);
    admin = await server.person('admin');
  });
});

describe('a service account that is over', () => {
  const remove = (id: string | number) => admin.ask('DELETE', `/api/services/${id}`);

  test('is deleted with what was granted to it, and stays in the trail by its name', async () => {
    const { db } = server.database;
    const { id, name } = await make({ networks: ['127.0.0.0/8'] });
    const { secret, token } = await makeToken(id, { label: 'of the deleted' });
    expect(await statusBy(secret)).toBe(200);
    await db
      .insertInto('access_grant')
      .values(buildGrant({ grantee_kind: 'service', grantee_id: Number(id), study_id: 1 }))
      .execute();
    const closed = { name: 'Of programs', sees_new_studies: false, closed_at: null };
    const organisation = await db.insertInto('organisation').values(closed).returning('id').executeTakeFirstOrThrow();
    await db
      .insertInto('organisation_service')
      .values({ organisation_id: organisation.id, service_id: Number(id), until: null })
      .execute();

    const active = await remove(id);
    expect([active.statusCode, active.json().code]).toEqual([409, 'service-active']);
    expect(await statusBy(secret)).toBe(200);
    await change(id, { disabled: true });
    expect((await remove(id)).statusCode).toBe(204);
    expect((await remove(id)).statusCode).toBe(404);
    expect((await change(id, { disabled: false })).statusCode).toBe(404);
    expect((await admin.ask('POST', `/api/services/${id}/tokens`, { label: 'x' })).statusCode).toBe(404);
    expect(await statusBy(secret)).toBe(401);
    expect((await admin.ask('GET', '/api/services')).body).not.toContain(name);
    const grants = db.selectFrom('access_grant').select('revoked_by').where('grantee', '=', `service ${id}`);
    expect(await grants.execute()).toEqual([{ revoked_by: `user ${admin.id}` }]);
    const memberships = db.selectFrom('organisation_service').select('until').where('service_id', '=', Number(id));
    expect(await memberships.execute()).toEqual([{ until: expect.any(Date) }]);
    const kept = db.selectFrom('service_account').selectAll().where('id', '=', Number(id));
    expect(await kept.executeTakeFirst()).toMatchObject({ name, contact: '', description: '', networks: [] });

    expect((await audited('service:write'))[0]).toMatchObject({
      object_id: id,
      details: { change: 'delete', grants: 1 },
    });
    const said = async (query: string) => (await admin.ask('GET', `/api/audit?${query}`)).body;
    expect(await said(`subject=service:${id}`)).toContain(name);
    expect(await said(`who=${encodeURIComponent(name)}`)).toContain(`"${id}"`);
    expect((await nameLabels(db, [`service ${id}`, `token ${token.id}`]))(`service ${id}`)).toBe(name);

    // The name is free again, for another account with a number of its own.
    const again = await make({ name });
    expect(again.id).not.toBe(id);
    expect(again.tokens).toEqual([]);
    const expired = await make({ expiresAt: new Date(server.deps.now().getTime() + day).toISOString() });
    server.pass(day);
    admin = await server.person('admin');
    expect((await remove(expired.id)).statusCode).toBe(204);
  });

  test('is deleted by administrators after a fresh proof only', async () => {
    const { id } = await make();
    await change(id, { disabled: true });
    const [member, officer] = [await server.person('member'), await server.person('privacy-officer')];
    for (const who of [member.ask, officer.ask, await server.program('member')]) {
      expect((await who('DELETE', `/api/services/${id}`)).json().code).toBe('forbidden');
    }
    const tired = await server.person('admin');
    server.pass(server.deps.policy.proofMs + 1);
    expect((await tired.ask('DELETE', `/api/services/${id}`)).json().code).toBe('step-up-required');
    admin = await server.person('admin');
    expect((await read(id)).status).toBe('disabled');
  });
});

describe('tokens of a service account', () => {
  test('are exchanged one after the other', async () => {
    const { id } = await make();
    const first = await makeToken(id, { label: '2026' });
    expect(await statusBy(first.secret)).toBe(200);
    const second = await makeToken(id, { label: '2027', expiresInDays: 30 });
    expect([await statusBy(first.secret), await statusBy(second.secret)]).toEqual([200, 200]);
    const { tokens } = await read(id);
    expect(tokens.map(({ label }) => label)).toEqual(['2027', '2026']);
    expect(tokens[0]?.expiresAt).toBe(new Date(server.deps.now().getTime() + 30 * day).toISOString());
    expect(tokens[1]?.lastUsedAt).toBe(server.deps.now().toISOString());
    expect((await admin.ask('DELETE', `/api/tokens/${first.token.id}`)).statusCode).toBe(204);
    expect([await statusBy(first.secret), await statusBy(second.secret)]).toEqual([401, 200]);
    expect((await read(id)).tokens.map(({ label }) => label)).toEqual(['2027']);
    const [revoked, created] = await audited('token:write');
    expect(revoked).toMatchObject({ object_id: first.token.id, details: { change: 'revoke' } });
    expect(created).toMatchObject({
      object_id: second.token.id,
      details: { change: 'create', service: Number(id) },
    });
  });

  test('are kept as hashes, and are none of the API tokens of people', async () => {
    const { id } = await make();
    const { secret, token } = await makeToken(id, { label: 'kept as a hash' });
    expect((await admin.ask('GET', '/api/services')).body).not.toContain(secret);
    expect((await admin.ask('GET', '/api/tokens')).body).not.toContain('kept as a hash');
    const row = server.database.db.selectFrom('api_token').selectAll().where('id', '=', Number(token.id));
    const kept = await row.executeTakeFirstOrThrow();
    expect(kept).toMatchObject({ role: null, created_by: null, service_id: Number(id) });
    expect(JSON.stringify(kept)).not.toContain(secret.slice(-20));
  });

  test('go on when the administrator who made them is disabled', async () => {
    const leaving = await server.person('admin');
    const { id } = (await leaving.ask('POST', '/api/services', body())).json<ServiceAccount>();
    const made = await leaving.ask('POST', `/api/services/${id}/tokens`, { label: 'stays' });
    expect((await admin.ask('PATCH', `/api/users/${leaving.id}`, { disabled: true })).statusCode).toBe(200);
    expect(await statusBy(made.json().secret)).toBe(200);
  });

  test('end all at once when it is disabled, and stay over when it is enabled again', async () => {
    const { id } = await make();
    const tokens = [await makeToken(id), await makeToken(id)];
    const statuses = () => Promise.all(tokens.map(({ secret }) => statusBy(secret)));
    expect(await statuses()).toEqual([200, 200]);
    expect((await change(id, { disabled: true })).json()).toMatchObject({ status: 'disabled', tokens: [] });
    expect(await statuses()).toEqual([401, 401]);
    const refused = await admin.ask('POST', `/api/services/${id}/tokens`, { label: 'more' });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'service-disabled']);
    expect((await change(id, { disabled: false })).json()).toMatchObject({ status: 'active', tokens: [] });
    expect(await statuses()).toEqual([401, 401]);
    expect(await statusBy((await makeToken(id)).secret)).toBe(200);
  });

  test('are refused from the end of the account on, also those that would last longer', async () => {
    const end = new Date(server.deps.now().getTime() + 2 * day).toISOString();
    const { id } = await make({ expiresAt: end });
    const { secret } = await makeToken(id);
    server.pass(2 * day - 1);
    expect(await statusBy(secret)).toBe(200);
    server.pass(1);
    expect(await statusBy(secret)).toBe(401);
    admin = await server.person('admin');
    expect((await read(id)).status).toBe('expired');
    expect((await admin.ask('POST', `/api/services/${id}/tokens`, { label: 'x' })).json().code).toBe(
      'service-disabled',
    );
    expect((await change(id, { expiresAt: null })).statusCode).toBe(200);
    expect(await statusBy(secret)).toBe(200);
  });

  test('end after their days', async () => {
    const { id } = await make();
    const { secret } = await makeToken(id, { expiresInDays: 1 });
    server.pass(day - 1);
    expect(await statusBy(secret)).toBe(200);
    server.pass(1);
    expect(await statusBy(secret)).toBe(401);
    admin = await server.person('admin');
  });
});

describe('a service account with networks', () => {
  let program: Service;
  beforeAll(async () => {
    program = await server.service({ networks: ['10.1.0.0/16', '192.0.2.7'] });
  });

  test.each([
    ['10.1.2.3', 200],
    ['::ffff:10.1.2.3', 200],
    ['192.0.2.7', 200],
    ['10.2.0.1', 401],
    ['127.0.0.1', 401],
    ['2001:db8::1', 401],
  ])('that speaks from %s is answered %i', async (address, status) => {
    expect(await statusBy(program.secret, address)).toBe(status);
  });

  test('and speaks from elsewhere is in the audit trail by name, and is told no more than who made a token up', async () => {
    const headers = { authorization: `Bearer ${program.secret}` };
    const asked = { headers, remoteAddress: '198.51.100.9' };
    const answer = await server.nobody('GET', '/api/test/find', undefined, asked);
    const madeUp = { ...asked, headers: { authorization: 'Bearer isocenter_wrong' } };
    const other = await server.nobody('GET', '/api/test/find', undefined, madeUp);
    expect([answer.statusCode, answer.body]).toEqual([other.statusCode, other.body]);
    const entries = (await audited('http:anonymous', 'denied')).filter(({ address }) => address === '198.51.100.9');
    expect(entries.map(({ subject_kind, subject_id, details }) => [subject_kind, subject_id, details])).toEqual(
      expect.arrayContaining([
        ['service', String(program.id), expect.objectContaining({ reason: 'address', method: 'GET' })],
        ['anonymous', null, expect.not.objectContaining({ reason: 'address' })],
      ]),
    );
  });

  test('reaches what it may from the next request on when they change, also what was remembered', async () => {
    expect(await statusBy(program.secret, '10.2.0.1')).toBe(401);
    expect((await change(program.id, { networks: [] })).statusCode).toBe(200);
    expect(await statusBy(program.secret, '10.2.0.1')).toBe(200);
    expect((await change(program.id, { networks: ['10.1.0.0/16'] })).statusCode).toBe(200);
    expect(await statusBy(program.secret, '10.2.0.1')).toBe(401);
  });
});
