/** Requests as SCU: message tables on an association in memory, whose acceptor is the test. PS3.7 §9.1, §10.1. */

import { expect, test } from 'vitest';
import { buildQuery } from '../src/client-requests.ts';
import { type CommandSet, commandField, noDataSet, responseBit, withDataSet } from '../src/command-set.ts';
import { collectedLimits } from '../src/data-set-collector.ts';
import type { Response } from '../src/outgoing-requests.ts';
import { encodePDataHeader } from '../src/p-data.ts';
import type { QueryOptions } from '../src/scu-session.ts';
import type { StoreOutcome, StoreRequest, StoreSink } from '../src/verbs.ts';
import { contextId, ended, MemoryAcceptor, memoryContexts, settle } from './memory-association.ts';
import {
  commandPdu,
  ctImageStorage,
  explicitVr,
  implicitVr,
  storeRequest,
  studyRootFind,
  studyRootGet,
  testInstanceUid,
} from './messages.ts';

const identifier = Uint8Array.of(8, 0, 82, 0, 4, 0, 0, 0, 73, 77, 65, 71);

const context = (id: number) => {
  const found = memoryContexts.find((accepted) => accepted.id === id);
  if (found === undefined) throw new RangeError('no such context');
  return found;
};

const queries = {
  find: buildQuery(
    commandField.cFindRq,
    { sopClassUid: studyRootFind, transferSyntaxUid: implicitVr, identifier },
    context(contextId.find),
  ),
  get: buildQuery(
    commandField.cGetRq,
    { sopClassUid: studyRootGet, transferSyntaxUid: implicitVr, identifier },
    context(contextId.get),
  ),
};

const findResponse = (status: number, changes: Partial<CommandSet> = {}): CommandSet => ({
  commandField: commandField.cFindRsp,
  messageIdRespondedTo: 1,
  dataSetType: status === 0xff00 ? withDataSet : noDataSet,
  status,
  ...changes,
});

const getResponse = (status: number): CommandSet => ({
  commandField: commandField.cGetRsp,
  messageIdRespondedTo: 1,
  dataSetType: noDataSet,
  status,
});

const match = (number: number) => Uint8Array.of(number, 0);

/** Starts a query and returns what it yields one by one; the request has been sent. */
async function start(kind: keyof typeof queries, options: QueryOptions = {}) {
  const peer = new MemoryAcceptor();
  const responses = peer.session.query(queries[kind], options);
  const first = responses.next();
  first.catch(() => undefined);
  await settle();
  return { peer, responses, first };
}

const statusOf = async (step: Promise<IteratorResult<Response, Response>>) => {
  const { done, value } = await step;
  return [done ?? false, value.status, value.dataSet];
};

test('sends a query and yields its matches, then returns the last response', async () => {
  const { peer, responses, first } = await start('find');
  expect(peer.take()).toEqual([
    {
      contextId: contextId.find,
      command: {
        commandField: commandField.cFindRq,
        affectedSopClassUid: studyRootFind,
        messageId: 1,
        priority: 0,
        dataSetType: withDataSet,
      },
      dataSet: identifier,
    },
  ]);
  peer.send(contextId.find, findResponse(0xff00), match(1));
  expect(await statusOf(first)).toEqual([false, 0xff00, match(1)]);
  peer.send(contextId.find, findResponse(0xff01, { dataSetType: withDataSet }), match(2));
  expect(await statusOf(responses.next())).toEqual([false, 0xff01, match(2)]);
  peer.send(contextId.find, findResponse(0xa900, { errorComment: 'no' }));
  expect(await statusOf(responses.next())).toEqual([true, 0xa900, undefined]);
  expect(peer.take()).toEqual([]);
});

test('reads no more matches than are asked for', async () => {
  const { peer, responses, first } = await start('find');
  for (let number = 1; number <= 4; number += 1) peer.send(contextId.find, findResponse(0xff00), match(number));
  peer.send(contextId.find, findResponse(0));
  expect(peer.transport.isPaused).toBe(true);
  const seen = [await statusOf(first)];
  for (let number = 2; number <= 5; number += 1) seen.push(await statusOf(responses.next()));
  expect(seen.map(([, status]) => status)).toEqual([0xff00, 0xff00, 0xff00, 0xff00, 0]);
  expect(seen.map(([, , dataSet]) => dataSet)).toEqual([match(1), match(2), match(3), match(4), undefined]);
  expect(peer.transport.isPaused).toBe(false);
});

