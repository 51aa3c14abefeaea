/**
 * What each kind of grant opens, on each level, with each privilege and at each time, over every route that takes a study,
 * a series, an instance or a patient, and over C-FIND, C-GET and C-MOVE: compared with what `granted-routes.ts` says they
 * need. What is not granted is answered as what does not exist, and no answer names anything that is kept back.
 *
 * Which role may take which route at all is in `access-matrix.test.ts`.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSmallObject, mrImageStorage, newUid, type SmallObject } from '../../../test/small-object.ts';
import type { AccessGrantTable } from '../src/access/grant-tables.ts';
import {
  type Asked,
  forAdministrators,
  keyOf,
  type Need,
  needOf,
  requestOf,
  takesPatientData,
} from './granted-routes.ts';
import { buildGrant } from './grants.ts';
import { type Headers, openWholeGateway, type Route, type WholeGateway } from './whole-gateway.ts';

const everything: readonly Privilege[] = [
  ...(['view', 'download', 'upload', 'comment', 'invite', 'manage', 'see-identity'] as const),
];
const seeing: readonly Privilege[] = ['view', 'see-identity'];
const downloading: readonly Privilege[] = [...seeing, 'download'];

type Grantee = AccessGrantTable['grantee_kind'];
/** `elsewhere`: another study of the patient, or another series of the study. */
type Level = 'patient' | 'study' | 'series' | 'series elsewhere' | 'study elsewhere';

type Case = {
  readonly to?: Grantee;
  readonly level?: Level;
  readonly privileges?: readonly Privilege[];
  /** Of who is in the team. */
  readonly ofMember?: readonly Privilege[];
  readonly time?: 'not begun' | 'expired' | 'revoked';
};

const grantees = ['everyone', 'user', 'service', 'team', 'organisation', 'patient', 'peer'] as const;
const levels = ['patient', 'study', 'series', 'series elsewhere', 'study elsewhere'] as const;
const times = ['not begun', 'expired', 'revoked'] as const;
const allBut = (privilege: Privilege) => everything.filter((one) => one !== privilege);
const sets = [seeing, downloading, [...seeing, 'manage'], allBut('view'), allBut('see-identity')] as const;

/** Each member of each dimension with a usual one of the others, over every route. */
const cases: readonly Case[] = [
  ...grantees.map((to) => ({ to })),
  ...levels.filter((level) => level !== 'study').map((level) => ({ level })),
  ...sets.map((privileges) => ({ privileges })),
  ...times.map((time) => ({ time })),
  { to: 'team', ofMember: seeing },
  { to: 'team', ofMember: ['download'] },
];

/** Every kind on every level and at every time, and each privilege by itself, over routes that need something else each. */
const combinations: readonly Case[] = [
  ...grantees.flatMap((to) => [...levels.map((level) => ({ to, level })), ...times.map((time) => ({ to, time }))]),
  ...everything.map((privilege) => ({ privileges: [privilege] })),
];

const typical = new Set([
  'GET /api/studies',
  'GET /api/studies/:id',
  'GET /api/grantees',
  'GET /dicom-web/studies/:study/series/:series/instances/:instance',
]);

let node: WholeGateway;
let admin: Headers;
let member: { readonly id: number; readonly headers: Headers };
let guest: { readonly id: number; readonly headers: Headers };
let token: Headers;
let service: { readonly id: number; readonly headers: Headers };
let walked: readonly Route[];
let asked: Asked;
let nowhere: Asked;
let peerId: number;
let destination: DimseServer;
let received: string[] = [];

/** The patient's first study with two series; the patient's other study; a study of somebody else. */
let first: SmallObject;
let sibling: SmallObject;
let second: SmallObject;
let foreign: SmallObject;
const rows = { patient: 0, first: 0, second: 0, series: 0, sibling: 0, team: 0, organisation: 0 };

