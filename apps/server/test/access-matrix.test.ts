/**
 * Every route of a gateway, as it is registered, against every kind of caller: who is let past the access check is
 * written down here, and a route that is added shows up in review. The same walk carries marked values into every part
 * of every request and looks for them in the log and the audit trail.
 */

import type { Role, UserRole } from '@isocenter/contract/role';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  associate,
  buildSmallObject,
  mrImageStorage,
  newUid,
  type SmallObject,
  storeOverDimse,
} from '../../../test/small-object.ts';
import { openRoutes } from '../src/access/open-routes.ts';
import { createToken } from '../src/access/tokens.ts';
import { encodeCommitmentRequest } from '../src/commitment/data-sets.ts';
import { storageCommitmentInstance, storageCommitmentSopClass } from '../src/commitment/service-class.ts';
import type { TestDatabase } from './database.ts';
import { type Headers, openWholeGateway, type Route, type WholeGateway } from './whole-gateway.ts';

const now = () => new Date();
let node: WholeGateway;
let database: TestDatabase;
let base: string;
let dicomPort: number;
let routes: readonly Route[];
let log: readonly string[];

beforeAll(async () => {
  node = await openWholeGateway((http) => {
    // Somebody who has come in and may do nothing: whatever answers such a caller did not ask.
    http.addHook('preValidation', async (request) => {
      if (request.headers['x-test-powerless'] === undefined) return;
      const subject = { kind: 'peer', aet: 'TEST', address: '', peerId: undefined, verbs: [] } as const;
      request.access = { ...request.access, subject };
    });
  });
  ({ database, base, dicomPort, routes, log } = node);
});
afterAll(() => node.close());

const ruleBody = { name: 'Test', enabled: false, trigger: 'study', do: [{ label: ['test'] }] };

const sourceBody = {
  ...{ name: 'Test', peerId: '999999', everyMinutes: 1, hours: [], lookBackDays: 1, modalities: [], keys: {} },
  ...{ answerLimit: 500, maxConcurrent: 1 },
};

const retentionBody = {
  ...{ name: 'Test', enabled: false, basis: 'received', days: 36_500 },
  ...{ modalities: [], senders: [], maxPerRun: 1 },
};

const deidBody = { name: 'Test', profile: {}, pictures: 'hold' };

const credential = { id: 'AA', rawId: 'AA', type: 'public-key', clientExtensionResults: {} };
const assertion = { ...credential, response: { clientDataJSON: 'AA', authenticatorData: 'AA', signature: 'AA' } };
const attestation = { ...credential, response: { clientDataJSON: 'AA', attestationObject: 'AA' } };

const organisationBody = { name: 'Test', seesNewStudies: false, members: [] };

/** Parameters that routes cannot be asked without. */
const queries: Record<string, string> = {
  'GET /api/grants': '?studyId=999999',
  'GET /api/grantees': '?studyId=999999',
  'GET /api/proxies': '?studyId=999999',
};

