/**
 * The messages of one accepted association: C-ECHO-RQ and C-STORE-RQ in, responses out, strictly in order.
 * PS3.7 §9.1.1, §9.1.5, §9.3.1, §9.3.5.
 *
 * While a verb or a sink has not settled, nothing more is read; a peer that sends ahead waits in its own send buffer.
 * What breaks the rules of a message ends the association with A-ABORT; what is only unwelcome gets a status.
 * `SEMANTICS.md` has the life of an operation.
 */

import { CommandAssembler } from './command-assembler.ts';
import { type CommandSet, commandField, encodeCommandSet, noDataSet, responseBit } from './command-set.ts';
import { DimseError } from './errors.ts';
import { failureFields, peerFields } from './log-fields.ts';
import type { Logger } from './logger.ts';
import { encodeCommandPdus } from './p-data.ts';
import { messageControl } from './pdu.ts';
import { dimseStatus } from './status.ts';
import { isUid } from './uid.ts';
import type { AcceptedContext, Association, StoreOutcome, StoreSink, Verbs } from './verbs.ts';

/** Error Comment (0000,0902) is an LO, PS3.5 §6.2. */
const maxErrorCommentLength = 64;

/** What a session needs from the upper layer below it. */
export type SessionPort = {
  /** One write; false where the peer must take what is buffered first, `drained` follows. */
  sendPData(pieces: readonly Uint8Array[]): boolean;
  resume(): void;
  abort(): void;
};

export type SessionOptions<Context> = {
  readonly association: Association<Context>;
  readonly verbs: Verbs<Context>;
  /** Announced by the peer; 0 for no limit. */
  readonly peerMaxPduBytes: number;
  readonly logger: Logger;
};

/** One operation, from the end of its command set to its response. */
type Operation = {
  readonly command: CommandSet;
  readonly messageId: number;
  readonly context: AcceptedContext;
  /** Takes the data set; undefined while there is none, and where the data set is dropped. */
  sink: StoreSink | undefined;
  /** What is answered once the data set has been dropped. */
  outcome: StoreOutcome;
};

export class ScpSession<Context> {
  readonly #port: SessionPort;
  readonly #options: SessionOptions<Context>;
  readonly #commands = new CommandAssembler();
  /** Presentation context of the command set that is coming in; undefined between messages. */
  #commandContextId: number | undefined;
  #operation: Operation | undefined;
  /** A verb or a sink has not settled. */
  #isBusy = false;
  #hasEnded = false;
  #isClosing = false;
  readonly #whenIdle: (() => void)[] = [];

  constructor(port: SessionPort, options: SessionOptions<Context>) {
    this.#port = port;
    this.#options = options;
  }

  /** See `PduReceiver.fragment`. */
  pData(contextId: number, control: number, bytes: Uint8Array, isEndOfPdv: boolean): boolean {
    const isLast = isEndOfPdv && (control & messageControl.last) !== 0;
    if ((control & messageControl.command) !== 0) return this.#commandFragment(contextId, bytes, isLast);
    return this.#dataFragment(contextId, bytes, isLast);
  }