beforeAll(async () => {
  node = await openWholeGateway();
  const { db } = node.database;
  admin = await node.program('admin');
  token = await node.program('member');
  member = await node.person('member');
  guest = await node.person('guest');
  service = await node.service('Test program');
  await db.updateTable('access_policy').set({ new_studies: 'nobody' }).execute();
  const ofPatient = (patient: string) => ({
    PatientID: patient,
    PatientName: `TEST^${patient}`,
    AccessionNumber: patient,
  });
  first = buildSmallObject(ofPatient('ONE'));
  sibling = buildSmallObject({ ...ofPatient('ONE'), StudyInstanceUID: first.studyInstanceUid });
  second = buildSmallObject({ ...ofPatient('ONE'), AccessionNumber: 'TWO' });
  foreign = buildSmallObject({ ...ofPatient('OTHER'), AccessionNumber: 'THREE' });
  const { studyInstanceUid: StudyInstanceUID, seriesInstanceUid: SeriesInstanceUID, sopInstanceUid } = first;
  const same = { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID: sopInstanceUid };
  const differing = buildSmallObject({ ...ofPatient('ONE'), ...same, ImageComments: 'another' });
  for (const object of [first, sibling, second, foreign, differing]) await store(object);
  await findRows();
  destination = await listenDimse<undefined>({
    ...{ host: '127.0.0.1', port: 0, accept: acceptAll },
    verbs: { echo: () => 0, store: ({ sopInstanceUid: uid }) => sinkOf(uid) },
  });
  peerId = await addPeer('READER', 104, ['find', 'get', 'move']);
  const destinationId = String(await addPeer('TAKER', destination.port, ['echo']));
  expect((await send(admin, 'POST', `/api/destinations/${destinationId}/pause`)).status).toBe(204);
  await arrange({ privileges: everything });
  const studyId = String(rows.first);
  const ordered = await send(member.headers, 'POST', '/api/deliveries', { studyId, destinationId });
  expect(ordered.status, ordered.text).toBe(201);
  const instance = db.selectFrom('instance').select('id').where('sop_instance_uid', '=', sopInstanceUid);
  const conflict = await db.selectFrom('conflict').select('id').executeTakeFirstOrThrow();
  asked = {
    uids: { study: first.studyInstanceUid, series: first.seriesInstanceUid, instance: sopInstanceUid },
    ids: {
      ...{ study: studyId, patient: String(rows.patient), grant: '', delivery: JSON.parse(ordered.text).id },
      ...{ instance: String((await instance.executeTakeFirstOrThrow()).id), conflict: String(conflict.id) },
    },
    destinationId,
  };
  const none = '999999';
  nowhere = {
    uids: { study: newUid(), series: newUid(), instance: newUid() },
    ids: { study: none, patient: none, grant: none, delivery: none, instance: none, conflict: none },
    destinationId,
  };
  walked = node.routes.filter(takesPatientData);
});
afterAll(async () => {
  await destination.close(0);
  await node.close();
});

type Answer = { readonly status: number; readonly code: string; readonly text: string };

