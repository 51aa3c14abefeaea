/**
 * Revoked while it is on its way: a download, a C-GET and a C-MOVE whose reader has stopped in the middle end within a
 * second after the grant was taken away, or the account or peer that it was granted to, in a way that nobody takes for the whole.
 * A peer that is revoked is refused on the associations that it has open.
 */

import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { ServiceAccountList } from '@isocenter/contract/service-accounts';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { verificationSopClass } from '@isocenter/dicom/uids';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { dimseStatus } from '@isocenter/dimse/status';
import type { StoreSink } from '@isocenter/dimse/verbs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildSmallObject, mrImageStorage, newUid } from '../../../test/small-object.ts';
import { encodeCommitmentReport, encodeCommitmentRequest } from '../src/commitment/data-sets.ts';
import { storageCommitmentInstance, storageCommitmentSopClass } from '../src/commitment/service-class.ts';
import { buildGrant } from './grants.ts';
import { type Headers, openWholeGateway, type WholeGateway } from './whole-gateway.ts';

/** More than the sockets between two programs take by themselves. */
const longBytes = 24 * 2 ** 20;
const syntax = explicitVrLittleEndian;
const model = (last: number) => `1.2.840.10008.5.1.4.1.2.2.${last}`;

/** Of a long image; and of small ones. */
const [long, many] = [newUid(), newUid()];
const manyCount = 12;

let node: WholeGateway;
let admin: Headers;
let member: { readonly id: number; readonly headers: Headers };
let service: { readonly id: number; readonly headers: Headers };
let peerId: number;
let destination: DimseServer;
/** Told when an answer is over at the node, however it ended. */
let answerIsOver = Promise.withResolvers<void>();
/** What a receiver of images does with each, until it may go on. */
let reader = stoppedReader('in the middle');

beforeAll(async () => {
  node = await openWholeGateway((http) => {
    http.addHook('onRequest', async (request, reply) => {
      if (request.url.startsWith('/dicom-web/')) reply.raw.once('close', () => answerIsOver.resolve());
    });
  });
  admin = await node.program('admin');
  member = await node.person('member');
  service = await node.service('Test program');
  await node.database.db.updateTable('access_policy').set({ new_studies: 'nobody' }).execute();
  const pixels = { Rows: 4096, Columns: 3072, PixelData: { vr: 'OW', value: new Uint8Array(longBytes) } } as const;
  await store(buildSmallObject({ StudyInstanceUID: long, ...pixels }).file);
  const series = { StudyInstanceUID: many, SeriesInstanceUID: newUid() };
  for (let at = 0; at < manyCount; at += 1) await store(buildSmallObject(series).file);
  destination = await listenDimse<undefined>({
    ...{ host: '127.0.0.1', port: 0, accept: acceptAll },
    verbs: { echo: () => 0, store: () => reader.sink },
  });
  peerId = await addPeer('READER', 104, ['find', 'get', 'move']);
  await addPeer('TAKER', destination.port, ['echo']);
});
afterEach(() => reader.goOn());
afterAll(async () => {
  await destination.close(0);
  await node.close();
});

async function ask(method: string, path: string, body?: object): Promise<Response> {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return fetch(node.base + path, { method, headers: { ...admin, ...type }, ...json });
}

async function store(file: Uint8Array): Promise<void> {
  const headers = { ...admin, 'content-type': 'application/octet-stream' };
  const answer = await fetch(`${node.base}/api/imports`, { method: 'POST', headers, body: Buffer.from(file) });
  expect(answer.status).toBe(201);
}

async function addPeer(aeTitle: string, port: number, verbs: readonly string[]): Promise<number> {
  const peer = { name: aeTitle, aeTitle, host: '127.0.0.1', port, verbs, note: '', enabled: true };
  const answer = await ask('POST', '/api/peers', { ...peer, checkAddress: true, conflictPolicy: 'first' });
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  return Number(id);
}

/** Grants a study and returns what revokes it. */
async function grant(studyUid: string, grantee: { grantee_kind: 'user' | 'service' | 'peer'; grantee_id: number }) {
  const { db } = node.database;
  const study = db.selectFrom('study').select('id').where('study_instance_uid', '=', studyUid);
  const { id: study_id } = await study.executeTakeFirstOrThrow();
  const made = db.insertInto('access_grant').values(buildGrant({ ...grantee, study_id }));
  const { id } = await made.returning('id').executeTakeFirstOrThrow();
  return async () => {
    const answer = await ask('DELETE', `/api/grants/${id}`);
    expect(answer.status).toBe(204);
  };
}

