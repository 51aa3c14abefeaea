/**
 * Brings a study, or a part of one, here from an archive: by C-GET where the archive answers it, which needs nothing of the archive's list of
 * nodes, otherwise by C-MOVE to this node's own listener. PS3.4 §C.4.2 and §C.4.3.
 *
 * What a C-GET brings goes in as what the peer would send by itself.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { explicitVrLittleEndian, implicitVrLittleEndian, transferSyntaxes } from '@isocenter/dicom/transfer-syntax';
import { storageSopClasses } from '@isocenter/dicom/uids';
import { getString } from '@isocenter/dicom/values';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import type { RetrieveOutcome, SuboperationCounts } from '@isocenter/dimse/verbs';
import { openStore, type StoreVerbOptions } from '../dimse/store-verb.ts';
import {
  agreedWith,
  callPeer,
  encodeIdentifier,
  findAt,
  findContext,
  identifierSyntaxes,
  type PeerCallOptions,
  studyRoot,
} from '../peers/query-peer.ts';
import type { PeerRow } from '../peers/repository.ts';

export type FetchOptions = PeerCallOptions &
  StoreVerbOptions & {
    /** Ends what is under way by aborting its association. */
    readonly signal?: AbortSignal;
  };

/** A study, a series of it, or instances of that. */
export type FetchedObjects = {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid?: string;
  readonly sopInstanceUids?: readonly string[];
};

/** PS3.8 §9.3.2.2: odd numbers up to 255. */
const maxContexts = 128;
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
export function fetchObjects(options: FetchOptions, peer: PeerRow, objects: FetchedObjects): Promise<RetrieveOutcome> {
  return peer.answers.includes('get') ? getObjects(options, peer, objects) : moveObjects(options, peer, objects);
}

async function getObjects(options: FetchOptions, peer: PeerRow, objects: FetchedObjects): Promise<RetrieveOutcome> {
  const { signal } = options;
  const sopClasses = await callPeer(options, peer, { contexts: [findContext], signal }, (association) =>
    listSopClasses(association, objects.studyInstanceUid),
  );
  const contexts = [
    { abstractSyntax: studyRoot.get, transferSyntaxes: identifierSyntaxes },
    // One context for each syntax: with several in one, the archive would have to choose before it knows what it sends.
    ...sopClasses.flatMap((abstractSyntax) =>
      syntaxesFor(sopClasses.length).map((list) => ({ abstractSyntax, transferSyntaxes: list })),
    ),
  ].slice(0, maxContexts);
  const roleSelections = sopClasses.map((sopClassUid) => ({ sopClassUid, scu: true, scp: true }));
  const verbs = ['store'] as const;
  const context = {
    subject: { kind: 'peer', aet: peer.ae_title, address: peer.host, peerId: peer.id, verbs },
    conflictPolicy: peer.conflict_policy,
  } as const;
  const caller = { callingAet: peer.ae_title, calledAet: options.aeTitle, address: peer.host, context };
  const proposal = { contexts, roleSelections, responseTimeoutMs, signal };
  return callPeer(options, peer, proposal, (association) => {
    const query = queryOf(association, studyRoot.get, objects);
    return outcomeOf(association.get(query, { store: (request) => openStore(request, caller, options) }));
  });
}

function moveObjects(options: FetchOptions, peer: PeerRow, objects: FetchedObjects): Promise<RetrieveOutcome> {
  const contexts = [{ abstractSyntax: studyRoot.move, transferSyntaxes: identifierSyntaxes }];
  return callPeer(options, peer, { contexts, responseTimeoutMs, signal: options.signal }, (association) => {
    const query = queryOf(association, studyRoot.move, objects);
    return outcomeOf(association.move({ ...query, destinationAet: options.aeTitle }));
  });
}

/** PS3.4 §C.4.2.2.1: the unique keys of the level and of those above it; at the lowest one a list. */
function queryOf(association: ClientAssociation, sopClassUid: string, objects: FetchedObjects) {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUids } = objects;
  const level = sopInstanceUids !== undefined ? 'IMAGE' : seriesInstanceUid !== undefined ? 'SERIES' : 'STUDY';
  const identifier = {
    QueryRetrieveLevel: level,
    StudyInstanceUID: studyInstanceUid,
    ...(seriesInstanceUid !== undefined && { SeriesInstanceUID: seriesInstanceUid }),
    ...(sopInstanceUids !== undefined && { SOPInstanceUID: sopInstanceUids }),
  };
  const { transferSyntaxUid, encoded } = encodeIdentifier(association, sopClassUid, identifier);
  return { sopClassUid, transferSyntaxUid, identifier: encoded };
}

async function outcomeOf(
  responses: AsyncGenerator<SuboperationCounts, RetrieveOutcome, void>,
): Promise<RetrieveOutcome> {
  for (let step = await responses.next(); ; step = await responses.next()) if (step.done === true) return step.value;
}

/** The SOP Classes of the study's images; all there are where the archive does not say. */
async function listSopClasses(association: ClientAssociation, studyInstanceUid: string): Promise<readonly string[]> {
  const of = { StudyInstanceUID: studyInstanceUid };
  const keysOfImages = { QueryRetrieveLevel: 'IMAGE', ...of, SOPInstanceUID: '', SOPClassUID: '' };
  // One question for all series, where the archive takes it.
  if (agreedWith(association, 'find').has('relational')) return sopClassesOf(await findAt(association, keysOfImages));
  const series = await findAt(association, { QueryRetrieveLevel: 'SERIES', ...of, SeriesInstanceUID: '' });
  const images: DataSet[] = [];
  for (const one of series) {
    const SeriesInstanceUID = getString(one, tagOf('SeriesInstanceUID')) ?? '';
    images.push(...(await findAt(association, { ...keysOfImages, SeriesInstanceUID })));
  }
  return sopClassesOf(images);
}

function sopClassesOf(images: readonly DataSet[]): readonly string[] {
  const found = new Set(images.map((image) => getString(image, tagOf('SOPClassUID')) ?? ''));
  if (found.size > 0 && !found.has('')) return [...found];
  return storageSopClasses.map(({ uid }) => uid).slice(0, maxContexts - 1);
}

/** Every syntax by itself where there is room for that, otherwise what every archive can send. */
function syntaxesFor(sopClasses: number): readonly (readonly string[])[] {
  const all = transferSyntaxes.map(({ uid }) => [uid]);
  return 1 + sopClasses * all.length <= maxContexts ? all : [[explicitVrLittleEndian.uid, implicitVrLittleEndian.uid]];
}
