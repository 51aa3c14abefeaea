/** Finds the peer that a user of the command line names. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { DicomTls } from '../dimse/tls.ts';
import { listPeers, type PeerRow } from '../peers/repository.ts';
import { SendError } from './send-error.ts';
import type { Target } from './send-files.ts';

/** How a peer is called, and what its entry has us propose where it is asked. */
export type NamedTarget = Target & Partial<Pick<PeerRow, 'proposes'>>;

/**
 * Returns how to call a peer.
 * @throws SendError `peer-unknown`, `peer-ambiguous`, `peer-disabled`
 */
export async function findTarget(
  db: Kysely<Database>,
  tls: Pick<DicomTls, 'requestor'>,
  named: string,
): Promise<Omit<NamedTarget, 'callingAet'>> {
  const peer = await findPeer(db, named);
  if (!peer.enabled) throw new SendError('peer-disabled', 'this peer is switched off in the settings');
  const requestor = tls.requestor(peer);
  const target = { host: peer.host, port: peer.port, calledAet: peer.ae_title, proposes: peer.proposes };
  return requestor === undefined ? target : { ...target, tls: requestor };
}

/**
 * Returns the peer of a name, or, where none has it, of an AE title.
 * @throws SendError `peer-unknown`, `peer-ambiguous`
 */
export async function findPeer(db: Kysely<Database>, named: string): Promise<PeerRow> {
  const peers = await listPeers(db);
  const byName = peers.filter(({ name }) => name.toLowerCase() === named.toLowerCase());
  const found = byName.length > 0 ? byName : peers.filter((peer) => peer.ae_title === named);
  const [peer, second] = found;
  if (peer === undefined) {
    const names = peers.map(({ name }) => name).join(', ');
    throw new SendError('peer-unknown', `there is no such peer; there are: ${names === '' ? 'none' : names}`);
  }
  if (second !== undefined) {
    throw new SendError(
      'peer-ambiguous',
      'several peers have this name or AE title; to send files, use --to and --aet',
    );
  }
  return peer;
}
