/**
 * What an acceptor answers to a proposal: PS3.8 §7.1.1, PS3.7 Annex D.3.
 *
 * Who may open an association, and which SOP Classes are taken, is the caller's decision; here it becomes an
 * A-ASSOCIATE-AC, and the checks that belong to the service-provider are made.
 */

import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { DimseError } from './errors.ts';
import {
  type AssociateAcceptPdu,
  type AssociateRequestPdu,
  type AsynchronousOperations,
  type ContextResult,
  dicomApplicationContext,
  type ExtendedNegotiation,
  type ProposedContext,
  type RoleSelection,
} from './pdu.ts';
import { contextResult, type Rejection, rejection } from './rejection.ts';
import type { AcceptedContext } from './verbs.ts';

/** Why a presentation context is refused, PS3.8 Table 9-18. */
export type ContextRejection = Exclude<keyof typeof contextResult, 'acceptance'>;

export type ContextDecision = { readonly transferSyntax: string } | { readonly rejection: ContextRejection };

/** By presentation context ID; a context that has no entry is refused as `abstractSyntaxNotSupported`. */
export type ContextDecisions = ReadonlyMap<number, ContextDecision>;

/** What the acceptor says beside the presentation contexts; everything is optional. */
export type AcceptedExtras = {
  /** Roles granted to the requestor, PS3.7 §D.3.3.4; without an entry the requestor is SCU and we are SCP. */
  readonly roleSelections?: readonly RoleSelection[];
  /** Answers to what was proposed, PS3.7 §D.3.3.5; others are left out. */
  readonly extendedNegotiations?: readonly ExtendedNegotiation[];
  /** Server response to a user identity whose sender asked for one, PS3.7 §D.3.3.7.2. */
  readonly userIdentityResponse?: Uint8Array;
};

/**
 * How many operations a requestor may have outstanding, PS3.7 §D.3.3.3. They are performed one after the other, in
 * order; a window lets the requestor send on instead of waiting a round trip for each response.
 */
export const maxOperationsInvoked = 64;

/** Returns why the service-provider itself refuses a request, PS3.8 §9.2.2 AE-6; undefined where it does not. */
export function findProviderRejection(request: AssociateRequestPdu): Rejection | undefined {
  if ((request.protocolVersion & 1) === 0) return rejection.protocolVersionNotSupported;
  if (request.applicationContext !== dicomApplicationContext) return rejection.applicationContextNameNotSupported;
  // `\uFFFD` stands for a character outside ISO 646: nobody's title, and it could not be returned either.
  if (request.callingAet.includes('\uFFFD')) return rejection.callingAeTitleNotRecognized;
  if (request.calledAet.includes('\uFFFD')) return rejection.calledAeTitleNotRecognized;
  return undefined;
}

/**
 * Chooses, for each proposed context, the first of our transfer syntaxes that was proposed.
 *
 * `findSupported` returns the transfer syntaxes we take for an abstract syntax, best first, or undefined where we do
 * not support it at all.
 */
export function chooseContexts(
  proposed: readonly ProposedContext[],
  findSupported: (abstractSyntax: string) => readonly string[] | undefined,
): Map<number, ContextDecision> {
  const decisions = new Map<number, ContextDecision>();
  for (const { id, abstractSyntax, transferSyntaxes } of proposed) {
    const supported = findSupported(abstractSyntax);
    const transferSyntax = supported?.find((uid) => transferSyntaxes.includes(uid));
    if (supported === undefined) decisions.set(id, { rejection: 'abstractSyntaxNotSupported' });
    else if (transferSyntax === undefined) decisions.set(id, { rejection: 'transferSyntaxesNotSupported' });
    else decisions.set(id, { transferSyntax });
  }
  return decisions;
}

/**
 * Answers proposed roles, PS3.7 §D.3.3.4: grants what was proposed and `findSupported` allows to the requestor in a SOP
 * Class. Roles of SOP Classes for which it returns undefined are not answered, so that the default ones apply.
 */
