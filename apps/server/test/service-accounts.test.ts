/**
 * Service accounts beside people, on a whole gateway: nothing that is for people knows them, neither by id nor by the e-mail
 * address of who answers for them; and what is granted to them, done by them and told of them has their name.
 */

import type { AuditPage } from '@isocenter/contract/audit';
import type { Delivery } from '@isocenter/contract/deliveries';
import type { GranteeList, GrantList } from '@isocenter/contract/grants';
import type { ServiceAccountList } from '@isocenter/contract/service-accounts';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSmallObject, type SmallObject } from '../../../test/small-object.ts';
import { type Headers, openWholeGateway, type WholeGateway } from './whole-gateway.ts';

let node: WholeGateway;
let admin: { readonly id: number; readonly headers: Headers };
let service: { readonly id: number; readonly headers: Headers };
let object: SmallObject;
let studyId: string;
let destination: DimseServer;

const name = 'Test report system';
/** Of who answers for the accounts of `openWholeGateway`. */
const contact = 'answers@example.invalid';

beforeAll(async () => {
  node = await openWholeGateway();
  const { db } = node.database;
  // So that no user and no team can have the number of a service account.
  await sql`alter table gateway.service_account alter column id restart with 900001`.execute(db);
  [admin, service] = [await node.person('admin'), await node.service(name)];
  await db.updateTable('access_policy').set({ new_studies: 'nobody' }).execute();
  object = buildSmallObject({ PatientID: 'TEST-1', PatientName: 'TEST^ONE' });
  const headers = { ...admin.headers, 'content-type': 'application/octet-stream' };
  const stored = await fetch(`${node.base}/api/imports`, {
    ...{ method: 'POST', headers, body: Buffer.from(object.file) },
  });
  expect(stored.status).toBe(201);
  studyId = ((await stored.json()) as { studyId: string }).studyId;
  destination = await listenDimse<undefined>({
    ...{ host: '127.0.0.1', port: 0, accept: acceptAll },
    verbs: {
      echo: () => 0,
      store: () => ({ write: () => undefined, end: async () => ({ status: 0 }), abort: async () => undefined }),
    },
  });
});
afterAll(async () => {
  await destination.close(0);
  await node.close();
});

async function ask(method: string, path: string, body?: object, headers: Headers = admin.headers) {
  const response = await fetch(node.base + path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined };
}

describe('what is for people does not know a service account', () => {
  test('by its number', async () => {
    const id = String(service.id);
    const teams = await ask('POST', '/api/teams', { studyId, name: 'Test' });
    expect(teams.status, teams.text).toBe(201);
    const teamId = teams.json.id;
    const asked: readonly (readonly [string, string, object?])[] = [
      ['PATCH', `/api/users/${id}`, { role: 'admin' }],
      ['POST', `/api/users/${id}/setup-link`],
      ['DELETE', `/api/users/${id}/sessions`],
      ['DELETE', `/api/users/${id}/second-factors`],
      ['POST', '/api/proxies', { studyId, userId: id, kind: 'proxy', evidence: 'test' }],
      ['POST', '/api/organisations', { name: 'Test', seesNewStudies: false, members: [id] }],
      ['PUT', `/api/teams/${teamId}/owner`, { userId: id }],
      ['PUT', `/api/teams/${teamId}/members/${id}`, { privileges: ['view'] }],
      ['DELETE', `/api/teams/${teamId}/members/${id}`],
      [
        ...(['POST', '/api/grants'] as const),
        { studyId, level: 'study', granteeKind: 'user', granteeId: id, privileges: ['view'], reason: 'test' },
      ],
    ];
    const wrong: string[] = [];
    for (const [method, path, body] of asked) {
      const { status, text } = await ask(method, path, body);
      if (status !== 404) wrong.push(`${method} ${path}: ${status} ${text}`);
    }
    expect(wrong).toEqual([]);
  });

  test('in the list of users', async () => {
    const { text, json } = await ask('GET', '/api/users');
    expect(json.users.length).toBeGreaterThan(0);
    expect(text).not.toContain(name);
    expect(text).not.toContain(contact);
  });

  test('by the address of who answers for it: nobody signs in, and a user may have the same', async () => {
    const signIn = () => ask('POST', '/api/session', { email: contact, password: 'test gantry 47 quiet' }, {});
    expect((await signIn()).json.code).toBe('wrong-credentials');
    const added = await ask('POST', '/api/users', { email: contact, name: 'Test', role: 'member' });
    expect(added.status, added.text).toBe(201);
    expect(added.json.user.id).not.toBe(String(service.id));
    expect((await signIn()).json.code).toBe('wrong-credentials');
    const invitation = { email: contact, name: 'Test', privileges: ['view'] };
    const [team] = (await ask('GET', '/api/teams')).json.teams;
    await ask('POST', `/api/teams/${team.id}/joinings`, invitation);
    const members = await node.database.db.selectFrom('care_team_member').select('user_id').execute();
    expect(members.map(({ user_id }) => user_id)).not.toContain(service.id);
  });

  test('as an administrator: the last one stays, however many programs there are', async () => {
    const { db } = node.database;
    const others = db.selectFrom('user_account').select('id').where('role', '=', 'admin').where('id', '<>', admin.id);
    expect(await others.execute()).toEqual([]);
    const { json } = await ask('PATCH', `/api/users/${admin.id}`, { role: 'member' });
    expect(json.code).toBe('last-admin');
  });

  test('and it may do nothing that only people do', async () => {
    const asked: readonly (readonly [string, string, object?])[] = [
      ['GET', '/api/account'],
      ['PATCH', '/api/account', { name: 'Test' }],
      ['POST', '/api/account/totp'],
      ['POST', '/api/account/passkey-challenge'],
      ['POST', '/api/break-glass', { patientId: 'TEST-1', birthDate: '1970-01-01', reason: 'test' }],
      ['POST', '/api/teams', { studyId, name: 'Test' }],
      ['GET', '/api/teams'],
      ['POST', `/api/studies/${studyId}/comments`, { teamId: '1', text: 'Test' }],
      ['POST', '/api/tokens', { label: 'test', role: 'member' }],
      ['POST', '/api/users', { email: 'x@example.invalid', name: 'Test', role: 'admin' }],
      ['GET', '/api/audit'],
    ];
    for (const [method, path, body] of asked) {
      const { status, json } = await ask(method, path, body, service.headers);
      expect([status, json.code], `${method} ${path}`).toEqual([403, 'forbidden']);
    }
    const session = await ask('GET', '/api/session', undefined, service.headers);
    expect(session.json.kind).toBe('anonymous');
  });
});

