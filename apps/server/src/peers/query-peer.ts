/**
 * Asks a peer what it holds: C-FIND as SCU in the Study Root model, or in the Patient Root one, PS3.4 §C.4.1 and §C.6.
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
import { type DimsePriority, dimsePriority } from '@isocenter/dimse/priority';
import { proposeQueryOptions, type QueryOption, readQueryOptions } from '@isocenter/dimse/query-options';
import { isUnreachable } from '../access/network-address.ts';
import type { DicomTls } from '../dimse/tls.ts';
import { type InformationModel, patientRoot, studyRoot } from '../query-retrieve/information-models.ts';
import type { HostAddresses } from './host-addresses.ts';
import type { PeerRow } from './repository.ts';

/** The information models that peers are asked in; what nobody chose for is asked in that of studies. */
export const askedModels = { study: studyRoot, patient: patientRoot } as const;

const services = ['find', 'move', 'get'] as const;

type Service = (typeof services)[number];

/** How a peer is asked. */
export type Asking = {
  /** Default Study Root. */
  readonly model?: InformationModel;
  /** Default medium. */
  readonly priority?: DimsePriority;
};

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
export function agreedWith(
  association: ClientAssociation,
  service: Service,
  model: InformationModel = studyRoot,
): ReadonlySet<QueryOption> {
  return readQueryOptions(association.findExtendedNegotiation(model[service]) ?? new Uint8Array(), service);
}

/** Nothing where its entry asks for nothing: some peers reject what they do not know. */
export function proposalsTo(
  { proposes = [] }: { readonly proposes?: readonly QueryOption[] },
  contexts: Proposal['contexts'],
) {
  if (proposes.length === 0) return {};
  const options = new Set(proposes);
  return {
    extendedNegotiations: contexts.flatMap(({ abstractSyntax: uid }) =>
      services
        .filter((service) => Object.values(askedModels).some((model) => model[service] === uid))
        .map((service) => proposeQueryOptions(uid, service, options)),
    ),
  };
}

/** The presentation context of a service of a model. */
export function contextOf(service: Service, model: InformationModel = studyRoot) {
  return { abstractSyntax: model[service], transferSyntaxes: identifierSyntaxes };
}

/** That of questions, in the model that they are asked in where nobody chose. */
export const findContext = contextOf('find');

/** Returns the identifiers that match. @throws DimseError also where the peer answers with a failure */
export async function findAt(
  association: ClientAssociation,
  identifier: Attributes,
  { model = studyRoot, priority = 'medium' }: Asking = {},
): Promise<readonly DataSet[]> {
  const { transferSyntaxUid, encoded } = encodeIdentifier(association, model.find, identifier);
  const syntax = findTransferSyntax(transferSyntaxUid) ?? implicitVrLittleEndian;
  const matches: DataSet[] = [];
  const query = { sopClassUid: model.find, transferSyntaxUid, identifier: encoded };
  const answers = association.find({ ...query, priority: dimsePriority[priority] });
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
