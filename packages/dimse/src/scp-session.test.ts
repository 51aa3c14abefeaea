import { expect, test } from 'vitest';
import {
  ctImageStorage,
  echoRequest,
  explicitVr,
  implicitVr,
  storeRequest,
  testInstanceUid,
  verification,
} from '../test/messages.ts';
import { type CommandSet, commandField, encodeCommandSet, noDataSet, parseCommandSet } from './command-set.ts';
import { DimseError } from './errors.ts';
import { concatBytes } from './items.ts';
import { silentLogger } from './logger.ts';
import { pDataHeaderBytes } from './p-data.ts';
import { ScpSession } from './scp-session.ts';
import type { StoreRequest, StoreSink, Verbs } from './verbs.ts';

const command = 1;
const last = 2;

/** A sink whose promises a test settles by hand; it writes down each call. */
class ManualSink implements StoreSink {
  readonly calls: string[] = [];
  pending: PromiseWithResolvers<void> | undefined;
  readonly ending = Promise.withResolvers<{ status: number }>();
  isSlow = false;

  write(chunk: Uint8Array): Promise<void> | undefined {
    this.calls.push(`write ${chunk.length}`);
    if (!this.isSlow) return undefined;
    this.pending = Promise.withResolvers<void>();
    return this.pending.promise;
  }

  end(): Promise<{ status: number }> {
    this.calls.push('end');
    return this.ending.promise;
  }

  async abort(): Promise<void> {
    this.calls.push('abort');
  }
}

function build(verbs: Partial<Verbs<undefined>> = {}) {
  const responses: CommandSet[] = [];
  const requests: StoreRequest[] = [];
  const sink = new ManualSink();
  const state = { resumed: 0, aborted: 0, isBlocked: false };
  const session: ScpSession<undefined> = new ScpSession(
    {
      sendPData: (pieces) => {
        responses.push(parseCommandSet(concatBytes(pieces).subarray(pDataHeaderBytes)));
        return !state.isBlocked;
      },
      isSent: () => true,
      resume: () => {
        state.resumed += 1;
      },
      beginOurTurn: () => undefined,
      endOurTurn: () => undefined,
      abort: () => {
        state.aborted += 1;
        session.ended();
      },
    },
    {
      association: {
        id: 1,
        calledAet: 'TEST-CALLED',
        callingAet: 'TEST-CALLING',
        address: '192.0.2.1',
        implementationClassUid: undefined,
        implementationVersionName: undefined,
        contexts: new Map([
          [1, { id: 1, abstractSyntax: verification, transferSyntax: implicitVr }],
          [3, { id: 3, abstractSyntax: ctImageStorage, transferSyntax: explicitVr }],
        ]),
        context: undefined,
        eventReport: (event) => session.eventReport(event),
      },
      verbs: {
        echo: () => 0,
        store: (request) => {
          requests.push(request);
          return sink;
        },
        ...verbs,
      },
      peerMaxPduBytes: 0,
      logger: silentLogger,
    },
  );
  const send = (contextId: number, set: CommandSet) =>
    session.pData(contextId, command | last, encodeCommandSet(set), true);
  const data = (bytes: number, control = 0) => session.pData(3, control, new Uint8Array(bytes), true);
  return { session, sink, state, responses, requests, send, data };
}

