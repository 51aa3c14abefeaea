/**
 * One association that we opened, as its callers see it: operations, the release, and how it ends. PS3.7 §9.1, §10.1;
 * PS3.8 §7.1.
 *
 * Messages are `scu-session.ts`'s; which contexts and roles to propose is the caller's decision.
 */

import type { Socket } from 'node:net';
import { verificationSopClass } from '@isocenter/dicom/uids';
import type { AssociationEnd } from './association-end.ts';
import { errorOfEnd } from './association-error.ts';
import { encodeProposal } from './association-proposal.ts';
import type { OpenAssociationOptions } from './client.ts';
import {
  buildAction,
  buildEventReport,
  buildQuery,
  countsOf,
  type Query,
  retrieveOutcomeOf,
} from './client-requests.ts';
import type { Clock } from './clock.ts';
import { commandField, noDataSet } from './command-set.ts';
import { defaults } from './defaults.ts';
import { DimseError } from './errors.ts';
import type { OpenStore } from './incoming-requests.ts';
import { chooseRoles } from './negotiation.ts';
import type { RequestMessage } from './outgoing-requests.ts';
import type { AssociateAcceptPdu, ExtendedNegotiation, RoleSelection } from './pdu.ts';
import { contextResult } from './rejection.ts';
import { ScuSession } from './scu-session.ts';
import { SocketTransport } from './socket-transport.ts';
import { buildStoreRequest, getContext, outcomeOfResponse } from './store-request.ts';
import { UpperLayer, type UpperLayerUser } from './upper-layer.ts';
import type {
  AcceptedContext,
  Notification,
  RetrieveOutcome,
  StoreInstance,
  StoreOutcome,
  SuboperationCounts,
} from './verbs.ts';

type Options = OpenAssociationOptions & { readonly clock: Clock };

/** How a C-FIND, C-MOVE or C-GET is ended early: by C-CANCEL-RQ once the signal aborts. */
export type QueryControl = { readonly signal?: AbortSignal };

export class ClientAssociation implements UpperLayerUser {
  readonly #options: Options;
  readonly #socket: Socket;
  readonly #upperLayer: UpperLayer;
  readonly #opened = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<AssociationEnd>();
  #session: ScuSession;
  #contexts: readonly AcceptedContext[] = [];
  #roles: readonly RoleSelection[] = [];
  #extended: readonly ExtendedNegotiation[] = [];
  #peerMaxPduBytes = 0;
  #end: AssociationEnd | undefined;
  /** What went wrong on our side, where that is why the association ended. */
  #failure: DimseError | undefined;
  #isConnected = false;

  static async open(socket: Socket, options: Options): Promise<ClientAssociation> {
    const association = new ClientAssociation(socket, options);
    await association.#open();
    return association;
  }

