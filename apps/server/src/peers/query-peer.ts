/**
 * Asks a peer what it holds: C-FIND as SCU in the Study Root model, PS3.4 §C.4.1 and §C.6.2.
 *
 * One association for as many questions as a piece of work has. The host's name is resolved once and that address called,
 * as for C-ECHO. What comes back is data of the peer: keys may be missing, and matches may be none that were asked for.
 */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian, findTransferSyntax, implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { type OpenAssociationOptions, openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import { proposeQueryOptions, type QueryOption, readQueryOptions } from '@isocenter/dimse/query-options';
import { isUnreachable } from '../access/network-address.ts';
import type { DicomTls } from '../dimse/tls.ts';
import type { HostAddresses } from './host-addresses.ts';
import type { PeerRow } from './repository.ts';

/** The information model that peers are asked in, PS3.6 Table A-1. */
export const studyRoot = {
  find: '1.2.840.10008.5.1.4.1.2.2.1',
  move: '1.2.840.10008.5.1.4.1.2.2.2',
  get: '1.2.840.10008.5.1.4.1.2.2.3',
} as const;

/** Of questions and requests. */
export const identifierSyntaxes = [explicitVrLittleEndian.uid, implicitVrLittleEndian.uid];

/** Nobody waits for it in front of a page, but a peer that hangs must not hold up the others for long. */
const connectTimeoutMs = 10_000;
const responseTimeoutMs = 60_000;

/** Of one question; an archive that answers with more was asked too little. */
const maxMatches = 20_000;

export type PeerCallOptions = {
  readonly hosts: HostAddresses;
  /** This node's AE title. */
  readonly aeTitle: string;
  readonly tls: Pick<DicomTls, 'requestor'>;
};

export type PeerAddress = Pick<PeerRow, 'ae_title' | 'host' | 'port' | 'tls' | 'tls_fingerprint'> &
  Partial<Pick<PeerRow, 'proposes'>>;

type Proposal = Pick<OpenAssociationOptions, 'contexts' | 'roleSelections'> & {
  /** Default one minute. */
  readonly responseTimeoutMs?: number;
  /** Aborts the association. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Opens an association, does the work on it and releases it.
 * @throws DimseError also where the host's name leads nowhere (`connection-failed`)
 */
export async function callPeer<T>(
  { hosts, aeTitle, tls }: PeerCallOptions,
  peer: PeerAddress,
  { signal, ...proposal }: Proposal,
  work: (association: ClientAssociation) => Promise<T>,
): Promise<T> {
  const [address] = await hosts.find(peer.host);
  if (address === undefined || isUnreachable(address)) {
    throw new DimseError('connection-failed', 'the host of the peer has no address that can be called');
  }
  const requestor = tls.requestor(peer);
  const association = await openAssociation({
    ...(requestor !== undefined && { tls: requestor }),
    host: address,
    port: peer.port,
    calledAet: peer.ae_title,
    callingAet: aeTitle,
    responseTimeoutMs,
    ...proposalsTo(peer, proposal.contexts),
    ...proposal,
    connectTimeoutMs,
    artimTimeoutMs: connectTimeoutMs,
  });
  const abort = () => association.abort();
  signal?.addEventListener('abort', abort);
  if (signal?.aborted === true) abort();
  try {
    const done = await work(association);
    await association.release();
    return done;
  } catch (error) {
    association.abort();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** Returns what the peer agreed to of what its entry has us propose for a service. */
export function agreedWith(association: ClientAssociation, service: keyof typeof studyRoot): ReadonlySet<QueryOption> {
  return readQueryOptions(association.findExtendedNegotiation(studyRoot[service]) ?? new Uint8Array(), service);
}

/** Nothing where its entry asks for nothing: some peers reject what they do not know. */
export function proposalsTo(
  { proposes = [] }: { readonly proposes?: readonly QueryOption[] },
  contexts: Proposal['contexts'],
) {
  if (proposes.length === 0) return {};
  const services = (['find', 'move', 'get'] as const).filter((service) =>
    contexts.some(({ abstractSyntax }) => abstractSyntax === studyRoot[service]),
  );
  const options = new Set(proposes);
  return {
    extendedNegotiations: services.map((service) => proposeQueryOptions(studyRoot[service], service, options)),
  };
}

/** The presentation context of questions. */
export const findContext = { abstractSyntax: studyRoot.find, transferSyntaxes: identifierSyntaxes };

/** Returns the identifiers that match. @throws DimseError also where the peer answers with a failure */
export async function findAt(association: ClientAssociation, identifier: Attributes): Promise<readonly DataSet[]> {
  const { transferSyntaxUid, encoded } = encodeIdentifier(association, studyRoot.find, identifier);
  const syntax = findTransferSyntax(transferSyntaxUid) ?? implicitVrLittleEndian;
  const matches: DataSet[] = [];
  const query = { sopClassUid: studyRoot.find, transferSyntaxUid, identifier: encoded };
  const answers = association.find(query);
  let step = await answers.next();
  for (; step.done !== true && matches.length < maxMatches; step = await answers.next()) {
    matches.push(parseDataSet(step.value, syntax).value);
  }
  if (step.done !== true) await answers.return({ status: 0 });
  else if (step.value.status !== 0) {
    const { status } = step.value;
    throw new DimseError('operation-refused', 'the peer could not answer a query', { status });
  }
  return matches;
}

/** Returns an identifier in the syntax that the peer took for a SOP Class. @throws DimseError `context-not-accepted` */
export function encodeIdentifier(
  association: ClientAssociation,
  sopClassUid: string,
  identifier: Attributes,
): { readonly transferSyntaxUid: string; readonly encoded: Uint8Array } {
  const context = association.acceptedContexts.find(({ abstractSyntax }) => abstractSyntax === sopClassUid);
  if (context === undefined) {
    throw new DimseError('context-not-accepted', 'the peer does not take part in this service', { sopClassUid });
  }
  const syntax = findTransferSyntax(context.transferSyntax) ?? implicitVrLittleEndian;
  const dataSet = buildDataSet(identifier, { characterSet: 'ISO_IR 192' });
  return { transferSyntaxUid: context.transferSyntax, encoded: encodeDataSet(dataSet, syntax) };
}