/** Takes the first bytes, or a first image, and nothing more until it may go on. */
function stoppedReader(where: 'in the middle' | 'after an image') {
  const [begun, going] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const [taken, aborted] = [{ bytes: 0, images: 0 }, Promise.withResolvers<void>()];
  const sink: StoreSink = {
    write(chunk) {
      taken.bytes += chunk.length;
      if (where === 'after an image') return undefined;
      begun.resolve();
      return going.promise;
    },
    async end() {
      taken.images += 1;
      if (where === 'after an image' && taken.images === 2) {
        begun.resolve();
        await going.promise;
      }
      return { status: 0 };
    },
    abort: async () => aborted.resolve(),
  };
  return { sink, taken, begun: begun.promise, aborted: aborted.promise, goOn: () => going.resolve() };
}

type Reader = { readonly kind: 'user' | 'service'; readonly id: number; readonly headers: Headers };

/** Begins a download of the long image and reads its first bytes only. */
async function beginDownload(accept: string, { kind, id, headers: own }: Reader = { kind: 'user', ...member }) {
  const revoke = await grant(long, { grantee_kind: kind, grantee_id: id });
  answerIsOver = Promise.withResolvers();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { ...own, accept };
    httpRequest(`${node.base}/dicom-web/studies/${long}`, { headers }, resolve).once('error', reject).end();
  });
  expect(response.statusCode).toBe(200);
  const first = await new Promise<Buffer>((resolve) => response.once('data', resolve));
  response.pause();
  return { response, revoke, firstBytes: first.length };
}

test.each([['multipart/related; type="application/dicom"'], ['application/zip']])(
  'a download as %s',
  async (accept) => {
    const { response, revoke, firstBytes } = await beginDownload(accept);
    await revoke();
    await answerIsOver.promise;
    const { end, bytes } = await restOf(response);
    expect(end).toBe('cut');
    expect(firstBytes + bytes).toBeLessThan(longBytes);
  },
);

/** The rest of a download that was begun. */
async function restOf(response: IncomingMessage): Promise<{ readonly end: 'cut' | 'whole'; readonly bytes: number }> {
  let bytes = 0;
  const ended = new Promise<'cut' | 'whole'>((resolve) => {
    response.once('error', () => resolve('cut'));
    response.once('end', () => resolve('whole'));
  });
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  response.resume();
  return { end: await ended, bytes };
}

const tokensOf = async () => {
  const { services } = (await (await ask('GET', '/api/services')).json()) as ServiceAccountList;
  return services.find(({ id }) => id === String(service.id))?.tokens ?? [];
};

test.each<[string, () => Promise<Response>]>([
  [
    'that may speak from elsewhere only',
    () => ask('PATCH', `/api/services/${service.id}`, { networks: ['192.0.2.0/24'] }),
  ],
  ['whose token is revoked', async () => ask('DELETE', `/api/tokens/${(await tokensOf())[0]?.id}`)],
  ['that is disabled', () => ask('PATCH', `/api/services/${service.id}`, { disabled: true })],
])('a download and the events of a service account %s', async (what, change) => {
  service = await node.service(`Test program ${what}`);
  const { response, firstBytes } = await beginDownload('application/zip', { kind: 'service', ...service });
  const events = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(`${node.base}/api/events`, { headers: service.headers }, resolve).once('error', reject).end();
  });
  expect(events.statusCode).toBe(200);
  const streamIsOver = new Promise((resolve) => events.once('close', resolve));
  events.on('error', () => undefined).resume();
  const answer = await change();
  expect(answer.ok, await answer.text()).toBe(true);
  // The reader takes nothing meanwhile: neither would end by itself.
  await Promise.all([answerIsOver.promise, streamIsOver]);
  const { end, bytes } = await restOf(response);
  expect(end).toBe('cut');
  expect(firstBytes + bytes).toBeLessThan(longBytes);
});

/**
 * Until what was taken away before has been looked at. Answers are looked at in the order in which they began: one that is cut
 * is the last of its round, and the next one is cut in a round that began later.
 */
async function untilNoticed(): Promise<void> {
  for (const _ of [1, 2]) {
    const { response, revoke } = await beginDownload('application/zip');
    await revoke();
    await answerIsOver.promise;
    response.once('error', () => undefined).destroy();
  }
}

type Verb = 'C-GET' | 'C-MOVE';

/** Asks for a study and leaves it to the reader how fast it comes. */
async function retrieve(verb: Verb, studyUid: string) {
  const association = await openAssociation({
    ...{ host: '127.0.0.1', port: node.dicomPort, calledAet: 'ISOCENTER', callingAet: 'READER' },
    contexts: [modelOf(verb), mrImageStorage].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [syntax.uid],
    })),
    roleSelections: [{ sopClassUid: mrImageStorage, scu: false, scp: true }],
  });
  const outcome = askFor(verb, studyUid, association).catch(() => 'aborted' as const);
  return { association, outcome };
}