/** Bodies that pass validation, so that the answer is the access check's and not the validator's. */
const bodies: Record<string, object | string> = {
  'POST /api/imports': 'not DICOM',
  'POST /api/session': { email: 'nobody@example.invalid', password: 'x' },
  'POST /api/session/second-factor': { kind: 'totp', code: '000000' },
  'POST /api/session/passkey': assertion,
  'POST /api/session/proof': { kind: 'totp', code: '000000' },
  'PATCH /api/account': { name: 'Test' },
  'POST /api/account/phone/confirmation': { code: '000000' },
  'PUT /api/account/language': { language: 'es' },
  'PUT /api/account/notices': { topic: 'comments', way: 'page' },
  'POST /api/notices/read': {},
  'POST /api/account/totp/confirmation': { code: '000000' },
  'POST /api/account/passkeys': { label: 'Test', attestation },
  'PUT /api/session/password': { currentPassword: 'x', newPassword: 'y' },
  'POST /api/setup': { token: 'x', password: 'y' },
  'POST /api/peers': peerBody('MATRIX'),
  'PUT /api/peers/:id': peerBody('MATRIX'),
  'POST /api/sources': sourceBody,
  'PUT /api/sources/:id': sourceBody,
  'POST /api/sources/:id/run': {},
  'POST /api/rules': ruleBody,
  'PUT /api/rules/:id': { ...ruleBody, version: 1 },
  'PUT /api/rules/order': { ids: [] },
  'POST /api/rules/try': { studyId: '999999' },
  'POST /api/deid-quarantine/:id/decision': { decision: 'kept', reason: 'test' },
  'POST /api/deid-projects': deidBody,
  'POST /api/deid-terms': { list: 'allow', term: 'Test', source: 'person' },
  'PUT /api/deid-projects/:id': deidBody,
  'POST /api/deid-projects/:id/preview': { studyId: '999999' },
  'POST /api/users': { email: 'matrix@example.invalid', name: 'Test', role: 'member' },
  'PATCH /api/users/:id': { name: 'Test' },
  'POST /api/deliveries': { studyId: '999999', destinationId: '999999' },
  'PUT /api/destinations/:id': { maxAssociations: 1, sendingHours: [], giveUpHours: 1 },
  'POST /api/retention-rules': retentionBody,
  'POST /api/retention-rules/preview': retentionBody,
  'PUT /api/retention-rules/:id': retentionBody,
  'POST /api/conflicts/:id/decision': {
    ...{ serve: 'served', servedInstanceId: '999999', keptInstanceId: '999998', reason: 'test' },
  },
  'POST /api/trash': { level: 'study', id: '999999', reason: 'test' },
  'POST /api/trash/:id/purge': { instances: 1 },
  'POST /api/studies/:id/consents': { purpose: 'sharing', form: 'paper', givenOn: '2026-01-02' },
  'POST /api/studies/:id/corrections': { request: 'test' },
  'POST /api/corrections/:id/answer': { outcome: 'refused', answer: 'test' },
  'POST /api/erasures': { studyId: '999999', reason: 'court-order', instances: 0 },
  'POST /api/holds': { kind: 'study', studyId: '999999', reason: 'test' },
  'POST /api/holds/:id/release': { reason: 'test' },
  'POST /api/teams': { studyId: '999999', name: 'Test' },
  'PUT /api/teams/:id/owner': { userId: '999999' },
  'PUT /api/teams/:id/members/:userId': { privileges: ['view'] },
  'POST /api/studies/:id/comments': { teamId: '999999', text: 'Test' },
  'POST /api/teams/:id/uploads': 'not DICOM',
  'POST /api/teams/:id/uploads/decision': { name: 'Test', birthDate: '', decision: 'discard' },
  'POST /api/referred-uploads/:id/decision': { decision: 'decline' },
  'POST /api/teams/:id/joinings': { email: 'matrix-team@example.invalid', name: 'Test', privileges: ['view'] },
  'POST /api/teams/:id/joinings/:joiningId/admit': { privileges: ['view'] },
  'POST /api/hand-in': { code: 'AAAAAAAAAA', name: 'Test', email: 'matrix-hand-in@example.invalid', note: '' },
  'POST /api/joining/confirm': { token: 'x', phone: '+4915100000001' },
  'POST /api/joining/renew': { token: 'x' },
  'POST /api/joining/code': { joiningId: '999999' },
  'POST /api/joining/verify': { joiningId: '999999', code: '000000' },
  'POST /api/grants': {
    ...{ studyId: '999999', level: 'study', granteeKind: 'everyone', privileges: ['view'], reason: 'test' },
  },
  'POST /api/organisations': organisationBody,
  'PUT /api/organisations/:id': organisationBody,
  'PUT /api/access-policy': { newStudies: 'everyone' },
  'POST /api/break-glass': { patientId: 'x', birthDate: '1970-01-01', reason: 'test' },
  'POST /api/break-glass/:id/review': { note: 'test' },
  'POST /api/proxies': { studyId: '999999', userId: '999999', kind: 'guardian', evidence: 'test' },
  'POST /api/tokens': { label: 'matrix', role: 'member' },
  'POST /api/services': { name: 'Matrix', description: 'test', contact: 'answers@example.invalid' },
  'PATCH /api/services/:id': { description: 'test' },
  'POST /api/services/:id/tokens': { label: 'matrix' },
};

function peerBody(aeTitle: string) {
  const verbs = ['echo'];
  const more = { checkAddress: true, enabled: true, note: '', conflictPolicy: 'first' };
  return { name: 'Test', aeTitle, host: '192.0.2.1', port: 104, verbs, ...more };
}

const keyOf = ({ method, url }: Route) => `${method} ${url}`;

