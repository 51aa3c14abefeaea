/** SQL of DICOM peers. */

import type { PeerInput, PeerLimits } from '@isocenter/contract/peers';
import type { Kysely, Selectable } from 'kysely';
import { isNetwork } from '../access/network-address.ts';
import type { Database } from '../database/schema.ts';
import { PeerError } from './errors.ts';
import type { PeerTable, PeerTrafficTable } from './tables.ts';

export type PeerRow = Selectable<PeerTable>;

export type PeerStore = { readonly db: Kysely<Database>; readonly now: () => Date };

/** What went between this node and its peers, by the peer's id; peers without any are left out. */
export async function listTraffic(db: Kysely<Database>): Promise<ReadonlyMap<number, PeerTrafficTable>> {
  const rows = await db.selectFrom('peer_traffic').selectAll().execute();
  return new Map(rows.map((row) => [row.peer_id, row]));
}

/** What of the enabled entries is open to others. */
export type PeerExposure = {
  /** Entries that may call from any address, with and without TLS required. */
  readonly anyAddress: { readonly secure: number; readonly clear: number };
  /** Of entries that this node calls without TLS. */
  readonly hostsCalledInClear: readonly string[];
};

/** Of an enabled entry. */
export type ExposedPeer = Pick<PeerRow, 'host' | 'tls' | 'require_tls' | 'check_address'>;

export async function surveyPeers(db: Kysely<Database>): Promise<PeerExposure> {
  return exposureOf(
    await db
      .selectFrom('peer')
      .select(['host', 'tls', 'require_tls', 'check_address'])
      .where('enabled', '=', true)
      .execute(),
  );
}

export function exposureOf(peers: readonly ExposedPeer[]): PeerExposure {
  const fromAnywhere = peers.filter(({ check_address }) => !check_address);
  const secure = fromAnywhere.filter(({ require_tls }) => require_tls).length;
  return {
    anyAddress: { secure, clear: fromAnywhere.length - secure },
    hostsCalledInClear: peers.filter(({ tls }) => tls === 'off').map(({ host }) => host),
  };
}

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

/** @throws PeerError `peer-taken`, `network-invalid`, `fingerprint-missing` */
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

/** @throws PeerError `not-found`, `peer-taken`, `network-invalid`, `fingerprint-missing` */
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

function rowOf(peer: PeerInput) {
  const { name, aeTitle, host, port, verbs, conflictPolicy, checkAddress, enabled, note, answers = [] } = peer;
  const { proposes = [], moveAssociations = 1, confirmByCommitment = false, commitmentMinutes = 60 } = peer;
  const { networks = [], requireTls = false, tls = 'off', tlsFingerprint, limits = {} } = peer;
  if (!networks.every(isNetwork)) throw new PeerError('network-invalid');
  if (tls === 'fingerprint' && tlsFingerprint === undefined) throw new PeerError('fingerprint-missing');
  return {
    name,
    ae_title: aeTitle,
    // Names of hosts have no case, RFC 4343.
    host: host.toLowerCase(),
    port,
    verbs: [...verbs],
    answers: [...answers],
    proposes: [...proposes],
    move_associations: moveAssociations,
    confirm_by_commitment: confirmByCommitment,
    commitment_minutes: commitmentMinutes,
    conflict_policy: conflictPolicy,
    check_address: checkAddress,
    enabled,
    note,
    networks: [...networks],
    require_tls: requireTls,
    tls,
    tls_fingerprint: tlsFingerprint ?? null,
    max_associations: limits.associations ?? null,
    max_instances_per_second: limits.instancesPerSecond ?? null,
    max_megabytes_per_second: limits.megabytesPerSecond ?? null,
    max_pdu_bytes: limits.pduBytes ?? null,
    idle_seconds: limits.idleSeconds ?? null,
  };
}

/** Returns what an entry allows its peer to take; undefined members have no limit of their own. */
export function limitsOf(peer: PeerRow): PeerLimits {
  return {
    ...(peer.max_associations !== null && { associations: peer.max_associations }),
    ...(peer.max_instances_per_second !== null && { instancesPerSecond: peer.max_instances_per_second }),
    ...(peer.max_megabytes_per_second !== null && { megabytesPerSecond: peer.max_megabytes_per_second }),
    ...(peer.max_pdu_bytes !== null && { pduBytes: peer.max_pdu_bytes }),
    ...(peer.idle_seconds !== null && { idleSeconds: peer.idle_seconds }),
  };
}