const cancel = {
  contextId: contextId.find,
  command: { commandField: commandField.cCancelRq, messageIdRespondedTo: 1, dataSetType: noDataSet },
};

test('a caller that leaves cancels the query and waits for its last response', async () => {
  const { peer, responses, first } = await start('find');
  peer.take();
  peer.send(contextId.find, findResponse(0xff00), match(1));
  await first;
  const left = responses.return({ command: findResponse(0), status: 0, dataSet: undefined });
  const next = peer.session.exchange({
    context: context(contextId.verification),
    command: { commandField: commandField.cEchoRq, dataSetType: noDataSet },
    responseLimitBytes: 0,
  });
  await settle();
  expect(peer.take()).toEqual([cancel]);
  peer.send(contextId.find, findResponse(0xff00), match(2));
  peer.send(contextId.find, findResponse(0xfe00));
  await left;
  await settle();
  expect(peer.take().map(({ command }) => command.commandField)).toEqual([commandField.cEchoRq]);
  peer.send(contextId.verification, {
    commandField: commandField.cEchoRsp,
    messageIdRespondedTo: 2,
    dataSetType: noDataSet,
    status: 0,
  });
  expect((await next).status).toBe(0);
});

test('a signal cancels the query; matches on their way are not yielded', async () => {
  const controller = new AbortController();
  const { peer, responses, first } = await start('find', { signal: controller.signal });
  peer.take();
  peer.send(contextId.find, findResponse(0xff00), match(1));
  await first;
  const last = responses.next();
  controller.abort();
  await settle();
  expect(peer.take()).toEqual([cancel]);
  peer.send(contextId.find, findResponse(0xff00), match(2));
  peer.send(contextId.find, findResponse(0xfe00));
  expect(await statusOf(last)).toEqual([true, 0xfe00, undefined]);
  expect(peer.take()).toEqual([]);
});

test('a signal that aborted before sends nothing', async () => {
  const { peer, first } = await start('find', { signal: AbortSignal.abort() });
  expect(await statusOf(first)).toEqual([true, 0xfe00, undefined]);
  expect(peer.take()).toEqual([]);
});

test('a caller that leaves an association that ends is not told, the next operation is', async () => {
  const { peer, responses, first } = await start('find');
  peer.send(contextId.find, findResponse(0xff00), match(1));
  await first;
  const left = responses.return({ command: findResponse(0), status: 0, dataSet: undefined });
  await settle();
  peer.layer.closed(undefined);
  expect((await left).done).toBe(true);
  await expect(peer.session.query(queries.find, {}).next()).rejects.toBe(ended);
});

test('the response timeout counts from the last response', async () => {
  const { peer, responses, first } = await start('find');
  peer.clock.advance(50_000);
  peer.send(contextId.find, findResponse(0xff00), match(1));
  await first;
  peer.clock.advance(600_000);
  expect(peer.isExpired).toBe(false);
  const second = responses.next();
  peer.clock.advance(50_000);
  peer.send(contextId.find, findResponse(0xff00), match(2));
  await second;
  const third = responses.next();
  third.catch(() => undefined);
  await settle();
  peer.clock.advance(61_000);
  expect(peer.isExpired).toBe(true);
  await expect(third).rejects.toBe(ended);
});

test('a peer that does not take a cancel is left when it does not answer', async () => {
  const { peer, responses, first } = await start('find');
  peer.send(contextId.find, findResponse(0xff00), match(1));
  await first;
  peer.transport.isBlocked = true;
  const left = responses.return({ command: findResponse(0), status: 0, dataSet: undefined });
  await settle();
  peer.clock.advance(61_000);
  expect(peer.isExpired).toBe(true);
  await left;
});