async function send(headers: Headers, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(node.base + path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
  const isProblem = response.headers.get('content-type') === 'application/problem+json';
  return { status: response.status, code: isProblem ? String(JSON.parse(text).code) : '', text };
}

async function store({ file }: SmallObject): Promise<void> {
  const headers = { ...admin, 'content-type': 'application/octet-stream' };
  const answer = await fetch(`${node.base}/api/imports`, { method: 'POST', headers, body: Buffer.from(file) });
  expect(answer.status).toBeLessThan(300);
}

async function addPeer(aeTitle: string, port: number, verbs: readonly string[]): Promise<number> {
  const peer = { name: aeTitle, aeTitle, host: '127.0.0.1', port, verbs, note: '', enabled: true };
  const answer = await send(admin, 'POST', '/api/peers', { ...peer, checkAddress: true, conflictPolicy: 'first' });
  expect(answer.status).toBe(201);
  return Number(JSON.parse(answer.text).id);
}

async function findRows(): Promise<void> {
  const { db } = node.database;
  const study = (uid: string) =>
    db.selectFrom('study').selectAll().where('study_instance_uid', '=', uid).executeTakeFirstOrThrow();
  const series = (uid: string) =>
    db.selectFrom('series').selectAll().where('series_instance_uid', '=', uid).executeTakeFirstOrThrow();
  // A search waits for the index.
  await send(admin, 'GET', '/api/studies');
  const { id, patient_id } = await study(first.studyInstanceUid);
  const team = { name: 'Test', patient_id, owner: member.id, closed_at: null };
  const made = await db.insertInto('care_team').values(team).returning('id').executeTakeFirstOrThrow();
  const organisation = db.insertInto('organisation').values({ name: 'Test', closed_at: null }).returning('id');
  Object.assign(rows, {
    ...{ first: id, patient: patient_id, second: (await study(second.studyInstanceUid)).id, team: made.id },
    series: (await series(first.seriesInstanceUid)).id,
    sibling: (await series(sibling.seriesInstanceUid)).id,
    organisation: (await organisation.executeTakeFirstOrThrow()).id,
  });
  const organisation_id = rows.organisation;
  await db.insertInto('organisation_member').values({ organisation_id, user_id: member.id, until: null }).execute();
  const belongs = { organisation_id, service_id: service.id, until: null };
  await db.insertInto('organisation_service').values(belongs).execute();
  const relation = {
    kind: 'proxy',
    evidence: 'test',
    since: new Date(0),
    until: null,
    established_by: 'system',
  } as const;
  const ended = { ended_at: null, ended_by: null };
  await db
    .insertInto('patient_proxy')
    .values({ patient_id, user_id: member.id, ...relation, ...ended })
    .execute();
}

/** Takes every grant away and makes that of a case, and one of somebody else that could be revoked. */
async function arrange({ to = 'user', level = 'study', privileges = everything, ofMember, time }: Case): Promise<void> {
  const { db } = node.database;
  const grantee_id = {
    ...{ everyone: null, user: member.id, service: service.id, peer: peerId, patient: rows.patient, link: 1 },
    ...{ team: rows.team, organisation: rows.organisation },
  }[to];
  const on = {
    ...{ patient: { patient_id: rows.patient }, study: { study_id: rows.first }, series: { series_id: rows.series } },
    ...{ 'series elsewhere': { series_id: rows.sibling }, 'study elsewhere': { study_id: rows.second } },
  }[level];
  const hour = 3_600_000;
  const [past, future] = [new Date(Date.now() - hour), new Date(Date.now() + hour)];
  const validity = {
    'not begun': { not_before: future },
    expired: { expires_at: past },
    revoked: { revoked_at: past, revoked_by: 'system' },
  };
  await db.deleteFrom('access_grant').execute();
  await db.deleteFrom('care_team_member').execute();
  const membership = { team_id: rows.team, user_id: member.id, until: null };
  await db
    .insertInto('care_team_member')
    .values({ ...membership, privileges: [...(ofMember ?? everything)] })
    .execute();
  const made = { grantee_kind: to, grantee_id, privileges: [...privileges], ...on, ...(time && validity[time]) };
  await db.insertInto('access_grant').values(buildGrant(made)).execute();
  const target = buildGrant({ grantee_kind: 'user', grantee_id: guest.id, study_id: rows.first, not_before: future });
  const { id } = await db.insertInto('access_grant').values(target).returning('id').executeTakeFirstOrThrow();
  if (asked !== undefined) asked = { ...asked, ids: { ...asked.ids, grant: String(id) } };
}

type Verdict = 'given' | 'forbidden' | 'absent';

/** What a case allows who is reached by it, of a study, or of the series that was granted or its instance. */
function expected(
  need: Need,
  one: Case,
  { isReached, names }: { isReached: boolean; names: 'study' | 'series' },
): Verdict {
  const { level = 'study', privileges = everything, ofMember, time } = one;
  const isMember = one.to === 'team' && ofMember !== undefined;
  const held = privileges.filter((privilege) => !isMember || ofMember.includes(privilege));
  const has = (wanted: readonly Privilege[]) => wanted.every((privilege) => held.includes(privilege));
  const isAll = level === 'patient' || level === 'study';
  const isPart = isAll || level === 'series' || (level === 'series elsewhere' && names === 'study');
  const isThere = isReached && time === undefined && (need.hiddenInPart || (need.whole && need.lists) ? isAll : isPart);
  if (!isThere || !has(seeing)) return 'absent';
  return has(need.privileges) && (isAll || need.whole !== true) ? 'given' : 'forbidden';
}

function verdictOf(route: Route, need: Need, { status, code, text }: Answer): Verdict {
  if (need.lists) {
    const name = route.url.startsWith('/api/') ? `"${asked.ids.study}"` : asked.uids.study;
    return status === 200 && text.includes(name) ? 'given' : 'absent';
  }
  // A search within what is not there finds nothing.
  if (status === 204 && route.method === 'GET') return 'absent';
  if (status === 404 && code === 'not-found') return 'absent';
  return status === 403 && code === 'forbidden' ? 'forbidden' : 'given';
}

/** Whatever is not told of in a case. */
function keptBack({ level = 'study' }: Case): readonly string[] {
  const others = [foreign.studyInstanceUid, foreign.seriesInstanceUid, foreign.sopInstanceUid, 'TEST^OTHER', 'THREE'];
  const inSecond = [second.studyInstanceUid, second.seriesInstanceUid, second.sopInstanceUid];
  if (level === 'series') return [...others, ...inSecond, sibling.seriesInstanceUid, sibling.sopInstanceUid];
  if (level === 'series elsewhere') return [...others, ...inSecond, first.seriesInstanceUid, first.sopInstanceUid];
  return level === 'study' ? [...others, ...inSecond] : others;
}

const without = ({ text }: Answer, { uids, ids }: Asked) =>
  [...Object.values(uids), ...Object.values(ids)].reduce((left, name) => left.replaceAll(name, ''), text);

/** Asks one route as somebody, and compares with what the case says. */
async function walk(
  route: Route,
  one: Case,
  who: { headers: Headers; isReached: boolean },
): Promise<string | undefined> {
  const need = needOf(route);
  if (need === undefined) return undefined;
  const { path, body } = requestOf(route, asked);
  const answer = await send(who.headers, route.method, path, body);
  const names = /:series|instances\/:id/.test(route.url) ? 'series' : 'study';
  const wanted = expected(need, one, { isReached: who.isReached, names });
  const is = verdictOf(route, need, answer);
  const at = `${keyOf(route)} ${JSON.stringify(one)}`;
  if (is !== wanted) return `${at}: ${is}, not ${wanted} (${answer.status} ${answer.code})`;
  // Who asked with a UID knows it; the answer may repeat it.
  const told = keptBack(one).filter((name) => answer.text.includes(name) && !path.includes(name));
  if (told.length > 0) return `${at} tells of what is kept back`;
  if (route.method !== 'GET' && is === 'given') await arrange(one);
  // All that is absent is answered by the same code; a case of each reason is compared.
  const isCompared = one.level === 'study elsewhere' || one.time === 'revoked' || one.to === 'peer';
  if (is !== 'absent' || need.lists || !isCompared || typical.has(keyOf(route))) return undefined;
  const other = requestOf(route, nowhere);
  const answered = await send(who.headers, route.method, other.path, other.body);
  const isSame = answered.status === answer.status && without(answered, nowhere) === without(answer, asked);
  return isSame ? undefined : `${at} is not answered as what does not exist`;
}

const isRead = ({ method }: Route) => method === 'GET';

test('every route that takes a study, series, instance or patient gives what is granted and no more', async () => {
  expect(walked.length).toBeGreaterThan(50);
  const wrong: string[] = [];
  for (const one of cases) {
    await arrange(one);
    const who = { headers: member.headers, isReached: one.to !== 'peer' && one.to !== 'service' };
    const [reads, others] = [walked.filter(isRead), walked.filter((route) => !isRead(route))];
    const told = await Promise.all(reads.map((route) => walk(route, one, who)));
    for (const route of others) told.push(await walk(route, one, who));
    wrong.push(...told.filter((text) => text !== undefined));
  }
  expect(wrong).toEqual([]);
});

test('every kind of grant on every level is in force in its time only, for whom it is for', async () => {
  const wrong: string[] = [];
  const routes = walked.filter((route) => typical.has(keyOf(route)));
  expect(routes).toHaveLength(typical.size);
  for (const one of combinations) {
    await arrange(one);
    const found = routes.map((route) =>
      walk(route, one, { headers: member.headers, isReached: one.to !== 'peer' && one.to !== 'service' }),
    );
    const page = routes.find(({ url }) => url === '/api/studies/:id');
    if (page !== undefined && one.time === undefined) {
      found.push(walk(page, one, { headers: token, isReached: one.to === 'everyone' }));
      found.push(walk(page, one, { headers: guest.headers, isReached: false }));
    }
    wrong.push(...(await Promise.all(found)).filter((text) => text !== undefined));
  }
  expect(wrong).toEqual([]);
});

/** A service account reaches what names it, or an organisation that it belongs to; nothing that is granted to everyone. */
const reachesService = ({ to }: Case) => to === 'service' || to === 'organisation';

test('a service account is given what is granted to it and no more, over every route that is not for people', async () => {
  const forPeople = new Set(['POST /api/teams', 'GET /api/studies/:id/comments']);
  const open = walked.filter((route) => !forPeople.has(keyOf(route)));
  await arrange({ to: 'service' });
  const order = { studyId: String(rows.first), destinationId: asked.destinationId };
  const ordered = await send(service.headers, 'POST', '/api/deliveries', order);
  expect(ordered.status, ordered.text).toBe(201);
  // Whoever asked for a delivery changes it.
  const ofMember = asked.ids.delivery;
  asked = { ...asked, ids: { ...asked.ids, delivery: JSON.parse(ordered.text).id } };
  const wrong: string[] = [];
  for (const given of [...cases, ...combinations]) {
    const one = given.to === undefined ? { ...given, to: 'service' as const } : given;
    await arrange(one);
    const who = { headers: service.headers, isReached: reachesService(one) };
    const routes = combinations.includes(given) ? open.filter((route) => typical.has(keyOf(route))) : open;
    const [reads, others] = [routes.filter(isRead), routes.filter((route) => !isRead(route))];
    const told = await Promise.all(reads.map((route) => walk(route, one, who)));
    for (const route of others) told.push(await walk(route, one, who));
    wrong.push(...told.filter((text) => text !== undefined));
  }
  expect(wrong).toEqual([]);
  const refused = walked.filter((route) => forPeople.has(keyOf(route)));
  await arrange({ to: 'service', level: 'patient' });
  for (const route of refused) {
    const { path, body } = requestOf(route, asked);
    expect(await send(service.headers, route.method, path, body)).toMatchObject({ status: 403, code: 'forbidden' });
  }
  expect(refused).toHaveLength(forPeople.size);
  asked = { ...asked, ids: { ...asked.ids, delivery: ofMember } };
});

test('what is for administrators is refused to members, whatever is granted', async () => {
  await arrange({ level: 'patient', privileges: everything });
  const refused: string[] = [];
  for (const route of walked.filter((one) => needOf(one) === undefined)) {
    const { path, body } = requestOf(route, asked);
    const { status, code } = await send(member.headers, route.method, path, body);
    if (status === 403 && code === 'forbidden') refused.push(keyOf(route));
  }
  expect(refused.toSorted()).toEqual(forAdministrators.toSorted());
});

test('a privacy officer finds every study and is given no image, whatever is granted', async () => {
  const officer = await node.person('privacy-officer');
  await arrange({ to: 'everyone', level: 'patient' });
  const { db } = node.database;
  const own = buildGrant({ grantee_kind: 'user', grantee_id: officer.id, patient_id: rows.patient });
  await db.insertInto('access_grant').values(own).execute();
  const given: string[] = [];
  for (const route of walked.filter(isRead)) {
    const { path } = requestOf(route, asked);
    const { status } = await send(officer.headers, 'GET', path);
    if (status < 300) given.push(keyOf(route));
  }
  const searches = ['studies', 'series', 'instances', 'studies/:study/series', 'studies/:study/instances'];
  const within = 'studies/:study/series/:series/instances';
  expect(given.toSorted()).toEqual(
    [
      ...[...searches, within].map((search) => `GET /dicom-web/${search}`),
      // Comments are listed for members of a care team, and to others as none.
      ...['', '/:id', '/:id/accesses', '/:id/comments', '/:id/erasure', '/:id/patient.zip', '/:id/wishes'].map(
        (what) => `GET /api/studies${what}`,
      ),
      ...['GET /api/grants', 'GET /api/patients/:id/accesses'],
    ].toSorted(),
  );
  const found = await send(officer.headers, 'GET', '/api/studies');
  expect(found.text).toContain(foreign.studyInstanceUid);
});

const syntax = explicitVrLittleEndian;
const model = (last: number) => `1.2.840.10008.5.1.4.1.2.2.${last}`;

function sinkOf(uid: string) {
  return {
    write: () => undefined,
    abort: async () => undefined,
    async end() {
      received.push(uid);
      return { status: 0 };
    },
  };
}

function identifier(attributes: Attributes): Uint8Array {
  return encodeDataSet(buildDataSet(attributes), syntax);
}

async function count(matches: AsyncIterable<unknown>): Promise<number> {
  let found = 0;
  for await (const _ of matches) found += 1;
  return found;
}

/** How many answers a C-FIND has, and which instances a C-GET and a C-MOVE bring, of the first study. */
async function overDimse(association: ClientAssociation) {
  const query = (last: number) => ({ sopClassUid: model(last), transferSyntaxUid: syntax.uid });
  const find = (keys: Attributes) => count(association.find({ ...query(1), identifier: identifier(keys) }));
  const { studyInstanceUid: StudyInstanceUID } = first;
  const study = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID };
  const found = [
    await find(study),
    await find({ QueryRetrieveLevel: 'SERIES', StudyInstanceUID, SeriesInstanceUID: '' }),
    await find({ QueryRetrieveLevel: 'STUDY', PatientName: '*', StudyInstanceUID: '' }),
  ];
  const bring = async (run: () => AsyncIterable<unknown>) => {
    received = [];
    await count(run());
    return received.toSorted();
  };
  const asking = { identifier: identifier(study) };
  const got = await bring(() =>
    association.get({ ...query(3), ...asking }, { store: async (one) => sinkOf(one.sopInstanceUid) }),
  );
  const moved = await bring(() => association.move({ ...query(2), ...asking, destinationAet: 'TAKER' }));
  return { found, got, moved };
}

