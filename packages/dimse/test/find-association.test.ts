/** An association with a C-FIND in it: what is held back, how long it may be idle, and how it ends. PS3.7 §9.1.2. */

import { expect, test } from 'vitest';
import { collectedLimits } from '../src/data-set-collector.ts';
import { encodePDataHeader } from '../src/p-data.ts';
import { contextId, MemoryRequestor, settle } from './memory-association.ts';
import { cancelRequest, commandPdu, echoRequest, findRequest } from './messages.ts';
import { identifier, longMatchBytes, startFind, statuses, Verb } from './query-verbs.ts';

test('an identifier beyond the limit is dropped and answered with out of resources', async () => {
  const { verb, peer } = startFind(1);
  for (const _ of ['match', 'end']) {
    verb.go();
    await settle();
  }
  expect(statuses(peer)).toEqual([0xff00, 0]);
  peer.receive(commandPdu(contextId.find, findRequest({ messageId: 2 })));
  const fragment = new Uint8Array(65_536);
  for (let sent = 0; sent <= collectedLimits.identifierBytes + 2 * fragment.length; sent += fragment.length) {
    peer.receive(encodePDataHeader(contextId.find, 0, fragment.length), fragment);
    await settle();
    expect(peer.take()).toEqual([]);
  }
  peer.receive(encodePDataHeader(contextId.find, 2, 0));
  await settle();
  expect(statuses(peer)).toEqual([0xa700]);
  expect(verb.seen.filter((step) => step === 'begin').length).toBe(1);
  expect(peer.isAborted).toBe(false);
});

test('one request sent ahead is held until the query has been answered; reading stops at it', async () => {
  const { verb, peer } = startFind(1);
  peer.send(contextId.find, findRequest({ messageId: 2 }), identifier);
  peer.send(contextId.verification, echoRequest(3));
  expect(peer.transport.isPaused).toBe(true);
  expect(peer.take()).toEqual([]);
  for (const _ of [1, 2]) {
    verb.go();
    await settle();
    verb.go();
    await settle();
  }
  const answered = peer.take().map(({ command }) => [command.messageIdRespondedTo, command.status]);
  expect(answered).toEqual([
    [1, 0xff00],
    [1, 0],
    [2, 0xff00],
    [2, 0],
    [3, 0],
  ]);
  expect(peer.transport.isPaused).toBe(false);
});

test('idle time stands still while a query runs, and runs while the peer does not take a response', async () => {
  const { verb, peer } = startFind(2, {}, longMatchBytes);
  peer.clock.advance(300_000);
  expect(peer.end).toBeUndefined();
  peer.transport.isBlocked = true;
  verb.go();
  await settle();
  peer.clock.advance(61_000);
  expect(peer.end).toEqual({ kind: 'timeout', phase: 'idle' });
  await peer.session.idle();
  expect(verb.seen).toEqual(['begin', 'match 1', 'closed']);
});

test('idle time runs again after the last response', async () => {
  const { verb, peer } = startFind(0);
  peer.clock.advance(300_000);
  verb.go();
  await settle();
  expect(statuses(peer)).toEqual([0]);
  peer.clock.advance(59_000);
  expect(peer.end).toBeUndefined();
  peer.clock.advance(2000);
  expect(peer.end).toEqual({ kind: 'timeout', phase: 'idle' });
});

/** The association ends at each point of a query: its verb is told, and nothing of it stays open. */
test.each<[string, (it: ReturnType<typeof startFind>) => Promise<void> | void]>([
  ['before the first match', () => undefined],
  [
    'between two matches',
    async ({ verb }) => {
      verb.go();
      await settle();
    },
  ],
  [
    'while a response is not taken',
    async ({ verb, peer }) => {
      peer.transport.isBlocked = true;
      verb.go();
      await settle();
    },
  ],
  ['after a cancel', ({ peer }) => peer.send(contextId.find, cancelRequest())],
  ['with a request held', ({ peer }) => peer.send(contextId.verification, echoRequest(2))],
])('an association that ends %s leaves no verb open', async (_, act) => {
  const it = startFind(3);
  await act(it);
  it.peer.layer.closed(undefined);
  await it.peer.session.idle();
  expect(it.verb.request?.signal.aborted).toBe(true);
  expect(it.verb.seen.at(-1)).toBe('closed');
});

test.each<[string, (peer: MemoryRequestor) => void]>([
  ['releases instead of sending it', (peer) => peer.receive(Uint8Array.of(5, 0, 0, 0, 0, 4, 0, 0, 0, 0))],
  ['sends another request instead', (peer) => peer.send(contextId.verification, echoRequest(2))],
  ['hangs up', (peer) => peer.layer.closed('ECONNRESET')],
])('an identifier announced by a peer that %s is given up', async (_, act) => {
  const verb = new Verb();
  const peer = new MemoryRequestor({ find: (request) => verb.find(request, 1, 2) });
  peer.receive(commandPdu(contextId.find, findRequest()));
  act(peer);
  await peer.session.idle();
  expect(peer.end).toBeDefined();
  expect(verb.seen).toEqual([]);
});

test('closing waits for the last response of a query', async () => {
  const { verb, peer } = startFind(0);
  peer.session.close();
  expect(peer.end).toBeUndefined();
  verb.go();
  await settle();
  expect(statuses(peer)).toEqual([0]);
  expect(peer.isAborted).toBe(true);
});