/** Each way to break the rules of an answer. */
test.each<[string, (peer: MemoryAcceptor) => void]>([
  ['answers another message', (peer) => peer.send(contextId.find, findResponse(0, { messageIdRespondedTo: 2 }))],
  ['answers another operation', (peer) => peer.send(contextId.find, findResponse(0, { commandField: 0x8021 }))],
  ['answers in another context', (peer) => peer.send(contextId.move, findResponse(0))],
  [
    'answers without a status',
    (peer) => peer.send(contextId.find, { commandField: 0x8020, messageIdRespondedTo: 1, dataSetType: noDataSet }),
  ],
  [
    'announces a match and sends another response',
    (peer) => {
      peer.receive(commandPdu(contextId.find, findResponse(0xff00)));
      peer.send(contextId.find, findResponse(0));
    },
  ],
  [
    'sends a match that is too long',
    (peer) => {
      peer.receive(commandPdu(contextId.find, findResponse(0xff00)));
      const fragment = new Uint8Array(65_536);
      for (let sent = 0; sent <= collectedLimits.identifierBytes; sent += fragment.length) {
        peer.receive(encodePDataHeader(contextId.find, 0, fragment.length), fragment);
      }
    },
  ],
  ['asks instead of answering', (peer) => peer.send(contextId.ct, storeRequest(), identifier)],
  ['sends a data set', (peer) => peer.receive(encodePDataHeader(contextId.find, 2, 0))],
])('a query is rejected when the peer %s', async (_, misbehave) => {
  const { peer, first } = await start('find');
  misbehave(peer);
  await expect(first).rejects.toBe(ended);
  expect(peer.violations.length).toBe(1);
  expect(peer.isAborted).toBe(true);
});

/** A sink that writes down its calls. */
function recordStores(answer: Partial<StoreSink> = {}) {
  const calls: string[] = [];
  const requests: StoreRequest[] = [];
  const store = (request: StoreRequest): StoreSink => {
    requests.push(request);
    return {
      write: (chunk) => {
        calls.push(`write ${chunk.length}`);
        return undefined;
      },
      end: async () => {
        calls.push('end');
        return { status: 0 };
      },
      abort: async () => {
        calls.push('abort');
      },
      ...answer,
    };
  };
  return { calls, requests, store };
}

test('takes the instances of a get on its own association, and answers them', async () => {
  const { calls, requests, store } = recordStores();
  const { peer, responses, first } = await start('get', { store });
  peer.take();
  peer.send(contextId.ct, storeRequest({ messageId: 77 }), new Uint8Array(10));
  await settle();
  expect(requests).toEqual([
    {
      messageId: 77,
      sopClassUid: ctImageStorage,
      sopInstanceUid: testInstanceUid,
      transferSyntaxUid: explicitVr,
      contextId: contextId.ct,
      priority: 0,
    },
  ]);
  expect(calls).toEqual(['write 10', 'end']);
  expect(peer.take()).toEqual([
    {
      contextId: contextId.ct,
      command: {
        commandField: commandField.cStoreRsp,
        affectedSopClassUid: ctImageStorage,
        affectedSopInstanceUid: testInstanceUid,
        messageIdRespondedTo: 77,
        dataSetType: noDataSet,
        status: 0,
      },
    },
  ]);
  peer.send(contextId.get, getResponse(0xff00));
  expect((await statusOf(first))[1]).toBe(0xff00);
  peer.send(contextId.get, getResponse(0));
  expect((await statusOf(responses.next()))[1]).toBe(0);
});

test.each<[string, Partial<StoreSink> | StoreOutcome, CommandSet, number]>([
  ['an instance that the caller refuses', { status: 0xa900 }, storeRequest(), 0xa900],
  ['an instance without a valid UID', {}, storeRequest({ affectedSopInstanceUid: '1..2' }), 0x0117],
  ['an instance that fails', { end: () => Promise.reject(new Error('disk')) }, storeRequest(), 0x0110],
])('answers %s with a status, and the get goes on', async (_, answer, request, status) => {
  const store = 'status' in answer ? () => answer : recordStores(answer).store;
  const { peer, first } = await start('get', { store });
  peer.take();
  peer.send(contextId.ct, request, new Uint8Array(10));
  await settle();
  expect(peer.take().map(({ command }) => command.status)).toEqual([status]);
  peer.send(contextId.get, getResponse(0xb000));
  expect((await statusOf(first))[1]).toBe(0xb000);
});