/** Lets promises that are settled call back. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('answers an echo with the status of the verb', () => {
  const { send, responses } = build({ echo: () => 0x0122 });
  expect(send(1, echoRequest(9))).toBe(true);
  expect(responses).toEqual([
    {
      affectedSopClassUid: verification,
      commandField: commandField.cEchoRsp,
      messageIdRespondedTo: 9,
      dataSetType: noDataSet,
      status: 0x0122,
    },
  ]);
});

test('hands a store over with its presentation context, streams it, and answers what the sink says', async () => {
  const { send, data, sink, requests, responses, state } = build();
  expect(send(3, storeRequest({ moveOriginatorAet: 'MOVER', moveOriginatorMessageId: 4 }))).toBe(true);
  expect(requests).toEqual([
    {
      messageId: 1,
      sopClassUid: ctImageStorage,
      sopInstanceUid: testInstanceUid,
      transferSyntaxUid: explicitVr,
      contextId: 3,
      priority: 0,
      moveOriginator: { aet: 'MOVER', messageId: 4 },
    },
  ]);
  expect(data(100)).toBe(true);
  expect(data(50, last)).toBe(false);
  expect(sink.calls).toEqual(['write 100', 'write 50', 'end']);
  expect(responses).toEqual([]);
  sink.ending.resolve({ status: 0 });
  await settle();
  expect(responses).toEqual([
    {
      affectedSopClassUid: ctImageStorage,
      commandField: commandField.cStoreRsp,
      messageIdRespondedTo: 1,
      dataSetType: noDataSet,
      status: 0,
      affectedSopInstanceUid: testInstanceUid,
    },
  ]);
  expect(state.resumed).toBe(1);
});

test('a write that has not settled stops reading, and writes never overlap', async () => {
  const { send, data, sink, state } = build();
  sink.isSlow = true;
  send(3, storeRequest());
  expect(data(100)).toBe(false);
  await settle();
  expect(state.resumed).toBe(0);
  sink.pending?.resolve();
  await settle();
  expect(state.resumed).toBe(1);
  expect(data(7, last)).toBe(false);
  expect(sink.calls).toEqual(['write 100', 'write 7']);
  sink.pending?.resolve();
  await settle();
  expect(sink.calls).toEqual(['write 100', 'write 7', 'end']);
});

test('an empty last fragment ends the data set without a write', () => {
  const { send, data, sink } = build();
  send(3, storeRequest());
  data(10);
  data(0, last);
  expect(sink.calls).toEqual(['write 10', 'end']);
});

/** What is refused before a verb is asked: PS3.7 §9.1.1.1.9 and PS3.4 Table B.2-1. */
test.each([
  ['a SOP class that is not its context’s', 3, { affectedSopClassUid: '1.2.3' }, 0x0122],
  ['a store in the context of Verification', 1, {}, 0x0122],
  ['no SOP class', 3, { affectedSopClassUid: undefined }, 0x0122],
  ['no SOP instance UID', 3, { affectedSopInstanceUid: undefined }, 0x0117],
  ['a SOP instance UID that is none', 3, { affectedSopInstanceUid: '1..2' }, 0x0117],
  ['a SOP instance UID of 66 characters', 3, { affectedSopInstanceUid: '1.'.repeat(32).concat('22') }, 0x0117],
])('refuses %s, after its data set', (_, contextId, changes, status) => {
  const { session, send, responses, requests } = build();
  const set = Object.fromEntries(Object.entries({ ...storeRequest(), ...changes }).filter(([, v]) => v !== undefined));
  // Without the entries that are undefined the object still has the required ones.
  expect(send(contextId, set as CommandSet)).toBe(true);
  expect(responses).toEqual([]);
  session.pData(contextId, 0, new Uint8Array(8), true);
  session.pData(contextId, last, new Uint8Array(8), true);
  expect(responses.map((response) => response.status)).toEqual([status]);
  expect(requests).toEqual([]);
});

test('refuses a store that announces no data set at once', () => {
  const { send, responses } = build();
  send(3, storeRequest({ dataSetType: noDataSet }));
  expect(responses[0]?.status).toBe(0xc000);
});

test.each([
  ['C-FIND', commandField.cFindRq],
  ['C-MOVE', commandField.cMoveRq],
  ['C-GET', commandField.cGetRq],
  ['N-ACTION', commandField.nActionRq],
])('answers %s, which is not offered, with unrecognized operation', (_, field) => {
  const { session, send, responses } = build();
  send(3, { commandField: field, messageId: 2, dataSetType: 0 });
  expect(responses).toEqual([]);
  session.pData(3, last, new Uint8Array(2), true);
  expect(responses).toEqual([
    { commandField: field | 0x8000, messageIdRespondedTo: 2, dataSetType: noDataSet, status: 0x0211 },
  ]);
});

