import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { acceptAll } from '../src/accept-all.ts';
import { encodeAssociateAccept } from '../src/associate-pdu.ts';
import { openAssociation } from '../src/client.ts';
import type { ClientAssociation } from '../src/client-association.ts';
import { encodeAbort, encodeAssociateReject } from '../src/control-pdu.ts';
import { DimseError } from '../src/errors.ts';
import { buildAccept, chooseRoles } from '../src/negotiation.ts';
import { rejection } from '../src/rejection.ts';
import type { NotificationRequest } from '../src/verbs.ts';
import { ManualClock } from './manual-clock.ts';
import {
  buildAssociateRequest,
  commandPdu,
  ctImageStorage,
  implicitVr,
  pData,
  storageCommitment,
  storageCommitmentInstance,
  studyRootFind,
  studyRootGet,
  studyRootMove,
  testInstanceUid,
  verification,
} from './messages.ts';
import { type RecordingOptions, type RecordingServer, startRecordingServer } from './recording-server.ts';

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const proposal = {
  host: '127.0.0.1',
  calledAet: 'TEST-CALLED',
  callingAet: 'TEST-CALLING',
  contexts: [
    { abstractSyntax: verification, transferSyntaxes: [implicitVr] },
    { abstractSyntax: ctImageStorage, transferSyntaxes: [implicitVr] },
  ],
};

async function start(options: RecordingOptions = {}): Promise<RecordingServer> {
  const recording = await startRecordingServer(options);
  cleanups.push(() => recording.server.close(0));
  return recording;
}

async function open(port: number, changes = {}): Promise<ClientAssociation> {
  const association = await openAssociation({ ...proposal, port, ...changes });
  cleanups.push(() => association.abort());
  return association;
}

/** An acceptor that does what a test says with each connection. */
async function startPeer(act: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    act(socket);
  });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const accept = encodeAssociateAccept(
  buildAccept(
    buildAssociateRequest(),
    new Map([
      [1, { transferSyntax: implicitVr }],
      [3, { transferSyntax: implicitVr }],
    ]),
    { maxPduBytes: 16_384, implementationClassUid: '2.25.1', implementationVersionName: 'TEST' },
  ),
);

/** Accepts, then does something with what comes next. */
const accepting = (then: (socket: Socket) => void) => (socket: Socket) => {
  socket.once('data', () => {
    socket.write(accept);
    socket.once('data', () => then(socket));
  });
};

function instance(dataSet: Uint8Array | AsyncIterable<Uint8Array>) {
  return { sopClassUid: ctImageStorage, sopInstanceUid: testInstanceUid, transferSyntaxUid: implicitVr, dataSet };
}

const patterned = (size: number) => Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) & 0xff);

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

test('opens an association, echoes, releases', async () => {
  const { server } = await start();
  const association = await open(server.port);
  expect(association.acceptedContexts).toEqual([
    { id: 1, abstractSyntax: verification, transferSyntax: implicitVr },
    { id: 3, abstractSyntax: ctImageStorage, transferSyntax: implicitVr },
  ]);
  expect(association.maxPduBytes).toBe(131_072);
  expect(await association.echo()).toBe(0);
  await association.release();
  await association.release();
  await expect(association.echo()).rejects.toMatchObject({ code: 'association-closed' });
});

/** Sizes around one fragment of the peer's 4096 bytes (4090), and none at all. */
test.each([0, 2, 4088, 4090, 4092, 8180, 100_000])('stores %i bytes unchanged, whole or in chunks', async (size) => {
  const { server, stored } = await start({ maxPduBytes: 4096 });
  const association = await open(server.port);
  const dataSet = patterned(size);
  async function* chunks() {
    const reused = new Uint8Array(1000);
    for (let at = 0; at < size; at += 1000) {
      const part = dataSet.subarray(at, at + 1000);
      reused.set(part);
      yield reused.subarray(0, part.length);
    }
  }
  expect(await association.store(instance(dataSet))).toEqual({ status: 0 });
  expect(await association.store(instance(chunks()))).toEqual({ status: 0 });
  const expected = await sha256(dataSet);
  expect(stored.map((entry) => entry.sha256())).toEqual([expected, expected]);
});

