/** C-FIND, C-MOVE and C-GET as SCP: message tables on an association in memory. PS3.7 §9.1.2 to §9.1.4, PS3.4 §C.4. */

import { expect, test } from 'vitest';
import { type CommandSet, commandField, noDataSet } from '../src/command-set.ts';
import { collectedLimits } from '../src/data-set-collector.ts';
import { DimseError } from '../src/errors.ts';
import { encodePDataHeader } from '../src/p-data.ts';
import type {
  FindMatch,
  FindRequest,
  GetSuboperations,
  MoveRequest,
  RetrieveOutcome,
  StoreOutcome,
  SuboperationCounts,
  Verbs,
} from '../src/verbs.ts';
import { contextId, MemoryRequestor, settle } from './memory-association.ts';
import {
  cancelRequest,
  commandPdu,
  ctImageStorage,
  echoRequest,
  explicitVr,
  findRequest,
  getRequest,
  implicitVr,
  moveRequest,
  storeRequest,
  studyRootFind,
  studyRootMove,
  testInstanceUid,
} from './messages.ts';

const identifier = Uint8Array.of(8, 0, 82, 0, 4, 0, 0, 0, 73, 77, 65, 71);

/** What happened to a verb, and gates that a test opens. */
class Verb {
  readonly seen: string[] = [];
  request: FindRequest | undefined;
  #gate = Promise.withResolvers<void>();

  /** Lets the verb go on once. */
  go(): void {
    const gate = this.#gate;
    this.#gate = Promise.withResolvers<void>();
    gate.resolve();
  }