test('ignores a cancel', () => {
  const { send, responses, state } = build();
  expect(send(1, { commandField: commandField.cCancelRq, messageIdRespondedTo: 1, dataSetType: noDataSet })).toBe(true);
  expect(responses).toEqual([]);
  expect(state.aborted).toBe(0);
});

test('a verb may refuse: the data set is dropped, the outcome answered, the association stays', async () => {
  const { send, data, responses } = build({
    store: async () => ({ status: 0xa700, errorComment: 'Platte voll – später', offendingElements: [0x7fe0_0010] }),
  });
  expect(send(3, storeRequest())).toBe(false);
  await settle();
  expect(data(10)).toBe(true);
  expect(data(10, last)).toBe(true);
  expect(responses[0]).toMatchObject({
    status: 0xa700,
    errorComment: 'Platte voll ? sp?ter',
    offendingElements: [0x7fe0_0010],
  });
  expect(send(1, echoRequest(2))).toBe(true);
  expect(responses.length).toBe(2);
});

test.each([
  ['a status of its own', new DimseError('operation-refused', '', { status: 0xa900, errorComment: 'no' }), 0xa900],
  ['any other error', new Error('disk on fire'), 0x0110],
])('a write that fails with %s aborts the sink once and answers after the data set', async (_, error, status) => {
  const { send, data, sink, responses } = build();
  sink.isSlow = true;
  send(3, storeRequest());
  data(10);
  sink.pending?.reject(error);
  await settle();
  expect(sink.calls).toEqual(['write 10', 'abort']);
  data(10);
  data(10, last);
  await settle();
  expect(sink.calls).toEqual(['write 10', 'abort']);
  expect(responses.map((response) => response.status)).toEqual([status]);
});

test('a write that throws is a write that fails', async () => {
  const { send, data, sink, responses } = build();
  sink.write = () => {
    throw new Error('synchronously');
  };
  send(3, storeRequest());
  data(10, last);
  await settle();
  expect(sink.calls).toEqual(['abort']);
  expect(responses.map((response) => response.status)).toEqual([0x0110]);
});

test.each([
  ['store', { store: async () => Promise.reject(new Error('no')) }],
  [
    'a throwing store',
    {
      store: () => {
        throw new Error('no');
      },
    },
  ],
])('%s that fails is answered with processing failure', async (_, verbs) => {
  const { send, data, responses } = build(verbs);
  send(3, storeRequest());
  await settle();
  data(4, last);
  expect(responses.map((response) => response.status)).toEqual([0x0110]);
});

test('an end that fails is answered with processing failure and nothing follows', async () => {
  const { send, data, sink, responses } = build();
  send(3, storeRequest());
  data(4, last);
  sink.ending.reject(new Error('sync failed'));
  await settle();
  expect(sink.calls).toEqual(['write 4', 'end']);
  expect(responses.map((response) => response.status)).toEqual([0x0110]);
});

