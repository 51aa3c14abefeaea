/** C-FIND as SCP: matches, cancels, failures and refusals, as message tables on an association in memory. PS3.7 §9.1.2, PS3.4 §C.4.1. */

import { expect, test } from 'vitest';
import { type CommandSet, commandField, noDataSet } from '../src/command-set.ts';
import { DimseError } from '../src/errors.ts';
import type { Verbs } from '../src/verbs.ts';
import { contextId, MemoryRequestor, settle } from './memory-association.ts';
import {
  cancelRequest,
  echoRequest,
  findRequest,
  getRequest,
  implicitVr,
  moveRequest,
  studyRootFind,
} from './messages.ts';
import { counts, identifier, longMatchBytes, startFind, statuses } from './query-verbs.ts';

test('answers each match as pending with its identifier in one write, then success', async () => {
  const { verb, peer } = startFind(2, { messageId: 7, priority: 2 });
  expect(verb.request).toMatchObject({
    messageId: 7,
    sopClassUid: studyRootFind,
    transferSyntaxUid: implicitVr,
    priority: 2,
    identifier,
  });
  verb.go();
  await settle();
  expect(peer.transport.sent.length).toBe(1);
  const common = { commandField: commandField.cFindRsp, messageIdRespondedTo: 7, affectedSopClassUid: studyRootFind };
  expect(peer.take()).toEqual([
    {
      contextId: contextId.find,
      command: { ...common, dataSetType: 0, status: 0xff00 },
      dataSet: Uint8Array.of(1, 0),
    },
  ]);
  verb.go();
  await settle();
  expect(peer.take()[0]).toMatchObject({ command: { status: 0xff01 }, dataSet: Uint8Array.of(2, 0) });
  verb.go();
  await settle();
  expect(peer.take()).toEqual([
    { contextId: contextId.find, command: { ...common, dataSetType: noDataSet, status: 0 } },
  ]);
  expect(verb.seen).toEqual(['begin', 'match 1', 'match 2', 'closed']);
});

test('cuts an identifier for a peer that takes short PDUs', async () => {
  const match = new Uint8Array(3000).map((_, at) => at);
  const peer = new MemoryRequestor(
    {
      find: async function* () {
        yield { identifier: match };
      },
    },
    1024,
  );
  peer.send(contextId.find, findRequest(), identifier);
  await settle();
  expect(peer.transport.sent.every((write) => write.length > 0)).toBe(true);
  const [first] = peer.take();
  expect(first?.dataSet).toEqual(match);
});

test('matches that follow one another at once leave in one write, the last response with them', async () => {
  const peer = new MemoryRequestor({
    find: async function* () {
      for (const number of [1, 2, 3]) yield { identifier: Uint8Array.of(number, 0) };
    },
  });
  peer.send(contextId.find, findRequest(), identifier);
  await settle();
  expect(peer.transport.sent.length).toBe(1);
  expect(peer.take().map(({ command, dataSet }) => [command.status, dataSet?.[0]])).toEqual([
    [0xff00, 1],
    [0xff00, 2],
    [0xff00, 3],
    [0, undefined],
  ]);
});

test('asks for the next match when the peer took the last', async () => {
  const { verb, peer } = startFind(3, {}, longMatchBytes);
  peer.transport.isBlocked = true;
  verb.go();
  await settle();
  verb.go();
  await settle();
  expect(verb.seen).toEqual(['begin', 'match 1']);
  peer.drain();
  await settle();
  verb.go();
  await settle();
  expect(verb.seen).toEqual(['begin', 'match 1', 'match 2']);
});

/** When the cancel comes, and what has been sent by the end. */
test.each<[string, number, number, readonly number[]]>([
  ['before the first match', 2, 0, [0xfe00]],
  ['between two matches', 2, 1, [0xff00, 0xfe00]],
  ['after the last match, before the end', 2, 2, [0xff00, 0xff01, 0xfe00]],
])('a cancel %s ends the query', async (_, count, matches, expected) => {
  const { verb, peer } = startFind(count);
  for (let number = 0; number < matches; number += 1) {
    verb.go();
    await settle();
  }
  peer.send(contextId.find, cancelRequest());
  await settle();
  expect(statuses(peer)).toEqual(expected);
  expect(verb.seen.at(-1)).toBe('closed');
  peer.send(contextId.verification, echoRequest(2));
  expect(statuses(peer)).toEqual([0]);
});

test('a cancel after the last response, or for another message, is ignored', async () => {
  const { verb, peer } = startFind(1);
  peer.send(contextId.find, cancelRequest(99));
  verb.go();
  await settle();
  verb.go();
  await settle();
  peer.send(contextId.find, cancelRequest());
  await settle();
  expect(statuses(peer)).toEqual([0xff00, 0]);
  expect(peer.isAborted).toBe(false);
});

test('a match that comes with the cancel is not sent, and the verb is closed', async () => {
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const peer = new MemoryRequestor({
    find: async function* () {
      try {
        await gate.promise;
        yield { identifier };
        seen.push('asked for more');
      } finally {
        seen.push('closed');
      }
    },
  });
  peer.send(contextId.find, findRequest(), identifier);
  peer.send(contextId.find, cancelRequest());
  gate.resolve();
  await settle();
  expect(statuses(peer)).toEqual([0xfe00]);
  expect(seen).toEqual(['closed']);
});

test('a cancel while a response is not taken ends the query once it is', async () => {
  const { verb, peer } = startFind(3);
  peer.transport.isBlocked = true;
  verb.go();
  await settle();
  peer.send(contextId.find, cancelRequest());
  peer.drain();
  await settle();
  expect(statuses(peer)).toEqual([0xff00, 0xfe00]);
});

const refused = new DimseError('operation-refused', '', { status: 0xa900, errorComment: 'no such level' });

test.each<[string, Partial<Verbs<undefined>>, number]>([
  [
    'with a status of its own',
    {
      find: async function* () {
        yield { identifier };
        throw refused;
      },
    },
    0xa900,
  ],
  [
    'with any other error',
    {
      find: async function* () {
        yield { identifier };
        throw new Error('database is gone');
      },
    },
    0x0110,
  ],
  [
    'before it begins',
    {
      find: () => {
        throw refused;
      },
    },
    0xa900,
  ],
])('a query that fails %s is answered and the association stays', async (_, verbs, status) => {
  const peer = new MemoryRequestor(verbs);
  peer.send(contextId.find, findRequest(), identifier);
  await settle();
  expect(statuses(peer).at(-1)).toBe(status);
  peer.send(contextId.verification, echoRequest(2));
  expect(statuses(peer)).toEqual([0]);
});

/** What is refused before a verb is asked. */
test.each<[string, number, CommandSet, number]>([
  ['a query without identifier', contextId.find, findRequest({ dataSetType: noDataSet }), 0xc000],
  ['a query in the context of another model', contextId.move, findRequest(), 0x0122],
  ['a move without destination', contextId.move, moveRequest({ moveDestination: '' }), 0xa801],
  ['a get, which is not offered', contextId.get, getRequest(), 0x0211],
])('refuses %s', async (_, id, command, status) => {
  const asked: string[] = [];
  const peer = new MemoryRequestor({
    find: async function* () {
      asked.push('find');
      yield { identifier };
    },
    move: async function* () {
      asked.push('move');
      yield counts(0, 0);
      return { status: 0 };
    },
  });
  peer.send(id, command, command.dataSetType === noDataSet ? undefined : identifier);
  await settle();
  expect(statuses(peer)).toEqual([status]);
  expect(asked).toEqual([]);
});