/** Asks once and returns the status and the problem's code, without waiting for a body that may never end. */
async function ask(
  route: Route,
  headers: Headers,
  fill = (_name: string) => '999999',
  more = queries[keyOf(route)] ?? '',
) {
  const path = route.url.replace(/:(\w+)/g, (_, name: string) => fill(name)).replace('*', 'x');
  const body = bodies[keyOf(route)];
  const type = typeof body === 'string' ? 'application/octet-stream' : 'application/json';
  const stop = new AbortController();
  const response = await fetch(base + path + more, {
    method: route.method,
    headers: body === undefined ? headers : { 'content-type': type, ...headers },
    signal: stop.signal,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const isProblem = response.headers.get('content-type') === 'application/problem+json' && route.method !== 'HEAD';
  const text = isProblem ? await response.text() : '';
  stop.abort();
  return { status: response.status, code: isProblem ? String(JSON.parse(text).code) : '', text };
}

const sessionOf = async (as: UserRole) => (await node.person(as)).headers;
const tokenOf = (as: Role) => node.program(as);
let services = 0;
const serviceOf = async () => {
  services += 1;
  return (await node.service(`Program ${services}`)).headers;
};

const isRefused = ({ code, status }: { code: string; status: number }) =>
  code === 'unauthenticated' || code === 'forbidden' || (code === '' && (status === 401 || status === 403));

describe('every route', () => {
  test('refuses who has not signed in, unless it is on the list', async () => {
    const answered: string[] = [];
    for (const route of routes) {
      const { status } = await ask(route, {});
      if (status !== 401) answered.push(keyOf(route));
      else expect(openRoutes.has(keyOf(route)) && route.url !== '/api/session').toBe(false);
    }
    // Signing in with a wrong password is the one 401 of an open route.
    const open = routes.map(keyOf).filter((key) => openRoutes.has(key) && key !== 'POST /api/session');
    expect(answered.filter((key) => !key.startsWith('HEAD '))).toEqual(open);
    expect(open).toContain('GET /*');
  });

  test('asks before it does anything else', async () => {
    const headers = { ...(await sessionOf('admin')), 'x-test-powerless': '1' };
    const careless: string[] = [];
    for (const route of routes) {
      if (route.method === 'HEAD' || openRoutes.has(keyOf(route))) continue;
      const { status, code } = await ask(route, headers);
      if (code !== 'forbidden') careless.push(`${keyOf(route)}: ${status} ${code}`);
    }
    expect(careless).toEqual([]);
  });

  test('lets through whom its action is for', async () => {
    const makers: readonly [string, () => Promise<Headers>][] = [
      ['member', () => sessionOf('member')],
      ['member token', () => tokenOf('member')],
      ['service account', serviceOf],
      ['privacy officer', () => sessionOf('privacy-officer')],
      ['admin', () => sessionOf('admin')],
      ['admin token', () => tokenOf('admin')],
    ];
    const callers = await Promise.all(makers.map(async ([name, make]) => ({ name, make, usual: await make() })));
    const matrix: string[] = [];
    for (const route of routes) {
      if (route.method === 'HEAD') continue;
      const admitted: string[] = [];
      // What may change its caller gets one of its own.
      const isOfCaller = /^\/api\/(session|account|users|tokens|setup|break-glass)/.test(route.url);
      for (const { name, make, usual } of callers) {
        const answer = await ask(route, isOfCaller ? await make() : usual);
        if (!isRefused(answer)) admitted.push(name);
        expect(answer.status, `${keyOf(route)}: ${answer.text}`).not.toBe(500);
        if (answer.code === 'invalid-request') throw new Error(`${keyOf(route)} needs a valid body in this test`);
      }
      matrix.push(`${keyOf(route)}: ${admitted.length === callers.length ? 'all' : admitted.join(', ')}`);
    }
    expect(matrix.sort().join('\n')).toMatchInlineSnapshot(`
      "DELETE /api/account/passkeys/:id: member, privacy officer, admin
      DELETE /api/account/sessions/:id: member, privacy officer, admin
      DELETE /api/account/sessions: member, privacy officer, admin
      DELETE /api/account/totp: member, privacy officer, admin
      DELETE /api/comments/:id: member, privacy officer, admin
      DELETE /api/deid-projects/:id: admin, admin token
      DELETE /api/deid-terms/:id: admin, admin token
      DELETE /api/grants/:id: member, member token, service account, admin, admin token
      DELETE /api/organisations/:id: admin, admin token
      DELETE /api/peers/:id: admin, admin token
      DELETE /api/proxies/:id: admin, admin token
      DELETE /api/retention-rules/:id: admin, admin token
      DELETE /api/rules/:id: admin, admin token
      DELETE /api/services/:id: admin, admin token
      DELETE /api/session: member, privacy officer, admin
      DELETE /api/sources/:id: admin, admin token
      DELETE /api/teams/:id/joinings/:joiningId: member, privacy officer, admin
      DELETE /api/teams/:id/members/:userId: member, privacy officer, admin
      DELETE /api/tokens/:id: admin, admin token
      DELETE /api/users/:id/second-factors: admin, admin token
      DELETE /api/users/:id/sessions: admin, admin token
      GET /*: all
      GET /api/about: all
      GET /api/account/notices: member, privacy officer, admin
      GET /api/account/sessions: member, privacy officer, admin
      GET /api/account: member, privacy officer, admin
      GET /api/alerts: admin, admin token
      GET /api/audit/export: privacy officer, admin, admin token
      GET /api/audit: privacy officer, admin, admin token
      GET /api/break-glass: privacy officer, admin, admin token
      GET /api/changes: member, member token, service account, admin, admin token
      GET /api/commitments: admin, admin token
      GET /api/conflicts/:id/pictures/:copy: member, member token, service account, admin, admin token
      GET /api/conflicts/:id: member, member token, service account, admin, admin token
      GET /api/conflicts: member, member token, service account, admin, admin token
      GET /api/dangers: admin, admin token
      GET /api/deid-projects/:id/statistics: admin, admin token
      GET /api/deid-projects: admin, admin token
      GET /api/deid-quarantine/:id: admin, admin token
      GET /api/deid-quarantine: admin, admin token
      GET /api/deid-terms: admin, admin token
      GET /api/deliveries/:id: member, member token, service account, admin, admin token
      GET /api/deliveries: member, member token, service account, admin, admin token
      GET /api/destinations: member, member token, service account, admin, admin token
      GET /api/erasures: privacy officer, admin, admin token
      GET /api/events: all
      GET /api/grantees: member, member token, service account, admin, admin token
      GET /api/grants: all
      GET /api/holds: privacy officer, admin, admin token
      GET /api/instances/:id/elements: member, member token, service account, admin, admin token
      GET /api/notices/news: member, privacy officer, admin
      GET /api/notices: member, privacy officer, admin
      GET /api/openapi.json: member, member token, service account, admin, admin token
      GET /api/organisations: admin, admin token
      GET /api/patients/:id/accesses: privacy officer, admin, admin token
      GET /api/peers: admin, admin token
      GET /api/prefetches: admin, admin token
      GET /api/proxies: admin, admin token
      GET /api/referred-uploads: admin, admin token
      GET /api/retention-rules: admin, admin token
      GET /api/rules/:id: admin, admin token
      GET /api/rules: admin, admin token
      GET /api/services: admin, admin token
      GET /api/session: all
      GET /api/setup: all
      GET /api/single-sign-on/proof: member, privacy officer, admin
      GET /api/single-sign-on/return: all
      GET /api/single-sign-on/sign-out: all
      GET /api/single-sign-on: all
      GET /api/sources/:id/studies: admin, admin token
      GET /api/sources/:id: admin, admin token
      GET /api/sources: admin, admin token
      GET /api/storage: admin, admin token
      GET /api/studies/:id/accesses: privacy officer, admin, admin token
      GET /api/studies/:id/comments: member, privacy officer, admin
      GET /api/studies/:id/erasure: privacy officer, admin, admin token
      GET /api/studies/:id/patient.zip: privacy officer, admin, admin token
      GET /api/studies/:id/wishes: privacy officer, admin, admin token
      GET /api/studies/:id: all
      GET /api/studies: all
      GET /api/teams/:id/activity: member, privacy officer, admin
      GET /api/teams/:id/uploads: member, privacy officer, admin
      GET /api/teams/:id: member, privacy officer, admin
      GET /api/teams: member, privacy officer, admin
      GET /api/tokens: admin, admin token
      GET /api/trash: admin, admin token
      GET /api/users: admin, admin token
      GET /dicom-web/instances: all
      GET /dicom-web/series: all
      GET /dicom-web/studies/:study/bulkdata: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/instances: all
      GET /dicom-web/studies/:study/metadata: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/pixeldata: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/rendered: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/bulkdata: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance/bulkdata/*: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance/bulkdata: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frames/rendered: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frames/thumbnail: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frames: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance/metadata: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance/pixeldata: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance/rendered: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance/thumbnail: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances/:instance: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/instances: all
      GET /dicom-web/studies/:study/series/:series/metadata: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/pixeldata: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/rendered: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series/thumbnail: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series/:series: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study/series: all
      GET /dicom-web/studies/:study/thumbnail: member, member token, service account, admin, admin token
      GET /dicom-web/studies/:study: member, member token, service account, admin, admin token
      GET /dicom-web/studies: all
      GET /fhir/AuditEvent/:id: privacy officer, admin, admin token
      GET /fhir/AuditEvent: privacy officer, admin, admin token
      GET /fhir/metadata: member, member token, service account, admin, admin token
      GET /healthz: all
      GET /metrics: admin, admin token
      GET /readyz: all
      OPTIONS /dicom-web/*: all
      OPTIONS /dicom-web/: all
      OPTIONS /dicom-web: all
      PATCH /api/account: member, privacy officer, admin
      PATCH /api/services/:id: admin, admin token
      PATCH /api/users/:id: admin, admin token
      POST /api/account/passkey-challenge: member, privacy officer, admin
      POST /api/account/passkeys: member, privacy officer, admin
      POST /api/account/phone/code: member, privacy officer, admin
      POST /api/account/phone/confirmation: member, privacy officer, admin
      POST /api/account/recovery-codes: member, privacy officer, admin
      POST /api/account/totp/confirmation: member, privacy officer, admin
      POST /api/account/totp: member, privacy officer, admin
      POST /api/alerts/:id/dismiss: admin, admin token
      POST /api/alerts/test: admin, admin token
      POST /api/audit/export: privacy officer, admin, admin token
      POST /api/break-glass/:id/review: privacy officer, admin, admin token
      POST /api/break-glass: member, admin
      POST /api/conflicts/:id/decision: admin, admin token
      POST /api/consents/:id/withdrawal: privacy officer, admin, admin token
      POST /api/corrections/:id/answer: privacy officer, admin, admin token
      POST /api/deid-projects/:id/preview: admin, admin token
      POST /api/deid-projects: admin, admin token
      POST /api/deid-quarantine/:id/decision: admin, admin token
      POST /api/deid-terms: admin, admin token
      POST /api/deliveries/:id/cancel: member, member token, service account, admin, admin token
      POST /api/deliveries/:id/resubmit: member, member token, service account, admin, admin token
      POST /api/deliveries: member, member token, service account, admin, admin token
      POST /api/destinations/:id/pause: admin, admin token
      POST /api/destinations/:id/resubmit: admin, admin token
      POST /api/destinations/:id/resume: admin, admin token
      POST /api/erasures: privacy officer, admin, admin token
      POST /api/grants: member, member token, service account, admin, admin token
      POST /api/hand-in: all
      POST /api/holds/:id/release: admin, admin token
      POST /api/holds: admin, admin token
      POST /api/imports: member, member token, service account, admin, admin token
      POST /api/joining/code: all
      POST /api/joining/confirm: all
      POST /api/joining/renew: all
      POST /api/joining/verify: all
      POST /api/notices/read: member, privacy officer, admin
      POST /api/organisations: admin, admin token
      POST /api/peers/:id/echo: admin, admin token
      POST /api/peers/:id/test-find: admin, admin token
      POST /api/peers/:id/test-store: admin, admin token
      POST /api/peers: admin, admin token
      POST /api/prefetches/:id/retry: admin, admin token
      POST /api/proxies: admin, admin token
      POST /api/referred-uploads/:id/decision: admin, admin token
      POST /api/retention-rules/preview: admin, admin token
      POST /api/retention-rules: admin, admin token
      POST /api/rules/try: admin, admin token
      POST /api/rules: admin, admin token
      POST /api/services/:id/tokens: admin, admin token
      POST /api/services: admin, admin token
      POST /api/session/passkey-challenge: all
      POST /api/session/passkey: all
      POST /api/session/proof-challenge: member, privacy officer, admin
      POST /api/session/proof: member, privacy officer, admin
      POST /api/session/second-factor: all
      POST /api/session: all
      POST /api/setup: all
      POST /api/sources/:id/pause: admin, admin token
      POST /api/sources/:id/resume: admin, admin token
      POST /api/sources/:id/retry: admin, admin token
      POST /api/sources/:id/run: admin, admin token
      POST /api/sources/:id/studies/:studyId/retry: admin, admin token
      POST /api/sources: admin, admin token
      POST /api/studies/:id/comments: member, privacy officer, admin
      POST /api/studies/:id/consents: privacy officer, admin, admin token
      POST /api/studies/:id/corrections: privacy officer, admin, admin token
      POST /api/studies/:id/patient.zip: privacy officer, admin, admin token
      POST /api/teams/:id/close: member, privacy officer, admin
      POST /api/teams/:id/joinings/:joiningId/admit: member, privacy officer, admin
      POST /api/teams/:id/joinings/:joiningId/resend: member, privacy officer, admin
      POST /api/teams/:id/joinings: member, privacy officer, admin
      POST /api/teams/:id/uploads/decision: member, privacy officer, admin
      POST /api/teams/:id/uploads: member, privacy officer, admin
      POST /api/teams: member, admin
      POST /api/tokens: admin, admin token
      POST /api/trash/:id/purge: admin, admin token
      POST /api/trash/:id/restore: admin, admin token
      POST /api/trash: admin, admin token
      POST /api/users/:id/setup-link: admin, admin token
      POST /api/users: admin, admin token
      POST /dicom-web/studies/:study: member, member token, service account, admin, admin token
      POST /dicom-web/studies: member, member token, service account, admin, admin token
      PUT /api/access-policy: admin, admin token
      PUT /api/account/language: member, privacy officer, admin
      PUT /api/account/notices: member, privacy officer, admin
      PUT /api/deid-projects/:id: admin, admin token
      PUT /api/destinations/:id: admin, admin token
      PUT /api/organisations/:id: admin, admin token
      PUT /api/peers/:id: admin, admin token
      PUT /api/retention-rules/:id: admin, admin token
      PUT /api/rules/:id: admin, admin token
      PUT /api/rules/order: admin, admin token
      PUT /api/session/password: member, privacy officer, admin
      PUT /api/sources/:id: admin, admin token
      PUT /api/teams/:id/members/:userId: member, privacy officer, admin
      PUT /api/teams/:id/owner: member, privacy officer, admin"
    `);
  });
});

/** Answered without an entry: who one is, what the node is, numbers without names. */
const unrecorded = [
  'GET /*',
  'GET /api/about',
  'GET /api/alerts',
  'GET /api/dangers',
  'GET /api/events',
  'GET /api/openapi.json',
  'GET /api/session',
  'GET /api/setup',
  'GET /api/storage',
  'GET /fhir/metadata',
  'GET /healthz',
  'GET /metrics',
  'GET /readyz',
  'OPTIONS /dicom-web',
  'OPTIONS /dicom-web/',
  'OPTIONS /dicom-web/*',
  // Whether it may be; the export itself is an entry.
  'POST /api/audit/export',
  // A step of signing in, of nobody yet.
  'POST /api/session/passkey-challenge',
  // As above.
  'POST /api/studies/:id/patient.zip',
];

describe('every access that is answered', () => {
  const entriesOf = (kind: 'token' | 'peer') =>
    database.db
      .selectFrom('audit_entry')
      .select(['action', 'outcome', 'subject_id', 'subject_name', 'object_id', 'details'])
      .where('subject_kind', '=', kind)
      .execute();
  type Entries = Awaited<ReturnType<typeof entriesOf>>;
  const timesOf = (entries: Entries) => entries.reduce((sum, { details }) => sum + Number(details.count ?? 1), 0);

  /** A token of its own for each access, by which its entries are told. */
  async function walker() {
    const { id, secret } = await createToken(
      { db: database.db, now },
      { label: 'walk', role: 'admin', createdBy: undefined },
    );
    return { id: String(id), headers: { authorization: `Bearer ${secret}` } };
  }

  async function importSmallObject(): Promise<{ object: SmallObject; studyId: string; instanceId: string }> {
    const object = buildSmallObject();
    const { headers } = await walker();
    const response = await fetch(`${base}/api/imports`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: Buffer.from(object.file),
    });
    expect(response.status).toBe(201);
    return { object, ...((await response.json()) as { studyId: string; instanceId: string }) };
  }

  test('over HTTP is in the audit trail once', async () => {
    const { object, studyId, instanceId } = await importSmallObject();
    const uids: Record<string, string> = {
      ...{ study: object.studyInstanceUid, series: object.seriesInstanceUid, instance: object.sopInstanceUid },
      frames: '1',
    };
    const ids: Record<string, string> = { studies: studyId, instances: instanceId, patients: '1', AuditEvent: '1' };
    const walked: { key: string; token: string }[] = [];
    for (const route of routes) {
      if (route.method === 'HEAD') continue;
      const { id, headers } = await walker();
      const place = route.url.split('/')[2] ?? '';
      const { status } = await ask(route, headers, (name) => uids[name] ?? ids[place] ?? '999999');
      if (status < 400) walked.push({ key: keyOf(route), token: id });
    }
    expect(walked.length).toBeGreaterThan(60);
    // What is counted is written together: once this is there, all before it is.
    const last = await walker();
    await ask({ method: 'GET', url: '/api/deliveries' }, last.headers);
    await expect.poll(async () => (await entriesOf('token')).some((entry) => entry.subject_id === last.id)).toBe(true);
    const byToken = Map.groupBy(await entriesOf('token'), (entry) => entry.subject_id);
    const times = walked.map(({ key, token }) => [key, timesOf(byToken.get(token) ?? [])] as const);
    expect(times.filter(([, count]) => count > 1)).toEqual([]);
    const missing = times.filter(([, count]) => count === 0).map(([key]) => key);
    expect(missing.sort()).toEqual(unrecorded.filter((key) => walked.some((one) => one.key === key)));
    const viewed = byToken.get(walked.find(({ key }) => key === 'GET /api/studies/:id')?.token ?? '');
    expect(viewed).toMatchObject([{ action: 'study:read', outcome: 'success', object_id: studyId }]);
  });

  test('over DIMSE is in the audit trail once, and so is each association', async () => {
    const target = { dicomPort, aet: 'ISOCENTER' };
    const object = buildSmallObject();
    const echoing = await associate(target, { callingAet: 'WALK-ECHO' });
    await echoing.echo();
    await echoing.release();
    await storeOverDimse(target, [object], 'WALK-STORE');
    const model = (last: string) => `1.2.840.10008.5.1.4.1.2.2.${last}`;
    const query = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: object.studyInstanceUid };
    const identifier = encodeDataSet(buildDataSet(query), implicitVrLittleEndian);
    const associateFor = (callingAet: string, last: string) =>
      openAssociation({
        ...{ host: '127.0.0.1', port: dicomPort, calledAet: target.aet, callingAet },
        contexts: [model(last), mrImageStorage].map((abstractSyntax) => ({
          abstractSyntax,
          transferSyntaxes: [implicitVrLittleEndian.uid],
        })),
        roleSelections: [{ sopClassUid: mrImageStorage, scu: false, scp: true }],
      });
    const request = (last: string) => ({
      ...{ sopClassUid: model(last), transferSyntaxUid: implicitVrLittleEndian.uid, identifier },
    });
    const finding = await associateFor('WALK-FIND', '1');
    for await (const _ of finding.find(request('1')));
    await finding.release();
    const moving = await associateFor('WALK-MOVE', '2');
    for await (const _ of moving.move({ ...request('2'), destinationAet: 'NOWHERE' }));
    await moving.release();
    const getting = await associateFor('WALK-GET', '3');
    const sink = { write: () => undefined, end: async () => ({ status: 0 }), abort: async () => undefined };
    for await (const _ of getting.get(request('3'), { store: async () => sink }));
    await getting.release();
    await commitOverDimse(object);
    const told = async () => {
      const entries = (await entriesOf('peer')).filter(({ subject_name }) => subject_name?.startsWith('WALK-'));
      return [...Map.groupBy(entries, (entry) => `${entry.subject_name}: ${entry.action}`)]
        .map(([key, found]) => `${key} ${timesOf(found)}`)
        .sort();
    };
    await expect
      .poll(told)
      .toEqual([
        'WALK-COMMIT: association:close 1',
        'WALK-COMMIT: association:open 1',
        'WALK-COMMIT: dimse:commit 1',
        'WALK-ECHO: association:close 1',
        'WALK-ECHO: association:open 1',
        'WALK-ECHO: dimse:echo 1',
        'WALK-FIND: association:close 1',
        'WALK-FIND: association:open 1',
        'WALK-FIND: study:search 1',
        'WALK-GET: association:close 1',
        'WALK-GET: association:open 1',
        'WALK-GET: dimse:get 1',
        'WALK-MOVE: association:close 1',
        'WALK-MOVE: association:open 1',
        'WALK-MOVE: dimse:move 1',
        'WALK-REPORT: association:close 1',
        'WALK-REPORT: association:open 1',
        'WALK-REPORT: dimse:report 1',
        'WALK-STORE: association:close 1',
        'WALK-STORE: association:open 1',
        'WALK-STORE: instance:store 1',
      ]);
  });
});

