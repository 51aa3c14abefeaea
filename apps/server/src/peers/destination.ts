/** Finds where objects go that somebody asks to have sent to an AE title: enabled entries of the list, the first one made. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { listPeersByAeTitle } from './repository.ts';

export async function findDestination(db: Kysely<Database>, aeTitle: string) {
  const peer = (await listPeersByAeTitle(db, aeTitle)).find(({ enabled }) => enabled);
  return peer && { aeTitle: peer.ae_title, host: peer.host, port: peer.port };
}
