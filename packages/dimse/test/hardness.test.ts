/**
 * Peers that flood, drip, lie about lengths, never finish and never read, each bounded in time and memory, while another
 * association goes on being served. A-ABORT, lost connections and unknown PDUs in each state of PS3.8 Table 9-10 are
 * `upper-layer.test.ts`'s, the table itself `state-machine.test.ts`'s, handshakes of TLS `tls.test.ts`'s.
 */

import { heldBytes } from '@isocenter/testkit/held-bytes';
import { afterEach, describe, expect, test } from 'vitest';
import { concatBytes } from '../src/items.ts';
import { ManualClock } from './manual-clock.ts';
import {
  associateRequestBytes,
  commandPdu,
  echoRequest,
  fromHex,
  implicitVr,
  pData,
  storeRequest,
  verification,
} from './messages.ts';
import { RawPeer } from './raw-peer.ts';
import { type RecordingOptions, type RecordingServer, startRecordingServer } from './recording-server.ts';

const idleTimeoutMs = 120_000;
const artimTimeoutMs = 30_000;
const megabyte = 1024 * 1024;

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

async function associate(port: number): Promise<RawPeer> {
  const peer = await connect(port);
  peer.send(associateRequestBytes());
  expect((await peer.pdu())?.[0]).toBe(2);
  return peer;
}

/** One echo there and back: the server has gone on, and has read what came before on this connection. */
async function serves(peer: RawPeer): Promise<void> {
  peer.send(commandPdu(1, echoRequest()));
  expect((await peer.pdu())?.[0]).toBe(4);
}

describe('bytes that drip', () => {
  /** What is sent first, whole; then what drips, a piece at a time for ever. */
  const drips: readonly [string, (peer: RawPeer) => void, Uint8Array][] = [
    ['an empty P-DATA-TF after another in the middle of a command', () => undefined, pData(1, 1, new Uint8Array(0))],
    [
      'a byte of a data set in a PDU of its own',
      (peer) => peer.send(commandPdu(3, storeRequest())),
      pData(3, 0, Uint8Array.of(1)),
    ],
    [
      'bytes of one long PDU of a data set',
      (peer) => peer.send(commandPdu(3, storeRequest()), fromHex('04 00 00010000 0000fffc 03 00')),
      Uint8Array.of(1, 2),
    ],
    [
      'bytes of one long A-ASSOCIATE-RQ that does not belong there',
      (peer) => peer.send(fromHex('01 00 00010000')),
      Uint8Array.of(0),
    ],
  ];

  test.each(drips)('as %s end an association after its idle time', async (_, begin, piece) => {
    const clock = new ManualClock();
    const { server, stored, waitFor } = await start({ clock, idleTimeoutMs });
    const other = await associate(server.port);
    const peer = await associate(server.port);
    begin(peer);
    for (let passedMs = 0; passedMs < idleTimeoutMs - 20_000; passedMs += 10_000) {
      peer.send(piece);
      await serves(other);
      clock.advance(10_000);
    }
    expect(server.associations()).toBe(2);
    peer.send(piece);
    await serves(other);
    clock.advance(20_000);
    expect((await peer.pdu())?.[0]).toBe(7);
    expect(server.associations()).toBe(1);
    await waitFor(() => stored.every(({ calls }) => calls.aborts === 1));
    await serves(other);
  });

  test('of a slow but honest peer do not', async () => {
    const clock = new ManualClock();
    const { server, stored, waitFor } = await start({ clock, idleTimeoutMs });
    const peer = await associate(server.port);
    peer.send(commandPdu(3, storeRequest()));
    for (let part = 1; part <= 20; part += 1) {
      peer.send(pData(3, 0, new Uint8Array(4096)));
      await waitFor(() => stored[0]?.lengthBytes === part * 4096);
      clock.advance(idleTimeoutMs - 1000);
    }
    peer.send(pData(3, 2, new Uint8Array(2)));
    expect((await peer.pdu())?.[0]).toBe(4);
    expect(stored[0]?.calls).toMatchObject({ ends: 1, aborts: 0 });
  });

  test('before a request end by ARTIM, one connection like a thousand', async () => {
    const clock = new ManualClock();
    const { server } = await start({ clock, artimTimeoutMs, maxAssociations: 300 });
    const other = await associate(server.port);
    const peers = await Promise.all(Array.from({ length: 500 }, () => connect(server.port)));
    for (const peer of peers) peer.send(associateRequestBytes().subarray(0, 30));
    // One timer for each, and one for the association.
    await clock.scheduled(peers.length + 1);
    await serves(other);
    clock.advance(artimTimeoutMs);
    await Promise.all(peers.map((peer) => peer.closed()));
    await serves(other);
    expect(server.associations()).toBe(1);
  });
});