test('stores 20 MB to a peer that names no limit of the PDU length', async () => {
  let received = 0;
  const port = await startPeer((socket) => {
    socket.once('data', () => {
      socket.write(
        encodeAssociateAccept(
          buildAccept(buildAssociateRequest(), new Map([[3, { transferSyntax: implicitVr }]]), {
            maxPduBytes: 0,
            implementationClassUid: '2.25.1',
            implementationVersionName: 'TEST',
          }),
        ),
      );
      socket.on('data', (chunk) => {
        received += chunk.length;
        if (received < 20_000_000 + 100) return;
        socket.write(commandPdu(3, { commandField: 0x8001, messageIdRespondedTo: 1, dataSetType: 0x0101, status: 0 }));
      });
    });
  });
  const association = await open(port);
  expect(association.maxPduBytes).toBe(0);
  expect(await association.store(instance(new Uint8Array(20_000_000)))).toEqual({ status: 0 });
});

test('hands on how the peer refused an instance, and stays usable', async () => {
  const { server } = await start({
    onEnd: async () => ({ status: 0xa700, errorComment: 'full', offendingElements: [0x0010_0020] }),
  });
  const association = await open(server.port);
  const outcome = await association.store(instance(patterned(10)));
  expect(outcome).toEqual({ status: 0xa700, errorComment: 'full', offendingElements: [0x0010_0020] });
  expect(await association.echo()).toBe(0);
});

test('runs operations one after the other, whoever calls them', async () => {
  const { server, stored } = await start();
  const association = await open(server.port);
  const outcomes = await Promise.all([
    association.store(instance(patterned(100_000))),
    association.echo(),
    association.store(instance(patterned(10))),
    association.release(),
  ]);
  expect(outcomes).toEqual([{ status: 0 }, 0, { status: 0 }, undefined]);
  expect(stored.map(({ lengthBytes }) => lengthBytes)).toEqual([100_000, 10]);
});

test('an iterable that fails aborts the association and passes its error on', async () => {
  const { server, stored, waitFor } = await start();
  const association = await open(server.port);
  async function* broken() {
    yield new Uint8Array(200_000);
    throw new Error('file is gone');
  }
  await expect(association.store(instance(broken()))).rejects.toThrow('file is gone');
  await waitFor(() => stored[0]?.calls.aborts === 1);
  await expect(association.echo()).rejects.toMatchObject({ code: 'association-aborted' });
});

test('sends nothing without an accepted context', async () => {
  const { server } = await start({ accept: () => ({ kind: 'accept', contexts: new Map(), context: undefined }) });
  const association = await open(server.port);
  expect(association.acceptedContexts).toEqual([]);
  const refusal = { code: 'context-not-accepted', details: { sopClassUid: verification } };
  await expect(association.echo()).rejects.toMatchObject(refusal);
  await expect(association.store(instance(patterned(2)))).rejects.toMatchObject({ code: 'context-not-accepted' });
});

test('a rejection is an error with result, source and reason', async () => {
  const port = await startPeer((socket) => {
    socket.once('data', () => socket.write(encodeAssociateReject(rejection.calledAeTitleNotRecognized)));
  });
  await expect(open(port)).rejects.toMatchObject({
    code: 'association-rejected',
    details: { host: '127.0.0.1', port, result: 1, source: 1, reason: 7 },
  });
});

test('a refused connection is an error with the system’s code', async () => {
  const { server } = await start();
  const { port } = server;
  await server.close(0);
  await expect(open(port)).rejects.toMatchObject({
    code: 'connection-failed',
    details: { host: '127.0.0.1', port, systemCode: 'ECONNREFUSED' },
  });
});

test.each<[string, (socket: Socket) => void, object]>([
  [
    'aborts',
    (socket) => socket.write(encodeAbort(2, 1)),
    { code: 'association-aborted', details: { source: 2, reason: 1 } },
  ],
  ['hangs up', (socket) => socket.destroy(), { code: 'connection-lost' }],
  [
    'answers another message',
    (socket) =>
      socket.write(commandPdu(1, { commandField: 0x8030, messageIdRespondedTo: 99, dataSetType: 0x0101, status: 0 })),
    { code: 'invalid-message' },
  ],
  [
    'answers without status',
    (socket) => socket.write(commandPdu(1, { commandField: 0x8030, messageIdRespondedTo: 1, dataSetType: 0x0101 })),
    { code: 'invalid-message' },
  ],
  [
    'asks instead of answering',
    (socket) => socket.write(commandPdu(1, { commandField: 0x0030, messageId: 1, dataSetType: 0x0101 })),
    { code: 'invalid-message' },
  ],
  ['sends a data set', (socket) => socket.write(pData(1, 2, new Uint8Array(4))), { code: 'invalid-message' }],
  [
    'sends a command set that is none',
    (socket) => socket.write(pData(1, 3, new Uint8Array(4))),
    { code: 'invalid-message' },
  ],
  [
    'sends what is no PDU',
    (socket) => socket.write('HTTP/1.1 400 Bad Request'),
    { code: 'association-aborted', details: { source: 2, reason: 1 } },
  ],
])('an operation is rejected when the peer %s', async (_, misbehave, expected) => {
  const association = await open(await startPeer(accepting(misbehave)));
  await expect(association.echo()).rejects.toMatchObject(expected);
  await expect(association.echo()).rejects.toMatchObject(expected);
});

