import { verificationSopClass } from '@isocenter/dicom/uids';
import { rejection } from '@isocenter/dimse/rejection';
import type { AssociationRequest } from '@isocenter/dimse/verbs';
import { beforeEach, expect, test } from 'vitest';
import type { AuditEvent } from '../audit/event.ts';
import { admit, type Caller } from './admission.ts';

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

beforeEach(() => {
  events = [];
  lines = [];
});

const note = (details: object) => {
  lines.push(details);
};
const options = (caller: Caller | undefined) => ({
  aeTitle: 'ISOCENTER',
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
