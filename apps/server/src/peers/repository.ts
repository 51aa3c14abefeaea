/** SQL of DICOM peers. */

import type { PeerInput } from '@isocenter/contract/peers';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../database/schema.ts';
import { PeerError } from './errors.ts';
import type { PeerTable } from './tables.ts';

export type PeerRow = Selectable<PeerTable>;

export type PeerStore = { readonly db: Kysely<Database>; readonly now: () => Date };

export function listPeers(db: Kysely<Database>): Promise<readonly PeerRow[]> {
  return db.selectFrom('peer').selectAll().orderBy('name').orderBy('id').execute();
}

/** Lists the entries under an AE title, whose case and inner spaces count, PS3.5 Table 6.2-1. */
export function listPeersByAeTitle(db: Kysely<Database>, aeTitle: string): Promise<readonly PeerRow[]> {
  return db.selectFrom('peer').selectAll().where('ae_title', '=', aeTitle).orderBy('id').execute();
}

/** @throws PeerError `not-found` */
export async function getPeer(db: Kysely<Database>, id: number): Promise<PeerRow> {
  const row = await db.selectFrom('peer').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new PeerError('not-found');
  return row;
}

/** @throws PeerError `peer-taken` */
export async function createPeer({ db, now }: PeerStore, peer: PeerInput): Promise<PeerRow> {
  const row = await db
    .insertInto('peer')
    .values({ ...rowOf(peer), created_at: now(), changed_at: now() })
    .onConflict((conflict) => conflict.columns(['ae_title', 'host']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new PeerError('peer-taken');
  return row;
}

/** @throws PeerError `not-found`, `peer-taken` */
export function replacePeer({ db, now }: PeerStore, id: number, peer: PeerInput): Promise<PeerRow> {
  return db.transaction().execute(async (trx) => {
    const values = rowOf(peer);
    const taken = await trx
      .selectFrom('peer')
      .select('id')
      .where('ae_title', '=', values.ae_title)
      .where('host', '=', values.host)
      .where('id', '<>', id)
      .executeTakeFirst();
    if (taken !== undefined) throw new PeerError('peer-taken');
    const row = await trx
      .updateTable('peer')
      .set({ ...values, changed_at: now() })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new PeerError('not-found');
    return row;
  });
}

/** @throws PeerError `not-found` */
export async function deletePeer(db: Kysely<Database>, id: number): Promise<void> {
  const { numDeletedRows } = await db.deleteFrom('peer').where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) throw new PeerError('not-found');
}

function rowOf({ aeTitle, conflictPolicy, checkAddress, host, verbs, answers = [], ...same }: PeerInput) {
  return {
    ...same,
    ae_title: aeTitle,
    // Names of hosts have no case, RFC 4343.
    host: host.toLowerCase(),
    verbs: [...verbs],
    answers: [...answers],
    conflict_policy: conflictPolicy,
    check_address: checkAddress,
  };
}
