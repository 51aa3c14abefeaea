/** C-GET as SCP, which stores on the association of its request: message tables in memory. PS3.7 §9.1.3, PS3.4 §C.4.3. */

import { expect, test } from 'vitest';
import { type CommandSet, commandField, noDataSet } from '../src/command-set.ts';
import { DimseError } from '../src/errors.ts';
import type { GetSuboperations, StoreOutcome } from '../src/verbs.ts';
import { contextId, MemoryRequestor, settle } from './memory-association.ts';
import {
  cancelRequest,
  ctImageStorage,
  explicitVr,
  getRequest,
  implicitVr,
  storeRequest,
  testInstanceUid,
} from './messages.ts';
import { counts, identifier, statuses } from './query-verbs.ts';

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
