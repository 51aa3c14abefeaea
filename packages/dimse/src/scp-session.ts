/**
 * The messages of one accepted association: requests in, responses out, strictly in order. PS3.7 §9.3, §10.3.
 *
 * One operation at a time (`incoming-operation.ts`); what it asks for is read by `requested-operation.ts`. While a
 * C-FIND, C-MOVE or C-GET runs, reading goes on for C-CANCEL-RQ and for the responses to sub-operations; a request that
 * is sent ahead is held, and reading stops at it. What breaks the rules of a message ends the association with A-ABORT;
 * what is only unwelcome gets a status. `SEMANTICS.md` has the life of an operation.
 */

import { buildEventReport } from './client-requests.ts';
import { type CommandSet, commandField, noDataSet, responseBit } from './command-set.ts';
import { DimseError } from './errors.ts';
import { IncomingOperation, type IncomingOperationPort } from './incoming-operation.ts';
import { failureFields, peerFields } from './log-fields.ts';
import type { Logger } from './logger.ts';
import { MessageReceiver } from './message-receiver.ts';
import { MessageSender } from './message-sender.ts';
import { OutgoingRequests } from './outgoing-requests.ts';
import { type Application, type PeerRequest, requestedOperation } from './requested-operation.ts';
import { buildResponse, isRefusal, outcomeOfError } from './response.ts';
import { buildStoreRequest, getContext, outcomeOfResponse } from './store-request.ts';
import type {
  AcceptedContext,
  Association,
  Notification,
  RetrieveOutcome,
  StoreInstance,
  StoreOutcome,
  Verbs,
} from './verbs.ts';

/** What a session needs from the upper layer below it. */
export type SessionPort = {
  /** One write; false where the peer must take what is buffered first, `drained` follows. */
  sendPData(pieces: readonly Uint8Array[]): boolean;
  /** As `Transport.isSent`. */
  isSent(): boolean;
  resume(): void;
  /** The peer is not waited for although reading goes on, and is again. */
  beginOurTurn(): void;
  endOurTurn(): void;
  abort(): void;
};

export type SessionOptions<Context> = {
  readonly association: Association<Context>;
  readonly verbs: Verbs<Context>;
  /** Presentation contexts in which the peer is SCP, PS3.7 §D.3.3.4; default none. */
  readonly peerScpContexts?: readonly AcceptedContext[];
  /** Announced by the peer; 0 for no limit. */
  readonly peerMaxPduBytes: number;
  readonly logger: Logger;
};

export class ScpSession<Context> {
  readonly #port: SessionPort;
  readonly #options: SessionOptions<Context>;
  readonly #receiver: MessageReceiver;
  readonly #sender: MessageSender;
  readonly #requests: OutgoingRequests;
  /** The same for every operation: a store shall cost no more than its sink. */
  readonly #application: Application<Context>;
  readonly #operationPort: IncomingOperationPort;
  #request: PeerRequest | undefined;
  #operation: IncomingOperation | undefined;
  /** Sent ahead of the end of the operation before; its data set, if any, has not been read. */
  #held: PeerRequest | undefined;
  /** Whose data set comes in. */
  #isResponse = false;
  #hasEnded = false;
  #isClosing = false;
  readonly #whenIdle: (() => void)[] = [];

