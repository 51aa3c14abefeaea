/**
 * One connection that came in, from its first byte to its last: negotiation, then a session of messages.
 */

import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { encodeAssociateAccept } from './associate-pdu.ts';
import type { AssociationEnd } from './association-end.ts';
import type { AssociationPlaces } from './association-places.ts';
import type { Clock } from './clock.ts';
import { defaults } from './defaults.ts';
import { DimseError } from './errors.ts';
import { failureFields, peerFields } from './log-fields.ts';
import type { Logger } from './logger.ts';
import { buildAccept, findProviderRejection, requestorScpContexts } from './negotiation.ts';
import type { AssociateAcceptPdu, AssociateRequestPdu } from './pdu.ts';
import { contextResult, type Rejection, rejection, rejectionName } from './rejection.ts';
import { ScpSession } from './scp-session.ts';
import { addressOf } from './socket-address.ts';
import { SocketTransport } from './socket-transport.ts';
import { fingerprintOf, type TlsFacts } from './tls.ts';
import { UpperLayer, type UpperLayerUser } from './upper-layer.ts';
import type { AcceptedContext, Association, AssociationDecision, AssociationRequest, Verbs } from './verbs.ts';

export type AcceptorOptions<Context> = {
  /** Decides about a request. A failure of this callback rejects as temporary congestion. */
  readonly accept: (
    request: AssociationRequest,
  ) => Promise<AssociationDecision<Context>> | AssociationDecision<Context>;
  readonly verbs: Verbs<Context>;
  /** Told once of the end of each connection; `association` is undefined where none was established. Must not throw. */
  readonly ended?: (end: AssociationEnd, association: Association<Context> | undefined) => void;
  /** Where given, other called AE titles are rejected before `accept` is asked; default: not checked here. */
  readonly aet?: string;
  /** Bytes announced as the longest P-DATA-TF PDU, at least 4096; default 131 072. */
  readonly maxPduBytes?: number;
  /** For A-ASSOCIATE-RQ to arrive and for peers to close, PS3.8 §9.1.5; milliseconds, default 30 000. */
  readonly artimTimeoutMs?: number;
  /** Without progress of the peer on an open association; milliseconds, default 120 000. */
  readonly idleTimeoutMs?: number;
  readonly implementationClassUid?: string;
  readonly implementationVersionName?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
};

type ConnectionOptions<Context> = AcceptorOptions<Context> & {
  /** For logs. */
  readonly id: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly places: AssociationPlaces;
};

export class AcceptedConnection<Context> implements UpperLayerUser {
  /** Resolves when the socket is closed and every sink has settled. */
  readonly gone: Promise<void>;
  readonly #options: ConnectionOptions<Context>;
  readonly #socket: Socket;
  readonly #upperLayer: UpperLayer;
  #peer: { readonly callingAet: string; readonly calledAet: string; readonly address: string };
  #association: Association<Context> | undefined;
  #session: ScpSession<Context> | undefined;
  #leavePlace: (() => void) | undefined;
  /** Of the decision. */
  #leave: (() => void) | undefined;
  #hasEnded = false;
  #isClosing = false;

