/** Finds where objects go that somebody asks to have sent to an AE title: enabled entries of the list, the first one made. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { listPeersByAeTitle } from './repository.ts';

/** @param peerId narrows it down to one entry */
export async function findDestination(db: Kysely<Database>, aeTitle: string, peerId?: number) {
  const peers = await listPeersByAeTitle(db, aeTitle);
  const peer = peers.find(({ enabled, id }) => enabled && (peerId === undefined || id === peerId));
  return peer && { aeTitle: peer.ae_title, host: peer.host, port: peer.port };
}
