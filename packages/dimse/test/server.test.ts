import { networkInterfaces } from 'node:os';
import { heldBytes } from '@isocenter/testkit/held-bytes';
import { afterEach, expect, test } from 'vitest';
import { parseAssociateAccept } from '../src/associate-pdu.ts';
import { encodeAbort, encodeReleaseRequest, encodeReleaseResponse } from '../src/control-pdu.ts';
import { concatBytes } from '../src/items.ts';
import type { Logger } from '../src/logger.ts';
import { rejection } from '../src/rejection.ts';
import { ManualClock } from './manual-clock.ts';
import {
  associateRequestBytes,
  commandPdu,
  echoRequest,
  fromHex,
  hex,
  implicitVr,
  pData,
  storeMessage,
  storeRequest,
  verification,
} from './messages.ts';
import { RawPeer } from './raw-peer.ts';
import { type RecordingOptions, type RecordingServer, startRecordingServer } from './recording-server.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ family }) => family === 'IPv6'));

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: RecordingOptions = {}): Promise<RecordingServer> {
  const recording = await startRecordingServer(options);
  cleanups.push(() => recording.server.close(0));
  return recording;
}

async function connect(port: number): Promise<RawPeer> {
  const peer = await RawPeer.connect(port);
  cleanups.push(() => peer.destroy());
  return peer;
}

async function associate(port: number, changes = {}): Promise<RawPeer> {
  const peer = await connect(port);
  peer.send(associateRequestBytes(changes));
  expect((await peer.pdu())?.[0]).toBe(2);
  return peer;
}

const reject = (rejected: { result: number; source: number; reason: number }) =>
  `030000000004 00${[rejected.result, rejected.source, rejected.reason].map((n) => n.toString(16).padStart(2, '0')).join('')}`.replace(
    ' ',
    '',
  );

test('accepts an association and announces the longest PDU it takes', async () => {
  const { server } = await start({ maxPduBytes: 65_536 });
  const peer = await connect(server.port);
  peer.send(associateRequestBytes());
  const accept = parseAssociateAccept((await peer.pdu())?.subarray(6) ?? new Uint8Array());
  expect(accept.userInformation.maxPduBytes).toBe(65_536);
  expect(accept.contexts).toEqual([
    { id: 1, result: 0, transferSyntax: implicitVr },
    { id: 3, result: 0, transferSyntax: implicitVr },
  ]);
  expect(server.associations()).toBe(1);
});

test('releases, and forgets the association', async () => {
  const { server } = await start();
  const peer = await associate(server.port);
  peer.send(encodeReleaseRequest());
  expect(hex((await peer.pdu()) ?? new Uint8Array())).toBe(hex(encodeReleaseResponse()));
  expect(server.associations()).toBe(0);
});

test.each([
  [
    'the caller’s decision',
    { accept: () => ({ kind: 'reject', ...rejection.callingAeTitleNotRecognized }) as const },
    rejection.callingAeTitleNotRecognized,
  ],
  ['a called AE title that is not its own', { aet: 'OTHER' }, rejection.calledAeTitleNotRecognized],
  [
    'a decision that fails',
    { accept: async () => Promise.reject(new Error('database is down')) },
    rejection.temporaryCongestion,
  ],
  [
    'a decision for a transfer syntax that was not proposed',
    {
      accept: () =>
        ({ kind: 'accept', contexts: new Map([[1, { transferSyntax: '1.2' }]]), context: undefined }) as const,
    },
    rejection.temporaryCongestion,
  ],
])('rejects by %s', async (_, options, expected) => {
  const { server } = await start(options);
  const peer = await connect(server.port);
  peer.send(associateRequestBytes());
  expect(hex((await peer.pdu()) ?? new Uint8Array())).toBe(reject(expected));
  expect(server.associations()).toBe(0);
});

test('rejects associations beyond the limit as transient, and takes new ones when others have gone', async () => {
  const { server } = await start({ maxAssociations: 2 });
  const first = await associate(server.port);
  await associate(server.port);
  const third = await connect(server.port);
  third.send(associateRequestBytes());
  expect(hex((await third.pdu()) ?? new Uint8Array())).toBe(reject(rejection.localLimitExceeded));
  first.send(encodeReleaseRequest());
  await first.pdu();
  await associate(server.port);
});

