/**
 * Tries a peer for an administrator who asked: C-ECHO, a C-FIND that finds nobody, or a C-STORE of a picture that says it
 * is a test. A peer that does not answer is an answer.
 *
 * The host's name is resolved once and that address is called, so that it cannot change in between; addresses that no
 * peer can have are refused. Private ones are what hospitals have and are not.
 */

import type { PeerTestResult } from '@isocenter/contract/peers';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { verificationSopClass } from '@isocenter/dicom/uids';
import { openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import { isUnreachable } from '../access/network-address.ts';
import type { DicomTls } from '../dimse/tls.ts';
import { studyRoot } from '../query-retrieve/information-models.ts';
import { countedStore } from './counted-store.ts';
import type { HostAddresses } from './host-addresses.ts';
import type { PeerRow } from './repository.ts';
import { buildTestPicture, testPatientId } from './test-picture.ts';
import type { TrafficCounter } from './traffic.ts';

/** For each step; somebody sits in front of it. */
const timeoutMs = 5_000;

/** Matches after which a C-FIND is cancelled: a peer that does not heed the key would send all it has. */
const maxMatches = 10;

/** Every SCP takes it, PS3.5 §10.1. */
const syntax = implicitVrLittleEndian;

type Observer = { sent(lengthBytes: number): void; refused(status: number): void };

/** What is tried on an association. */
export type PeerTest = {
  readonly sopClassUid: string;
  run(
    association: ClientAssociation,
    observer: Observer,
  ): Promise<{ readonly status: number; readonly matches?: number }>;
};

export type TestOptions = {
  readonly hosts: HostAddresses;
  /** This node's AE title. */
  readonly aeTitle: string;
  readonly tls: Pick<DicomTls, 'requestor'>;
  readonly traffic: TrafficCounter;
};

/** C-ECHO, PS3.4 Annex A. */
export const echoTest: PeerTest = {
  sopClassUid: verificationSopClass,
  run: async (association) => ({ status: await association.echo() }),
};

/** C-FIND for studies of the patient of our own tests. */
export const findTest: PeerTest = {
  sopClassUid: studyRoot.find,
  async run(association) {
    const keys = { QueryRetrieveLevel: 'STUDY', PatientID: testPatientId, StudyInstanceUID: null };
    const identifier = encodeDataSet(buildDataSet(keys), syntax);
    const enough = new AbortController();
    const responses = association.find(
      { sopClassUid: studyRoot.find, transferSyntaxUid: syntax.uid, identifier },
      { signal: enough.signal },
    );
    let matches = 0;
    for (;;) {
      const step = await responses.next();
      // A cancel that we asked for is what we wanted to see.
      if (step.done) return { status: enough.signal.aborted ? 0 : step.value.status, matches };
      matches += 1;
      if (matches === maxMatches) enough.abort();
    }
  },
};

/** C-STORE of a picture of 32 × 32 pixels that says what it is. */
export function storeTest(at: Date): PeerTest {
  const { sopClassUid, sopInstanceUid, dataSet } = buildTestPicture(at);
  const instance = {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: syntax.uid,
    dataSet: encodeDataSet(dataSet, syntax),
  };
  return {
    sopClassUid,
    run: (association, observer) => countedStore((each) => association.store(each), instance, observer),
  };
}

/** Never rejects for what the peer or the network does. */
export async function testPeer(options: TestOptions, peer: PeerRow, test: PeerTest): Promise<PeerTestResult> {
  const start = performance.now();
  const durationMs = () => Math.round((performance.now() - start) * 10) / 10;
  const failed = (code: string, message: string): PeerTestResult => {
    options.traffic.failed(peer.id, 'out', code);
    return { kind: 'failed', code, message, durationMs: durationMs() };
  };
  const [address] = await options.hosts.find(peer.host);
  if (address === undefined) return failed('host-unknown', 'The host’s name leads nowhere.');
  if (isUnreachable(address)) return failed('host-refused', 'No peer can have this address.');
  try {
    const { status, matches } = await ask(address, peer, test, options);
    if (status !== 0) options.traffic.failed(peer.id, 'out', `status-${status.toString(16).padStart(4, '0')}`);
    return { kind: 'answered', status, ...(matches !== undefined && { matches }), durationMs: durationMs() };
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    return failed(error.code, error.message);
  }
}

async function ask(address: string, peer: PeerRow, test: PeerTest, { aeTitle, tls, traffic }: TestOptions) {
  const requestor = tls.requestor(peer);
  const association = await openAssociation({
    host: address,
    port: peer.port,
    calledAet: peer.ae_title,
    callingAet: aeTitle,
    contexts: [{ abstractSyntax: test.sopClassUid, transferSyntaxes: [syntax.uid] }],
    connectTimeoutMs: timeoutMs,
    artimTimeoutMs: timeoutMs,
    responseTimeoutMs: timeoutMs,
    ...(requestor !== undefined && { tls: requestor }),
  });
  traffic.opened(peer.id, 'out');
  try {
    const answer = await test.run(association, {
      sent: (lengthBytes) => traffic.moved(peer.id, 'out', 1, lengthBytes),
      refused: () => undefined, // the status is told once, by who asked
    });
    await association.release();
    return answer;
  } catch (error) {
    association.abort();
    throw error;
  }
}
