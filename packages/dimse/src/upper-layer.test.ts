import { expect, test } from 'vitest';
import { ManualClock } from '../test/manual-clock.ts';
import { MemoryTransport } from '../test/memory-transport.ts';
import {
  associateRequestBytes,
  buildAssociateRequest,
  commandPdu,
  echoRequest,
  fromHex,
  hex,
} from '../test/messages.ts';
import { encodeAssociateAccept } from './associate-pdu.ts';
import type { AssociationEnd } from './association-end.ts';
import { encodeAbort, encodeAssociateReject, encodeReleaseRequest, encodeReleaseResponse } from './control-pdu.ts';
import { buildAccept, findProviderRejection } from './negotiation.ts';
import { rejection } from './rejection.ts';
import { UpperLayer, type UpperLayerUser } from './upper-layer.ts';

const artimTimeoutMs = 30_000;
const idleTimeoutMs = 120_000;

const identity = { maxPduBytes: 16_384, implementationClassUid: '2.25.1', implementationVersionName: 'TEST' };
const acceptBytes = encodeAssociateAccept(
  buildAccept(buildAssociateRequest(), new Map([[1, { transferSyntax: '1.2.840.10008.1.2' }]]), identity),
);

/** PS3.8 Table 9-26, source service-user. */
const userAbort = '07000000000400000000';
/** Source service-provider, reason unexpected-PDU. */
const unexpectedAbort = '07000000000400000202';

class Recorder implements UpperLayerUser {
  readonly ends: AssociationEnd[] = [];
  indications = 0;
  confirmations = 0;
  fragments = 0;
  mayGoOn = true;

  associateIndication(): void {
    this.indications += 1;
  }

  associateConfirmation(): void {
    this.confirmations += 1;
  }

  pData(): boolean {
    this.fragments += 1;
    return this.mayGoOn;
  }

  drained(): void {}

  ended(end: AssociationEnd): void {
    this.ends.push(end);
  }
}

function build(isRequestor: boolean) {
  const clock = new ManualClock();
  const transport = new MemoryTransport();
  const user = new Recorder();
  const limits = { artimTimeoutMs, idleTimeoutMs, maxPduBytes: 16_384 };
  const upperLayer = new UpperLayer(transport, user, { isRequestor, clock, ...limits, findProviderRejection });
  const sent = () => transport.take().map(hex);
  return { clock, transport, user, upperLayer, sent };
}

/** How to get an association into a state, as acceptor or as requestor. */
const waysTo = {
  Sta2: (isRequestor: boolean) => {
    const association = build(isRequestor);
    association.upperLayer.connectionIndicated();
    return association;
  },
  Sta3: () => {
    const association = waysTo.Sta2(false);
    association.upperLayer.received(associateRequestBytes());
    return association;
  },
  Sta4: () => {
    const association = build(true);
    association.upperLayer.requestAssociation(associateRequestBytes());
    return association;
  },
  Sta5: () => {
    const association = waysTo.Sta4();
    association.upperLayer.connected();
    return association;
  },
  Sta6: (isRequestor: boolean) => {
    const association = isRequestor ? waysTo.Sta5() : waysTo.Sta3();
    if (isRequestor) association.upperLayer.received(acceptBytes);
    else association.upperLayer.accept(acceptBytes);
    return association;
  },
  Sta7: (isRequestor: boolean) => {
    const association = waysTo.Sta6(isRequestor);
    association.upperLayer.release();
    return association;
  },
  Sta10: () => {
    const association = waysTo.Sta7(false);
    association.upperLayer.received(encodeReleaseRequest());
    return association;
  },
  Sta11: () => {
    const association = waysTo.Sta7(true);
    association.upperLayer.received(encodeReleaseRequest());
    return association;
  },
  Sta13: () => {
    const association = waysTo.Sta6(false);
    association.upperLayer.abort();
    return association;
  },
};

const everyState = [
  ['Sta2', () => waysTo.Sta2(false)],
  ['Sta3', () => waysTo.Sta3()],
  ['Sta5', () => waysTo.Sta5()],
  ['Sta6', () => waysTo.Sta6(false)],
  ['Sta6', () => waysTo.Sta6(true)],
  ['Sta7', () => waysTo.Sta7(false)],
  ['Sta10', () => waysTo.Sta10()],
  ['Sta11', () => waysTo.Sta11()],
  ['Sta13', () => waysTo.Sta13()],
] as const;