export function chooseRoles(
  proposed: readonly RoleSelection[],
  findSupported: (sopClassUid: string) => { readonly scu: boolean; readonly scp: boolean } | undefined,
): readonly RoleSelection[] {
  return proposed.flatMap(({ sopClassUid, scu, scp }) => {
    const supported = findSupported(sopClassUid);
    if (supported === undefined) return [];
    return [{ sopClassUid, scu: scu && supported.scu, scp: scp && supported.scp }];
  });
}

/** Returns the contexts in which the requestor is SCP: where an A-ASSOCIATE-AC says so. */
export function requestorScpContexts(
  contexts: Iterable<AcceptedContext>,
  granted: readonly RoleSelection[] | undefined,
): readonly AcceptedContext[] {
  const sopClassUids = new Set((granted ?? []).filter(({ scp }) => scp).map(({ sopClassUid }) => sopClassUid));
  return [...contexts].filter(({ abstractSyntax }) => sopClassUids.has(abstractSyntax));
}

export type AcceptorIdentity = {
  readonly maxPduBytes: number;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
};

/** @throws DimseError `invalid-argument` where a decision names a transfer syntax that was not proposed. */
export function buildAccept(
  request: AssociateRequestPdu,
  decisions: ContextDecisions,
  identity: AcceptorIdentity,
  extras: AcceptedExtras = {},
): AssociateAcceptPdu {
  const { asynchronousOperations: window, roleSelections: proposedRoles = [] } = request.userInformation;
  const { roleSelections: granted = [], extendedNegotiations: answers = [], ...otherExtras } = extras;
  const { extendedNegotiations: proposals = [] } = request.userInformation;
  const extendedNegotiations = answers.filter(({ sopClassUid: uid }) =>
    proposals.some((one) => one.sopClassUid === uid),
  );
  // No role may be granted that was not proposed.
  const roleSelections = chooseRoles(proposedRoles, (uid) => granted.find(({ sopClassUid }) => sopClassUid === uid));
  const isRequestorScp = roleSelections.some(({ scp }) => scp);
  return {
    protocolVersion: 1,
    // PS3.8 Table 9-17: both titles are returned as they came.
    calledAet: request.calledAet,
    callingAet: request.callingAet,
    applicationContext: dicomApplicationContext,
    contexts: request.contexts.map((context) => contextResultOf(context, decisions.get(context.id))),
    userInformation: {
      ...identity,
      ...otherExtras,
      ...(roleSelections.length > 0 && { roleSelections }),
      ...(extendedNegotiations.length > 0 && { extendedNegotiations }),
      ...(window !== undefined && { asynchronousOperations: answerWindow(window, isRequestorScp) }),
    },
  };
}

function contextResultOf(context: ProposedContext, decision: ContextDecision | undefined): ContextResult {
  const { id, transferSyntaxes } = context;
  if (decision !== undefined && 'transferSyntax' in decision) {
    if (!transferSyntaxes.includes(decision.transferSyntax)) {
      throw new DimseError('invalid-argument', 'a chosen transfer syntax was not proposed', {
        contextId: id,
        transferSyntaxUid: decision.transferSyntax,
      });
    }
    return { id, result: contextResult.acceptance, transferSyntax: decision.transferSyntax };
  }
  const refused = contextResult[decision?.rejection ?? 'abstractSyntaxNotSupported'];
  // Not significant where refused, PS3.8 Table 9-18, but some requestors insist on a UID.
  return { id, result: refused, transferSyntax: implicitVrLittleEndian.uid };
}

/**
 * Never more than was asked for. We invoke sub-operations one by one; a requestor that performs them may not send ahead,
 * because we could not read its responses past a request.
 */
function answerWindow(asked: AsynchronousOperations, isRequestorScp: boolean): AsynchronousOperations {
  const limit = isRequestorScp ? 1 : maxOperationsInvoked;
  const invoked = asked.invoked === 0 ? limit : Math.min(asked.invoked, limit);
  return { invoked, performed: 1 };
}
