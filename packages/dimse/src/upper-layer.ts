/**
 * One association as the upper layer sees it: turns what comes from the local user, the peer and the transport into
 * events of the state machine (`state-machine.ts`), performs their effects, and keeps the ARTIM timer. PS3.8 §9.2,
 * §9.1.5. Bytes, back-pressure and idle time are `pdu-connection.ts`'s.
 *
 * Its user is a `ScpSession` or a `ClientAssociation`, which know messages; here are only PDUs.
 */

import { parseAssociateAccept, parseAssociateRequest } from './associate-pdu.ts';
import type { AssociationEnd } from './association-end.ts';
import type { Clock } from './clock.ts';
import {
  encodeAbort,
  encodeAssociateReject,
  encodeReleaseRequest,
  encodeReleaseResponse,
  parseAbort,
  parseAssociateReject,
} from './control-pdu.ts';
import { DimseError } from './errors.ts';
import { type AssociateAcceptPdu, type AssociateRequestPdu, pduType } from './pdu.ts';
import { type AssociationLimits, PduConnection } from './pdu-connection.ts';
import { type AbortReason, abortReason, abortSource, type Rejection } from './rejection.ts';
import { type Effect, type Event, findAction, type State, transitionOf } from './state-machine.ts';
import type { Transport, TransportUser } from './transport.ts';