test('a sink at work stops reading and the clock', async () => {
  const gate = Promise.withResolvers<void>();
  const { calls, store } = recordStores({ write: () => gate.promise });
  const { peer, first } = await start('get', { store });
  peer.send(contextId.ct, storeRequest(), new Uint8Array(10));
  peer.send(contextId.get, getResponse(0));
  peer.clock.advance(600_000);
  expect(peer.isExpired).toBe(false);
  expect(peer.transport.isPaused).toBe(true);
  gate.resolve();
  expect((await statusOf(first))[1]).toBe(0);
  expect(calls).toEqual(['end']);
});

test('a response to an instance that is not taken stops reading until it is', async () => {
  const { store } = recordStores();
  const { peer, first } = await start('get', { store });
  peer.transport.isBlocked = true;
  peer.send(contextId.ct, storeRequest(), new Uint8Array(10));
  await settle();
  peer.send(contextId.get, getResponse(0));
  expect(peer.transport.isPaused).toBe(true);
  peer.drain();
  expect((await statusOf(first))[1]).toBe(0);
});

test.each<[string, (peer: MemoryAcceptor) => void, readonly string[]]>([
  [
    'hangs up in the middle of an instance',
    (peer) => {
      peer.receive(commandPdu(contextId.ct, storeRequest()), encodePDataHeader(contextId.ct, 0, 4), match(1), match(2));
      peer.layer.closed('ECONNRESET');
    },
    ['write 4', 'abort'],
  ],
  [
    'asks for something else',
    (peer) => peer.send(contextId.verification, { commandField: 0x30, messageId: 1, dataSetType: noDataSet }),
    [],
  ],
  [
    'sends the last response in the middle of an instance',
    (peer) => {
      peer.receive(commandPdu(contextId.ct, storeRequest()), encodePDataHeader(contextId.ct, 0, 4), match(1), match(2));
      peer.send(contextId.get, getResponse(0));
    },
    ['write 4', 'abort'],
  ],
])('a get is rejected when the peer %s, and no sink stays open', async (_, misbehave, expected) => {
  const { calls, store } = recordStores();
  const { peer, first } = await start('get', { store });
  misbehave(peer);
  await expect(first).rejects.toBe(ended);
  expect(calls).toEqual(expected);
});

test('a caller that leaves a get still takes what is on its way', async () => {
  const { calls, store } = recordStores();
  const { peer, responses, first } = await start('get', { store });
  peer.send(contextId.get, getResponse(0xff00));
  await first;
  const left = responses.return({ command: getResponse(0), status: 0, dataSet: undefined });
  await settle();
  peer.send(contextId.ct, storeRequest(), new Uint8Array(4));
  await settle();
  peer.send(contextId.get, getResponse(0xfe00));
  await left;
  expect(calls).toEqual(['write 4', 'end']);
});

test('no instance is taken after a get', async () => {
  const { calls, store } = recordStores();
  const { peer, first } = await start('get', { store });
  peer.send(contextId.get, getResponse(0));
  await first;
  peer.send(contextId.ct, storeRequest(), new Uint8Array(4));
  expect(peer.violations.length).toBe(1);
  expect(calls).toEqual([]);
});

test('a reply to a request that expects none is dropped, however long', async () => {
  const peer = new MemoryAcceptor();
  const action = { commandField: commandField.nActionRq, dataSetType: noDataSet };
  const exchanged = peer.session.exchange({
    context: context(contextId.commitment),
    command: action,
    responseLimitBytes: 0,
  });
  await settle();
  const response = { ...action, commandField: action.commandField | responseBit, messageIdRespondedTo: 1, status: 0 };
  peer.send(contextId.commitment, { ...response, dataSetType: withDataSet }, new Uint8Array(3_000_000));
  expect((await exchanged).dataSet).toBeUndefined();
});
