/** Inputs of the PDU fuzz: conversations put together from well-formed PDUs, damaged, and cut as a network might. */

import { encodeAssociateRequest } from '@isocenter/dimse/associate-pdu';
import { type CommandSet, commandField, encodeCommandSet } from '@isocenter/dimse/command-set';
import { encodeAbort, encodeReleaseRequest, encodeReleaseResponse } from '@isocenter/dimse/control-pdu';
import { concatBytes } from '@isocenter/dimse/items';
import { encodePDataHeader } from '@isocenter/dimse/p-data';
import { type AssociateRequestPdu, dicomApplicationContext } from '@isocenter/dimse/pdu';
import type { Random } from '@isocenter/testkit/random';

const sopClass = '1.2.840.10008.5.1.4.1.1.2';
const implicitVr = '1.2.840.10008.1.2';

/** Well-formed PDUs that conversations are put together from. */
export type Corpus = { readonly requests: readonly Uint8Array[]; readonly pdus: readonly Uint8Array[] };

export function buildCorpus(): Corpus {
  const request: AssociateRequestPdu = {
    protocolVersion: 1,
    calledAet: 'CALLED',
    callingAet: 'CALLING',
    applicationContext: dicomApplicationContext,
    contexts: [
      { id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: [implicitVr] },
      { id: 3, abstractSyntax: sopClass, transferSyntaxes: [implicitVr, '1.2.840.10008.1.2.1'] },
    ],
    userInformation: {
      maxPduBytes: 16_384,
      implementationClassUid: '2.25.1',
      implementationVersionName: 'FUZZ',
      asynchronousOperations: { invoked: 4, performed: 1 },
      roleSelections: [{ sopClassUid: sopClass, scu: true, scp: true }],
      extendedNegotiations: [{ sopClassUid: sopClass, information: new Uint8Array(6) }],
      commonExtendedNegotiations: [
        { sopClassUid: sopClass, serviceClassUid: '1.2.840.10008.4.2', relatedGeneralSopClassUids: [sopClass] },
      ],
      userIdentity: {
        type: 2,
        positiveResponseRequested: true,
        primary: new Uint8Array(5),
        secondary: new Uint8Array(3),
      },
    },
  };
  const tiny = { ...request, userInformation: { maxPduBytes: 16 } };
  const wide = {
    ...request,
    contexts: Array.from({ length: 128 }, (_, at) => ({
      id: 2 * at + 1,
      abstractSyntax: `${sopClass}.${at}`,
      transferSyntaxes: [implicitVr],
    })),
  };
  const echo: CommandSet = { commandField: commandField.cEchoRq, messageId: 1, dataSetType: 0x0101 };
  const store: CommandSet = {
    commandField: commandField.cStoreRq,
    affectedSopClassUid: sopClass,
    affectedSopInstanceUid: '2.25.7',
    messageId: 2,
    priority: 0,
    dataSetType: 0,
    moveOriginatorAet: 'MOVER',
    moveOriginatorMessageId: 1,
  };
  const find: CommandSet = {
    commandField: commandField.cFindRq,
    affectedSopClassUid: sopClass,
    messageId: 3,
    dataSetType: 0,
  };
  const get: CommandSet = { ...find, commandField: commandField.cGetRq };
  const cancel: CommandSet = { commandField: commandField.cCancelRq, messageIdRespondedTo: 3, dataSetType: 0x0101 };
  const action: CommandSet = {
    commandField: commandField.nActionRq,
    requestedSopClassUid: sopClass,
    requestedSopInstanceUid: '2.25.7',
    actionTypeId: 1,
    messageId: 4,
    dataSetType: 0,
  };
  const response: CommandSet = {
    commandField: commandField.cStoreRsp,
    messageIdRespondedTo: 1,
    dataSetType: 0x0101,
    status: 0,
  };
  const withIdentifier = (command: CommandSet): Uint8Array =>
    concatBytes([pData(3, 3, encodeCommandSet(command)), pData(3, 2, new Uint8Array(64))]);
  const storeBytes = encodeCommandSet(store);
  return {
    requests: [request, request, request, tiny, wide].map(encodeAssociateRequest),
    pdus: [
      pData(1, 3, encodeCommandSet(echo)),
      pData(3, 3, storeBytes),
      pData(3, 3, storeBytes),
      pData(3, 1, storeBytes.subarray(0, 31)),
      pData(3, 3, storeBytes.subarray(31)),
      pData(3, 3, encodeCommandSet(find)),
      withIdentifier(find),
      withIdentifier(get),
      concatBytes([withIdentifier(get), pData(3, 3, encodeCommandSet(response))]),
      withIdentifier(action),
      pData(3, 3, encodeCommandSet(cancel)),
      pData(1, 3, encodeCommandSet(response)),
      pData(3, 3, encodeCommandSet(response)),
      pData(3, 0, new Uint8Array(200)),
      pData(3, 0, new Uint8Array(5000)),
      pData(3, 2, new Uint8Array(100)),
      pData(3, 2, new Uint8Array(0)),
      ...Array.from({ length: 6 }, (_, at) =>
        concatBytes([pData(3, 3, storeBytes), pData(3, 0, new Uint8Array(at * 300)), pData(3, 2, new Uint8Array(100))]),
      ),
      twoPdvs(),
      encodeReleaseRequest(),
      encodeReleaseResponse(),
      encodeAbort(0, 0),
      encodeAbort(2, 6),
      encodeAssociateRequest(request),
    ],
  };
}

function pData(contextId: number, control: number, fragment: Uint8Array): Uint8Array {
  return concatBytes([encodePDataHeader(contextId, control, fragment.length), fragment]);
}

/** Two PDVs in one P-DATA-TF, 10 and 4 bytes. */
function twoPdvs(): Uint8Array {
  return Uint8Array.of(4, 0, 0, 0, 0, 26, 0, 0, 0, 12, 3, 0, ...new Uint8Array(10), 0, 0, 0, 6, 3, 2, 1, 2, 3, 4);
}

/** A conversation: a request most of the time, then PDUs in any order, then damage to its bytes. */
export function mutate(corpus: Corpus, random: Random): Uint8Array {
  const pieces: Uint8Array[] = [];
  if (random.fraction() >= 0.05) pieces.push(random.pick(corpus.requests));
  const count = random.below(8);
  for (let at = 0; at < count; at += 1) pieces.push(random.pick(corpus.pdus));
  const bytes = concatBytes(pieces);
  if (bytes.length === 0) return bytes;
  const damages = random.fraction() < 0.2 ? 0 : 1 + random.below(4);
  // Half of the time the damage is behind the request, which is needed to get anywhere.
  const first = random.fraction() < 0.5 ? Math.min(pieces[0]?.length ?? 0, bytes.length - 1) : 0;
  for (let damage = 0; damage < damages; damage += 1) {
    const at = first + random.below(bytes.length - first);
    switch (random.below(5)) {
      case 0:
        bytes[at] = random.below(256);
        break;
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 2:
        bytes.fill(random.pick([0, 0xff, 0x7f]), at, at + 1 + random.below(4));
        break;
      case 3:
        bytes.copyWithin(at, random.below(bytes.length), random.below(bytes.length));
        break;
      case 4:
        return bytes.subarray(0, at);
    }
  }
  return bytes;
}

/** Cuts bytes as a network might: whole, in a few pieces, or byte by byte around the start. */
export function cut(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
  if (random.fraction() < 0.3) return [bytes];
  const longest = random.pick([7, 100, 2000]);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.below(longest);
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}