describe('a service account', () => {
  test('is offered as a grantee, and is shown by its name and why it sees', async () => {
    const offered = (await ask('GET', `/api/grantees?studyId=${studyId}`)).json as GranteeList;
    expect(offered.grantees).toContainEqual({ kind: 'service', id: String(service.id), name });
    expect((await ask('GET', `/api/studies/${studyId}`, undefined, service.headers)).status).toBe(404);
    const privileges = ['view', 'download', 'see-identity'];
    const to = { granteeKind: 'service', granteeId: String(service.id) };
    const made = await ask('POST', '/api/grants', {
      studyId,
      level: 'study',
      ...to,
      privileges,
      reason: 'writes reports',
    });
    expect(made.status, made.text).toBe(201);
    const shown = (await ask('GET', `/api/grants?studyId=${studyId}`)).json as GrantList;
    expect(shown.grants.filter(({ granteeKind }) => granteeKind === 'service')).toMatchObject([
      { granteeName: name, reason: 'writes reports', origin: 'person' },
    ]);
    const seen = await ask('GET', `/api/studies/${studyId}`, undefined, service.headers);
    expect(seen.status).toBe(200);
  });

  test('that is disabled is offered no longer, and its grants wait for it', async () => {
    const { id } = await node.service('Test program of before');
    const offers = async () => {
      const { grantees } = (await ask('GET', `/api/grantees?studyId=${studyId}`)).json as GranteeList;
      return grantees.some((one) => one.kind === 'service' && one.id === String(id));
    };
    expect(await offers()).toBe(true);
    await ask('PATCH', `/api/services/${id}`, { disabled: true });
    expect(await offers()).toBe(false);
  });

  test('belongs to organisations, sees what they see, and leaves them', async () => {
    const { id, headers } = await node.service('Test viewer');
    const input = { name: 'Test hospital', seesNewStudies: false, members: [], services: [String(id)] };
    const { organisations } = (await ask('POST', '/api/organisations', input)).json;
    const organisation = organisations.find((one: { name: string }) => one.name === input.name);
    expect(organisation.services).toEqual([{ serviceId: String(id), name: 'Test viewer' }]);
    const to = { granteeKind: 'organisation', granteeId: organisation.id };
    const privileges = ['view', 'see-identity'];
    await ask('POST', '/api/grants', { studyId, level: 'patient', ...to, privileges, reason: 'test' });
    const status = async () => (await ask('GET', `/api/studies/${studyId}`, undefined, headers)).status;
    expect(await status()).toBe(200);
    const { grants } = (await ask('GET', `/api/grants?studyId=${studyId}`)).json as GrantList;
    expect(grants.find(({ granteeName }) => granteeName === input.name)?.members).toEqual(['Test viewer']);
    const { services: _, ...without } = input;
    expect((await ask('PUT', `/api/organisations/${organisation.id}`, without)).status).toBe(200);
    expect(await status()).toBe(404);
    const unknown = { ...input, services: [String(admin.id)] };
    expect((await ask('PUT', `/api/organisations/${organisation.id}`, unknown)).status).toBe(404);
  });

  test('stores and orders deliveries under its own name, and changes only its own', async () => {
    const second = buildSmallObject({
      StudyInstanceUID: object.studyInstanceUid,
      PatientID: 'TEST-1',
      PatientName: 'TEST^ONE',
    });
    const stored = await fetch(`${node.base}/dicom-web/studies`, {
      ...{ method: 'POST', body: Buffer.from(second.file) },
      headers: { ...service.headers, 'content-type': 'application/dicom', accept: 'application/dicom+json' },
    });
    expect(stored.status, await stored.text()).toBe(200);
    const port = destination.port;
    const peer = { name: 'TAKER', aeTitle: 'TAKER', host: '127.0.0.1', port, verbs: ['echo'], note: '', enabled: true };
    const added = await ask('POST', '/api/peers', { ...peer, checkAddress: true, conflictPolicy: 'first' });
    const ordered = await ask('POST', '/api/deliveries', { studyId, destinationId: added.json.id }, service.headers);
    expect(ordered.status, ordered.text).toBe(201);
    const { id } = ordered.json as Delivery;
    const shown = async () => (await ask('GET', `/api/deliveries/${id}`)).json as Delivery;
    await expect.poll(async () => (await shown()).state).toBe('done');
    expect((await shown()).requestedBy).toEqual({ kind: 'service', name });
    const other = await node.service('Test program that asked for nothing');
    const grant = { studyId, level: 'study', granteeKind: 'service', granteeId: String(other.id), reason: 'test' };
    await ask('POST', '/api/grants', { ...grant, privileges: ['view', 'download', 'see-identity'] });
    const foreign = await ask('POST', `/api/deliveries/${id}/resubmit`, undefined, other.headers);
    expect([foreign.status, foreign.json.code]).toEqual([403, 'forbidden']);
  });

  test('is found by name in the audit trail, in what was done with a study, and over FHIR as a program', async () => {
    const trail = async (query: string) => (await ask('GET', `/api/audit?${query}`)).json as AuditPage;
    const named = encodeURIComponent('report sys');
    await expect.poll(async () => (await trail(`who=${named}&action=instance:store`)).entries.length).toBe(1);
    const { entries } = await trail(`who=${named}`);
    expect(new Set(entries.map(({ subject }) => JSON.stringify(subject)))).toEqual(
      new Set([JSON.stringify({ kind: 'service', id: String(service.id), name })]),
    );
    const actions = entries.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['study:read', 'delivery:write', 'delivery:send']));
    // By which of its tokens.
    const { services } = (await ask('GET', '/api/services')).json as ServiceAccountList;
    const [token] = services.find(({ id }) => id === String(service.id))?.tokens ?? [];
    const viewed = entries.find(({ action }) => action === 'study:read');
    expect(viewed?.details.token).toBe(Number(token?.id));
    const exactly = await trail(`subject=service:${service.id}&limit=500`);
    expect(exactly.entries.length).toBe((await trail(`who=${named}&limit=500`)).entries.length);
    const { accesses } = (await ask('GET', `/api/studies/${studyId}/accesses`)).json;
    expect(accesses).toContainEqual(
      expect.objectContaining({ kind: 'view', subject: { kind: 'service', id: String(service.id), name } }),
    );
    const identifier = encodeURIComponent(`urn:isocenter:subject|service:${service.id}`);
    const read = `agent:identifier=${identifier}&action=R&outcome=0&_count=500`;
    const bundle = (await ask('GET', `/fhir/AuditEvent?${read}`)).json;
    expect(bundle.entry.length).toBeGreaterThan(0);
    for (const { resource } of bundle.entry) {
      const requestors = resource.agent.filter((agent: { requestor: boolean }) => agent.requestor);
      expect(requestors).toMatchObject([
        {
          type: { coding: [{ code: '110152' }] },
          who: { type: 'Device', identifier: { value: `service:${service.id}` }, display: name },
        },
      ]);
      // Client and server, and no person.
      expect(resource.agent).toHaveLength(2);
    }
  });
});