test.each(everyState)('an A-ABORT in %s closes the transport and ends the association once', (state, reach) => {
  const { upperLayer, transport, user, clock, sent } = reach();
  expect(upperLayer.state).toBe(state);
  sent();
  upperLayer.received(encodeAbort(0, 0));
  upperLayer.received(encodeAbort(0, 0));
  upperLayer.closed(undefined);
  expect(upperLayer.state).toBe('Sta1');
  expect(transport.isClosed).toBe(true);
  expect(user.ends.length).toBe(1);
  expect(sent()).toEqual([]);
  expect(clock.pending).toBe(0);
});

test.each(everyState)('a lost connection in %s ends the association once', (_, reach) => {
  const { upperLayer, user, clock } = reach();
  upperLayer.closed('ECONNRESET');
  upperLayer.closed(undefined);
  expect(upperLayer.state).toBe('Sta1');
  expect(user.ends.length).toBe(1);
  expect(clock.pending).toBe(0);
});

/** PS3.8 Table 9-10: AA-1 in Sta2, AA-8 in the others, AA-7 in Sta13. */
test.each(everyState)('an unknown PDU in %s is answered with A-ABORT and nothing is read after it', (state, reach) => {
  const { upperLayer, user, sent } = reach();
  sent();
  upperLayer.received(fromHex('99 00 00000004 00000000'));
  upperLayer.received(associateRequestBytes());
  expect(upperLayer.state).toBe('Sta13');
  expect(sent()).toEqual([state === 'Sta2' ? userAbort : '07000000000400000201']);
  expect(user.ends.length).toBe(1);
});

test.each(everyState.filter(([state]) => state !== 'Sta13' && state !== 'Sta2'))(
  'an A-ASSOCIATE-RQ in %s does not belong there',
  (_, reach) => {
    const { upperLayer, sent } = reach();
    sent();
    upperLayer.received(associateRequestBytes());
    expect(upperLayer.state).toBe('Sta13');
    expect(sent()).toEqual([unexpectedAbort]);
  },
);

test('data before the association is answered with A-ABORT', () => {
  const { upperLayer, user, sent } = waysTo.Sta2(false);
  upperLayer.received(commandPdu(1, echoRequest()));
  expect(sent()).toEqual([userAbort]);
  expect(user.fragments).toBe(0);
  expect(user.ends).toEqual([{ kind: 'aborted', by: 'local', source: 0, reason: 0 }]);
});

test('a request that breaks the encoding is answered with A-ABORT, not indicated', () => {
  const { upperLayer, user, sent } = waysTo.Sta2(false);
  upperLayer.received(fromHex('01 00 00000004 00010000'));
  expect(sent()).toEqual([userAbort]);
  expect(user.indications).toBe(0);
});

test('a request the service-provider refuses gets A-ASSOCIATE-RJ', () => {
  const { upperLayer, user, sent } = waysTo.Sta2(false);
  upperLayer.received(associateRequestBytes({ protocolVersion: 2 }));
  expect(upperLayer.state).toBe('Sta13');
  expect(sent()).toEqual([hex(encodeAssociateReject(rejection.protocolVersionNotSupported))]);
  expect(user.indications).toBe(0);
  expect(user.ends).toEqual([{ kind: 'rejected', rejection: rejection.protocolVersionNotSupported }]);
});

test('ARTIM ends a connection that does not send its request, however it drips', () => {
  const { upperLayer, transport, user, clock } = waysTo.Sta2(false);
  const bytes = associateRequestBytes();
  for (let sentBytes = 0; sentBytes < 29; sentBytes += 1) {
    upperLayer.received(bytes.subarray(sentBytes, sentBytes + 1));
    clock.advance(1000);
  }
  expect(transport.isClosed).toBe(false);
  clock.advance(1000);
  expect(transport.isClosed).toBe(true);
  expect(user.ends).toEqual([{ kind: 'timeout', phase: 'artim' }]);
});

test('ARTIM closes a connection whose peer does not after a rejection', () => {
  const { upperLayer, transport, clock } = waysTo.Sta3();
  upperLayer.reject(rejection.calledAeTitleNotRecognized);
  expect(transport.isClosed).toBe(false);
  clock.advance(artimTimeoutMs);
  expect(transport.isClosed).toBe(true);
});

test('an idle peer is aborted; each PDU starts the time anew', () => {
  const { upperLayer, user, clock, sent } = waysTo.Sta6(false);
  sent();
  clock.advance(idleTimeoutMs - 1);
  upperLayer.received(commandPdu(1, echoRequest()));
  clock.advance(idleTimeoutMs - 1);
  expect(user.ends).toEqual([]);
  clock.advance(1);
  expect(sent()).toEqual([userAbort]);
  expect(user.ends).toEqual([{ kind: 'timeout', phase: 'idle' }]);
});

