import { expect, test } from 'vitest';
import { buildAssociateRequest, ctImageStorage, explicitVr, implicitVr, verification } from '../test/messages.ts';
import {
  buildAccept,
  type ContextDecision,
  chooseContexts,
  chooseRoles,
  findProviderRejection,
} from './negotiation.ts';
import { rejection } from './rejection.ts';

const jpeg = '1.2.840.10008.1.2.4.70';
const identity = { maxPduBytes: 131_072, implementationClassUid: '2.25.1', implementationVersionName: 'TEST' };

test.each([
  ['a good request', {}, undefined],
  ['further versions beside version 1', { protocolVersion: 0x8001 }, undefined],
  ['a protocol version without bit 0', { protocolVersion: 2 }, rejection.protocolVersionNotSupported],
  ['another application context', { applicationContext: '1.2.3' }, rejection.applicationContextNameNotSupported],
  ['a calling AE title outside ISO 646', { callingAet: 'A\uFFFD' }, rejection.callingAeTitleNotRecognized],
  ['a called AE title outside ISO 646', { calledAet: '\uFFFD' }, rejection.calledAeTitleNotRecognized],
])('judges %s', (_, changes, expected) => {
  expect(findProviderRejection(buildAssociateRequest(changes))).toEqual(expected);
});

/** Proposed transfer syntaxes, ours in order of preference, and what PS3.8 Table 9-18 calls the outcome. */
test.each<[string, readonly string[], readonly string[] | undefined, ContextDecision]>([
  ['takes the only common syntax', [implicitVr], [explicitVr, implicitVr], { transferSyntax: implicitVr }],
  ['prefers what we prefer', [implicitVr, explicitVr, jpeg], [jpeg, explicitVr], { transferSyntax: jpeg }],
  ['refuses without a common syntax', [jpeg], [implicitVr], { rejection: 'transferSyntaxesNotSupported' }],
  ['refuses unknown abstract syntaxes', [implicitVr], undefined, { rejection: 'abstractSyntaxNotSupported' }],
])('%s', (_, transferSyntaxes, supported, expected) => {
  const decisions = chooseContexts([{ id: 5, abstractSyntax: '1.2.3', transferSyntaxes }], () => supported);
  expect(decisions).toEqual(new Map([[5, expected]]));
});

test('answers every proposed context in order, by its decision', () => {
  const request = buildAssociateRequest({
    contexts: [1, 3, 5, 7, 9, 11].map((id) => ({ id, abstractSyntax: verification, transferSyntaxes: [explicitVr] })),
  });
  const decisions = new Map<number, ContextDecision>([
    [1, { transferSyntax: explicitVr }],
    [3, { rejection: 'userRejection' }],
    [5, { rejection: 'noReason' }],
    [7, { rejection: 'abstractSyntaxNotSupported' }],
    [9, { rejection: 'transferSyntaxesNotSupported' }],
  ]);
  const answer = buildAccept(request, decisions, identity);
  expect(answer.contexts.map(({ id, result }) => [id, result])).toEqual([
    [1, 0],
    [3, 1],
    [5, 2],
    [7, 3],
    [9, 4],
    // No decision about 11.
    [11, 3],
  ]);
});

test('does not choose a transfer syntax that was not proposed', () => {
  const decisions = new Map([[3, { transferSyntax: jpeg }]]);
  const build = () => buildAccept(buildAssociateRequest(), decisions, identity);
  expect(build).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});

test('returns both AE titles and names its own limits', () => {
  const answer = buildAccept(buildAssociateRequest(), new Map(), identity);
  expect(answer.calledAet).toBe('TEST-CALLED');
  expect(answer.callingAet).toBe('TEST-CALLING');
  expect(answer.userInformation).toEqual(identity);
});

/** Asked for (invoked, performed) → answered, PS3.7 §D.3.3.3: never more than asked for; 0 is unlimited. */
test.each([
  [1, 1, 1],
  [5, 1, 5],
  [1000, 1000, 64],
  [0, 0, 64],
])('answers a window of %i invoked, %i performed with %i invoked, 1 performed', (invoked, performed, answered) => {
  const userInformation = { maxPduBytes: 0, asynchronousOperations: { invoked, performed } };
  const answer = buildAccept(buildAssociateRequest({ userInformation }), new Map(), identity);
  expect(answer.userInformation.asynchronousOperations).toEqual({ invoked: answered, performed: 1 });
});

test('says nothing about a window and roles nobody asked for', () => {
  const roleSelections = [{ sopClassUid: ctImageStorage, scu: true, scp: true }];
  const answer = buildAccept(buildAssociateRequest(), new Map(), identity, { roleSelections });
  expect(answer.userInformation).toEqual(identity);
});

/** PS3.7 §D.3.3.4: proposed SCU and SCP, what we allow, and what is answered. */
test.each<[string, readonly [boolean, boolean], readonly [boolean, boolean] | undefined, unknown]>([
  ['grants what is proposed and allowed', [true, true], [true, true], [{ scu: true, scp: true }]],
  ['turns down what is not allowed', [true, true], [true, false], [{ scu: true, scp: false }]],
  ['grants nothing that is not proposed', [false, true], [true, true], [{ scu: false, scp: true }]],
  ['does not answer where the default shall apply', [true, true], undefined, undefined],
])('%s', (_, [scu, scp], allowed, expected) => {
  const proposed = [{ sopClassUid: ctImageStorage, scu, scp }];
  const request = buildAssociateRequest({ userInformation: { maxPduBytes: 0, roleSelections: proposed } });
  const roleSelections = chooseRoles(proposed, () => allowed && { scu: allowed[0], scp: allowed[1] });
  const { userInformation } = buildAccept(request, new Map(), identity, { roleSelections });
  expect(userInformation.roleSelections?.map(({ sopClassUid: _, ...roles }) => roles)).toEqual(expected);
});

test('a requestor that performs sub-operations may not send ahead', () => {
  const roleSelections = [{ sopClassUid: ctImageStorage, scu: true, scp: true }];
  const userInformation = { maxPduBytes: 0, roleSelections, asynchronousOperations: { invoked: 8, performed: 8 } };
  const request = buildAssociateRequest({ userInformation });
  const windowOf = (extras: object) =>
    buildAccept(request, new Map(), identity, extras).userInformation.asynchronousOperations;
  expect(windowOf({ roleSelections })).toEqual({ invoked: 1, performed: 1 });
  expect(windowOf({})).toEqual({ invoked: 8, performed: 1 });
});