/** Asks for commitment, waits for the report on the same association, and reports on what the node asked itself. */
async function commitOverDimse({ sopClassUid, sopInstanceUid }: SmallObject): Promise<void> {
  const transferSyntaxUid = implicitVrLittleEndian.uid;
  const reported = Promise.withResolvers<void>();
  const associateFor = (callingAet: string, isReporter: boolean) =>
    openAssociation({
      ...{ host: '127.0.0.1', port: dicomPort, calledAet: 'ISOCENTER', callingAet },
      contexts: [{ abstractSyntax: storageCommitmentSopClass, transferSyntaxes: [transferSyntaxUid] }],
      roleSelections: [{ sopClassUid: storageCommitmentSopClass, scu: !isReporter, scp: isReporter }],
      takeEvent: async () => {
        reported.resolve();
        return { status: 0 };
      },
    });
  const request = (transactionUid: string) => ({
    ...{ sopClassUid: storageCommitmentSopClass, sopInstanceUid: storageCommitmentInstance, transferSyntaxUid },
    typeId: 1,
    dataSet: encodeCommitmentRequest(
      { transactionUid, instances: [{ sopClassUid, sopInstanceUid }] },
      transferSyntaxUid,
    ),
  });
  const committing = await associateFor('WALK-COMMIT', false);
  expect(await committing.action(request(newUid()))).toMatchObject({ status: 0 });
  await reported.promise;
  await committing.release();
  const asked = { transaction_uid: newUid(), ae_title: 'WALK-REPORT', asked_at: now() };
  await database.db.insertInto('commitment_inquiry').values(asked).execute();
  const reporting = await associateFor('WALK-REPORT', true);
  expect(await reporting.eventReport(request(asked.transaction_uid))).toMatchObject({ status: 0 });
  await reporting.release();
}