const modelOf = (verb: Verb) => model(verb === 'C-GET' ? 3 : 2);

async function askFor(verb: Verb, studyUid: string, association: ClientAssociation) {
  const asked = buildDataSet({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: studyUid });
  const query = { sopClassUid: modelOf(verb), transferSyntaxUid: syntax.uid, identifier: encodeDataSet(asked, syntax) };
  const responses =
    verb === 'C-GET'
      ? association.get(query, { store: async () => reader.sink })
      : association.move({ ...query, destinationAet: 'TAKER' });
  for (;;) {
    const step = await responses.next();
    if (step.done) return step.value;
  }
}

test.each<Verb>(['C-GET', 'C-MOVE'])('a %s in the middle of an image', async (verb) => {
  const revoke = await grant(long, { grantee_kind: 'peer', grantee_id: peerId });
  reader = stoppedReader('in the middle');
  const { association, outcome } = await retrieve(verb, long);
  await reader.begun;
  await revoke();
  // Whoever goes on sooner may have had the whole image in the meantime.
  await untilNoticed();
  reader.goOn();
  await reader.aborted;
  expect(reader.taken.bytes).toBeLessThan(longBytes);
  expect(reader.taken.images).toBe(0);
  if (verb === 'C-GET') expect(await outcome).toBe('aborted');
  else expect(await outcome).toMatchObject({ counts: { completed: 0, failed: 1 } });
  if (verb === 'C-MOVE') await association.release();
});

test.each<Verb>(['C-GET', 'C-MOVE'])('a %s between two images is answered as cancelled', async (verb) => {
  const revoke = await grant(many, { grantee_kind: 'peer', grantee_id: peerId });
  reader = stoppedReader('after an image');
  const { association, outcome } = await retrieve(verb, many);
  await reader.begun;
  await revoke();
  await untilNoticed();
  reader.goOn();
  const answer = await outcome;
  expect(answer).toMatchObject({ status: dimseStatus.cancel, counts: { failed: 0 } });
  expect(reader.taken.images).toBeLessThan(manyCount);
  await association.release();
});

/** Changes the entry of the peer that retrieves. */
async function changePeer(change: { readonly enabled?: boolean; readonly verbs?: readonly string[] }) {
  const entry = { name: 'READER', aeTitle: 'READER', host: '127.0.0.1', port: 104, note: '', checkAddress: true };
  const usual = { enabled: true, verbs: ['find', 'get', 'move'], conflictPolicy: 'first' };
  const answer = await ask('PUT', `/api/peers/${peerId}`, { ...entry, ...usual, ...change });
  expect(answer.status).toBe(200);
}

test.each([
  ['C-GET', 'is switched off', { enabled: false }],
  ['C-GET', 'may not use C-GET any more', { verbs: ['find', 'move'] }],
  ['C-MOVE', 'is switched off', { enabled: false }],
  ['C-MOVE', 'may not use C-MOVE any more', { verbs: ['find', 'get'] }],
] as const)(
  'a %s of a peer that %s is cut in the middle of an image, and the next is refused',
  async (verb, _, change) => {
    const revoke = await grant(long, { grantee_kind: 'peer', grantee_id: peerId });
    reader = stoppedReader('in the middle');
    const { association, outcome } = await retrieve(verb, long);
    const idle = await retrieve(verb, newUid());
    expect(await idle.outcome).toMatchObject({ status: dimseStatus.success });
    await reader.begun;
    await changePeer(change);
    await untilNoticed();
    reader.goOn();
    await reader.aborted;
    expect(reader.taken.bytes).toBeLessThan(longBytes);
    expect(reader.taken.images).toBe(0);
    if (verb === 'C-GET') expect(await outcome).toBe('aborted');
    else expect(await outcome).toMatchObject({ counts: { completed: 0, failed: 1 } });
    if (verb === 'C-MOVE') await association.release();
    // On an association that was open before.
    expect((await askFor(verb, long, idle.association)).status).toBe(dimseStatus.notAuthorized);
    await idle.association.release();
    await changePeer({});
    await revoke();
  },
);

type Operation = 'C-ECHO' | 'C-FIND' | 'C-STORE' | 'N-ACTION' | 'N-EVENT-REPORT';
const allVerbs = ['echo', 'store', 'find', 'get', 'move', 'commit'];
let callers = 0;

