/** C-MOVE as SCP: message tables on an association in memory. PS3.7 §9.1.4, PS3.4 §C.4.2. */

import { expect, test } from 'vitest';
import { type CommandSet, commandField, noDataSet } from '../src/command-set.ts';
import { DimseError } from '../src/errors.ts';
import type { MoveRequest, RetrieveOutcome } from '../src/verbs.ts';
import { contextId, MemoryRequestor, settle } from './memory-association.ts';
import { cancelRequest, moveRequest, studyRootMove } from './messages.ts';
import { counts, identifier, statuses } from './query-verbs.ts';

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