export type UpperLayerUser = {
  /** Acceptor: answer with `accept` or `reject`. */
  associateIndication?(request: AssociateRequestPdu): void;
  /** Requestor. */
  associateConfirmation?(accept: AssociateAcceptPdu): void;
  /** See `PduReceiver.fragment`. */
  pData(contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean;
  /** The peer takes data again after a send that returned false. */
  drained(): void;
  /** Exactly once, whatever ends the association; nothing is called afterwards. */
  ended(end: AssociationEnd): void;
};

export type UpperLayerOptions = {
  readonly isRequestor: boolean;
  readonly clock: Clock;
  /** PS3.8 §9.1.5; milliseconds. */
  readonly artimTimeoutMs: number;
  /** How long an established association may be without progress of the peer; milliseconds, Infinity for no limit. */
  readonly idleTimeoutMs: number;
  /** Longest variable field of P-DATA-TF we announce; bytes. */
  readonly maxPduBytes: number;
  /** Checks of the service-provider, PS3.8 §9.2.2 AE-6; undefined lets the request through. */
  readonly findProviderRejection?: (request: AssociateRequestPdu) => Rejection | undefined;
};

export class UpperLayer implements TransportUser {
  readonly #user: UpperLayerUser;
  readonly #options: UpperLayerOptions;
  readonly #connection: PduConnection;
  #state: State = 'Sta1';
  #hasEnded = false;
  #stopArtim: (() => void) | undefined;
  /** What the effects of the current step carry. */
  #outgoing: readonly Uint8Array[] = [];
  #abortReason: AbortReason = abortReason.notSpecified;
  #end: AssociationEnd = { kind: 'released' };
  #request: AssociateRequestPdu | undefined;
  #accept: AssociateAcceptPdu | undefined;
  #isAcceptable = false;
  #isAbortedByUser = false;

  constructor(transport: Transport, user: UpperLayerUser, options: UpperLayerOptions) {
    this.#user = user;
    this.#options = options;
    this.#connection = new PduConnection(
      transport,
      {
        controlPdu: (type, body) => this.#controlPdu(type, body),
        dataPdu: () => this.#dataPdu(),
        fragment: (contextId, control, bytes, isEndOfPdv) => {
          if (this.#state !== 'Sta6' && this.#state !== 'Sta7') return true;
          return this.#user.pData(contextId, control, bytes, isEndOfPdv);
        },
        invalidPdu: (reason) => this.#invalidPdu(reason),
        idle: () => this.#endByTimer('idle', 'A-ABORT request'),
      },
      options,
    );
  }

  get state(): State {
    return this.#state;
  }

  /** True where more is buffered than the peer takes; `UpperLayerUser.drained` follows. */
  get isBlocked(): boolean {
    return this.#connection.isBlocked;
  }

  /** As `Transport.isSent`. */
  isSent(): boolean {
    return this.#connection.isSent;
  }

  // Events of the local user

  /** Requestor: the transport shall connect (AE-1); `connected` follows. */
  requestAssociation(request: Uint8Array): void {
    this.#step('A-ASSOCIATE request');
    this.#outgoing = [request];
  }

  /**
   * @param limits of this association, where they are others than the options'
   * @throws DimseError `association-closed` where no association waits for an answer.
   */
  accept(accept: Uint8Array, limits: AssociationLimits = {}): void {
    this.#primitive('A-ASSOCIATE response accept', [accept]);
    this.#connection.start(limits);
  }

  /** @throws DimseError `association-closed` where no association waits for an answer. */
  reject(rejected: Rejection): void {
    this.#primitive('A-ASSOCIATE response reject', [encodeAssociateReject(rejected)]);
    this.#finish({ kind: 'rejected', rejection: rejected });
  }

  /**
   * Sends P-DATA-TF PDUs in one write; false as `Transport.send`.
   * @throws DimseError `association-closed`
   */
  sendPData(pieces: readonly Uint8Array[]): boolean {
    this.#primitive('P-DATA request', pieces);
    return !this.#connection.isBlocked;
  }

  /** @throws DimseError `association-closed` */
  release(): void {
    this.#primitive('A-RELEASE request', []);
  }

  /** Ends the association with A-ABORT, source service-user; without effect where there is none. */
  abort(): void {
    this.#end = { kind: 'aborted', by: 'local', source: abortSource.serviceUser, reason: abortReason.notSpecified };
    this.#step('A-ABORT request');
    this.#finish(this.#end);
  }

  /** Goes on reading after a `pData` that returned false. */
  resume(): void {
    this.#connection.resume();
  }

  /** Idle time stands still although reading goes on, until `endOurTurn`, `resume`, or a send that is not taken. */
  beginOurTurn(): void {
    this.#connection.beginOurTurn();
  }

  /** The peer is waited for again. */
  endOurTurn(): void {
    this.#connection.endOurTurn();
  }

  // Events of the transport

  /** Acceptor: a connection came in. */
  connectionIndicated(): void {
    this.#step('transport connection indication');
  }

  /** Requestor: the connection is there. */
  connected(): void {
    this.#step('transport connect confirmation');
  }

  received(chunk: Uint8Array): void {
    this.#connection.received(chunk);
  }

  drained(): void {
    this.#connection.drained();
    if (!this.#hasEnded) this.#user.drained();
  }

  closed(systemCode: string | undefined): void {
    this.#end = { kind: 'connection-lost', systemCode };
    this.#step('transport connection closed');
    this.#finish(this.#end);
  }

  // Events of the peer

  #dataPdu(): void {
    this.#unexpectedPdu();
    this.#step('P-DATA-TF PDU');
  }

  #controlPdu(type: number, body: Uint8Array): void {
    this.#unexpectedPdu();
    switch (type) {
      case pduType.associateRq:
        this.#associateRequest(body);
        break;
      case pduType.associateAc:
        this.#associateAccept(body);
        break;
      case pduType.associateRj:
        this.#associateReject(body);
        break;
      case pduType.releaseRq:
        this.#step('A-RELEASE-RQ PDU');
        break;
      case pduType.releaseRp:
        this.#step('A-RELEASE-RP PDU');
        break;
      case pduType.abort:
        this.#abortPdu(body);
        break;
    }
  }

  #associateRequest(body: Uint8Array): void {
    if (this.#state === 'Sta2') {
      this.#request = parsed(() => parseAssociateRequest(body));
      if (this.#request === undefined) {
        this.#invalidPdu(abortReason.invalidPduParameterValue);
        return;
      }
      const rejected = this.#options.findProviderRejection?.(this.#request);
      this.#isAcceptable = rejected === undefined;
      if (rejected !== undefined) {
        this.#outgoing = [encodeAssociateReject(rejected)];
        this.#end = { kind: 'rejected', rejection: rejected };
      }
    }
    this.#step('A-ASSOCIATE-RQ PDU');
    if (this.#state === 'Sta13') this.#finish(this.#end);
  }

  #associateAccept(body: Uint8Array): void {
    if (this.#state === 'Sta5') {
      this.#accept = parsed(() => parseAssociateAccept(body));
      if (this.#accept === undefined) {
        this.#invalidPdu(abortReason.invalidPduParameterValue);
        return;
      }
    }
    this.#step('A-ASSOCIATE-AC PDU');
  }

  #associateReject(body: Uint8Array): void {
    if (this.#state === 'Sta5') this.#end = { kind: 'rejected', rejection: parseAssociateReject(body) };
    this.#step('A-ASSOCIATE-RJ PDU');
  }

  #abortPdu(body: Uint8Array): void {
    const { source, reason } = parseAbort(body);
    this.#isAbortedByUser = source === abortSource.serviceUser;
    this.#end = { kind: 'aborted', by: 'peer', source, reason };
    this.#step('A-ABORT PDU');
    this.#finish(this.#end);
  }

  #invalidPdu(reason: AbortReason): void {
    this.#connection.drop();
    this.#abortReason = reason;
    this.#end = { kind: 'aborted', by: 'local', source: abortSource.serviceProvider, reason };
    this.#step('unrecognized or invalid PDU');
    this.#finish(this.#end);
  }

  /** What AA-1, AA-7 and AA-8 say where the PDU just received does not belong into the state. */
  #unexpectedPdu(): void {
    this.#abortReason = abortReason.unexpectedPdu;
    const isBeforeRequest = this.#state === 'Sta2';
    this.#end = {
      kind: 'aborted',
      by: 'local',
      source: isBeforeRequest ? abortSource.serviceUser : abortSource.serviceProvider,
      reason: isBeforeRequest ? abortReason.notSpecified : abortReason.unexpectedPdu,
    };
  }

  // The machine

  #primitive(event: Event, outgoing: readonly Uint8Array[]): void {
    if (findAction(this.#state, event) === undefined) {
      throw new DimseError('association-closed', `the association is not in a state for ${event}`);
    }
    this.#outgoing = outgoing;
    this.#step(event);
  }

  /** An event without a cell can only be a peer or a timer that is late; nothing happens. */
  #step(event: Event): void {
    const action = findAction(this.#state, event);
    if (action === undefined) return;
    const { next, effects } = transitionOf(action, {
      isRequestor: this.#options.isRequestor,
      isAcceptable: this.#isAcceptable,
      isAbortedByUser: this.#isAbortedByUser,
    });
    this.#state = next;
    for (const effect of effects) this.#perform(effect);
    // AA-1 and AA-8 end the association as they are; the other ways to Sta13 and Sta1 say so themselves.
    if (action === 'AA-1' || action === 'AA-8') this.#finish(this.#end);
  }

  #perform(effect: Effect): void {
    switch (effect) {
      case 'connect':
      case 'indicate P-DATA':
        // The socket connects by itself; fragments follow the header of their PDU.
        break;
      case 'send A-ASSOCIATE-RQ':
      case 'send A-ASSOCIATE-AC':
      case 'send A-ASSOCIATE-RJ':
      case 'send P-DATA-TF':
        this.#send(this.#outgoing);
        break;
      case 'send A-RELEASE-RQ':
        this.#send([encodeReleaseRequest()]);
        break;
      case 'send A-RELEASE-RP':
        this.#send([encodeReleaseResponse()]);
        break;
      case 'send A-ABORT':
        this.#send([encodeAbort(abortSource.serviceUser, abortReason.notSpecified)]);
        break;
      case 'send A-P-ABORT':
        this.#send([encodeAbort(abortSource.serviceProvider, this.#abortReason)]);
        break;
      case 'indicate A-ASSOCIATE':
        if (this.#request !== undefined) this.#user.associateIndication?.(this.#request);
        break;
      case 'confirm A-ASSOCIATE accept':
        this.#connection.start();
        if (this.#accept !== undefined) this.#user.associateConfirmation?.(this.#accept);
        break;
      case 'indicate A-RELEASE':
        this.#answerRelease();
        break;
      case 'confirm A-RELEASE':
        // In Sta12 (release collision, acceptor) our own response is still to be sent.
        if (this.#state === 'Sta12') this.#step('A-RELEASE response');
        this.#finish({ kind: 'released' });
        break;
      case 'confirm A-ASSOCIATE reject':
      case 'indicate A-ABORT':
      case 'indicate A-P-ABORT':
        this.#finish(this.#end);
        break;
      case 'start ARTIM':
        this.#startArtim();
        break;
      case 'stop ARTIM':
        this.#stopArtim?.();
        this.#stopArtim = undefined;
        break;
      case 'close transport':
        this.#connection.close();
        break;
    }
  }

  /**
   * No user of ours has a reason to delay a release: messages are handled in order, so that every response has been
   * sent before the A-RELEASE-RQ behind it is read.
   */
  #answerRelease(): void {
    // Sta10 awaits the peer's A-RELEASE-RP before our own response is due (Sta12).
    if (this.#state === 'Sta10') return;
    this.#step('A-RELEASE response');
    if (this.#state === 'Sta13') this.#finish({ kind: 'released' });
  }

  #send(pieces: readonly Uint8Array[]): void {
    this.#outgoing = [];
    // Nobody waits for what is sent after the end: a peer that does not read must not make it pile up.
    if (this.#hasEnded && this.#connection.isBlocked) return;
    this.#connection.send(pieces);
  }

  #startArtim(): void {
    this.#stopArtim?.();
    this.#stopArtim = this.#options.clock.schedule(this.#options.artimTimeoutMs, () =>
      this.#endByTimer('artim', 'ARTIM timer expired'),
    );
  }

  #endByTimer(phase: 'artim' | 'idle', event: Event): void {
    this.#end = { kind: 'timeout', phase };
    this.#step(event);
    this.#finish(this.#end);
  }

  #finish(end: AssociationEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#connection.stop();
    this.#user.ended(end);
    // A peer in the middle of sending shall get our last words instead of a reset: read on, and drop.
    if (this.#state !== 'Sta1') this.resume();
  }
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    // An invalid PDU is an event of the machine; anything else is a fault of ours.
    if (error instanceof DimseError && error.code === 'invalid-pdu') return undefined;
    throw error;
  }
}