test('a PDU that drips in for too long is idleness too', () => {
  const { upperLayer, user, clock } = waysTo.Sta6(false);
  upperLayer.received(fromHex('04 00 00001000 00000ffc 01 00'));
  for (let second = 0; second < idleTimeoutMs / 1000; second += 1) {
    upperLayer.received(Uint8Array.of(0));
    clock.advance(1000);
  }
  expect(user.ends).toEqual([{ kind: 'timeout', phase: 'idle' }]);
});

test('the time we make a peer wait does not count as its idleness', () => {
  const { upperLayer, transport, user, clock } = waysTo.Sta6(false);
  user.mayGoOn = false;
  clock.advance(idleTimeoutMs - 10);
  upperLayer.received(commandPdu(1, echoRequest()));
  expect(transport.isPaused).toBe(false);
  upperLayer.received(Uint8Array.of(4));
  expect(transport.isPaused).toBe(true);
  clock.advance(10 * idleTimeoutMs);
  expect(user.ends).toEqual([]);
  user.mayGoOn = true;
  upperLayer.resume();
  expect(transport.isPaused).toBe(false);
  clock.advance(idleTimeoutMs - 1);
  expect(user.ends).toEqual([]);
  clock.advance(1);
  expect(user.ends.length).toBe(1);
});

test('a peer that does not take its responses is idle', () => {
  const { upperLayer, transport, user, clock } = waysTo.Sta6(false);
  transport.isBlocked = true;
  user.mayGoOn = false;
  upperLayer.received(commandPdu(1, echoRequest()));
  upperLayer.sendPData([Uint8Array.of(4)]);
  expect(upperLayer.isBlocked).toBe(true);
  clock.advance(idleTimeoutMs);
  expect(user.ends).toEqual([{ kind: 'timeout', phase: 'idle' }]);
});

test('a release by the peer is answered, and its close awaited', () => {
  const { upperLayer, user, clock, sent } = waysTo.Sta6(false);
  sent();
  upperLayer.received(encodeReleaseRequest());
  expect(sent()).toEqual([hex(encodeReleaseResponse())]);
  expect(user.ends).toEqual([{ kind: 'released' }]);
  expect(upperLayer.state).toBe('Sta13');
  upperLayer.closed(undefined);
  expect(clock.pending).toBe(0);
});

test('a release collision ends released on the requestor side', () => {
  const { upperLayer, user, transport, sent } = waysTo.Sta7(true);
  sent();
  upperLayer.received(encodeReleaseRequest());
  expect(sent()).toEqual([hex(encodeReleaseResponse())]);
  expect(upperLayer.state).toBe('Sta11');
  upperLayer.received(encodeReleaseResponse());
  expect(user.ends).toEqual([{ kind: 'released' }]);
  expect(transport.isClosed).toBe(true);
});

test('a release collision ends released on the acceptor side', () => {
  const { upperLayer, user, sent } = waysTo.Sta7(false);
  sent();
  upperLayer.received(encodeReleaseRequest());
  expect(sent()).toEqual([]);
  expect(upperLayer.state).toBe('Sta10');
  upperLayer.received(encodeReleaseResponse());
  expect(sent()).toEqual([hex(encodeReleaseResponse())]);
  expect(upperLayer.state).toBe('Sta13');
  expect(user.ends).toEqual([{ kind: 'released' }]);
});

test('data between our release request and its answer still arrives', () => {
  const { upperLayer, user } = waysTo.Sta7(true);
  upperLayer.received(commandPdu(1, echoRequest()));
  expect(user.fragments).toBe(1);
  expect(upperLayer.state).toBe('Sta7');
});

test('after the end nothing is handed over, and repeated requests do not pile up answers', () => {
  const { upperLayer, transport, user, sent } = waysTo.Sta13();
  sent();
  upperLayer.received(commandPdu(1, echoRequest()));
  transport.isBlocked = true;
  for (let count = 0; count < 100; count += 1) upperLayer.received(associateRequestBytes());
  expect(user.fragments).toBe(0);
  expect(sent().length).toBe(1);
});

test('sending without an association is refused', () => {
  const { upperLayer } = waysTo.Sta3();
  const closed = expect.objectContaining({ code: 'association-closed' });
  expect(() => upperLayer.sendPData([])).toThrow(closed);
  expect(() => upperLayer.release()).toThrow(closed);
  upperLayer.closed(undefined);
  expect(() => upperLayer.accept(acceptBytes)).toThrow(closed);
});