  constructor(socket: Socket, options: ConnectionOptions<Context>) {
    this.#socket = socket;
    this.#options = options;
    this.#peer = { callingAet: '', calledAet: '', address: addressOf(socket) };
    const transport = new SocketTransport(socket);
    this.#upperLayer = new UpperLayer(transport, this, {
      isRequestor: false,
      clock: options.clock,
      artimTimeoutMs: options.artimTimeoutMs ?? defaults.artimTimeoutMs,
      idleTimeoutMs: options.idleTimeoutMs ?? defaults.idleTimeoutMs,
      maxPduBytes: options.maxPduBytes ?? defaults.maxPduBytes,
      findProviderRejection: (request) => this.#findRejection(request),
    });
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
    });
    this.gone = closed.then(() => this.#session?.idle());
    transport.attach(this.#upperLayer);
    this.#upperLayer.connectionIndicated();
  }

  /** Ends after the operation in progress; at once where there is none. */
  close(): void {
    this.#isClosing = true;
    if (this.#session !== undefined && !this.#hasEnded) this.#session.close();
    else this.abort();
  }

  /** Ends at once. */
  abort(): void {
    this.#isClosing = true;
    this.#upperLayer.abort();
    this.#socket.destroy();
  }

  // Upper layer

  associateIndication(request: AssociateRequestPdu): void {
    this.#leavePlace = this.#options.places.take(this.#peer.address);
    if (this.#leavePlace === undefined) {
      this.#reject(rejection.localLimitExceeded);
      return;
    }
    this.#negotiate(request).catch((error: unknown) => {
      this.#options.logger.error({ ...peerFields(this.#peer), ...failureFields(error) }, 'accept failed');
      if (!this.#hasEnded) this.#reject(rejection.temporaryCongestion);
    });
  }

  pData(contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean {
    return this.#session?.pData(contextId, control, bytes, isEndOfPdv) ?? true;
  }

  drained(): void {
    this.#session?.drained();
  }

  ended(end: AssociationEnd): void {
    this.#hasEnded = true;
    this.#leavePlace?.();
    this.#leave?.();
    this.#logEnd(end);
    this.#session?.ended();
    this.#options.ended?.(end, this.#association);
    if (this.#isClosing) this.#socket.destroySoon();
  }

  // Negotiation

  #findRejection(request: AssociateRequestPdu): Rejection | undefined {
    this.#peer = { ...this.#peer, callingAet: request.callingAet, calledAet: request.calledAet };
    const { aet } = this.#options;
    const rejected = findProviderRejection(request);
    if (rejected !== undefined) return rejected;
    return aet === undefined || aet === request.calledAet ? undefined : rejection.calledAeTitleNotRecognized;
  }

  async #negotiate(request: AssociateRequestPdu): Promise<void> {
    const { calledAet, callingAet, contexts, userInformation } = request;
    const decision = await this.#options.accept({
      calledAet,
      callingAet,
      address: this.#peer.address,
      tls: tlsFactsOf(this.#socket),
      contexts,
      implementationClassUid: userInformation.implementationClassUid,
      implementationVersionName: userInformation.implementationVersionName,
      roleSelections: userInformation.roleSelections ?? [],
      userIdentity: userInformation.userIdentity,
      userInformation,
    });
    if (decision.kind === 'reject') {
      if (!this.#hasEnded) this.#reject(decision);
      return;
    }
    if (this.#hasEnded) {
      decision.leave?.();
      return;
    }
    this.#leave = decision.leave;
    this.#accept(request, decision);
  }

  #accept(request: AssociateRequestPdu, decision: AssociationDecision<Context> & { readonly kind: 'accept' }): void {
    const { contexts: decisions, context, limits = {}, kind: _, leave: __, ...extras } = decision;
    const { id, logger, verbs } = this.#options;
    const answer = buildAccept(request, decisions, this.#identity(limits.maxPduBytes), extras);
    const contexts = acceptedContexts(request, answer);
    const { implementationClassUid, implementationVersionName, maxPduBytes } = request.userInformation;
    const association: Association<Context> = {
      ...this.#peer,
      id,
      implementationClassUid,
      implementationVersionName,
      contexts,
      context,
      eventReport: async (event) => {
        if (this.#session === undefined) throw new DimseError('association-closed', 'there is no association yet');
        return this.#session.eventReport(event);
      },
    };
    this.#association = association;
    this.#session = new ScpSession<Context>(this.#upperLayer, {
      association,
      verbs,
      peerScpContexts: requestorScpContexts(contexts.values(), answer.userInformation.roleSelections),
      peerMaxPduBytes: maxPduBytes,
      logger,
    });
    this.#upperLayer.accept(encodeAssociateAccept(answer), limits);
    logger.debug({ ...peerFields(this.#peer), id, contexts: contexts.size }, 'association accepted');
  }

  #reject(rejected: Rejection): void {
    const { result, source, reason } = rejected;
    this.#upperLayer.reject({ result, source, reason });
  }

  #identity(maxPduBytes = this.#options.maxPduBytes) {
    const { implementationClassUid, implementationVersionName } = this.#options;
    return {
      maxPduBytes: maxPduBytes ?? defaults.maxPduBytes,
      implementationClassUid: implementationClassUid ?? defaults.implementationClassUid,
      implementationVersionName: implementationVersionName ?? defaults.implementationVersionName,
    };
  }

  #logEnd(end: AssociationEnd): void {
    const { id, logger } = this.#options;
    const fields = { ...peerFields(this.#peer), id };
    switch (end.kind) {
      case 'released':
        logger.debug(fields, 'association released');
        break;
      case 'rejected':
        logger.info({ ...fields, ...end.rejection }, `association rejected: ${rejectionName(end.rejection)}`);
        break;
      case 'aborted':
        logger.warn({ ...fields, source: end.source, reason: end.reason }, `association aborted by ${end.by}`);
        break;
      case 'timeout':
        logger.warn(fields, `association ended: ${end.phase} timeout`);
        break;
      case 'connection-lost':
        // Port checks of load balancers and monitors connect and leave.
        if (this.#session === undefined) logger.debug(fields, 'connection closed before an association');
        else logger.warn({ ...fields, errorCode: end.systemCode }, 'connection lost');
        break;
    }
  }
}

function tlsFactsOf(socket: Socket): TlsFacts | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  return { version: socket.getProtocol() ?? '', clientFingerprint: fingerprintOf(socket) };
}

function acceptedContexts(request: AssociateRequestPdu, answer: AssociateAcceptPdu): Map<number, AcceptedContext> {
  const accepted = new Map<number, AcceptedContext>();
  request.contexts.forEach(({ id, abstractSyntax }, index) => {
    const result = answer.contexts[index];
    if (result?.result !== contextResult.acceptance) return;
    accepted.set(id, { id, abstractSyntax, transferSyntax: result.transferSyntax });
  });
  return accepted;
}
