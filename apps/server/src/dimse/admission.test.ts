import { verificationSopClass } from '@isocenter/dicom/uids';
import { rejection } from '@isocenter/dimse/rejection';
import type { AssociationRequest } from '@isocenter/dimse/verbs';
import { beforeEach, describe, expect, test } from 'vitest';
import { listTraffic } from '../../test/traffic-list.ts';
import type { AuditEvent } from '../audit/event.ts';
import { admit, type Caller } from './admission.ts';
import { PeerLoad } from './peer-load.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const patientRootFind = '1.2.840.10008.5.1.4.1.2.1.1';
const modalityWorklist = '1.2.840.10008.5.1.4.31';
const implicit = '1.2.840.10008.1.2';

const request: AssociationRequest = {
  calledAet: 'ISOCENTER',
  callingAet: 'TEST',
  tls: undefined,
  address: '192.0.2.7',
  contexts: [
    { id: 1, abstractSyntax: ct, transferSyntaxes: [implicit] },
    { id: 3, abstractSyntax: verificationSopClass, transferSyntaxes: [implicit] },
    { id: 5, abstractSyntax: patientRootFind, transferSyntaxes: [implicit] },
    { id: 7, abstractSyntax: ct, transferSyntaxes: ['1.2.3.4'] },
    { id: 9, abstractSyntax: '1.2.3.4.5', transferSyntaxes: [implicit] },
    { id: 11, abstractSyntax: modalityWorklist, transferSyntaxes: [implicit] },
  ],
  implementationClassUid: undefined,
  implementationVersionName: undefined,
  roleSelections: [],
  userIdentity: undefined,
  userInformation: { maxPduBytes: 16_384 },
};

const known: Caller = {
  subject: { kind: 'peer', aet: 'TEST', address: '192.0.2.7', peerId: 1, verbs: ['echo', 'store'] },
  conflictPolicy: 'first',
};

let events: AuditEvent[];
let lines: object[];

let load: PeerLoad;
let traffic: ReturnType<typeof listTraffic>;

beforeEach(() => {
  load = new PeerLoad(() => 0);
  traffic = listTraffic();
  events = [];
  lines = [];
});

const note = (details: object) => {
  lines.push(details);
};
const options = (caller: Caller | undefined) => ({
  aeTitle: 'ISOCENTER',
  load,
  traffic,
  findCaller: async () => caller,
  sopClasses: { refused: [], acceptPrivate: false },
  audit: {
    record: async (event: AuditEvent) => {
      events.push(event);
    },
    count: (event: AuditEvent) => {
      events.push(event);
    },
  },
  logger: { debug: note, info: note, warn: note, error: note },
});

test('takes storage, Verification and Query/Retrieve, and says why it takes nothing else', async () => {
  const decision = await admit(request, options(known));
  expect(decision).toMatchObject({ kind: 'accept', context: known });
  if (decision.kind !== 'accept') throw new Error('rejected');
  expect([...decision.contexts.entries()]).toEqual([
    [1, { transferSyntax: implicit }],
    [3, { transferSyntax: implicit }],
    [5, { transferSyntax: implicit }],
    [7, { rejection: 'transferSyntaxesNotSupported' }],
    [9, { rejection: 'abstractSyntaxNotSupported' }],
    [11, { rejection: 'abstractSyntaxNotSupported' }],
  ]);
  expect(events).toMatchObject([{ action: 'association:open', outcome: 'success' }]);
});

test('grants whoever asks for it to receive what it stores here', async () => {
  const proposed = [ct, patientRootFind].map((sopClassUid) => ({ sopClassUid, scu: false, scp: true }));
  const decision = await admit({ ...request, roleSelections: proposed }, options(known));
  expect(decision).toMatchObject({ roleSelections: [{ sopClassUid: ct, scu: true, scp: true }] });
});

test('agrees to options of queries for the SOP Class that proposes them, and answers no other', async () => {
  const proposals = [patientRootFind, ct].map((sopClassUid) => ({
    sopClassUid,
    information: Uint8Array.of(1, 0, 1, 0, 1),
  }));
  const userInformation = { maxPduBytes: 16_384, extendedNegotiations: proposals };
  const decision = await admit({ ...request, userInformation }, options(known));
  if (decision.kind !== 'accept') throw new Error('rejected');
  expect(decision.extendedNegotiations).toEqual([
    { sopClassUid: patientRootFind, information: Uint8Array.of(1, 0, 1, 0, 0) },
  ]);
  expect(decision.context.agreed.get(patientRootFind)).toEqual(new Set(['relational', 'fuzzyNames']));
  const other = await admit(request, { ...options(known), isAlwaysRelational: true });
  if (other.kind !== 'accept') throw new Error('rejected');
  expect(other.extendedNegotiations).toEqual([]);
  expect(other.context.agreed.get(patientRootFind)).toEqual(new Set(['relational']));
});

test('rejects a stranger with the reason of the standard, and names it with its address in the log', async () => {
  const decision = await admit(request, options(undefined));
  expect(decision).toEqual({ kind: 'reject', ...rejection.callingAeTitleNotRecognized });
  expect(lines).toMatchObject([{ callingAet: 'TEST', address: '192.0.2.7' }]);
  expect(events).toMatchObject([{ action: 'association:reject', outcome: 'denied' }]);
});

test('rejects who calls somebody else', async () => {
  const decision = await admit({ ...request, calledAet: 'OTHER' }, options(known));
  expect(decision).toEqual({ kind: 'reject', ...rejection.calledAeTitleNotRecognized });
});

describe('a peer that has to use TLS', () => {
  const strict = { ...known, requireTls: true };

  test('is rejected without', async () => {
    expect(await admit(request, options(strict))).toEqual({ kind: 'reject', ...rejection.noReason });
    expect(traffic.told).toEqual(['1 in tls-required']);
  });

  test('is let in with it', async () => {
    const tls = { version: 'TLSv1.3', clientFingerprint: undefined };
    expect(await admit({ ...request, tls }, options(strict))).toMatchObject({ kind: 'accept' });
  });
});

describe('a peer with limits', () => {
  const limited = { ...known, limits: { associations: 2, pduBytes: 16_384, idleSeconds: 20, megabytesPerSecond: 1 } };
  const leave = (decision: Awaited<ReturnType<typeof admit>>) => decision.kind === 'accept' && decision.leave?.();

  test('has no more associations at a time than it may, and others are not concerned', async () => {
    const first = await admit(request, options(limited));
    expect(await admit(request, options(limited))).toMatchObject({ kind: 'accept' });
    expect(await admit(request, options(limited))).toEqual({ kind: 'reject', ...rejection.localLimitExceeded });
    expect(traffic.told).toEqual(['1 in opened', '1 in opened', '1 in too-many-associations']);
    const other: Caller = { ...limited, subject: { ...limited.subject, peerId: 2 } };
    expect(await admit(request, options(other))).toMatchObject({ kind: 'accept' });
    leave(first);
    expect(await admit(request, options(limited))).toMatchObject({ kind: 'accept' });
  });

  test('is granted its own PDU length and idle time', async () => {
    const decision = await admit(request, options(limited));
    expect(decision).toMatchObject({ limits: { maxPduBytes: 16_384, idleTimeoutMs: 20_000 } });
    leave(decision);
    expect(decision.kind === 'accept' && decision.context.pace?.signal.aborted).toBe(true);
  });
});