test('drops connections that come in floods before they have said anything', async () => {
  const { server } = await start({ maxAssociations: 1 });
  const peers = await Promise.all(Array.from({ length: 80 }, () => connect(server.port)));
  await Promise.any(peers.map((peer) => peer.closed()));
  const peer = peers.find(({ socket }) => !socket.closed);
  peer?.send(associateRequestBytes());
  expect((await peer?.pdu())?.[0]).toBe(2);
});

test('answers operations of a peer that does not wait, in their order', async () => {
  const { server, stored } = await start({ onWrite: () => new Promise((resolve) => setImmediate(resolve)) });
  const peer = await associate(server.port, {
    userInformation: { maxPduBytes: 16_384, asynchronousOperations: { invoked: 0, performed: 1 } },
  });
  const messages: Uint8Array[] = [];
  for (let messageId = 1; messageId <= 200; messageId += 1) {
    const isEcho = messageId % 3 === 0;
    messages.push(
      isEcho
        ? commandPdu(1, echoRequest(messageId))
        : storeMessage(new Uint8Array(messageId * 10), { messageId }, 1000),
    );
  }
  peer.send(concatBytes([...messages, encodeReleaseRequest()]));
  for (let messageId = 1; messageId <= 200; messageId += 1) {
    const pdu = await peer.pdu();
    // 0000,0120 follows group length, SOP class and command field; find it by its header.
    const at = hex(pdu ?? new Uint8Array()).indexOf('0000200102000000') / 2 + 8;
    expect((pdu?.[at] ?? 0) + (pdu?.[at + 1] ?? 0) * 256).toBe(messageId);
  }
  expect((await peer.pdu())?.[0]).toBe(6);
  expect(stored.every(({ calls }) => calls.ends === 1 && calls.aborts === 0)).toBe(true);
});