/** The association ends at each point of an operation: `abort` exactly once, and never after `end`. */
test.each<[string, (it: ReturnType<typeof build>) => Promise<void> | void, readonly string[]]>([
  [
    'between two fragments',
    ({ data, session }) => {
      data(10);
      session.ended();
    },
    ['write 10', 'abort'],
  ],
  ['before the first fragment', ({ session }) => session.ended(), ['abort']],
  [
    'while a write settles',
    async ({ data, session, sink }) => {
      sink.isSlow = true;
      data(10);
      session.ended();
      await settle();
      expect(sink.calls).toEqual(['write 10']);
      sink.pending?.resolve();
    },
    ['write 10', 'abort'],
  ],
  [
    'while the last write settles',
    async ({ data, session, sink }) => {
      sink.isSlow = true;
      data(10, last);
      session.ended();
      sink.pending?.resolve();
    },
    ['write 10', 'abort'],
  ],
  [
    'while a write fails',
    async ({ data, session, sink }) => {
      sink.isSlow = true;
      data(10);
      session.ended();
      sink.pending?.reject(new Error('no'));
    },
    ['write 10', 'abort'],
  ],
  [
    'after end',
    async ({ data, session, sink }) => {
      data(10, last);
      session.ended();
      sink.ending.resolve({ status: 0 });
    },
    ['write 10', 'end'],
  ],
  [
    'by a violation of ours to see',
    ({ data, send }) => {
      data(10);
      send(3, storeRequest());
    },
    ['write 10', 'abort'],
  ],
])('an association that ends %s leaves no sink open', async (_, end, calls) => {
  const it = build();
  it.send(3, storeRequest());
  await end(it);
  it.session.ended();
  await settle();
  await it.session.idle();
  expect(it.sink.calls).toEqual(calls);
  expect(it.responses).toEqual([]);
});

test('a sink that arrives after the end is aborted', async () => {
  const opening = Promise.withResolvers<StoreSink>();
  const { session, send, sink } = build({ store: () => opening.promise });
  send(3, storeRequest());
  session.ended();
  opening.resolve(sink);
  await settle();
  expect(sink.calls).toEqual(['abort']);
});

test.each<[string, (it: ReturnType<typeof build>) => void]>([
  ['a presentation context that was not accepted', ({ send }) => send(5, echoRequest())],
  ['a data set without command set', ({ data }) => data(4, last)],
  ['a response nobody asked for', ({ send }) => send(1, { commandField: 0x8001, dataSetType: noDataSet, status: 0 })],
  [
    'a request without message ID',
    ({ send }) => send(1, { commandField: commandField.cEchoRq, dataSetType: noDataSet }),
  ],
  ['a command set that breaks the encoding', ({ session }) => session.pData(1, 3, new Uint8Array(5), true)],
  [
    'a command set in two presentation contexts',
    ({ session }) => {
      session.pData(1, command, new Uint8Array(2), true);
      session.pData(3, command, new Uint8Array(2), true);
    },
  ],
  [
    'a data set in another presentation context',
    ({ send, session }) => {
      send(3, storeRequest());
      session.pData(1, 0, new Uint8Array(2), true);
    },
  ],
  [
    'a command set in the middle of a data set',
    ({ send, data }) => {
      send(3, storeRequest());
      data(4);
      send(1, echoRequest());
    },
  ],
  [
    'a command set that never ends',
    ({ session }) => {
      for (let count = 0; count < 17; count += 1) session.pData(1, command, new Uint8Array(1000), true);
    },
  ],
])('%s aborts the association, once', async (_, misbehave) => {
  const it = build();
  misbehave(it);
  await settle();
  expect(it.state.aborted).toBe(1);
  expect(it.responses).toEqual([]);
});

test('a response the peer does not take stops reading until it is taken', async () => {
  const { session, send, state } = build();
  state.isBlocked = true;
  expect(send(1, echoRequest())).toBe(false);
  expect(state.resumed).toBe(0);
  state.isBlocked = false;
  session.drained();
  expect(state.resumed).toBe(1);
});

test('closing lets the operation in progress end, then aborts', async () => {
  const { session, send, data, sink, state, responses } = build();
  send(3, storeRequest());
  session.close();
  expect(state.aborted).toBe(0);
  data(4, last);
  sink.ending.resolve({ status: 0 });
  await session.idle();
  await settle();
  expect(responses.length).toBe(1);
  expect(state.aborted).toBe(1);
});

test('closing between operations aborts at once', () => {
  const { session, state } = build();
  session.close();
  expect(state.aborted).toBe(1);
});
