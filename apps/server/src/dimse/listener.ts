/** The DICOM listener of a gateway: its verbs for the callers that `admission.ts` lets in. */

import type { AssociationEnd } from '@isocenter/dimse/association-end';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { dimseStatus } from '@isocenter/dimse/status';
import type { Association } from '@isocenter/dimse/verbs';
import { AccessDenied, requireAccess } from '../access/access.ts';
import { type ActionVerbOptions, takeCommitmentRequest } from '../commitment/action-verb.ts';
import { takeCommitmentReport } from '../commitment/report-verb.ts';
import { type FindVerbOptions, findMatches } from '../query-retrieve/find-verb.ts';
import { getInstances, moveInstances, type RetrieveVerbOptions } from '../query-retrieve/retrieve-verbs.ts';
import { type AdmissionOptions, admit, type Caller } from './admission.ts';
import { type AssociationMeasures, endNameOf } from './measures.ts';
import { type StoreTally, tallied } from './store-tally.ts';
import { openStore, type StoreVerbOptions } from './store-verb.ts';

export type ListenerOptions = AdmissionOptions &
  StoreVerbOptions &
  ActionVerbOptions &
  FindVerbOptions &
  RetrieveVerbOptions & { readonly host: string; readonly port: number; readonly measures: AssociationMeasures };

/** Starts listening. @throws DimseError `connection-failed` where the port is taken. */
export function listenForPeers(options: ListenerOptions): Promise<DimseServer> {
  const { measures } = options;
  const tallies = new WeakMap<Association<Caller>, StoreTally>();
  const tallyOf = (association: Association<Caller>) => {
    const tally = tallies.get(association) ?? { stored: 0, refused: 0, lengthBytes: 0 };
    tallies.set(association, tally);
    return tally;
  };
  return listenDimse({
    host: options.host,
    port: options.port,
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
        try {
          await requireAccess({ ...options, subject: context.subject, address }, 'dimse:echo');
        } catch (error) {
          if (error instanceof AccessDenied) return dimseStatus.notAuthorized;
          throw error;
        }
        return dimseStatus.success;
      },
      store: async (request, association) =>
        tallied(await openStore(request, association, options), tallyOf(association)),
      find: (request, association) => findMatches(request, association, options),
      move: (request, association) => moveInstances(request, association, options),
      get: (request, association, suboperations) => getInstances(request, association, suboperations, options),
      action: (request, association) => takeCommitmentRequest(request, association, options),
      eventReport: (request, association) => takeCommitmentReport(request, association, options),
    },
    logger: options.logger,
  });
}

function noteEnd(
  { audit, measures }: ListenerOptions,
  end: AssociationEnd,
  { context, address }: Association<Caller>,
  { stored, refused, lengthBytes }: StoreTally,
): void {
  const name = endNameOf(end);
  if (name === undefined) return;
  measures.ended(name);
  audit.count({
    action: 'association:close',
    outcome: name === 'released' ? 'success' : 'failure',
    subject: context.subject,
    address,
    details: { end: name, stored, refused, lengthBytes },
  });
}