/** A peer of its own, and two associations of it that stay open. */
async function openCaller() {
  callers += 1;
  const aeTitle = `CALLER${callers}`;
  const id = await addPeer(aeTitle, 104, allVerbs);
  const open = (isReporting = false) =>
    openAssociation({
      ...{ host: '127.0.0.1', port: node.dicomPort, calledAet: 'ISOCENTER', callingAet: aeTitle },
      contexts: [verificationSopClass, model(1), mrImageStorage, storageCommitmentSopClass].map((abstractSyntax) => ({
        abstractSyntax,
        transferSyntaxes: [syntax.uid],
      })),
      ...(isReporting && { roleSelections: [{ sopClassUid: storageCommitmentSopClass, scu: false, scp: true }] }),
    });
  const entry = { name: aeTitle, aeTitle, host: '127.0.0.1', port: 104, note: '', checkAddress: true };
  return {
    open,
    remove: () => ask('DELETE', `/api/peers/${id}`),
    change: (changes: object) =>
      ask('PUT', `/api/peers/${id}`, { ...entry, enabled: true, verbs: allVerbs, conflictPolicy: 'first', ...changes }),
  };
}

/** Returns the status of a request that would be answered with success, or with something other than a refusal. */
async function request(operation: Operation, association: ClientAssociation): Promise<number> {
  const commitment = { sopClassUid: storageCommitmentSopClass, sopInstanceUid: storageCommitmentInstance, typeId: 1 };
  const instances = [{ sopClassUid: mrImageStorage, sopInstanceUid: newUid() }];
  switch (operation) {
    case 'C-ECHO':
      return association.echo();
    case 'C-FIND': {
      const identifier = encodeDataSet(buildDataSet({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: long }), syntax);
      const answers = association.find({ sopClassUid: model(1), transferSyntaxUid: syntax.uid, identifier });
      for (;;) {
        const step = await answers.next();
        if (step.done) return step.value.status;
      }
    }
    case 'C-STORE':
      return (await association.store(buildSmallObject())).status;
    case 'N-ACTION': {
      const dataSet = encodeCommitmentRequest({ transactionUid: newUid(), instances }, syntax.uid);
      return (await association.action({ ...commitment, transferSyntaxUid: syntax.uid, dataSet })).status;
    }
    case 'N-EVENT-REPORT': {
      const told = encodeCommitmentReport(newUid(), { committed: instances, failed: [] }, syntax.uid);
      return (await association.eventReport({ ...commitment, transferSyntaxUid: syntax.uid, ...told })).status;
    }
  }
}

const without = (verb: string) => ({ verbs: allVerbs.filter((one) => one !== verb) });
const untilThen = { timeout: 60_000, interval: 20 };
type CallerOfTest = Awaited<ReturnType<typeof openCaller>>;

describe.each<[string, (caller: CallerOfTest, verb: string) => Promise<Response>]>([
  ['is switched off', (caller) => caller.change({ enabled: false })],
  ['is removed', (caller) => caller.remove()],
  ['loses the verb', (caller, verb) => caller.change(without(verb))],
])('on an association that was open before its peer %s', (how, change) => {
  const operations: readonly (readonly [Operation, string])[] = [
    ['C-ECHO', 'echo'],
    ['C-FIND', 'find'],
    ['C-STORE', 'store'],
    ['N-ACTION', 'commit'],
    // Open to every peer that there is, whatever its verbs are.
    ...(how === 'loses the verb' ? [] : ([['N-EVENT-REPORT', '']] as const)),
  ];
  test.each(operations)('a %s is refused', async (operation, verb) => {
    const caller = await openCaller();
    const association = await caller.open(operation === 'N-EVENT-REPORT');
    expect(await request(operation, association)).not.toBe(dimseStatus.notAuthorized);
    expect((await change(caller, verb)).ok).toBe(true);
    await expect.poll(() => request(operation, association), untilThen).toBe(dimseStatus.notAuthorized);
    expect(await request(operation, association)).toBe(dimseStatus.notAuthorized);
    await association.release();
  });

  test('an object that is on its way is refused, and dropped', async () => {
    const caller = await openCaller();
    const [storing, other] = [await caller.open(), await caller.open()];
    const { dataSet, ...object } = buildSmallObject();
    const [begun, going] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    async function* slowly() {
      yield dataSet.subarray(0, 300);
      begun.resolve();
      await going.promise;
      yield dataSet.subarray(300);
    }
    const stored = storing.store({ ...object, dataSet: slowly() });
    await begun.promise;
    expect((await change(caller, 'store')).ok).toBe(true);
    await expect.poll(() => request('C-STORE', other), untilThen).toBe(dimseStatus.notAuthorized);
    going.resolve();
    expect(await stored).toMatchObject({ status: dimseStatus.notAuthorized });
    // Nothing of it is there for anybody else either.
    await store(buildSmallObject().file);
    const { db } = node.database;
    const found = db.selectFrom('instance').select('id').where('sop_instance_uid', '=', object.sopInstanceUid);
    expect(await found.execute()).toEqual([]);
    await storing.release();
    await other.release();
  });
});
