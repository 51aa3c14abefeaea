/** N-ACTION and N-EVENT-REPORT as SCP and as receiver of a notification: PS3.7 §10.3.1, §10.3.4; PS3.4 Annex J. */

import { expect, test } from 'vitest';
import { type CommandSet, commandField, noDataSet, withDataSet } from '../src/command-set.ts';
import { collectedLimits } from '../src/data-set-collector.ts';
import { DimseError } from '../src/errors.ts';
import { encodePDataHeader } from '../src/p-data.ts';
import type { NotificationRequest, StoreOutcome, Verbs } from '../src/verbs.ts';
import { contextId, MemoryRequestor, settle } from './memory-association.ts';
import {
  cancelRequest,
  commandPdu,
  echoRequest,
  implicitVr,
  storageCommitment,
  storageCommitmentInstance,
} from './messages.ts';

const dataSet = Uint8Array.of(8, 0, 149, 17, 4, 0, 0, 0, 49, 46, 50, 0);

const action: CommandSet = {
  commandField: commandField.nActionRq,
  requestedSopClassUid: storageCommitment,
  requestedSopInstanceUid: storageCommitmentInstance,
  messageId: 5,
  actionTypeId: 1,
  dataSetType: withDataSet,
};

const event: CommandSet = {
  commandField: commandField.nEventReportRq,
  affectedSopClassUid: storageCommitment,
  affectedSopInstanceUid: storageCommitmentInstance,
  messageId: 6,
  eventTypeId: 2,
  dataSetType: withDataSet,
};

/** What a response names, whichever of the two it answers: PS3.7 Tables 10.3-2 and 10.3-8. */
const affected = { affectedSopClassUid: storageCommitment, affectedSopInstanceUid: storageCommitmentInstance };

type Answer = (request: NotificationRequest) => Promise<StoreOutcome>;

function start(answer: Answer) {
  const requests: NotificationRequest[] = [];
  const verb: Answer = (request) => {
    requests.push(request);
    return answer(request);
  };
  const peer = new MemoryRequestor({ action: verb, eventReport: verb } satisfies Partial<Verbs<undefined>>);
  return { peer, requests };
}

test.each<[string, CommandSet, object]>([
  ['N-ACTION', action, { commandField: commandField.nActionRsp, messageIdRespondedTo: 5, actionTypeId: 1 }],
  ['N-EVENT-REPORT', event, { commandField: commandField.nEventReportRsp, messageIdRespondedTo: 6, eventTypeId: 2 }],
])('hands %s over with its data set and answers with its required fields', async (_, command, expected) => {
  const { peer, requests } = start(async () => ({ status: 0 }));
  peer.send(contextId.commitment, command, dataSet);
  await settle();
  expect(requests).toEqual([
    {
      messageId: command.messageId,
      sopClassUid: storageCommitment,
      sopInstanceUid: storageCommitmentInstance,
      typeId: command.actionTypeId ?? command.eventTypeId,
      transferSyntaxUid: implicitVr,
      dataSet,
    },
  ]);
  expect(peer.take()).toEqual([
    { contextId: contextId.commitment, command: { ...affected, ...expected, dataSetType: noDataSet, status: 0 } },
  ]);
});

test('hands a request without a data set over as such', async () => {
  const { peer, requests } = start(async () => ({ status: 0 }));
  peer.send(contextId.commitment, { ...action, dataSetType: noDataSet });
  await settle();
  expect(requests[0]?.dataSet).toBeUndefined();
  expect(peer.take()[0]?.command.status).toBe(0);
});

test.each<[string, Partial<CommandSet>, number]>([
  ['another SOP class than its context’s', { requestedSopClassUid: '1.2.3' }, 0x0122],
  ['a SOP instance UID that is none', { requestedSopInstanceUid: '1..2' }, 0x0117],
])('refuses %s after the data set', async (_, changes, status) => {
  const { peer, requests } = start(async () => ({ status: 0 }));
  peer.send(contextId.commitment, { ...action, ...changes }, dataSet);
  await settle();
  expect(peer.take().map(({ command }) => command.status)).toEqual([status]);
  expect(requests).toEqual([]);
});

test.each<[string, CommandSet, number]>([
  ['an action without type', action, 0x0123],
  ['an event without type', event, 0x0113],
])('refuses %s', async (_, { actionTypeId: _action, eventTypeId: _event, ...command }, status) => {
  const { peer } = start(async () => ({ status: 0 }));
  peer.send(contextId.commitment, command, dataSet);
  await settle();
  expect(peer.take().map((message) => message.command.status)).toEqual([status]);
});

test.each<[string, Answer, number]>([
  ['rejects', async () => Promise.reject(new DimseError('operation-refused', '', { status: 0x0213 })), 0x0213],
  ['fails', async () => Promise.reject(new Error('database is gone')), 0x0110],
  [
    'throws',
    () => {
      throw new Error('at once');
    },
    0x0110,
  ],
])('an action that %s is answered with a status', async (_, answer, status) => {
  const { peer } = start(answer);
  peer.send(contextId.commitment, action, dataSet);
  await settle();
  expect(peer.take().map(({ command }) => command.status)).toEqual([status]);
});

test('nothing is read while an action is at work, and a cancel has no effect', async () => {
  const gate = Promise.withResolvers<StoreOutcome>();
  const { peer } = start(() => gate.promise);
  peer.send(contextId.commitment, action, dataSet);
  peer.send(contextId.commitment, cancelRequest(5));
  peer.send(contextId.verification, echoRequest(9));
  peer.clock.advance(300_000);
  expect(peer.transport.isPaused).toBe(true);
  gate.resolve({ status: 0 });
  await settle();
  expect(peer.take().map(({ command }) => command.messageIdRespondedTo)).toEqual([5, 9]);
});

test('holds a commitment of 100 000 instances, and refuses one beyond the limit', async () => {
  const { peer, requests } = start(async () => ({ status: 0 }));
  const fragment = new Uint8Array(65_536).fill(7);
  const sendDataSet = (lengthBytes: number) => {
    peer.receive(commandPdu(contextId.commitment, action));
    for (let sent = 0; sent < lengthBytes; sent += fragment.length) {
      peer.receive(encodePDataHeader(contextId.commitment, 0, fragment.length), fragment);
    }
    peer.receive(encodePDataHeader(contextId.commitment, 2, 0));
  };
  sendDataSet(14_000_000);
  await settle();
  expect(requests[0]?.dataSet?.length).toBe(Math.ceil(14_000_000 / 65_536) * 65_536);
  sendDataSet(collectedLimits.notificationBytes + 1);
  // The refusal of the sink settles before the rest is read.
  for (let turn = 0; peer.transport.isPaused && turn < 1000; turn += 1) await settle();
  await settle();
  expect(peer.take().map(({ command }) => command.status)).toEqual([0, 0xa700]);
  expect(requests.length).toBe(1);
});

test('a data set that does not come is given up with the association', async () => {
  const { peer, requests } = start(async () => ({ status: 0 }));
  peer.receive(commandPdu(contextId.commitment, action));
  peer.clock.advance(61_000);
  expect(peer.end).toEqual({ kind: 'timeout', phase: 'idle' });
  await peer.session.idle();
  expect(requests).toEqual([]);
});
