/**
 * Finds where objects go that somebody asks to have sent to an AE title: enabled entries of the list, the first one made;
 * how it is called, and that what is sent there is counted.
 */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { DicomTls } from '../dimse/tls.ts';
import type { Destination } from '../query-retrieve/move-destination.ts';
import { listPeersByAeTitle, type PeerRow } from './repository.ts';
import type { TrafficCounter } from './traffic.ts';

export type DestinationOptions = {
  readonly tls: Pick<DicomTls, 'requestor'>;
  readonly traffic: TrafficCounter;
};

/** What is known of a peer that is called. */
export type CalledPeer = Pick<PeerRow, 'id' | 'ae_title' | 'host' | 'port' | 'tls' | 'tls_fingerprint'> &
  Partial<Pick<PeerRow, 'move_associations'>>;

/** @param peerId narrows it down to one entry */
export async function findDestination(
  { db, ...options }: DestinationOptions & { readonly db: Kysely<Database> },
  aeTitle: string,
  peerId?: number,
): Promise<Destination | undefined> {
  const peers = await listPeersByAeTitle(db, aeTitle);
  const peer = peers.find(({ enabled, id }) => enabled && (peerId === undefined || id === peerId));
  return peer && destinationOf(options, peer);
}

/** Returns how the peer is called, and that what goes there is counted. */
export function destinationOf({ tls, traffic }: DestinationOptions, peer: CalledPeer): Destination {
  const requestor = tls.requestor(peer);
  return {
    aeTitle: peer.ae_title,
    host: peer.host,
    port: peer.port,
    associations: peer.move_associations ?? 1,
    ...(requestor !== undefined && { tls: requestor }),
    observer: {
      opened: () => traffic.opened(peer.id, 'out'),
      failed: (code) => traffic.failed(peer.id, 'out', code),
      sent: (lengthBytes) => traffic.moved(peer.id, 'out', 1, lengthBytes),
      refused: (status) => traffic.failed(peer.id, 'out', `status-${status.toString(16).padStart(4, '0')}`),
    },
  };
}