test('C-FIND, C-GET and C-MOVE give a peer what is granted to it and no more', async () => {
  const association = await openAssociation({
    ...{ host: '127.0.0.1', port: node.dicomPort, calledAet: 'ISOCENTER', callingAet: 'READER' },
    contexts: [model(1), model(2), model(3), mrImageStorage].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [syntax.uid],
    })),
    roleSelections: [{ sopClassUid: mrImageStorage, scu: false, scp: true }],
  });
  const toPeer = [...cases, ...combinations].map((one) =>
    one.to === undefined ? { ...one, to: 'peer' as const } : one,
  );
  const wrong: unknown[] = [];
  for (const one of toPeer) {
    await arrange(one);
    const isReached = one.to === 'peer' || one.to === 'everyone';
    const { level = 'study' } = one;
    const sees = expected({ privileges: seeing }, one, { isReached, names: 'study' }) === 'given';
    const gets = expected({ privileges: downloading }, one, { isReached, names: 'study' }) === 'given';
    const isElsewhere = level === 'study elsewhere';
    const seesElsewhere = isElsewhere && isReached && one.time === undefined;
    const part = level === 'series' || level === 'series elsewhere';
    const all = [first.sopInstanceUid, sibling.sopInstanceUid].toSorted();
    const given = part ? [(level === 'series' ? first : sibling).sopInstanceUid] : all;
    const brought = gets ? given : [];
    const studies = level === 'patient' ? 2 : 1;
    const wanted = {
      found: sees ? [1, part ? 1 : 2, studies] : [0, 0, seesElsewhere ? 1 : 0],
      ...{ got: brought, moved: brought },
    };
    const is = await overDimse(association);
    if (JSON.stringify(is) !== JSON.stringify(wanted)) wrong.push({ one, is, wanted });
  }
  await association.release();
  expect(wrong).toEqual([]);
});
