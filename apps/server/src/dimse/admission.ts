/**
 * Who may open an association: this node's AE title called, by a peer of the list, with TLS where its entry asks for it
 * and within its limits, or, where that is allowed, by anybody on this machine. The reasons of rejection are those of PS3.8 Table 9-21.
 */

import type { PeerLimits } from '@isocenter/contract/peers';
import type { ContextDecision } from '@isocenter/dimse/negotiation';
import type { ProposedContext } from '@isocenter/dimse/pdu';
import { type Rejection, rejection } from '@isocenter/dimse/rejection';
import type { AssociationDecision, AssociationRequest } from '@isocenter/dimse/verbs';
import type { Subject } from '../access/subject.ts';
import type { ConflictPolicy } from '../archive/index-entry.ts';
import { isStoredSopClass, type SopClassPolicy } from '../archive/sop-class-policy.ts';
import type { AuditRecorder } from '../audit/event.ts';
import { storageCommitmentSopClass } from '../commitment/service-class.ts';
import type { Logger } from '../logging.ts';
import type { TrafficCounter } from '../peers/traffic.ts';
import { type AgreedOptions, answerOptions } from '../query-retrieve/agreed-options.ts';
import type { PeerLoad, StorePace } from './peer-load.ts';
import { chooseTransferSyntax, isService } from './transfer-syntax-choice.ts';

/** Who calls, and what the entry of the list says about it. */
export type Caller = {
  readonly subject: Extract<Subject, { kind: 'peer' }>;
  readonly conflictPolicy: ConflictPolicy;
  /** Default false. */
  readonly requireTls?: boolean;
  /** Default none of its own. */
  readonly limits?: PeerLimits;
};

/** The caller of an established association, handed to every verb. */
export type AdmittedCaller = Caller & {
  readonly pace?: StorePace;
  /** What was agreed on beyond the baseline of queries and retrievals. */
  readonly agreed: AgreedOptions;
};

/** Finds who may call under an AE title from an address; undefined for strangers. */
export type FindCaller = (aeTitle: string, address: string) => Promise<Caller | undefined>;

export type AdmissionOptions = {
  readonly aeTitle: string;
  readonly findCaller: FindCaller;
  readonly sopClasses: SopClassPolicy;
  /** `dicom.relationalQueries`: always. */
  readonly isAlwaysRelational?: boolean;
  readonly load: PeerLoad;
  readonly traffic: TrafficCounter;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
};

/** Returns the decision about one request; a rejection is logged with AE titles and address, and audited. */
export async function admit(
  request: AssociationRequest,
  options: AdmissionOptions,
): Promise<AssociationDecision<AdmittedCaller>> {
  if (request.calledAet !== options.aeTitle) {
    return reject(request, options, rejection.calledAeTitleNotRecognized, 'called AE title is not ours');
  }
  const caller = await options.findCaller(request.callingAet, request.address);
  if (caller === undefined) {
    return reject(request, options, rejection.callingAeTitleNotRecognized, 'unknown calling AE title');
  }
  const received = new Set(request.roleSelections.filter(({ scp }) => scp).map(({ sopClassUid }) => sopClassUid));
  const { peerId } = caller.subject;
  if (caller.requireTls === true && request.tls === undefined) {
    options.traffic.failed(peerId, 'in', 'tls-required');
    return reject(request, options, rejection.noReason, 'this peer has to use TLS');
  }
  const limits = caller.limits ?? {};
  const entry = peerId === undefined ? undefined : options.load.enter(peerId, limits);
  if (peerId !== undefined && entry === undefined) {
    options.traffic.failed(peerId, 'in', 'too-many-associations');
    return reject(request, options, rejection.localLimitExceeded, 'as many associations of this peer as it may have');
  }
  options.traffic.opened(peerId, 'in');
  const contexts = new Map(
    request.contexts.map((context) => {
      const isReceiver = received.has(context.abstractSyntax);
      return [context.id, decideContext(context, { isReceiver, policy: options.sopClasses })];
    }),
  );
  options.audit.count({
    action: 'association:open',
    outcome: 'success',
    subject: caller.subject,
    address: request.address,
  });
  // Whoever sends a C-GET is SCP of what comes back, PS3.4 §C.5.3.1, and whoever reports a commitment is its SCP, §J.3.3.
  const roleSelections = request.roleSelections
    .filter(({ sopClassUid: uid }) => uid === storageCommitmentSopClass || isStoredSopClass(uid, options.sopClasses))
    .map(({ sopClassUid }) => ({ sopClassUid, scu: true, scp: true }));
  const { extendedNegotiations, agreed } = answerOptions(request.userInformation.extendedNegotiations ?? [], options);
  return {
    kind: 'accept',
    contexts,
    context: { ...caller, agreed, ...(entry?.pace !== undefined && { pace: entry.pace }) },
    roleSelections,
    extendedNegotiations,
    limits: {
      ...(limits.pduBytes !== undefined && { maxPduBytes: limits.pduBytes }),
      ...(limits.idleSeconds !== undefined && { idleTimeoutMs: limits.idleSeconds * 1000 }),
    },
    ...(entry !== undefined && { leave: entry.leave }),
  };
}

function decideContext(
  { abstractSyntax, transferSyntaxes }: ProposedContext,
  { isReceiver, policy }: { readonly isReceiver: boolean; readonly policy: SopClassPolicy },
): ContextDecision {
  if (!isService(abstractSyntax) && !isStoredSopClass(abstractSyntax, policy)) {
    return { rejection: 'abstractSyntaxNotSupported' };
  }
  const transferSyntax = chooseTransferSyntax(abstractSyntax, transferSyntaxes, { isReceiver });
  return transferSyntax === undefined ? { rejection: 'transferSyntaxesNotSupported' } : { transferSyntax };
}

function reject(
  request: AssociationRequest,
  { audit, logger }: AdmissionOptions,
  rejected: Rejection,
  why: string,
): AssociationDecision<AdmittedCaller> {
  const { callingAet, calledAet, address } = request;
  logger.warn({ callingAet, calledAet, address, reason: rejected.reason }, `association rejected: ${why}`);
  const subject: Subject = { kind: 'peer', aet: callingAet, address, peerId: undefined, verbs: [] };
  audit.count({ action: 'association:reject', outcome: 'denied', subject, address });
  return { kind: 'reject', ...rejected };
}
