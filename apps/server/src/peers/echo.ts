/**
 * Asks a peer whether it is there: C-ECHO, PS3.4 Annex A. What comes back is for the administrator who asked; a peer
 * that does not answer is an answer.
 *
 * The host's name is resolved once and that address is called, so that it cannot change in between; addresses that no
 * peer can have are refused. Private ones are what hospitals have and are not.
 */

import type { EchoResult } from '@isocenter/contract/peers';
import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { verificationSopClass } from '@isocenter/dicom/uids';
import { openAssociation } from '@isocenter/dimse/client';
import { DimseError } from '@isocenter/dimse/errors';
import { isUnreachable } from '../access/network-address.ts';
import type { HostAddresses } from './host-addresses.ts';
import type { PeerRow } from './repository.ts';

/** For each step; somebody sits in front of it. */
const timeoutMs = 5_000;

export type EchoOptions = {
  readonly hosts: HostAddresses;
  /** This node's AE title. */
  readonly aeTitle: string;
};

/** Never rejects for what the peer or the network does. */
export async function echoPeer({ hosts, aeTitle }: EchoOptions, peer: PeerRow): Promise<EchoResult> {
  const start = performance.now();
  const durationMs = () => Math.round((performance.now() - start) * 10) / 10;
  const [address] = await hosts.find(peer.host);
  if (address === undefined) {
    return {
      kind: 'failed',
      code: 'host-unknown',
      message: 'The host’s name leads nowhere.',
      durationMs: durationMs(),
    };
  }
  if (isUnreachable(address)) {
    return {
      kind: 'failed',
      code: 'host-refused',
      message: 'No peer can have this address.',
      durationMs: durationMs(),
    };
  }
  try {
    return { kind: 'answered', status: await echo(address, peer, aeTitle), durationMs: durationMs() };
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    return { kind: 'failed', code: error.code, message: error.message, durationMs: durationMs() };
  }
}

async function echo(address: string, peer: PeerRow, callingAet: string): Promise<number> {
  const association = await openAssociation({
    host: address,
    port: peer.port,
    calledAet: peer.ae_title,
    callingAet,
    contexts: [{ abstractSyntax: verificationSopClass, transferSyntaxes: [implicitVrLittleEndian.uid] }],
    connectTimeoutMs: timeoutMs,
    artimTimeoutMs: timeoutMs,
    responseTimeoutMs: timeoutMs,
  });
  try {
    const status = await association.echo();
    await association.release();
    return status;
  } catch (error) {
    association.abort();
    throw error;
  }
}
