/**
 * Names, ids, passwords and tokens that carry a mark go through every error path that the wire reaches, the loss of the
 * database included. Neither the log, nor the metrics, nor any refusal may carry the mark on.
 */

import { once } from 'node:events';
import { connect } from 'node:net';
import type { Attributes } from '@isocenter/dicom/build';
import { jpegLosslessSv1 } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { totpCode } from '../apps/server/src/identity/totp.ts';
import { type RunningNode, startNode } from './running-node.ts';
import { asFile, associate, buildSmallObject, mrImageStorage, newUid, type SmallObject } from './small-object.ts';

/** Stands in every value below and nowhere else; digits for UIDs, letters for the rest. */
const mark = 'KANARIE';
const markedUid = '2.25.77077077077077';
/** And what the node itself makes up and shows once: secrets of applications, recovery codes, tokens. */
const marks: string[] = [mark, markedUid];

const identity: Attributes = {
  PatientName: `${mark}^NAME`,
  PatientID: `${mark}-ID`,
  AccessionNumber: `${mark}-ACC`,
  ReferringPhysicianName: `${mark}^DOCTOR`,
  StudyDescription: `${mark} study`,
  StudyID: `${mark}-S`,
  StudyInstanceUID: `${markedUid}.1`,
  SeriesInstanceUID: `${markedUid}.2`,
  ImageComments: `${mark} comment`,
};

let node: RunningNode;
/** Which instance of a request it was, a refusal of STOW-RS has to say, PS3.18 Table I.1-1. */
const referencedInstance = /"00081155":\{"vr":"UI","Value":\["[\d.]*"\]\}/g;

/** What the node said to those whom it refused: bodies and headers of problems, error comments of DIMSE. */
const refusals: string[] = [];

beforeAll(async () => {
  // Nobody listens where mail and text messages go, so that each attempt fails and is told of.
  const messages = {
    ...{ ISOCENTER__MAIL__HOST: '127.0.0.1', ISOCENTER__MAIL__PORT: '9', ISOCENTER__MAIL__SECURITY: 'none' },
    ...{ ISOCENTER__MAIL__USER: `${mark}-user`, ISOCENTER__MAIL__PASSWORD: `${mark}-smtp` },
    ...{ ISOCENTER__SMS__URL: 'http://127.0.0.1:9/', ISOCENTER__SMS__ALLOW_PRIVATE: 'true' },
    ISOCENTER__SMS__TOKEN: `${mark}-sms`,
  };
  node = await startNode({ database: 'private', env: { ISOCENTER__LOG__LEVEL: 'debug', ...messages } });
});
afterAll(() => node?.close());