describe('what callers send', () => {
  test('reaches neither the log nor the audit trail', async () => {
    const mark = 'MARKED';
    const marked = { 'x-setup-token': mark, 'x-file-name': mark, 'user-agent': mark, referer: `http://${mark}/` };
    const originals = { ...bodies };
    for (const key of Object.keys(bodies)) bodies[key] = markBody(bodies[key] ?? {}, mark);
    const callers = [
      {},
      { authorization: `Bearer isocenter_${mark}` },
      { cookie: `isocenter-session=${mark}` },
      await tokenOf('admin'),
    ];
    for (const route of routes) {
      for (const caller of callers) {
        const answer = await ask(
          route,
          { ...marked, ...caller },
          () => `1.${mark}^${mark}`,
          `?q=${mark}&PatientName=${mark}`,
        );
        expect(answer.text, keyOf(route)).not.toContain(mark);
        await ask(route, { ...marked, ...caller }, undefined, `?q=${mark}`);
      }
    }
    Object.assign(bodies, originals);
    const admin = await sessionOf('admin');
    await ask({ method: 'GET', url: '/api/audit' }, admin);
    const entries = await database.db.selectFrom('audit_entry').selectAll().execute();
    expect(entries.length).toBeGreaterThan(0);
    expect(JSON.stringify(entries)).not.toContain(mark);
    expect(log.length).toBeGreaterThan(routes.length);
    expect(log.join('')).not.toContain(mark);
    const metrics = await fetch(`${base}/metrics`, { headers: await tokenOf('admin') });
    expect([metrics.status, (await metrics.text()).includes(mark)]).toEqual([200, false]);
  });
});

let marks = 0;

/** Puts the mark into every text that may be any text. */
function markBody(body: object | string, mark: string): object | string {
  if (typeof body === 'string') return mark;
  const free = new Set([
    'email',
    'password',
    'currentPassword',
    'newPassword',
    'token',
    'name',
    'label',
    'description',
    'note',
    'reason',
    'evidence',
    'patientId',
    'accessionNumber',
  ]);
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (!free.has(key)) return [key, value];
      return [key, key === 'email' ? `${mark}-${++marks}@example.invalid` : mark];
    }),
  );
}
