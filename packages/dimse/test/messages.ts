/** Bytes that peers send, for tests: whole PDUs with defaults that are visibly false. */

import { encodeAssociateRequest } from '../src/associate-pdu.ts';
import { type CommandSet, commandField, encodeCommandSet, noDataSet, withDataSet } from '../src/command-set.ts';
import { concatBytes } from '../src/items.ts';
import { encodePDataHeader } from '../src/p-data.ts';
import { type AssociateRequestPdu, dicomApplicationContext } from '../src/pdu.ts';

export const verification = '1.2.840.10008.1.1';
export const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
export const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
export const studyRootMove = '1.2.840.10008.5.1.4.1.2.2.2';
export const studyRootGet = '1.2.840.10008.5.1.4.1.2.2.3';
export const storageCommitment = '1.2.840.10008.1.20.1';
/** The well-known instance of Storage Commitment, PS3.4 §J.3.5. */
export const storageCommitmentInstance = '1.2.840.10008.1.20.1.1';
export const implicitVr = '1.2.840.10008.1.2';
export const explicitVr = '1.2.840.10008.1.2.1';
/** Under the UID root of this project's tests. */
export const testInstanceUid = '2.25.339173753163383956726402907967237235168';

/** Contexts 1 (Verification) and 3 (CT Image Storage). */
export function buildAssociateRequest(changes: Partial<AssociateRequestPdu> = {}): AssociateRequestPdu {
  return {
    protocolVersion: 1,
    calledAet: 'TEST-CALLED',
    callingAet: 'TEST-CALLING',
    applicationContext: dicomApplicationContext,
    contexts: [
      { id: 1, abstractSyntax: verification, transferSyntaxes: [implicitVr] },
      { id: 3, abstractSyntax: ctImageStorage, transferSyntaxes: [implicitVr, explicitVr] },
    ],
    userInformation: { maxPduBytes: 16_384, implementationClassUid: '2.25.1', implementationVersionName: 'TEST' },
    ...changes,
  };
}

export function associateRequestBytes(changes: Partial<AssociateRequestPdu> = {}): Uint8Array {
  return encodeAssociateRequest(buildAssociateRequest(changes));
}

/** One PDU with one PDV. `control` as PS3.8 §E.2: 1 command, 2 last. */
export function pData(contextId: number, control: number, fragment: Uint8Array): Uint8Array {
  return concatBytes([encodePDataHeader(contextId, control, fragment.length), fragment]);
}

export function commandPdu(contextId: number, command: CommandSet): Uint8Array {
  return pData(contextId, 3, encodeCommandSet(command));
}

export function echoRequest(messageId = 1): CommandSet {
  return { commandField: commandField.cEchoRq, affectedSopClassUid: verification, messageId, dataSetType: noDataSet };
}

export function storeRequest(changes: Partial<CommandSet> = {}): CommandSet {
  return {
    commandField: commandField.cStoreRq,
    affectedSopClassUid: ctImageStorage,
    affectedSopInstanceUid: testInstanceUid,
    messageId: 1,
    priority: 0,
    dataSetType: withDataSet,
    ...changes,
  };
}

export function findRequest(changes: Partial<CommandSet> = {}): CommandSet {
  return {
    commandField: commandField.cFindRq,
    affectedSopClassUid: studyRootFind,
    messageId: 1,
    priority: 0,
    dataSetType: withDataSet,
    ...changes,
  };
}

export function moveRequest(changes: Partial<CommandSet> = {}): CommandSet {
  return findRequest({
    commandField: commandField.cMoveRq,
    affectedSopClassUid: studyRootMove,
    moveDestination: 'TEST-DESTINATION',
    ...changes,
  });
}

export function getRequest(changes: Partial<CommandSet> = {}): CommandSet {
  return findRequest({ commandField: commandField.cGetRq, affectedSopClassUid: studyRootGet, ...changes });
}

export function cancelRequest(messageId = 1): CommandSet {
  return { commandField: commandField.cCancelRq, messageIdRespondedTo: messageId, dataSetType: noDataSet };
}

/** C-STORE-RQ and its data set, cut into PDUs of `step` bytes. */
export function storeMessage(dataSet: Uint8Array, changes: Partial<CommandSet> = {}, step = 8192): Uint8Array {
  const pdus = [commandPdu(3, storeRequest(changes))];
  for (let at = 0; at < dataSet.length; at += step) {
    pdus.push(pData(3, at + step >= dataSet.length ? 2 : 0, dataSet.subarray(at, at + step)));
  }
  return concatBytes(pdus);
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/[^0-9a-f]/gi, ''), 'hex'));
}