describe('marked values', () => {
  test('in objects that are refused', async () => {
    const objects = badObjects();
    for (const object of objects) {
      await storeMarked(object);
      await post('/dicom-web/studies', object.file, 'application/dicom');
      await post(`/dicom-web/studies/${markedUid}.9`, object.file, 'application/dicom');
      await post('/api/imports', object.file, 'application/octet-stream', { 'x-file-name': `${mark}.dcm` });
    }
    expect(refusals.length).toBeGreaterThan(objects.length * 2);
  });

  test('in requests that are not well formed', async () => {
    const multipart = 'multipart/related; type="application/dicom"; boundary=b';
    await post('/dicom-web/studies', Buffer.from(`--b\r\n${mark}: ${mark}\r\n\r\n${mark}`), multipart);
    await post('/dicom-web/studies', Buffer.from(mark), `multipart/related; boundary=${mark}; type="${mark}"`);
    await post('/dicom-web/studies', Buffer.from(mark), `text/${mark}`);
    await post(
      '/api/session',
      Buffer.from(`{"email": "${mark}@example.test", "password": "${mark}`),
      'application/json',
    );
    await post('/api/session', Buffer.from(`{"unknown": "${mark}"}`), 'application/json');
    await post('/api/peers', Buffer.from(`{"name": "${mark}", "port": "${mark}"}`), 'application/json');
    await post('/api/tokens', Buffer.from(`{"label": "${mark}", "role": "${mark}"}`), 'application/json');
    await post('/api/users', Buffer.from(`{"email": "${mark}", "name": "${mark}"}`), 'application/json');
  });

  test.each([
    `/dicom-web/studies?PatientName=${mark}&StudyDate=${mark}`,
    `/dicom-web/studies?unknown=${mark}`,
    `/dicom-web/studies?PatientID=${mark}&PatientID=${mark}`,
    `/dicom-web/studies?PatientName=${mark}&limit=${mark}`,
    `/dicom-web/studies?StudyInstanceUID=${mark}%20`,
    `/dicom-web/studies?PatientName=${mark.repeat(2000)}`,
    `/dicom-web/studies?AccessionNumber=${mark}*&includefield=${mark}`,
    `/dicom-web/studies/${markedUid}/instances?SOPInstanceUID=${mark}*`,
    `/dicom-web/studies/${markedUid}`,
    `/dicom-web/studies/${mark}%2F..%2F${mark}`,
    `/dicom-web/studies/${markedUid}/series/${markedUid}/instances/${markedUid}/frames/${mark}`,
    `/dicom-web/studies/${markedUid}/metadata?accept=${mark}`,
    `/api/studies?q=${mark}&sort=${mark}`,
    `/api/studies?q=${mark}&from=${mark}`,
    `/api/studies/${mark}`,
    `/api/instances/${mark}/elements`,
    `/api/conflicts?studyId=${mark}`,
    `/api/audit?unknown=${mark}`,
    `/api/${mark}`,
    `/${mark}/../../${mark}`,
  ])('in the address %s', async (path) => {
    await get(path);
  });

  test('in queries that find nothing wrong', async () => {
    expect((await get(`/dicom-web/studies?PatientName=${mark}*&AccessionNumber=${mark}-ACC`)).status).toBe(200);
    expect((await get(`/api/studies?q=${mark}`)).status).toBe(200);
  });

  test('in passwords, tokens and cookies', async () => {
    const email = `${mark}@example.test`;
    // The last of them are too many.
    for (let attempt = 0; attempt < 12; attempt += 1) await postJson('/api/session', { email, password: `${mark}-pw` });
    await postJson('/api/setup', { token: `${mark}-token`, email, password: `${mark}-password-0` });
    await postJson('/api/setup', { token: `${mark}-token`, email, password: mark });
    await request('/api/studies', { headers: { authorization: `Bearer ${mark}` } });
    await request('/api/studies', { headers: { authorization: `${mark} ${mark}` } });
    await request('/api/studies', { headers: { cookie: `isocenter-session=${mark}; ${mark}=1` } });
    await request('/api/session', {
      method: 'DELETE',
      headers: { cookie: `isocenter-session=${mark}`, 'x-csrf-token': mark },
    });
    await request('/api/setup', { headers: { 'x-setup-token': mark } });
    await request('/api/studies', {
      headers: { origin: `https://${mark}.test`, referer: `https://${mark}.test`, 'user-agent': mark },
    });
  });

  test('in associations', async () => {
    const encoder = new TextEncoder();
    await openAssociation({
      host: '127.0.0.1',
      port: node.dicomPort,
      calledAet: 'NOBODY',
      callingAet: 'TEST',
      contexts: [{ abstractSyntax: mrImageStorage, transferSyntaxes: ['1.2.840.10008.1.2'] }],
      userIdentity: {
        type: 2,
        positiveResponseRequested: true,
        primary: encoder.encode(`${mark}-user`),
        secondary: encoder.encode(`${mark}-pw`),
      },
    }).catch((error: unknown) => refusals.push(String(error)));
    const socket = connect({ host: '127.0.0.1', port: node.dicomPort });
    socket.end(`${mark} HTTP/1.1\r\nHost: ${mark}\r\n\r\n`);
    socket.resume();
    await once(socket, 'close');
  });

  test('in pictures that cannot be made', async () => {
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, file } = brokenPixels();
    await post('/dicom-web/studies', file, 'application/dicom');
    const instance = `/dicom-web/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
    for (const what of [
      '/rendered',
      '/thumbnail',
      '/frames/1',
      '/frames/9',
      `/rendered?window=${mark}`,
      '/bulkdata/00100010',
    ]) {
      await get(instance + what);
    }
    await get(instance, 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1');
  });

  test('in second factors and fresh proofs', async () => {
    const person = await signUp();
    const enrolment = await person('POST', '/api/account/totp');
    marks.push(enrolment.secret);
    await person('POST', '/api/account/totp/confirmation', { code: mark });
    await person('POST', '/api/account/totp/confirmation', { code: '000000' });
    const bits = [...enrolment.secret].map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    );
    const bytes = bits.join('').match(/.{8}/g) ?? [];
    const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
    const code = totpCode(key, Math.floor(Date.now() / 30_000));
    const { recoveryCodes } = await person('POST', '/api/account/totp/confirmation', { code });
    expect(recoveryCodes).toHaveLength(10);
    marks.push(...recoveryCodes);
    await person('POST', '/api/session/proof', { kind: 'totp', code: mark });
    await person('POST', '/api/session/proof', { kind: 'password', password: `${mark}-wrong` });
    await person('POST', '/api/session/second-factor', { kind: 'recovery-code', code: recoveryCodes[0] });
    await person('PATCH', '/api/account', { phone: mark });
  });

  test('in service accounts and their tokens', async () => {
    const about = { name: mark, description: mark, contact: `${mark}@example.test` };
    const made = await postJson('/api/services', { ...about, networks: ['192.0.2.0/24'] });
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.text);
    const token = await postJson(`/api/services/${id}/tokens`, { label: mark });
    expect(token.status).toBe(201);
    const { secret } = JSON.parse(token.text);
    marks.push(secret);
    // From elsewhere than it may speak from.
    const elsewhere = await request('/api/studies', { headers: { authorization: `Bearer ${secret}` } });
    expect(elsewhere.status).toBe(401);
    for (const body of [about, { ...about, contact: mark }, { ...about, networks: [mark] }, { ...about, role: mark }]) {
      expect((await postJson('/api/services', body)).status).toBeGreaterThanOrEqual(400);
    }
    await postJson(`/api/services/${mark}/tokens`, { label: mark });
  });

  test('in joining, grants, emergencies and what is asked for patients', async () => {
    const person = await signUp();
    for (const [path, body] of [
      ['/api/joining/confirm', { token: `${mark}-token`, phone: '+4915100000001' }],
      ['/api/joining/renew', { token: `${mark}-token` }],
      ['/api/joining/verify', { joiningId: '999999', code: mark }],
      ['/api/hand-in', { code: mark, name: mark, email: `${mark}@example.test`, note: mark }],
      ['/api/break-glass', { patientId: `${mark}-ID`, birthDate: '1970-01-02', reason: mark }],
      ['/api/break-glass', { accessionNumber: `${mark}-ACC`, birthDate: mark, reason: mark }],
      ['/api/proxies', { studyId: '999999', userId: '999999', kind: 'guardian', evidence: mark }],
      ['/api/organisations', { name: mark, seesNewStudies: mark, members: [] }],
      ['/api/studies/999999/consents', { purpose: 'sharing', form: 'paper', givenOn: mark }],
      ['/api/studies/999999/corrections', { request: mark }],
    ] as const) {
      await person('POST', path, body);
    }
    const { studies } = await person('GET', '/api/studies');
    const team = await person('POST', '/api/teams', { studyId: studies[0].id, name: mark });
    expect(team).toEqual({ id: expect.any(String) });
    const invited = { email: `${mark}@example.test`, name: mark, privileges: ['view'] };
    await person('POST', `/api/teams/${team.id}/joinings`, invited);
  });

  test('while the database is away', async () => {
    const { postmasterPid } = node.process.ready;
    if (postmasterPid === undefined) throw new Error('the node has no database of its own');
    process.kill(postmasterPid, 'SIGKILL');
    const meanwhile = [
      ...Array.from({ length: 5 }, () =>
        storeMarked(buildSmallObject({ ...identity, SOPInstanceUID: `${markedUid}.5` })),
      ),
      get(`/dicom-web/studies?PatientName=${mark}*`),
      get(`/api/studies?q=${mark}`),
      postJson('/api/session', { email: `${mark}@example.test`, password: `${mark}-pw` }),
      postJson('/api/tokens', { label: mark, role: 'member' }),
      postJson('/api/users', { email: `${mark}@example.test`, name: mark, role: 'member' }),
    ];
    await Promise.allSettled(meanwhile);
    await expect.poll(async () => (await get('/readyz')).status, { interval: 50 }).toBe(200);
  });
});

describe('the mark is', () => {
  test('in no refusal', () => {
    expect(refusals.length).toBeGreaterThan(60);
    expect(refusals.filter(isMarked)).toEqual([]);
  });

  test('in no line of the log, and neither is a token', async () => {
    const lines = node.output().split('\n');
    expect(lines.filter(isMarked)).toEqual([]);
    expect(lines.filter((line) => line.includes(node.token))).toEqual([]);
    // They were on the way, and the log was at its most talkative.
    for (const said of ['object refused', '"level":"debug"']) {
      expect(lines.some((line) => line.includes(said))).toBe(true);
    }
  });

  test('in no metric', async () => {
    const { status, text } = await get('/metrics');
    expect([status, isMarked(text)]).toEqual([200, false]);
  });
});

function isMarked(text: string): boolean {
  const folded = text.toLowerCase();
  return marks.some((marked) => folded.includes(marked.toLowerCase()));
}

/** Marked objects, each with a fault of its own. */
function badObjects(): readonly SmallObject[] {
  const good = () => buildSmallObject({ ...identity, SOPInstanceUID: newUid() });
  const faulty = (change: (dataSet: Buffer) => Uint8Array): SmallObject => {
    const object = good();
    const dataSet = change(Buffer.from(object.dataSet));
    return { ...object, dataSet, file: asFile(dataSet, object) };
  };
  const after = (dataSet: Buffer, text: string) => dataSet.indexOf(text) + text.length;
  return [
    faulty((dataSet) => dataSet.subarray(0, after(dataSet, `${mark}^NAME`))),
    faulty((dataSet) => dataSet.subarray(0, dataSet.length - 9)),
    // The length of the element after the name, and of the name.
    faulty((dataSet) =>
      Buffer.from(dataSet).fill(0xff, after(dataSet, `${mark}^NAME`) + 6, after(dataSet, `${mark}^NAME`) + 8),
    ),
    faulty((dataSet) =>
      Buffer.from(dataSet).fill(0xee, dataSet.indexOf(`${mark}^NAME`) - 2, dataSet.indexOf(`${mark}^NAME`)),
    ),
    faulty((dataSet) => Buffer.concat([Buffer.from(mark), dataSet])),
    faulty(() => Buffer.from(mark.repeat(100))),
    { ...good(), sopInstanceUid: `${markedUid}.3` },
    buildSmallObject({ ...identity, SOPInstanceUID: '' }),
    buildSmallObject({ ...identity, SOPClassUID: '1.2.840.10008.1.3.10' }),
    buildSmallObject({ ...identity, StudyInstanceUID: `../${mark}` }),
    buildSmallObject({ ...identity, SpecificCharacterSet: mark }),
    // The same UID with other content: the second is a conflict.
    buildSmallObject({ ...identity, SOPInstanceUID: `${markedUid}.4` }),
    buildSmallObject({ ...identity, SOPInstanceUID: `${markedUid}.4`, ImageType: mark }),
    buildSmallObject({
      ...identity,
      PatientBirthDate: mark,
      StudyTime: mark,
      InstanceNumber: { vr: 'IS', value: mark },
    }),
  ];
}

/** Pixels that say they are lossless JPEG and are not. */
function brokenPixels(): SmallObject {
  const object = buildSmallObject({ ...identity, SOPInstanceUID: newUid(), PixelData: undefined });
  // (7FE0,0010) OB, undefined length; an empty table; a fragment of eight bytes; the delimiter
  const pixels = 'e07f10004f420000ffffffff feff00e000000000 feff00e008000000 ffd8010203040506 feffdde000000000';
  const dataSet = Buffer.concat([object.dataSet, Buffer.from(pixels.replaceAll(' ', ''), 'hex')]);
  return { ...object, dataSet, transferSyntaxUid: jpegLosslessSv1.uid, file: asFile(dataSet, object, jpegLosslessSv1) };
}

async function storeMarked(object: SmallObject): Promise<void> {
  const association = await associate(node, { transferSyntaxUids: [object.transferSyntaxUid] });
  const sopInstanceUid = object.sopInstanceUid === '' ? newUid() : object.sopInstanceUid;
  const outcome = await association.store({ ...object, sopClassUid: mrImageStorage, sopInstanceUid });
  if (outcome.status !== 0) refusals.push(JSON.stringify(outcome));
  await association.release();
}

/** Adds an administrator who has signed in, and returns what asks as that. */
async function signUp() {
  const user = { email: `${newUid()}@example.test`, name: 'Test', role: 'admin' };
  const { setupLink } = JSON.parse((await postJson('/api/users', user)).text);
  const token = decodeURIComponent(new URL(setupLink, node.httpUrl).hash.slice(1));
  marks.push(token);
  const begun = await fetch(`${node.httpUrl}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, password: `gantry-${mark}-47` }),
  });
  expect(begun.status, await begun.clone().text()).toBe(201);
  const { csrfToken } = (await begun.json()) as { csrfToken: string };
  const cookie = begun.headers.getSetCookie().map((one) => one.split(';')[0]);
  const headers = { 'x-csrf-token': csrfToken, cookie: cookie.join('; ') };
  marks.push(csrfToken, ...cookie.flatMap((one) => one?.split('=')[1] ?? []));
  return async (method: string, path: string, body?: object) => {
    const json = { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const { text } = await request(path, { method, headers, ...(body !== undefined && json) });
    return text === '' ? undefined : JSON.parse(text);
  };
}

function get(path: string, accept = '*/*') {
  return request(path, { headers: { authorization: `Bearer ${node.token}`, accept } });
}

function post(path: string, body: Uint8Array, contentType: string, headers: Record<string, string> = {}) {
  return request(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token}`, 'content-type': contentType, ...headers },
    body: Buffer.from(body),
  });
}

function postJson(path: string, body: object) {
  return post(path, Buffer.from(JSON.stringify(body)), 'application/json');
}

async function request(path: string, init: RequestInit): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(node.httpUrl + path, { redirect: 'manual', ...init });
  const text = await response.text();
  const isRefusal = response.status >= 400 || path.startsWith('/api/session') || path.startsWith('/api/setup');
  if (isRefusal) refusals.push(`${text.replace(referencedInstance, '')} ${JSON.stringify([...response.headers])}`);
  return { status: response.status, text };
}