  /** The peer took the response that was waiting; the next operation may begin. */
  drained(): void {
    if (!this.#isBusy && this.#operation === undefined) this.#port.resume();
  }

  /** The association is no more: an open sink is aborted as soon as it has settled. */
  ended(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (!this.#isBusy) this.#abandon();
  }

  /** Aborts the association, after the operation in progress, if there is one. */
  close(): void {
    this.#isClosing = true;
    if (this.#isIdle()) this.#port.abort();
  }

  /** Resolves once no verb and no sink is at work any more. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #isIdle(): boolean {
    return !this.#isBusy && this.#operation === undefined;
  }

  // Command sets

  #commandFragment(contextId: number, bytes: Uint8Array, isLast: boolean): boolean {
    if (this.#operation !== undefined)
      return this.#violate('a command set comes before the end of a data set', contextId);
    const context = this.#options.association.contexts.get(contextId);
    if (context === undefined) return this.#violate('a presentation context was not accepted', contextId);
    if (this.#commandContextId !== undefined && this.#commandContextId !== contextId) {
      return this.#violate('a command set changes its presentation context', contextId);
    }
    this.#commandContextId = contextId;
    let command: CommandSet | undefined;
    try {
      command = this.#commands.push(bytes, isLast);
    } catch (error) {
      if (!(error instanceof DimseError)) throw error;
      return this.#violate(error.message, contextId);
    }
    if (command === undefined) return true;
    this.#commandContextId = undefined;
    return this.#begin(command, context);
  }

  #begin(command: CommandSet, context: AcceptedContext): boolean {
    const field = command.commandField;
    // Cancels refer to operations that can be pending, PS3.7 §9.3.2.3; an echo and a store cannot.
    if (field === commandField.cCancelRq) return true;
    if (field >= responseBit) return this.#violate('a response comes without a request', context.id, field);
    if (command.messageId === undefined) return this.#violate('a request has no Message ID', context.id, field);
    const operation: Operation = {
      command,
      messageId: command.messageId,
      context,
      sink: undefined,
      outcome: { status: dimseStatus.unrecognizedOperation },
    };
    this.#operation = operation;
    if (field === commandField.cEchoRq) return this.#echo(operation);
    if (field === commandField.cStoreRq) return this.#store(operation);
    return this.#refuse(operation, operation.outcome);
  }

  #echo(operation: Operation): boolean {
    const { verbs, association } = this.#options;
    return this.#settle(
      () => verbs.echo(association),
      (status) => this.#refuse(operation, { status }),
      (error) => this.#refuse(operation, this.#outcomeOf(error, operation)),
    );
  }

  #store(operation: Operation): boolean {
    const { command, context, messageId } = operation;
    const { verbs, association } = this.#options;
    const { affectedSopClassUid: sopClassUid, affectedSopInstanceUid: sopInstanceUid } = command;
    if (command.dataSetType === noDataSet) return this.#refuse(operation, { status: dimseStatus.cannotUnderstand });
    if (sopClassUid !== context.abstractSyntax) {
      return this.#refuse(operation, { status: dimseStatus.sopClassNotSupported });
    }
    if (sopInstanceUid === undefined || !isUid(sopInstanceUid)) {
      return this.#refuse(operation, { status: dimseStatus.invalidSopInstance });
    }
    const { moveOriginatorAet: aet, moveOriginatorMessageId } = command;
    const request = {
      messageId,
      sopClassUid,
      sopInstanceUid,
      transferSyntaxUid: context.transferSyntax,
      contextId: context.id,
      priority: command.priority ?? 0,
      ...(aet !== undefined && { moveOriginator: { aet, messageId: moveOriginatorMessageId ?? 0 } }),
    };
    return this.#settle(
      () => verbs.store(request, association),
      (answer) => {
        if (!isSink(answer)) return this.#refuse(operation, answer);
        operation.sink = answer;
        return true;
      },
      (error) => this.#refuse(operation, this.#outcomeOf(error, operation)),
      (answer) => {
        if (isSink(answer)) operation.sink = answer;
      },
    );
  }

  /** Answers now, or after the data set, if one follows. */
  #refuse(operation: Operation, outcome: StoreOutcome): boolean {
    if (operation.command.dataSetType === noDataSet) return this.#respond(operation, outcome);
    operation.outcome = outcome;
    return true;
  }

  // Data sets

  #dataFragment(contextId: number, bytes: Uint8Array, isLast: boolean): boolean {
    const operation = this.#operation;
    if (operation === undefined) return this.#violate('a data set comes without a command set', contextId);
    if (contextId !== operation.context.id) {
      return this.#violate('a data set has another presentation context than its command set', contextId);
    }
    const { sink } = operation;
    if (sink === undefined) return isLast ? this.#respond(operation, operation.outcome) : true;
    if (bytes.length === 0) return isLast ? this.#end(operation, sink) : true;
    return this.#settle(
      () => sink.write(bytes),
      () => (isLast ? this.#end(operation, sink) : true),
      (error) => this.#abortSink(operation, sink, this.#outcomeOf(error, operation), isLast),
    );
  }

  #end(operation: Operation, sink: StoreSink): boolean {
    // From here on the sink decides: what becomes durable while the connection breaks stays, and is sent again.
    operation.sink = undefined;
    return this.#settle(
      () => sink.end(),
      (outcome) => this.#respond(operation, outcome),
      (error) => this.#respond(operation, this.#outcomeOf(error, operation)),
    );
  }

  #abortSink(operation: Operation, sink: StoreSink, outcome: StoreOutcome, isLast: boolean): boolean {
    operation.sink = undefined;
    operation.outcome = outcome;
    return this.#settle(
      () => sink.abort(),
      () => (isLast ? this.#respond(operation, outcome) : true),
      (error) => {
        this.#logFailure(error, 'a store could not be undone');
        return isLast ? this.#respond(operation, outcome) : true;
      },
    );
  }

  // Answers

  /** Sends the response and frees the association for the next operation. */
  #respond(operation: Operation, outcome: StoreOutcome): boolean {
    this.#operation = undefined;
    const { command, context, messageId } = operation;
    const response: CommandSet = {
      commandField: command.commandField | responseBit,
      messageIdRespondedTo: messageId,
      dataSetType: noDataSet,
      status: outcome.status,
      ...(isEncodable(command.affectedSopClassUid) && { affectedSopClassUid: command.affectedSopClassUid }),
      ...(isEncodable(command.affectedSopInstanceUid) && { affectedSopInstanceUid: command.affectedSopInstanceUid }),
      ...(outcome.errorComment !== undefined && { errorComment: printable(outcome.errorComment) }),
      ...(outcome.offendingElements !== undefined && { offendingElements: outcome.offendingElements }),
    };
    const bytes = encodeCommandPdus(context.id, encodeCommandSet(response), this.#options.peerMaxPduBytes);
    const isTaken = this.#port.sendPData([bytes]);
    if (this.#isClosing) this.#port.abort();
    this.#reportIdle();
    return isTaken || this.#isClosing;
  }

  /** Answers for an error of a verb or a sink; only its class and code are logged, a message may hold anything. */
  #outcomeOf(error: unknown, operation: Operation): StoreOutcome {
    if (error instanceof DimseError && error.code === 'operation-refused') {
      const { status, errorComment } = error.details;
      return { status: status ?? dimseStatus.processingFailure, ...(errorComment !== undefined && { errorComment }) };
    }
    this.#logFailure(error, 'an operation failed', operation.context.abstractSyntax);
    return { status: dimseStatus.processingFailure };
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

  // Waiting

  /**
   * Runs a piece of work and goes on with its result: at once where it is no promise, otherwise when it has settled;
   * reading stops meanwhile. Returns whether reading may go on now. `onLate` gets a value that comes after the end.
   */
  #settle<T>(
    work: () => Promise<T> | T,
    onValue: (value: T) => boolean,
    onError: (error: unknown) => boolean,
    onLate?: (value: T) => void,
  ): boolean {
    let result: Promise<T> | T;
    try {
      result = work();
    } catch (error) {
      return onError(error);
    }
    if (!(result instanceof Promise)) return onValue(result);
    this.#isBusy = true;
    result.then(
      (value) => {
        if (this.#hasEnded) onLate?.(value);
        this.#settled(() => onValue(value));
      },
      (error: unknown) => this.#settled(() => onError(error)),
    );
    return false;
  }

  #settled(goOn: () => boolean): void {
    this.#isBusy = false;
    if (this.#hasEnded) {
      this.#abandon();
      return;
    }
    const mayRead = goOn();
    if (mayRead && !this.#hasEnded) this.#port.resume();
  }

  /** Undoes what the end of the association left open. */
  #abandon(): void {
    const sink = this.#operation?.sink;
    this.#operation = undefined;
    if (sink === undefined) {
      this.#reportIdle();
      return;
    }
    this.#isBusy = true;
    const finish = (): void => {
      this.#isBusy = false;
      this.#reportIdle();
    };
    sink.abort().then(finish, (error: unknown) => {
      this.#logFailure(error, 'a store could not be undone');
      finish();
    });
  }

  #reportIdle(): void {
    if (!this.#isIdle()) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}

function isSink(answer: StoreSink | StoreOutcome): answer is StoreSink {
  return 'write' in answer;
}

function isEncodable(text: string | undefined): text is string {
  return text !== undefined && !text.includes('\uFFFD');
}

function printable(comment: string): string {
  return comment.replace(/[^\x20-\x7e]/g, '?').slice(0, maxErrorCommentLength);
}