test('stops reading while a sink is busy: the peer’s bytes stay in the network', async () => {
  const gate = Promise.withResolvers<void>();
  const { server, stored, waitFor } = await start({ onWrite: () => gate.promise });
  const peer = await associate(server.port);
  const size = 64 * 1024 * 1024;
  const chunk = pData(3, 0, new Uint8Array(65_530));
  peer.send(commandPdu(3, storeRequest()));
  let sentBytes = 0;
  let isTaken = true;
  while (isTaken && sentBytes < size) {
    isTaken = peer.socket.write(chunk);
    sentBytes += chunk.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await waitFor(() => stored[0]?.calls.writes === 1);
  // The server goes on with others, and would have read on here if it did at all.
  const other = await associate(server.port);
  other.send(commandPdu(1, echoRequest()));
  await other.pdu();
  // What the kernel holds for a loopback connection is far below what the peer would like to send.
  expect(isTaken).toBe(false);
  expect(stored[0]?.lengthBytes).toBeLessThanOrEqual(65_536);
  gate.resolve();
  peer.send(pData(3, 2, new Uint8Array(2)));
  expect((await peer.pdu())?.[0]).toBe(4);
  expect(stored[0]?.lengthBytes).toBe((sentBytes / chunk.length) * 65_530 + 2);
});

test('a peer that stops reading its responses stops being served, without growth', async () => {
  const { server } = await start();
  const peer = await associate(server.port);
  peer.socket.pause();
  const echoes = concatBytes(Array.from({ length: 1000 }, (_, index) => commandPdu(1, echoRequest(index + 1))));
  let isTaken = true;
  const before = heldBytes();
  for (let round = 0; round < 2000 && isTaken; round += 1) {
    isTaken = peer.socket.write(echoes);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(isTaken).toBe(false);
  expect(heldBytes() - before).toBeLessThan(32 * 1024 * 1024);
});

test.each([
  ['vanishes', (peer: RawPeer) => peer.socket.resetAndDestroy()],
  ['closes', (peer: RawPeer) => peer.socket.end()],
  ['aborts', (peer: RawPeer) => peer.send(encodeAbort(0, 0))],
  ['releases', (peer: RawPeer) => peer.send(encodeReleaseRequest())],
  ['sends garbage', (peer: RawPeer) => peer.send(fromHex('47 45 54 20 2f 20'))],
])('a peer that %s in the middle of an object leaves one aborted sink', async (_, leave) => {
  const { server, stored, waitFor } = await start();
  const peer = await associate(server.port);
  peer.send(commandPdu(3, storeRequest()), pData(3, 0, new Uint8Array(5000)));
  await waitFor(() => stored[0]?.lengthBytes === 5000);
  leave(peer);
  await waitFor(() => stored[0]?.calls.aborts === 1);
  await server.close(0);
  expect(stored.map(({ calls }) => calls)).toEqual([{ writes: 1, ends: 0, aborts: 1 }]);
});

test('a peer that vanishes while a sink is busy leaves one aborted sink', async () => {
  const gate = Promise.withResolvers<void>();
  const { server, stored, waitFor } = await start({ onWrite: () => gate.promise });
  const peer = await associate(server.port);
  peer.send(commandPdu(3, storeRequest()), pData(3, 0, new Uint8Array(5000)));
  await waitFor(() => stored[0]?.calls.writes === 1);
  peer.socket.resetAndDestroy();
  await peer.closed();
  gate.resolve();
  await waitFor(() => stored[0]?.calls.aborts === 1);
  await server.close(0);
  expect(stored[0]?.calls).toEqual({ writes: 1, ends: 0, aborts: 1 });
});

test('the operations of one association do not disturb another', async () => {
  const { server, stored, waitFor } = await start();
  const good = await associate(server.port);
  const bad = await associate(server.port);
  good.send(commandPdu(3, storeRequest()), pData(3, 0, new Uint8Array(100)));
  bad.send(commandPdu(3, storeRequest()), fromHex('04 00 ffffffff'));
  expect(hex((await bad.pdu()) ?? new Uint8Array())).toBe('07000000000400000206');
  good.send(pData(3, 2, new Uint8Array(100)));
  expect((await good.pdu())?.[0]).toBe(4);
  await waitFor(() => stored.some(({ calls }) => calls.ends === 1) && stored.some(({ calls }) => calls.aborts === 1));
});

test('300 associations stay open while 32 of them send', async () => {
  const { server, stored } = await start();
  const peers = await Promise.all(Array.from({ length: 300 }, () => associate(server.port)));
  expect(server.associations()).toBe(300);
  const dataSet = new Uint8Array(500_000);
  const senders = peers.slice(0, 32);
  for (let round = 0; round < 3; round += 1) {
    for (const peer of senders) peer.send(storeMessage(dataSet, {}, 65_000));
    for (const peer of senders) expect((await peer.pdu())?.[0]).toBe(4);
  }
  expect(stored.length).toBe(96);
  expect(stored.every(({ lengthBytes, calls }) => lengthBytes === 500_000 && calls.ends === 1)).toBe(true);
  for (const peer of peers) peer.send(commandPdu(1, echoRequest()));
  for (const peer of peers) expect((await peer.pdu())?.[0]).toBe(4);
});

test('an object of 300 MB passes through constant memory', async () => {
  const { server, stored } = await start();
  const peer = await associate(server.port);
  peer.send(commandPdu(3, storeRequest()));
  const chunk = pData(3, 0, new Uint8Array(100_000));
  const before = heldBytes();
  let peak = 0;
  for (let sent = 0; sent < 3000; sent += 1) {
    if (!peer.socket.write(chunk)) await new Promise((resolve) => peer.socket.once('drain', resolve));
    if (sent % 100 === 0) peak = Math.max(peak, heldBytes());
  }
  peer.send(pData(3, 2, new Uint8Array(0)));
  expect((await peer.pdu())?.[0]).toBe(4);
  expect(stored[0]?.lengthBytes).toBe(300_000_000);
  expect(peak - before).toBeLessThan(8 * 1024 * 1024);
});

test('slow connections end by ARTIM on a clock of the test', async () => {
  const clock = new ManualClock();
  const { server } = await start({ clock, artimTimeoutMs: 1000 });
  const peer = await connect(server.port);
  // The server has seen the connection when its timer runs.
  await clock.scheduled();
  clock.advance(1000);
  await peer.closed();
});

test('closing waits for the operation in progress, refuses new connections, and then is gone', async () => {
  const gate = Promise.withResolvers<void>();
  const { server, stored, waitFor } = await start({
    onEnd: async () => {
      await gate.promise;
      return { status: 0 };
    },
  });
  const busy = await associate(server.port);
  const idle = await associate(server.port);
  busy.send(storeMessage(new Uint8Array(100)));
  await waitFor(() => stored[0]?.calls.ends === 1);
  const { port } = server;
  const closing = server.close(60_000);
  expect((await idle.pdu())?.[0]).toBe(7);
  await expect(RawPeer.connect(port)).rejects.toThrow();
  gate.resolve();
  expect((await busy.pdu())?.[0]).toBe(4);
  expect((await busy.pdu())?.[0]).toBe(7);
  await closing;
  expect(server.associations()).toBe(0);
});

test('closing ends what is not done when the grace is over', async () => {
  const clock = new ManualClock();
  const { server, stored, waitFor } = await start({ clock });
  const peer = await associate(server.port);
  peer.send(commandPdu(3, storeRequest()), pData(3, 0, new Uint8Array(10)));
  await waitFor(() => stored[0]?.calls.writes === 1);
  const closing = server.close(5000);
  clock.advance(5000);
  await closing;
  expect(stored[0]?.calls).toEqual({ writes: 1, ends: 0, aborts: 1 });
});

test('a port that is taken is an error with the system’s code', async () => {
  const { server } = await start();
  const second = startRecordingServer({ port: server.port });
  await expect(second).rejects.toMatchObject({
    code: 'connection-failed',
    details: { port: server.port, systemCode: 'EADDRINUSE' },
  });
});

test('logs name AE titles, addresses and codes, and no value of a data set', async () => {
  const lines: string[] = [];
  const write = (fields: object, message: string) => lines.push(`${JSON.stringify(fields)} ${message}`);
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  const marked = new TextEncoder().encode('MARKED^PATIENT-NAME '.repeat(50));
  const { server, stored, waitFor } = await start({
    logger,
    onEnd: async () => Promise.reject(new Error('cannot store MARKED^PATIENT')),
    onWrite: (entry) =>
      entry.request.messageId === 2 ? Promise.reject(new Error('MARKED^PATIENT is odd')) : undefined,
  });
  const peer = await associate(server.port);
  peer.send(storeMessage(marked, { messageId: 1 }));
  await peer.pdu();
  peer.send(storeMessage(marked, { messageId: 2 }));
  await peer.pdu();
  // The command set of a message is its data set: a value in place of the UID.
  peer.send(storeMessage(marked, { messageId: 3, affectedSopInstanceUid: 'MARKED^PATIENT' }));
  await peer.pdu();
  peer.send(pData(1, 3, marked));
  expect((await peer.pdu())?.[0]).toBe(7);
  await waitFor(() => stored.length === 2);
  await server.close(0);
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.join('\n')).toContain('TEST-CALLING');
  expect(lines.join('\n')).toContain('127.0.0.1');
  expect(lines.join('\n')).not.toContain('MARKED');
});

test.skipIf(!hasIpv6)('names IPv4 peers by their IPv4 address, also on a listener for both versions', async () => {
  const address = Promise.withResolvers<string>();
  const { server } = await start({
    host: '::',
    accept: (request) => {
      address.resolve(request.address);
      return { kind: 'reject', ...rejection.noReason };
    },
  });
  const peer = await connect(server.port);
  peer.send(associateRequestBytes());
  expect(await address.promise).toBe('127.0.0.1');
});

test('serves a context of Verification without a data set in between', async () => {
  const { server } = await start();
  const peer = await associate(server.port, {
    contexts: [{ id: 255, abstractSyntax: verification, transferSyntaxes: [implicitVr] }],
  });
  peer.send(commandPdu(255, echoRequest()));
  const pdu = await peer.pdu();
  expect(pdu?.[10]).toBe(255);
});