  constructor(port: SessionPort, options: SessionOptions<Context>) {
    const { association, peerMaxPduBytes } = options;
    this.#port = port;
    this.#options = options;
    this.#receiver = new MessageReceiver(association.contexts, {
      command: (command, context) => this.#command(command, context),
      dataSet: (bytes, isLast) => this.#dataSet(bytes, isLast),
      violation: (rule, contextId) => this.#violate(rule, contextId),
    });
    this.#sender = new MessageSender((pieces) => port.sendPData(pieces), peerMaxPduBytes);
    this.#requests = new OutgoingRequests({
      peerMaxPduBytes,
      send: (pieces) => this.#sender.send(pieces),
      isSent: () => port.isSent(),
      resume: () => this.#resume(),
      abort: () => port.abort(),
      violation: (rule, contextId, field) => this.#violate(rule, contextId, field),
    });
    const outcomeOf = (error: unknown): StoreOutcome => this.#outcomeOf(error);
    this.#application = {
      association,
      verbs: options.verbs,
      suboperations: {
        contexts: options.peerScpContexts ?? [],
        store: (instance) => this.#storeAtPeer(instance),
        abort: () => port.abort(),
      },
      responses: {
        outcomeOf,
        sendPending: (outcome) => this.#ourTurnAfter(this.#sendResponse(outcome)),
        gatherPending: (outcome) => this.#ourTurnAfter(this.#gatherResponse(outcome)),
      },
    };
    this.#operationPort = {
      respond: (outcome) => this.#respond(outcome),
      outcomeOf,
      undoFailed: (error) => this.#logFailure(error, 'a store could not be undone'),
      resume: () => this.#resume(),
      beginOurTurn: () => port.beginOurTurn(),
      gone: () => this.#gone(),
    };
  }

  /** See `PduReceiver.fragment`. */
  pData(contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean {
    return this.#receiver.pData(contextId, control, bytes, isEndOfPdv);
  }

  /** The peer took what was waiting; after a last response the next operation may begin. */
  drained(): void {
    this.#sender.drained();
    if (this.#operation === undefined && this.#beginHeld()) this.#resume();
  }

  /** The association is no more: an open sink is aborted as soon as it has settled. */
  ended(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const error = new DimseError('association-closed', 'the association has ended');
    this.#sender.ended(error);
    this.#requests.ended(error);
    if (this.#operation === undefined) this.#reportIdle();
    else this.#operation.ended();
  }

  /** See `Association.eventReport`. */
  async eventReport(event: Notification): Promise<StoreOutcome> {
    const { sopClassUid, transferSyntaxUid } = event;
    const context = getContext(this.#options.association.contexts.values(), sopClassUid, transferSyntaxUid);
    const leave = await this.#enterBetweenOperations();
    try {
      return outcomeOfResponse(
        await this.#requests.exchange({ ...buildEventReport(event, context), isInOneWrite: true }),
      );
    } finally {
      leave();
    }
  }

  /** Aborts the association, after the operation in progress, if there is one. */
  close(): void {
    this.#isClosing = true;
    if (this.#operation === undefined) this.#port.abort();
  }

  /** Resolves once no verb and no sink is at work any more. */
  idle(): Promise<void> {
    if (this.#operation === undefined) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  // What comes in

  #command(command: CommandSet, context: AcceptedContext): boolean {
    const { commandField: field, messageId } = command;
    if (field === commandField.cCancelRq) {
      // One that comes too late, or is for no operation that is known, has nothing to end.
      if (command.messageIdRespondedTo === this.#request?.messageId) this.#operation?.cancel();
      return true;
    }
    this.#isResponse = field >= responseBit;
    if (this.#isResponse) return this.#requests.response(command, context);
    if (messageId === undefined) return this.#violate('a request has no Message ID', context.id, field);
    const request = { command, messageId, context };
    if (this.#operation === undefined) return this.#begin(request);
    // The responses to sub-operations could not be read past it; no window for it was granted either.
    if (this.#request?.command.commandField === commandField.cGetRq) {
      return this.#violate('a request comes before the end of a C-GET', context.id, field);
    }
    this.#held = request;
    return false;
  }

  #dataSet(bytes: Uint8Array, isLast: boolean): boolean {
    if (this.#isResponse) return this.#requests.dataSet(bytes, isLast);
    return this.#operation === undefined || this.#operation.dataSet(bytes, isLast);
  }

  // Operations

  #begin(request: PeerRequest): boolean {
    this.#request = request;
    const requested = requestedOperation(request, this.#application);
    this.#operation = new IncomingOperation(request.command.dataSetType !== noDataSet, requested, this.#operationPort);
    return this.#operation.begin();
  }

  /** Begins the request that was sent ahead. Returns whether reading may go on. */
  #beginHeld(): boolean {
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined || this.#begin(held)) return true;
    this.#port.beginOurTurn();
    return false;
  }

  /** Sends the response and frees the association for the next operation. */
  #respond(outcome: RetrieveOutcome): boolean {
    this.#operation = undefined;
    const taken = this.#sendResponse(outcome);
    this.#request = undefined;
    if (this.#isClosing) this.#port.abort();
    if (this.#hasEnded || this.#isClosing) {
      this.#reportIdle();
      return true;
    }
    this.#port.endOurTurn();
    const mayRead = taken === undefined && this.#beginHeld();
    this.#reportIdle();
    return mayRead;
  }

  #ourTurnAfter(taken: Promise<void> | undefined): Promise<void> | undefined {
    return taken?.then(() => this.#port.beginOurTurn());
  }

  #gatherResponse(outcome: RetrieveOutcome): Promise<void> | undefined {
    if (this.#request === undefined) return undefined;
    const { command, context } = this.#request;
    return this.#sender.gatherMessage(context.id, buildResponse(command, outcome), outcome.identifier);
  }

  #sendResponse(outcome: RetrieveOutcome): Promise<void> | undefined {
    if (this.#request === undefined) return undefined;
    const { command, context } = this.#request;
    return this.#sender.sendMessage(context.id, buildResponse(command, outcome), outcome.identifier);
  }

  /** A C-STORE sub-operation, PS3.7 §9.1.3.2; the peer is waited for, as at the end of an operation. */
  async #storeAtPeer(instance: StoreInstance): Promise<StoreOutcome> {
    const message = buildStoreRequest(instance, this.#application.suboperations.contexts);
    const leave = await this.#requests.enter();
    try {
      this.#port.endOurTurn();
      return outcomeOfResponse(await this.#requests.exchange(message));
    } finally {
      if (!this.#hasEnded) this.#port.beginOurTurn();
      leave();
    }
  }

  /** A peer that waits for the last response of an operation need not expect anything else before it. */
  async #enterBetweenOperations(): Promise<() => void> {
    for (;;) {
      await this.idle();
      const leave = await this.#requests.enter();
      if (this.#operation === undefined) return leave;
      leave();
    }
  }

  #gone(): void {
    this.#operation = undefined;
    this.#request = undefined;
    this.#reportIdle();
  }

  #resume(): void {
    if (!this.#hasEnded) this.#port.resume();
  }

  // What is wrong

  /** Answers for an error of a verb or a sink; only its class and code are logged, a message may hold anything. */
  #outcomeOf(error: unknown): StoreOutcome {
    if (!isRefusal(error)) this.#logFailure(error, 'an operation failed', this.#request?.context.abstractSyntax);
    return outcomeOfError(error);
  }

  #violate(rule: string, contextId: number, field?: number): boolean {
    const { association, logger } = this.#options;
    logger.warn(
      { ...peerFields(association), contextId, ...(field !== undefined && { commandField: field }) },
      `association aborted: ${rule}`,
    );
    this.#port.abort();
    return true;
  }

  #logFailure(error: unknown, message: string, sopClassUid?: string): void {
    const { association, logger } = this.#options;
    logger.error(
      { ...peerFields(association), ...failureFields(error), ...(sopClassUid !== undefined && { sopClassUid }) },
      message,
    );
  }

  #reportIdle(): void {
    if (this.#operation !== undefined) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
