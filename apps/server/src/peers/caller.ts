/**
 * Finds who may call: the peer of the list that an association request stands for, by calling AE title and address,
 * or a program on this machine where those are let in.
 *
 * An AE title is no secret, so it counts only together with the address or its network, unless the entry says otherwise. An entry
 * that is switched off keeps its caller out also on this machine.
 */

import type { PeerVerb } from '@isocenter/contract/peers';
import type { Kysely } from 'kysely';
import { networksContain, plainAddress } from '../access/network-address.ts';
import { isLoopback } from '../config/exposure.ts';
import type { Database } from '../database/schema.ts';
import type { Caller } from '../dimse/admission.ts';
import type { HostAddresses } from './host-addresses.ts';
import { limitsOf, listPeersByAeTitle, type PeerRow } from './repository.ts';

/**
 * What callers on this machine may do that no entry names: everything, as long as `dicom.allowLoopback` lets them in. A
 * C-MOVE still goes to destinations of the list only.
 */
const loopbackVerbs: readonly PeerVerb[] = ['echo', 'store', 'find', 'get', 'move', 'commit'];

export type FindCallerOptions = {
  readonly db: Kysely<Database>;
  readonly hosts: HostAddresses;
  /** `dicom.allowLoopback` */
  readonly allowLoopback: boolean;
};

/** Returns the caller; undefined for strangers, who are to be rejected. */
export async function findCaller(
  { db, hosts, allowLoopback }: FindCallerOptions,
  aeTitle: string,
  from: string,
): Promise<Caller | undefined> {
  const address = plainAddress(from);
  const peers = await listPeersByAeTitle(db, aeTitle);
  const peer = await findMatching(peers, address, hosts);
  if (peer !== undefined) return peer.enabled ? callerOf(peer, address) : undefined;
  if (!allowLoopback || !isLoopback(address)) return undefined;
  const subject = { kind: 'peer', aet: aeTitle, address, peerId: undefined, verbs: loopbackVerbs } as const;
  return { subject, conflictPolicy: 'first' };
}

/**
 * Returns a caller that was let in as its entry of the list is now: gone, with no verb at all, once that is switched off or
 * removed. What it was let in by, its name and address, is not asked again.
 */
export async function currentCaller(db: Kysely<Database>, subject: Caller['subject']): Promise<Caller['subject']> {
  if (subject.peerId === undefined) return subject;
  const peer = await db
    .selectFrom('peer')
    .select('verbs')
    .where('id', '=', subject.peerId)
    .where('enabled', '=', true)
    .executeTakeFirst();
  return { ...subject, verbs: peer?.verbs ?? [], isGone: peer === undefined };
}

/** An entry whose host has the address comes before one whose networks hold it, and both before one that does not ask. */
async function findMatching(peers: readonly PeerRow[], address: string, hosts: HostAddresses) {
  for (const peer of peers) {
    if ((await hosts.find(peer.host)).includes(address)) return peer;
  }
  return (
    peers.find(({ networks }) => networksContain(networks, address)) ??
    peers.find(({ check_address }) => !check_address)
  );
}

function callerOf(peer: PeerRow, address: string): Caller {
  return {
    subject: { kind: 'peer', aet: peer.ae_title, address, peerId: peer.id, verbs: peer.verbs },
    conflictPolicy: peer.conflict_policy,
    requireTls: peer.require_tls,
    limits: limitsOf(peer),
  };
}