  /** Resolves with the gate, or when the operation is cancelled. */
  async pause(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => aborted.resolve());
    await Promise.race([this.#gate.promise, aborted.promise]);
  }

  /** Yields matches, each after a `go`, and ends when cancelled. */
  async *find(request: FindRequest, count: number, matchBytes: number): AsyncGenerator<FindMatch, void, void> {
    this.request = request;
    this.seen.push('begin');
    try {
      for (let number = 1; number <= count; number += 1) {
        await this.pause(request.signal);
        if (request.signal.aborted) return;
        this.seen.push(`match ${number}`);
        const identifier = new Uint8Array(matchBytes);
        identifier[0] = number;
        yield { identifier, ...(number === 2 && { isWarning: true }) };
      }
      await this.pause(request.signal);
    } finally {
      this.seen.push('closed');
    }
  }
}

/** So long that it is not gathered with the next. */
const longMatchBytes = 64 * 1024;

function startFind(count: number, changes: Partial<CommandSet> = {}, matchBytes = 2) {
  const verb = new Verb();
  const peer = new MemoryRequestor({ find: (request) => verb.find(request, count, matchBytes) });
  peer.send(contextId.find, findRequest(changes), identifier);
  return { verb, peer };
}

const statuses = (peer: MemoryRequestor) => peer.take().map(({ command }) => command.status);

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

const counts = (remaining: number, completed: number, failed = 0, warning = 0): SuboperationCounts => ({
  remaining,
  completed,
  failed,
  warning,
});

test('a move answers counts as pending, and its outcome with the failed list, without what remains', async () => {
  const requests: MoveRequest[] = [];
  const failedList = Uint8Array.of(8, 0, 88, 0, 2, 0, 0, 0, 49, 0);
  const peer = new MemoryRequestor({
    move: async function* (request) {
      requests.push(request);
      yield counts(2, 0);
      yield counts(1, 0, 1);
      return { status: 0xb000, counts: counts(0, 1, 1), identifier: failedList };
    },
  });
  peer.send(contextId.move, moveRequest(), identifier);
  await settle();
  expect(requests[0]).toMatchObject({ destinationAet: 'TEST-DESTINATION', sopClassUid: studyRootMove });
  const common = {
    commandField: commandField.cMoveRsp,
    messageIdRespondedTo: 1,
    affectedSopClassUid: studyRootMove,
    warningSuboperations: 0,
  };
  const pending = { ...common, dataSetType: noDataSet, status: 0xff00 };
  expect(peer.take()).toEqual([
    {
      contextId: contextId.move,
      command: { ...pending, remainingSuboperations: 2, completedSuboperations: 0, failedSuboperations: 0 },
    },
    {
      contextId: contextId.move,
      command: { ...pending, remainingSuboperations: 1, completedSuboperations: 0, failedSuboperations: 1 },
    },
    {
      contextId: contextId.move,
      command: { ...common, dataSetType: 0, status: 0xb000, completedSuboperations: 1, failedSuboperations: 1 },
      dataSet: failedList,
    },
  ]);
});

/** How verbs behave once they are cancelled, each with what is answered. */
test.each<[string, (request: MoveRequest) => RetrieveOutcome | undefined, Partial<CommandSet>]>([
  [
    'that returns its counts',
    () => ({ status: 0, counts: counts(5, 3, 1) }),
    { status: 0xfe00, remainingSuboperations: 5, completedSuboperations: 3, failedSuboperations: 1 },
  ],
  [
    'that throws what aborted it',
    (request) => {
      request.signal.throwIfAborted();
      return undefined;
    },
    { status: 0xfe00, remainingSuboperations: 8, completedSuboperations: 0 },
  ],
  [
    'that does not heed its signal',
    () => undefined,
    { status: 0xfe00, remainingSuboperations: 6, completedSuboperations: 2 },
  ],
])('a cancel ends a move %s', async (_, afterCancel, expected) => {
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const peer = new MemoryRequestor({
    move: async function* (request) {
      try {
        yield counts(8, 0);
        await gate.promise;
        const outcome = afterCancel(request);
        if (outcome !== undefined) return outcome;
        yield counts(7, 1);
        yield counts(6, 2);
        seen.push('went on');
        return { status: 0, counts: counts(0, 8) };
      } finally {
        seen.push('closed');
      }
    },
  });
  peer.send(contextId.move, moveRequest(), identifier);
  await settle();
  expect(statuses(peer)).toEqual([0xff00]);
  peer.send(contextId.move, cancelRequest());
  gate.resolve();
  await settle();
  const messages = peer.take();
  expect(messages.length).toBe(1);
  expect(messages[0]?.command).toMatchObject(expected);
  expect(seen).toEqual(['closed']);
});

test('a move that fails answers how far it came', async () => {
  const peer = new MemoryRequestor({
    move: async function* () {
      yield counts(1, 4, 2);
      throw new DimseError('operation-refused', '', { status: 0xa702 });
    },
  });
  peer.send(contextId.move, moveRequest(), identifier);
  await settle();
  const last = peer.take().at(-1)?.command;
  expect(last).toMatchObject({ status: 0xa702, completedSuboperations: 4, failedSuboperations: 2 });
  expect(last?.remainingSuboperations).toBeUndefined();
});

/** A get that stores what it is given, one instance after the other. */
function startGet(instances: number, dataSet: Uint8Array = Uint8Array.of(1, 2, 3, 4)) {
  const outcomes: StoreOutcome[] = [];
  const seen: string[] = [];
  let offered: GetSuboperations['contexts'] = [];
  const peer = new MemoryRequestor({
    get: async function* (request, _, suboperations) {
      offered = suboperations.contexts;
      try {
        for (let number = 1; number <= instances; number += 1) {
          if (request.signal.aborted) break;
          outcomes.push(
            await suboperations.store({
              sopClassUid: ctImageStorage,
              sopInstanceUid: `${testInstanceUid}.${number}`,
              transferSyntaxUid: explicitVr,
              dataSet,
            }),
          );
          yield counts(instances - number, number);
        }
        return { status: 0, counts: counts(instances - outcomes.length, outcomes.length) };
      } catch (error) {
        seen.push(error instanceof DimseError ? error.code : 'other');
        throw error;
      } finally {
        seen.push('closed');
      }
    },
  });
  peer.send(contextId.get, getRequest({ messageId: 40 }), identifier);
  return { peer, outcomes, seen, offered: () => offered };
}

const storeResponse = (messageId: number, status = 0): CommandSet => ({
  commandField: commandField.cStoreRsp,
  messageIdRespondedTo: messageId,
  dataSetType: noDataSet,
  status,
});

test('a get stores on its own association, one at a time, with message IDs of ours', async () => {
  const { peer, outcomes, offered } = startGet(2);
  await settle();
  expect(offered()).toEqual([{ id: contextId.ct, abstractSyntax: ctImageStorage, transferSyntax: explicitVr }]);
  expect(peer.take()).toEqual([
    {
      contextId: contextId.ct,
      command: {
        commandField: commandField.cStoreRq,
        affectedSopClassUid: ctImageStorage,
        affectedSopInstanceUid: `${testInstanceUid}.1`,
        messageId: 1,
        priority: 0,
        dataSetType: 0,
      },
      dataSet: Uint8Array.of(1, 2, 3, 4),
    },
  ]);
  peer.send(contextId.ct, storeResponse(1));
  await settle();
  expect(peer.take().map(({ command }) => [command.commandField, command.messageId, command.status])).toEqual([
    [commandField.cGetRsp, undefined, 0xff00],
    [commandField.cStoreRq, 2, undefined],
  ]);
  peer.send(contextId.ct, { ...storeResponse(2, 0xa700), errorComment: 'full' });
  await settle();
  expect(outcomes).toEqual([{ status: 0 }, { status: 0xa700, errorComment: 'full' }]);
  expect(peer.take().at(-1)?.command).toMatchObject({ commandField: commandField.cGetRsp, status: 0 });
});

test('a sub-operation without an accepted role is refused to the verb', async () => {
  let code = '';
  const peer = new MemoryRequestor({
    get: async function* (_request, _association, suboperations) {
      const instance = { sopClassUid: '1.2.3', sopInstanceUid: '1.2', transferSyntaxUid: implicitVr };
      try {
        await suboperations.store({ ...instance, dataSet: identifier });
      } catch (error) {
        code = error instanceof DimseError ? error.code : '';
      }
      yield counts(0, 0, 1);
      return { status: 0xa702, counts: counts(0, 0, 1) };
    },
  });
  peer.send(contextId.get, getRequest(), identifier);
  await settle();
  expect(code).toBe('context-not-accepted');
  expect(statuses(peer)).toEqual([0xff00, 0xa702]);
});

test('a cancel during a sub-operation ends the get after it', async () => {
  const { peer } = startGet(3);
  await settle();
  peer.send(contextId.get, cancelRequest(40));
  peer.send(contextId.ct, storeResponse(1));
  await settle();
  expect(peer.take().at(-1)?.command).toMatchObject({
    commandField: commandField.cGetRsp,
    status: 0xfe00,
    remainingSuboperations: 2,
    completedSuboperations: 1,
  });
});

test('a response that comes before the end of its instance is waited for with', async () => {
  const { peer, outcomes } = startGet(1, new Uint8Array(3_000_000));
  peer.transport.isBlocked = true;
  await settle();
  peer.send(contextId.ct, storeResponse(1, 0xa900));
  while (outcomes.length === 0) {
    peer.drain();
    await settle();
  }
  expect(outcomes).toEqual([{ status: 0xa900 }]);
  expect(peer.isAborted).toBe(false);
});

test('idle time runs while a sub-operation waits for its response', async () => {
  const { peer, seen } = startGet(1);
  await settle();
  peer.clock.advance(61_000);
  expect(peer.end).toEqual({ kind: 'timeout', phase: 'idle' });
  await peer.session.idle();
  expect(seen).toEqual(['association-closed', 'closed']);
});

test.each<[string, (peer: MemoryRequestor) => void]>([
  ['hangs up', (peer) => peer.layer.closed('ECONNRESET')],
  ['answers another message', (peer) => peer.send(contextId.ct, storeResponse(9))],
  ['answers another operation', (peer) => peer.send(contextId.ct, { ...storeResponse(1), commandField: 0x8030 })],
  ['answers in another context', (peer) => peer.send(contextId.get, storeResponse(1))],
  [
    'answers without a status',
    (peer) => peer.send(contextId.ct, { commandField: 0x8001, messageIdRespondedTo: 1, dataSetType: noDataSet }),
  ],
  [
    'answers twice',
    (peer) => {
      peer.send(contextId.ct, storeResponse(1));
      peer.send(contextId.ct, storeResponse(1));
    },
  ],
  ['sends another request', (peer) => peer.send(contextId.ct, storeRequest({ messageId: 41 }), identifier)],
  ['aborts', (peer) => peer.receive(Uint8Array.of(7, 0, 0, 0, 0, 4, 0, 0, 0, 0))],
])('a peer that %s during a get leaves nothing open', async (_, act) => {
  const { peer, seen } = startGet(2);
  await settle();
  act(peer);
  await peer.session.idle();
  expect(peer.end).toBeDefined();
  expect(seen.at(-1)).toBe('closed');
});

test('an instance whose source fails ends the association, and the get', async () => {
  const peer = new MemoryRequestor({
    get: async function* (_request, _association, suboperations) {
      async function* broken() {
        yield identifier;
        throw new Error('file is gone');
      }
      const instance = { sopClassUid: ctImageStorage, sopInstanceUid: '1.2', transferSyntaxUid: explicitVr };
      await suboperations.store({ ...instance, dataSet: broken() });
      yield counts(0, 1);
      return { status: 0 };
    },
  });
  peer.send(contextId.get, getRequest(), identifier);
  await settle();
  await peer.session.idle();
  expect(peer.isAborted).toBe(true);
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
