/** The DICOM listener of a gateway: its verbs for the callers that `admission.ts` lets in. */

import type { AssociationEnd } from '@isocenter/dimse/association-end';
import type { AssociationPlaces } from '@isocenter/dimse/association-places';
import type { AcceptorTls } from '@isocenter/dimse/incoming-connections';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { dimseStatus } from '@isocenter/dimse/status';
import type { Association, StoreInstance, StoreOutcome, StoreRequest, StoreSink } from '@isocenter/dimse/verbs';
import { AccessDenied, requireAccess } from '../access/access.ts';
import { mayTake } from '../access/action.ts';
import { type ActionVerbOptions, takeCommitmentRequest } from '../commitment/action-verb.ts';
import { takeCommitmentReport } from '../commitment/report-verb.ts';
import { countedStore } from '../peers/counted-store.ts';
import { type FindVerbOptions, findMatches } from '../query-retrieve/find-verb.ts';
import { getInstances, moveInstances, type RetrieveVerbOptions } from '../query-retrieve/retrieve-verbs.ts';
import { type AdmissionOptions, type AdmittedCaller, admit, type Caller } from './admission.ts';
import { type AssociationMeasures, endNameOf } from './measures.ts';
import { openPaced } from './peer-load.ts';
import { revocable } from './revocable-store.ts';
import { type StoreTally, tallied } from './store-tally.ts';
import { openStore, type StoreVerbOptions } from './store-verb.ts';

export type ListenerOptions = AdmissionOptions &
  StoreVerbOptions &
  ActionVerbOptions &
  FindVerbOptions &
  RetrieveVerbOptions & {
    readonly host: string;
    readonly port: number;
    /** Shared by the listeners of a node. */
    readonly places: AssociationPlaces;
    /** Default none. */
    readonly tls?: AcceptorTls;
    readonly measures: AssociationMeasures;
  };

/** Starts listening. @throws DimseError `connection-failed` where the port is taken. */
export function listenForPeers(options: ListenerOptions): Promise<DimseServer> {
  const { callers, measures, traffic } = options;
  const tallies = new WeakMap<Association<AdmittedCaller>, StoreTally>();
  const tallyOf = (association: Association<AdmittedCaller>) => {
    const tally = tallies.get(association) ?? { stored: 0, refused: 0, lengthBytes: 0 };
    tallies.set(association, tally);
    return tally;
  };
  return listenDimse({
    host: options.host,
    port: options.port,
    places: options.places,
    ...(options.tls !== undefined && { tls: options.tls }),
    async accept(request) {
      const decision = await admit(request, options);
      if (decision.kind === 'accept') measures.accepted();
      return decision;
    },
    ended(end, association) {
      if (end.kind === 'rejected') measures.rejected(end.rejection);
      else if (association !== undefined) noteEnd(options, end, association, tallyOf(association));
    },
    verbs: {
      echo: async ({ context, address }) => {
        const subject = await callers.current(context.subject);
        try {
          await requireAccess({ ...options, subject, address }, 'dimse:echo');
        } catch (error) {
          if (error instanceof AccessDenied) return dimseStatus.notAuthorized;
          throw error;
        }
        options.audit.count({ action: 'dimse:echo', outcome: 'success', subject, address });
        return dimseStatus.success;
      },
      store: async (request, association) => {
        const { pace, subject } = association.context;
        const open = () => openRevocable(request, association, options);
        const opened = await (pace === undefined ? open() : openPaced(open, pace));
        return tallied(opened, tallyOf(association), {
          sent: (lengthBytes) => traffic.moved(subject.peerId, 'in', 1, lengthBytes),
          refused: (status) => traffic.failed(subject.peerId, 'in', statusCode(status)),
        });
      },
      find: (request, association) => findMatches(request, association, options),
      move: (request, association) => moveInstances(request, association, options),
      action: (request, association) => takeCommitmentRequest(request, association, options),
      eventReport: (request, association) => takeCommitmentReport(request, association, options),
      get: (request, association, { contexts, store, abort }) => {
        const { peerId } = association.context.subject;
        const observer = {
          sent: (lengthBytes: number) => traffic.moved(peerId, 'out', 1, lengthBytes),
          refused: (status: number) => traffic.failed(peerId, 'out', statusCode(status)),
        };
        const counting = (instance: StoreInstance) => countedStore(store, instance, observer);
        const counted = { contexts, store: counting, abort };
        return getInstances(request, association, counted, options);
      },
    },
    logger: options.logger,
  });
}

async function openRevocable(
  request: StoreRequest,
  { callingAet, calledAet, address, context }: Association<AdmittedCaller>,
  options: ListenerOptions,
): Promise<StoreSink | StoreOutcome> {
  const { callers, audit } = options;
  const subject = await callers.current(context.subject);
  const caller = { callingAet, calledAet, address, context: { ...context, subject } };
  const decide = (current: Caller['subject']) => {
    if (mayTake(current, 'instance:store')) return true;
    const details = { reason: 'forbidden' };
    audit.count({ action: 'instance:store', outcome: 'denied', subject: current, address, details });
    return false;
  };
  return revocable(await openStore(request, caller, options), () => {
    const current = callers.current(subject);
    return current instanceof Promise ? current.then(decide) : decide(current);
  });
}

function noteEnd(
  { audit, measures, traffic }: ListenerOptions,
  end: AssociationEnd,
  { context, address }: Association<AdmittedCaller>,
  { stored, refused, lengthBytes }: StoreTally,
): void {
  const name = endNameOf(end);
  if (name === undefined) return;
  measures.ended(name);
  if (name !== 'released') traffic.failed(context.subject.peerId, 'in', name);
  audit.count({
    action: 'association:close',
    outcome: name === 'released' ? 'success' : 'failure',
    subject: context.subject,
    address,
    details: { end: name, stored, refused, lengthBytes },
  });
}

const statusCode = (status: number) => `status-${status.toString(16).padStart(4, '0')}`;