describe('a flood', () => {
  test('of 3 000 connections that are opened and dropped leaves the listener as it was', async () => {
    const { server } = await start({ maxAssociations: 50 });
    const other = await associate(server.port);
    for (let wave = 0; wave < 30; wave += 1) {
      const peers = await Promise.all(
        Array.from({ length: 100 }, () => RawPeer.connect(server.port).catch(() => undefined)),
      );
      for (const peer of peers) peer?.socket.resetAndDestroy();
    }
    await serves(other);
    await serves(await associate(server.port));
    expect(server.associations()).toBe(2);
  });

  test('of half-open connections takes no place of an association', async () => {
    const { server } = await start({ maxAssociations: 40 });
    await Promise.all(Array.from({ length: 50 }, () => connect(server.port)));
    const peers = await Promise.all(Array.from({ length: 40 }, () => associate(server.port)));
    for (const peer of peers) await serves(peer);
  });

  test('of presentation contexts is answered within what the protocol has, or not at all', async () => {
    const { server } = await start();
    const other = await associate(server.port);
    const before = heldBytes();
    const transferSyntaxes = Array.from({ length: 40 }, (_, index) => `1.2.3.${index}`).concat(implicitVr);
    const contexts = Array.from({ length: 128 }, (_, index) => ({
      id: 2 * index + 1,
      abstractSyntax: verification,
      transferSyntaxes,
    }));
    for (let round = 0; round < 20; round += 1) {
      const peer = await connect(server.port);
      peer.send(associateRequestBytes({ contexts }));
      expect((await peer.pdu())?.[0]).toBe(2);
      peer.destroy();
    }
    const tooMany = await connect(server.port);
    tooMany.send(associateRequestBytes({ contexts: contexts.concat(contexts) }));
    expect((await tooMany.pdu())?.[0]).toBe(7);
    expect(heldBytes() - before).toBeLessThan(32 * megabyte);
    await serves(other);
  });

  test('of C-CANCEL-RQs for nothing is read and forgotten', async () => {
    const { server } = await start();
    const [peer, other] = [await associate(server.port), await associate(server.port)];
    const before = heldBytes();
    // PS3.7 §9.3.2.3: Message ID Being Responded To, and no data set.
    const cancels = concatBytes(
      Array.from({ length: 1000 }, (_, index) =>
        commandPdu(1, { commandField: 0x0fff, messageIdRespondedTo: index + 1, dataSetType: 0x0101 }),
      ),
    );
    for (let round = 0; round < 100; round += 1) {
      if (!peer.socket.write(cancels)) await new Promise((resolve) => peer.socket.once('drain', resolve));
      if (round % 25 === 0) await serves(other);
    }
    await serves(peer);
    expect(heldBytes() - before).toBeLessThan(32 * megabyte);
  });
});

describe('a length that is claimed', () => {
  const claims: readonly [string, Uint8Array][] = [
    ['P-DATA-TF of 4 GiB', fromHex('04 00 ffffffff')],
    ['P-DATA-TF one byte longer than announced', fromHex('04 00 00020001')],
    ['a PDV of 4 GiB', fromHex('04 00 00001000 ffffffff 0100')],
    ['A-ASSOCIATE-RQ of 4 GiB', fromHex('01 00 ffffffff')],
    ['A-RELEASE-RQ of 2 GiB', fromHex('05 00 7fffffff')],
    ['A-ABORT of 4 GiB', fromHex('07 00 ffffffff')],
    ['a PDU of no known type', fromHex('47 45 54202f20')],
  ];

  test.each(claims)('of %s is not believed, and nothing is reserved for it', async (_, bytes) => {
    const { server } = await start();
    const other = await associate(server.port);
    const peer = await associate(server.port);
    const before = heldBytes();
    peer.send(bytes);
    expect((await peer.pdu())?.[0]).toBe(7);
    expect(heldBytes() - before).toBeLessThan(4 * megabyte);
    await serves(other);
  });
});

test('answers that are never read stop the reading, and end the association after its idle time', async () => {
  const clock = new ManualClock();
  const { server } = await start({ clock, idleTimeoutMs });
  const other = await associate(server.port);
  const peer = await associate(server.port);
  peer.socket.pause();
  const echoes = concatBytes(Array.from({ length: 1000 }, (_, index) => commandPdu(1, echoRequest(index + 1))));
  const before = heldBytes();
  for (let round = 0; round < 2000 && peer.socket.write(echoes); round += 1) await serves(other);
  await serves(other);
  expect(heldBytes() - before).toBeLessThan(32 * megabyte);
  expect(server.associations()).toBe(2);
  clock.advance(idleTimeoutMs / 2);
  await serves(other);
  clock.advance(idleTimeoutMs / 2);
  await serves(other);
  expect(server.associations()).toBe(1);
});

test('a data set that never ends is one sink, aborted when its peer goes', async () => {
  const { server, stored, waitFor } = await start();
  const [peer, other] = [await associate(server.port), await associate(server.port)];
  peer.send(commandPdu(3, storeRequest()));
  const chunk = pData(3, 0, new Uint8Array(100_000));
  const before = heldBytes();
  for (let sent = 0; sent < 1000; sent += 1) {
    if (!peer.socket.write(chunk)) await new Promise((resolve) => peer.socket.once('drain', resolve));
    if (sent % 200 === 0) await serves(other);
  }
  expect(heldBytes() - before).toBeLessThan(64 * megabyte);
  peer.socket.resetAndDestroy();
  await waitFor(() => stored[0]?.calls.aborts === 1);
  expect(stored.map(({ calls }) => calls.ends)).toEqual([0]);
  await serves(other);
});