  private constructor(socket: Socket, options: Options) {
    this.#socket = socket;
    this.#options = options;
    const transport = new SocketTransport(socket);
    this.#upperLayer = new UpperLayer(transport, this, {
      isRequestor: true,
      clock: options.clock,
      artimTimeoutMs: options.artimTimeoutMs ?? defaults.artimTimeoutMs,
      idleTimeoutMs: Number.POSITIVE_INFINITY,
      maxPduBytes: options.maxPduBytes ?? defaults.maxPduBytes,
    });
    this.#session = this.#newSession();
    transport.attach(this.#upperLayer);
  }

  /** Resolves when the association has ended, however. */
  get gone(): Promise<AssociationEnd> {
    return this.#ended.promise;
  }

  get acceptedContexts(): readonly AcceptedContext[] {
    return this.#contexts;
  }

  /** The roles that we proposed and the peer granted us; in every other SOP Class we are SCU, PS3.7 §D.3.3.4. */
  get acceptedRoles(): readonly RoleSelection[] {
    return this.#roles;
  }

  /** What the peer answered to the extended negotiation of a SOP Class that we proposed; undefined where it did not. */
  findExtendedNegotiation(sopClassUid: string): Uint8Array | undefined {
    return this.#extended.find((answer) => answer.sopClassUid === sopClassUid)?.information;
  }

  /** The longest P-DATA-TF PDU the peer takes, in bytes; 0 for no limit. */
  get maxPduBytes(): number {
    return this.#peerMaxPduBytes;
  }

  /**
   * Returns the status of a C-ECHO.
   * @throws DimseError `context-not-accepted` without a context for Verification, and what ends the association
   */
  async echo(): Promise<number> {
    const context = getContext(this.#contexts, verificationSopClass);
    const command = {
      commandField: commandField.cEchoRq,
      affectedSopClassUid: verificationSopClass,
      dataSetType: noDataSet,
    };
    const { status } = await this.#session.exchange({ context, command, responseLimitBytes: 0 });
    return status;
  }

  /**
   * Stores one instance and returns how the peer answered; a refusal is a status, not an error. Bytes are sent from
   * where they lie; of an iterable at most two PDUs are held.
   *
   * @throws DimseError `context-not-accepted`, and what ends the association. Where the iterable throws, the association
   * is aborted and its error is passed on.
   */
  async store(instance: StoreInstance): Promise<StoreOutcome> {
    return outcomeOfResponse(await this.#session.exchange(buildStoreRequest(instance, this.#contexts)));
  }

  /**
   * Yields the identifiers that match, encoded as the query's is, and returns the last status, which is the only sign
   * of a query that failed. The next match is read when the last was taken. A caller that leaves early, or a signal
   * that aborts, cancels the query; no other operation begins before the peer has confirmed it.
   *
   * @throws DimseError `context-not-accepted`, and what ends the association
   */
  async *find(query: Query, control: QueryControl = {}): AsyncGenerator<Uint8Array, StoreOutcome, void> {
    const responses = this.#session.query(buildQuery(commandField.cFindRq, query, this.#contextOf(query)), control);
    let step = await responses.next();
    try {
      for (; !step.done; step = await responses.next()) {
        // A pending response without an identifier tells of no match.
        if (step.value.dataSet !== undefined) yield step.value.dataSet;
      }
    } finally {
      if (!step.done) await responses.return(step.value);
    }
    return outcomeOfResponse(step.value);
  }

  /**
   * Has the peer send instances to another node; yields how far it is, and returns the last response. Ends early as
   * `find`.
   *
   * @throws DimseError `context-not-accepted`, and what ends the association
   */
  move(
    query: Query & { readonly destinationAet: string },
    control: QueryControl = {},
  ): AsyncGenerator<SuboperationCounts, RetrieveOutcome, void> {
    return this.#retrieve(
      () => buildQuery(commandField.cMoveRq, query, this.#contextOf(query), query.destinationAet),
      control,
    );
  }

  /**
   * Has the peer send instances on this association; `store` takes them, as a verb of a server does. Contexts for them
   * must have been proposed with the role of SCP. Otherwise as `move`.
   *
   * @throws DimseError `context-not-accepted`, and what ends the association
   */
  get(
    query: Query,
    control: QueryControl & { readonly store: OpenStore },
  ): AsyncGenerator<SuboperationCounts, RetrieveOutcome, void> {
    return this.#retrieve(() => buildQuery(commandField.cGetRq, query, this.#contextOf(query)), control);
  }

  /** N-ACTION. @throws DimseError `context-not-accepted`, and what ends the association */
  async action(action: Notification): Promise<StoreOutcome> {
    return outcomeOfResponse(await this.#session.exchange(buildAction(action, this.#contextOf(action))));
  }

  /**
   * N-EVENT-REPORT, for which we must have been granted the role of SCP: `roleSelections`.
   * @throws DimseError `context-not-accepted`, also without that role, and what ends the association
   */
  async eventReport(event: Notification): Promise<StoreOutcome> {
    const { sopClassUid } = event;
    if (!this.#roles.some((role) => role.scp && role.sopClassUid === sopClassUid)) {
      throw new DimseError('context-not-accepted', 'the role of SCP was not granted', { sopClassUid });
    }
    return outcomeOfResponse(await this.#session.exchange(buildEventReport(event, this.#contextOf(event))));
  }

  /** Releases the association after the operations before it. @throws DimseError where it ends in another way */
  async release(): Promise<void> {
    const leave = await this.#session.enter();
    try {
      if (this.#end?.kind === 'released') return;
      if (this.#end !== undefined) throw this.#errorOf(this.#end);
      this.#upperLayer.release();
      const end = await this.#within('release', this.#artimTimeoutMs, this.#ended.promise);
      if (end.kind !== 'released') throw this.#errorOf(end);
    } finally {
      leave();
    }
  }

  /** Ends the association at once with A-ABORT; operations that wait are rejected. */
  abort(): void {
    this.#upperLayer.abort();
  }

  async *#retrieve(
    build: () => RequestMessage,
    control: QueryControl & { readonly store?: OpenStore },
  ): AsyncGenerator<SuboperationCounts, RetrieveOutcome, void> {
    const responses = this.#session.query(build(), control);
    let step = await responses.next();
    try {
      for (; !step.done; step = await responses.next()) yield countsOf(step.value.command);
    } finally {
      if (!step.done) await responses.return(step.value);
    }
    return retrieveOutcomeOf(step.value);
  }

  #contextOf({ sopClassUid, transferSyntaxUid }: Query | Notification): AcceptedContext {
    return getContext(this.#contexts, sopClassUid, transferSyntaxUid);
  }

  // Upper layer

  associateConfirmation(accept: AssociateAcceptPdu): void {
    const { maxPduBytes, roleSelections = [], extendedNegotiations = [] } = accept.userInformation;
    this.#peerMaxPduBytes = maxPduBytes;
    this.#contexts = accept.contexts.flatMap(({ id, result, transferSyntax }) => {
      const proposal = this.#options.contexts[(id - 1) / 2];
      if (result !== contextResult.acceptance || proposal === undefined) return [];
      return [{ id, abstractSyntax: proposal.abstractSyntax, transferSyntax }];
    });
    // Roles that were not proposed are none, PS3.7 §D.3.3.4.
    this.#roles = chooseRoles(roleSelections, (uid) =>
      this.#options.roleSelections?.find(({ sopClassUid }) => sopClassUid === uid),
    );
    // Nor is what was not proposed agreed on, PS3.7 §D.3.3.5.
    this.#extended = extendedNegotiations.filter(({ sopClassUid }) =>
      this.#options.extendedNegotiations?.some((proposed) => proposed.sopClassUid === sopClassUid),
    );
    this.#session = this.#newSession();
    this.#opened.resolve();
  }

  pData(contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean {
    return this.#session.pData(contextId, control, bytes, isEndOfPdv);
  }

  drained(): void {
    this.#session.drained();
  }

  ended(end: AssociationEnd): void {
    this.#end = end;
    const error = this.#errorOf(end);
    this.#opened.reject(error);
    this.#session.ended(error);
    this.#ended.resolve(end);
    // The close of the connection is still awaited, PS3.8 §9.1.4, but nobody's process is kept for it.
    this.#socket.unref();
  }

  #newSession(): ScuSession {
    const responseTimeoutMs = this.#options.responseTimeoutMs ?? 120_000;
    return new ScuSession(
      {
        sendPData: (pieces) => this.#upperLayer.sendPData(pieces),
        isSent: () => this.#upperLayer.isSent(),
        resume: () => this.#upperLayer.resume(),
        abort: () => this.abort(),
        violation: (rule) => {
          this.#failure = new DimseError('invalid-message', `the peer broke the protocol: ${rule}`, this.#where());
          this.abort();
        },
        expired: () => this.#expire('response', responseTimeoutMs),
      },
      {
        contexts: this.#contexts,
        peerMaxPduBytes: this.#peerMaxPduBytes,
        clock: this.#options.clock,
        responseTimeoutMs,
        takeEvent: this.#options.takeEvent,
      },
    );
  }

  // Opening

  async #open(): Promise<void> {
    const { contexts, connectTimeoutMs } = this.#options;
    if (contexts.length < 1 || contexts.length > 128) {
      throw this.#giveUp(new DimseError('invalid-argument', 'an association proposes 1 to 128 presentation contexts'));
    }
    let request: Uint8Array;
    try {
      request = encodeProposal(this.#options);
    } catch (error) {
      throw this.#giveUp(error);
    }
    const connected = Promise.withResolvers<void>();
    this.#socket.once(this.#options.tls === undefined ? 'connect' : 'secureConnect', () => {
      // A peer with another certificate than the pinned one has been hung up on.
      if (this.#socket.destroyed) return;
      this.#isConnected = true;
      connected.resolve();
      this.#upperLayer.connected();
    });
    this.#upperLayer.requestAssociation(request);
    this.#opened.promise.catch((error: unknown) => connected.reject(error));
    this.#abortBy(this.#options.signal);
    await this.#within('connect', connectTimeoutMs ?? 10_000, connected.promise);
    await this.#within('associate', this.#artimTimeoutMs, this.#opened.promise);
  }

  #abortBy(signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const abort = () => this.abort();
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    void this.gone.then(() => signal.removeEventListener('abort', abort));
  }

  /** For arguments that cannot be sent; the connection is dropped unused. */
  #giveUp(error: unknown): unknown {
    this.#opened.promise.catch(() => undefined);
    this.#socket.destroy();
    return error;
  }

  // Ends

  /** Ends the association where a promise does not settle in time. */
  async #within<T>(phase: string, timeoutMs: number, promise: Promise<T>): Promise<T> {
    const cancel = this.#options.clock.schedule(timeoutMs, () => this.#expire(phase, timeoutMs));
    try {
      return await promise;
    } finally {
      cancel();
    }
  }

  #expire(phase: string, timeoutMs: number): void {
    this.#failure = new DimseError('timeout', `the peer took too long: ${phase}`, {
      ...this.#where(),
      phase,
      timeoutMs,
    });
    this.abort();
  }

  #errorOf(end: AssociationEnd): DimseError {
    return this.#failure ?? errorOfEnd(end, this.#where(), this.#isConnected);
  }

  #where() {
    return { host: this.#options.host, port: this.#options.port };
  }

  get #artimTimeoutMs(): number {
    return this.#options.artimTimeoutMs ?? defaults.artimTimeoutMs;
  }
}