test('a data set that the peer hangs up on is rejected while it is being sent', async () => {
  const association = await open(await startPeer(accepting((socket) => socket.destroy())));
  async function* endless() {
    for (;;) {
      yield new Uint8Array(100_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await expect(association.store(instance(endless()))).rejects.toMatchObject({ code: 'connection-lost' });
});

/** Each phase that can last too long, with the limit it stands under. */
test.each<[string, (socket: Socket) => void, object, (association: ClientAssociation) => Promise<unknown>]>([
  ['associate', () => undefined, { artimTimeoutMs: 700 }, () => Promise.resolve()],
  ['response', accepting(() => undefined), { responseTimeoutMs: 700 }, (association) => association.echo()],
  ['release', accepting(() => undefined), { artimTimeoutMs: 700 }, (association) => association.release()],
])('a peer that takes too long to %s is left', async (phase, act, limits, operate) => {
  const clock = new ManualClock();
  const heard = Promise.withResolvers<void>();
  const port = await startPeer((socket) => {
    socket.on('data', () => heard.resolve());
    act(socket);
  });
  const attempt = openAssociation({ ...proposal, port, clock, ...limits }).then(operate);
  const outcome = expect(attempt).rejects.toMatchObject({ code: 'timeout', details: { phase, timeoutMs: 700 } });
  await heard.promise;
  let isSettled = false;
  const settled = outcome.finally(() => {
    isSettled = true;
  });
  while (!isSettled) {
    clock.advance(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await settled;
});

test('an abort of our own rejects what waits', async () => {
  const gate = Promise.withResolvers<void>();
  const { server, stored, waitFor } = await start({ onWrite: () => gate.promise });
  const association = await open(server.port);
  const storing = expect(association.store(instance(patterned(10)))).rejects.toMatchObject({
    code: 'association-aborted',
    details: { source: 0 },
  });
  await waitFor(() => stored.length === 1);
  association.abort();
  await storing;
  gate.resolve();
  await waitFor(() => stored[0]?.calls.aborts === 1 || stored[0]?.calls.ends === 1);
});

test.each([
  ['no presentation context', { contexts: [] }],
  ['more than 128 presentation contexts', { contexts: Array.from({ length: 129 }, () => proposal.contexts[0]) }],
  ['an AE title that has no encoding', { calledAet: 'A'.repeat(17) }],
])('does not propose %s', async (_, changes) => {
  const { server } = await start();
  await expect(open(server.port, changes)).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('sends a user identity that the acceptor can read', async () => {
  const seen = Promise.withResolvers<unknown>();
  const { server } = await start({
    accept: (request) => {
      seen.resolve(request.userIdentity);
      return { kind: 'reject', ...rejection.noReason };
    },
  });
  const userIdentity = {
    type: 2,
    positiveResponseRequested: false,
    primary: new TextEncoder().encode('TEST-USER'),
    secondary: new TextEncoder().encode('TEST-PASSCODE'),
  };
  await expect(open(server.port, { userIdentity })).rejects.toMatchObject({ code: 'association-rejected' });
  expect(await seen.promise).toEqual(userIdentity);
});

/** PS3.4 §J.3.3: the provider of a commitment opens an association in which it keeps its role. */
describe('a commitment is reported on an association of its own', () => {
  const contexts = [{ abstractSyntax: storageCommitment, transferSyntaxes: [implicitVr] }];
  const asProvider = [{ sopClassUid: storageCommitment, scu: false, scp: true }];
  const notification = {
    sopClassUid: storageCommitment,
    sopInstanceUid: storageCommitmentInstance,
    typeId: 1,
    transferSyntaxUid: implicitVr,
    dataSet: patterned(64),
  };

  async function startReceiver(isGranted: boolean) {
    const requests: NotificationRequest[] = [];
    const receive = async (request: NotificationRequest) => {
      requests.push(request);
      return { status: 0 };
    };
    const { server } = await start({
      accept: (request) => ({
        ...acceptAll(request),
        roleSelections: chooseRoles(request.roleSelections, () => ({ scu: false, scp: isGranted })),
      }),
      verbs: { echo: () => 0, store: () => ({ status: 0 }), action: receive, eventReport: receive },
    });
    return { server, requests };
  }

  test('with the role of SCP granted', async () => {
    const { server, requests } = await startReceiver(true);
    const association = await open(server.port, { contexts, roleSelections: asProvider });
    expect(association.acceptedRoles).toEqual(asProvider);
    expect(await association.eventReport(notification)).toEqual({ status: 0 });
    expect(requests).toMatchObject([{ typeId: 1, sopInstanceUid: storageCommitmentInstance }]);
    expect(Buffer.from(requests[0]?.dataSet ?? []).equals(notification.dataSet)).toBe(true);
    await association.release();
  });

  test('not without that role', async () => {
    const { server, requests } = await startReceiver(false);
    const association = await open(server.port, { contexts, roleSelections: asProvider });
    await expect(association.eventReport(notification)).rejects.toMatchObject({
      code: 'context-not-accepted',
      details: { sopClassUid: storageCommitment },
    });
    expect(requests).toEqual([]);
  });

  test('after an action that asked for it, in the usual roles', async () => {
    const { server, requests } = await startReceiver(false);
    const association = await open(server.port, { contexts });
    expect(await association.action({ ...notification, dataSet: patterned(1_000_000) })).toEqual({ status: 0 });
    expect(requests[0]?.dataSet?.length).toBe(1_000_000);
    const { dataSet: _, ...bare } = notification;
    expect(await association.action(bare)).toEqual({ status: 0 });
    expect(requests[1]?.dataSet).toBeUndefined();
  });
});

test('queries, moves and gets from a server of ours', async () => {
  const roles = [{ sopClassUid: ctImageStorage, scu: false, scp: true }];
  const instances = [patterned(300_000), patterned(10), patterned(0)];
  const { server } = await start({
    accept: (request) => ({ ...acceptAll(request), roleSelections: request.roleSelections }),
    verbs: {
      echo: () => 0,
      store: () => ({ status: 0 }),
      find: async function* ({ identifier }) {
        for (let number = 0; number < 1000; number += 1) yield { identifier };
      },
      move: async function* ({ destinationAet }) {
        yield { remaining: 70_000, completed: 0, failed: 0, warning: 0 };
        throw new DimseError('operation-refused', '', { status: destinationAet === 'NOBODY' ? 0xa801 : 0 });
      },
      get: async function* (_request, _association, suboperations) {
        for (const [at, dataSet] of instances.entries()) {
          await suboperations.store(instance(dataSet));
          yield { remaining: instances.length - at - 1, completed: at + 1, failed: 0, warning: 0 };
        }
        return { status: 0, counts: { remaining: 0, completed: instances.length, failed: 0, warning: 0 } };
      },
    },
  });
  const models = [studyRootFind, studyRootMove, studyRootGet];
  const association = await open(server.port, {
    contexts: [...models, ctImageStorage].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [implicitVr] })),
    roleSelections: roles,
  });
  const query = { transferSyntaxUid: implicitVr, identifier: patterned(200) };
  let matches = 0;
  for await (const match of association.find({ ...query, sopClassUid: studyRootFind })) matches += match.length;
  expect(matches).toBe(200_000);

  const move = association.move({ ...query, sopClassUid: studyRootMove, destinationAet: 'NOBODY' });
  // Counts are US elements; what they cannot hold is answered as the most they can.
  expect((await move.next()).value).toMatchObject({ remaining: 65_535 });
  expect(await move.next()).toMatchObject({ done: true, value: { status: 0xa801 } });

  const received: number[] = [];
  const get = association.get(
    { ...query, sopClassUid: studyRootGet },
    {
      store: () => {
        let lengthBytes = 0;
        return {
          write: async (chunk) => {
            lengthBytes += chunk.length;
          },
          end: async () => {
            received.push(lengthBytes);
            return { status: 0 };
          },
          abort: async () => undefined,
        };
      },
    },
  );
  const steps: number[] = [];
  for await (const { completed } of get) steps.push(completed);
  expect(steps).toEqual([1, 2, 3]);
  expect(received).toEqual([300_000, 10, 0]);
  await association.release();
});
