/** N-EVENT-REPORT on the association that the N-ACTION came on, both sides: PS3.7 §10.3.1, PS3.4 §J.3.3. */

import { expect, test } from 'vitest';
import { type CommandSet, commandField, noDataSet, withDataSet } from '../src/command-set.ts';
import type { NotificationRequest, StoreOutcome } from '../src/verbs.ts';
import { contextId, ended, MemoryAcceptor, MemoryRequestor, memoryContexts, settle } from './memory-association.ts';
import { ctImageStorage, echoRequest, implicitVr, storageCommitment, storageCommitmentInstance } from './messages.ts';

const dataSet = Uint8Array.of(8, 0, 149, 17, 4, 0, 0, 0, 49, 46, 50, 0);

const report = {
  sopClassUid: storageCommitment,
  sopInstanceUid: storageCommitmentInstance,
  typeId: 1,
  transferSyntaxUid: implicitVr,
  dataSet,
};

const eventRequest: CommandSet = {
  commandField: commandField.nEventReportRq,
  affectedSopClassUid: storageCommitment,
  affectedSopInstanceUid: storageCommitmentInstance,
  messageId: 7,
  eventTypeId: 1,
  dataSetType: withDataSet,
};

const eventResponse: CommandSet = {
  commandField: commandField.nEventReportRsp,
  messageIdRespondedTo: 1,
  dataSetType: noDataSet,
  status: 0,
};

test('an acceptor reports after the operation in progress, and resolves with the answer', async () => {
  const gate = Promise.withResolvers<number>();
  const peer = new MemoryRequestor({ echo: () => gate.promise });
  peer.send(contextId.verification, echoRequest(9));
  const reported = peer.session.eventReport(report);
  await settle();
  expect(peer.take()).toEqual([]);
  gate.resolve(0);
  await settle();
  const sent = peer.take();
  expect(sent.map(({ command }) => command.commandField)).toEqual([commandField.cEchoRsp, commandField.nEventReportRq]);
  expect(sent[1]?.dataSet).toEqual(dataSet);
  // The requestor asks on before it answers.
  peer.send(contextId.verification, echoRequest(11));
  peer.send(contextId.commitment, { ...eventResponse, status: 0x0110 });
  expect(await reported).toEqual({ status: 0x0110 });
  expect(peer.take().map(({ command }) => command.messageIdRespondedTo)).toEqual([11]);
});

test('an acceptor’s report is rejected when the association ends', async () => {
  const peer = new MemoryRequestor({});
  const reported = peer.session.eventReport(report);
  await settle();
  peer.session.ended();
  await expect(reported).rejects.toMatchObject({ code: 'association-closed' });
  await expect(peer.session.eventReport(report)).rejects.toMatchObject({ code: 'association-closed' });
});

function startUser(answer?: () => Promise<StoreOutcome>) {
  const events: NotificationRequest[] = [];
  const peer = new MemoryAcceptor(
    0,
    answer &&
      ((event) => {
        events.push(event);
        return answer();
      }),
  );
  return { peer, events };
}

test('a requestor takes a report between its operations', async () => {
  const { peer, events } = startUser(async () => ({ status: 0 }));
  peer.send(contextId.commitment, eventRequest, dataSet);
  await settle();
  expect(events).toEqual([{ ...report, messageId: 7 }]);
  expect(peer.take().map(({ command }) => command)).toMatchObject([
    { commandField: commandField.nEventReportRsp, messageIdRespondedTo: 7, eventTypeId: 1, status: 0 },
  ]);
});

test('a requestor that takes no reports says so', async () => {
  const { peer } = startUser();
  peer.send(contextId.commitment, eventRequest, dataSet);
  await settle();
  expect(peer.take().map(({ command }) => command.status)).toEqual([0x0211]);
  expect(peer.violations).toEqual([]);
});

test('a requestor answers a report after the request that is on its way', async () => {
  const { peer } = startUser(async () => ({ status: 0 }));
  const gate = Promise.withResolvers<void>();
  const context = memoryContexts.find(({ id }) => id === contextId.ct);
  if (context === undefined) throw new Error('no context');
  const chunks = async function* () {
    yield new Uint8Array(200_000);
    yield new Uint8Array(200_000);
    await gate.promise;
    yield new Uint8Array(2);
  };
  const stored = peer.session.exchange({
    context,
    command: { commandField: commandField.cStoreRq, affectedSopClassUid: ctImageStorage, dataSetType: withDataSet },
    dataSet: chunks(),
    responseLimitBytes: 0,
  });
  await settle();
  peer.send(contextId.commitment, eventRequest, dataSet);
  await settle();
  expect(peer.take()).toEqual([]);
  gate.resolve();
  await settle();
  expect(peer.take().map(({ command }) => command.commandField)).toEqual([
    commandField.cStoreRq,
    commandField.nEventReportRsp,
  ]);
  peer.session.ended(ended);
  await expect(stored).rejects.toBe(ended);
});
