/**
 * Brings a study, or a part of one, here from an archive: by C-GET where the archive answers it, which needs nothing of the archive's list of
 * nodes, otherwise by C-MOVE to this node's own listener. PS3.4 §C.4.2 and §C.4.3.
 *
 * What a C-GET brings goes in as what the peer would send by itself.
 */

import { DimseError } from '@isocenter/dimse/errors';
import type { RetrieveOutcome } from '@isocenter/dimse/verbs';
import { openStore, type StoreVerbOptions } from '../dimse/store-verb.ts';
import { callPeer, contextOf, findContext, type PeerCallOptions } from '../peers/query-peer.ts';
import type { PeerRow } from '../peers/repository.ts';
import {
  askGet,
  lastOutcome,
  listSopClasses,
  type RetrievedObjects,
  retrieveQuery,
} from '../peers/retrieve-request.ts';

export type FetchOptions = PeerCallOptions &
  StoreVerbOptions & {
    /** Ends what is under way by aborting its association. */
    readonly signal?: AbortSignal;
  };

/** Archives that read from tape, or say nothing until everything is sent. */
const responseTimeoutMs = 15 * 60_000;
/** Sub-operations complete, some failed: what could be had is here. */
const someFailed = 0xb000;

/** @throws DimseError where the archive could send nothing, or not all of it */
export async function fetchStudy(options: FetchOptions, peer: PeerRow, studyInstanceUid: string): Promise<void> {
  const outcome = await fetchObjects(options, peer, { studyInstanceUid });
  const { status } = outcome;
  if (status === 0 && (outcome.counts?.failed ?? 0) === 0) return;
  const what = status === someFailed ? 'a part of a study could not be fetched' : 'a study could not be fetched';
  throw new DimseError('operation-refused', what, { status });
}

/** Returns how the archive ended it; what came is here, whatever that is. @throws DimseError */
export function fetchObjects(
  options: FetchOptions,
  peer: PeerRow,
  objects: RetrievedObjects,
): Promise<RetrieveOutcome> {
  return peer.answers.includes('get') ? getObjects(options, peer, objects) : moveObjects(options, peer, objects);
}

async function getObjects(options: FetchOptions, peer: PeerRow, objects: RetrievedObjects): Promise<RetrieveOutcome> {
  const { signal } = options;
  const sopClasses = await callPeer(options, peer, { contexts: [findContext], signal }, (association) =>
    listSopClasses(association, objects),
  );
  const verbs = ['store'] as const;
  const context = {
    subject: { kind: 'peer', aet: peer.ae_title, address: peer.host, peerId: peer.id, verbs },
    conflictPolicy: peer.conflict_policy,
  } as const;
  const caller = { callingAet: peer.ae_title, calledAet: options.aeTitle, address: peer.host, context };
  return askGet(sopClasses, (proposal) =>
    callPeer(options, peer, { ...proposal, responseTimeoutMs, signal }, (association) => {
      const query = retrieveQuery(association, 'get', objects);
      return lastOutcome(association.get(query, { store: (request) => openStore(request, caller, options) }));
    }),
  );
}

function moveObjects(options: FetchOptions, peer: PeerRow, objects: RetrievedObjects): Promise<RetrieveOutcome> {
  const contexts = [contextOf('move')];
  return callPeer(options, peer, { contexts, responseTimeoutMs, signal: options.signal }, (association) => {
    const query = retrieveQuery(association, 'move', objects);
    return lastOutcome(association.move({ ...query, destinationAet: options.aeTitle }));
  });
}
